// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// A window unit in a few lines of Swift, which keeps the promises a controller relies on. The real
/// ones have the C reference inside.
struct PlainUnit: BusNode {
    var uid: BusUID
    var address: UInt8
    var baud: Int
    var capabilities: BusCapabilities
    var key: BusKey?
    /// From power-up to the next.
    private(set) var boot: UInt16 = 1
    /// The text on the sign, a line for each page; nil while it shows its silence face.
    private(set) var text: [String]?
    /// The rows of the pages, if they came as dots.
    private(set) var dots: [[UInt8]] = []
    private(set) var shown: UInt16 = 0
    /// What it was asked since the beginning, repeats not counted.
    private(set) var done: [BusRequest] = []
    var keepsDone = true
    private(set) var repeats = 0
    /// When it answers.
    private var answerAt: Int64?
    /// Milliseconds from a request to its answer.
    var turnAround: Double = 2.2
    /// Answers nothing any more, though it has power.
    var isDeaf = false
    /// What it refuses, whatever it said that it can.
    var refusal: (@Sendable (BusRequest) -> BusError?)?
    /// Answers each DISCOVER as somebody else, and is never quiet.
    var isCrowd = false

    private var decoder = BusFrameDecoder()
    private var answer: [UInt8] = []
    private var kept: (sequence: UInt8, frame: BusFrame, answer: BusFrame)?
    private var isStarted = false
    private var isQuiet = false
    private var crowd: UInt64 = 0x10_0000
    private var pages: [BusPage] = []
    private var picture: [UInt8: [UInt8]] = [:]
    private var silentAt: Int64 = .max
    private var keep: UInt8 = 0
    private var number: UInt16 = 0
    private var events: [(number: UInt16, event: BusEvent)] = []
    private var session: BusSession?
    private var nonce: UInt64 = 77

    init(_ uid: UInt64, _ address: UInt8, baud: Int = 9600, level: UInt8 = 3) {
        self.uid = BusUID(uid)
        self.address = address
        self.baud = baud
        var can = BusCapabilities()
        can.level = level
        can.features = [
            .keypad, .padDisplay, .rating, .light, .buzzer, .scrolls, .blinks, .bitmaps,
            .authentication,
        ]
        (can.body, can.width, can.height, can.lines, can.pages) = (128, 128, 32, 2, 4)
        (can.charset, can.memory, can.queue) = (.gb2312, 2048, 16)
        capabilities = can
    }

    mutating func press(_ code: BusKeyCode, digits: UInt16 = .max) {
        number = BusEvent.number(after: number)
        events.append((number, BusEvent(.key, code: code.rawValue, value: digits)))
    }

    var waiting: Int { events.count }

    var nextDeadline: Int64? { min(answerAt ?? .max, silentAt) }

    mutating func restart(at time: Int64) {
        boot += 1
        (isStarted, isQuiet, kept, session) = (false, false, nil, nil)
        (text, dots, shown, events, number) = (nil, [], 0, [], 0)
        decoder.reset()
        answerAt = nil
        silentAt = .max
    }

    mutating func hear(_ bytes: ArraySlice<UInt8>, at time: Int64) {
        for byte in bytes {
            guard case .frame(let frame)? = decoder.feed(byte: byte), !frame.isAnswer, !isDeaf,
                frame.address == address || frame.address == BusFrame.everyone
            else { continue }
            guard let reply = reply(frame, time) else { continue }
            answer = reply.wire
            answerAt = time + Int64(turnAround * 1_000_000)
        }
    }

    mutating func act(at time: Int64) -> [UInt8] {
        // What was shown is taken down when nothing was heard for too long.
        if time >= silentAt { (text, dots, shown, silentAt) = (nil, [], 0, .max) }
        guard let answerAt, answerAt <= time else { return [] }
        self.answerAt = nil
        return answer
    }

    private mutating func reply(_ frame: BusFrame, _ time: Int64) -> BusFrame? {
        let isOwn = frame.address == address
        if isOwn, silentAt < .max { silentAt = time + Int64(keep) * 1_000_000_000 }
        if isOwn, let kept, frame.sequence == kept.sequence, frame == kept.frame {
            repeats += 1
            return kept.answer
        }
        guard let request = try? BusRequest(command: frame.command, payload: frame.payload) else {
            return isOwn ? .answer(to: frame, address: address, status: 1) : nil
        }
        var reply: BusFrame?
        do throws(BusError) {
            if isOwn { try unseal(frame, request) }
            if keepsDone { done.append(request) }
            if let error = refusal?(request) { throw error }
            guard let payload = try obey(request, isOwn, time) else { return nil }
            reply = .answer(to: frame, address: address, payload: payload)
        } catch {
            guard isOwn else { return nil }
            reply = .answer(
                to: frame, address: address, status: error.status, payload: error.payload)
        }
        guard var answer = reply else { return nil }
        if frame.seal != nil, let session, ![9, 10, 11].contains(answer.status) {
            answer = session.seal(answer: answer, to: frame)
        }
        if isOwn, frame.sequence != 0 { kept = (frame.sequence, frame, answer) }
        return answer
    }

    private mutating func unseal(_ frame: BusFrame, _ request: BusRequest) throws(BusError) {
        guard key != nil else { return }
        switch request.code {
        case .identify, .capabilities, .discover, .quiet, .open: return
        default: break
        }
        guard frame.seal != nil else { throw .sealRequired }
        guard session != nil else { throw .noSession }
        guard session?.accept(request: frame) == true else { throw .sealBad }
    }

    private mutating func obey(
        _ request: BusRequest, _ isOwn: Bool, _ time: Int64
    ) throws(BusError) -> [UInt8]? {
        switch request {
        case .identify: return BusIdentity(uid).payload
        case .capabilities: return capabilities.payload
        case .status(let ack): return status(ack)
        case .show(let page): return try show(page, time)
        case .clear(let tag):
            (text, shown, silentAt) = ([], tag, .max)
            return isOwn ? [] : nil
        case .start(let wanted):
            guard capabilities.level > 1 else { throw .unknownCommand }
            guard wanted == uid else { throw .wrongUnit(uid) }
            isStarted = true
            return BusStart(boot: boot, next: BusEvent.number(after: number)).payload
        case .statistics: return BusStatistics().payload
        case .discover(let begin, let bits, let prefix):
            if begin { isQuiet = false }
            if isCrowd {
                crowd += 1
                return BusUID(crowd).bytes
            }
            let isMeant = !isQuiet && uid.hasPrefix(prefix, bits: Int(bits))
            return isMeant && capabilities.level > 1 ? uid.bytes : nil
        case .quiet(let wanted):
            guard wanted == uid || isCrowd else { return nil }
            isQuiet = true
            return wanted.bytes
        case .link(let link):
            guard link.uid == uid else { return nil }
            if link.address > 0 { address = link.address == 255 ? 0 : link.address }
            return uid.bytes
        case .dots(let dots): return take(dots)
        case .draw(let draw): return try self.draw(draw, time)
        case .open(let controllerNonce):
            guard let key else { throw .refused }
            nonce += 1
            let meeting = BusSession.Meeting(
                uid: uid, controllerNonce: controllerNonce, unitNonce: nonce)
            session = BusSession(key, meeting)
            return BusOpening(nonce: nonce, proof: meeting.proof(key)).payload
        default: return isOwn ? [] : nil
        }
    }

    private mutating func status(_ ack: UInt16) -> [UInt8] {
        var status = BusStatus()
        status.shown = shown
        if text == nil { status.flags.insert(.silence) }
        if isStarted || capabilities.level < 2 {
            if let index = events.firstIndex(where: { $0.number == ack }) {
                events.removeFirst(index + 1)
            }
            status.first = events.first?.number ?? 0
            status.events = events.prefix(8).map(\.event)
            if events.count > 8 { status.flags.insert(.moreEvents) }
        } else {
            status.flags.insert(.notStarted)
        }
        return status.payload
    }

    private mutating func show(_ page: BusPage, _ time: Int64) throws(BusError) -> [UInt8] {
        if page.number.index == 0 { pages = [] }
        guard pages.count == Int(page.number.index), pages.allSatisfy({ $0.tag == page.tag })
        else { throw .page(expected: nil) }
        if capabilities.charset == .ascii,
            let bad = page.text.unicodeScalars.first(where: { !$0.isASCII })
        {
            throw .noGlyph(bad.value)
        }
        pages.append(page)
        guard pages.count == Int(page.number.count) else { return [] }
        text = pages.map(\.text)
        appear(page.tag, page.look, time)
        return []
    }

    private mutating func take(_ dots: BusDots) -> [UInt8] {
        if dots.number.index == 0, dots.offset == 0 { picture = [:] }
        picture[dots.number.index, default: []] += dots.data
        return []
    }

    private mutating func draw(_ draw: BusDraw, _ time: Int64) throws(BusError) -> [UInt8] {
        guard picture.count == Int(draw.pages) else { throw .page(expected: nil) }
        dots = picture.sorted { $0.key < $1.key }.map(\.value)
        text = []
        appear(draw.tag, draw.look, time)
        return []
    }

    private mutating func appear(_ tag: UInt16, _ look: BusLook, _ time: Int64) {
        shown = tag
        keep = look.keep
        silentAt = time + Int64(keep) * 1_000_000_000
    }
}
