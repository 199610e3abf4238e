// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// A window unit written from SPEC.md for these tests, which makes the mistakes it is told to make.
struct PracticeUnit: BusNode {
    let uid: BusUID
    var mistakes: Set<Mistake> = []
    var capabilities: BusCapabilities
    var address: UInt8
    var baud = 9600
    var state = PracticeState()

    // The line.
    private var pending: [UInt8] = []
    private var isCollecting = true
    private var heardAt: Int64 = .min
    private var outgoing: (due: Int64, bytes: [UInt8], baud: Int)?
    private var isHung = false
    private var nextWord: Int64 = 300_000_000

    init(address: UInt8, mistakes: Set<Mistake> = [], _ change: (inout BusCapabilities) -> Void) {
        uid = BusUID(0x02_4F_00_81_C3_5A)
        self.address = address
        self.mistakes = mistakes
        capabilities = .practice
        change(&capabilities)
    }

    func has(_ mistake: Mistake) -> Bool { mistakes.contains(mistake) }

    var byteTime: Int64 { 10_000_000_000 / Int64(baud) }

    var nextDeadline: Int64? {
        let deadlines = [
            outgoing?.due, state.nextDeadline(self), has(.speaksUnasked) ? nextWord : nil,
            huntsAt,
        ]
        return deadlines.compactMap(\.self).min()
    }

    mutating func restart(at time: Int64) {
        state = state.afterRestart
        pending = []
        outgoing = nil
    }

    // MARK: Hearing

    mutating func hear(_ bytes: ArraySlice<UInt8>, at time: Int64) {
        let began = time - Int64(bytes.count) * byteTime
        if has(.gapsEndFrames), began > heardAt &+ 5_000_000 { pending = [] }
        if has(.needsLeadingZero), heardAt == .min { isCollecting = false }
        heardAt = time
        for byte in bytes {
            guard byte == 0 else {
                if isCollecting, pending.count < 2000 { pending.append(byte) }
                continue
            }
            if !pending.isEmpty {
                take(pending, at: time)
                if has(.needsLeadingZero) { isCollecting = false }
            } else {
                isCollecting = true
            }
            pending = []
        }
    }

    private mutating func take(_ stuffed: [UInt8], at time: Int64) {
        guard let frame = frame(of: stuffed) else {
            state.statistics.broken &+= 1
            if has(.hangsAfterNoise), state.statistics.broken > 4 { isHung = true }
            return
        }
        state.statistics.good &+= 1
        state.lastGood = time
        guard !frame.isAnswer || has(.hearsAnswers), !isHung else { return }
        let (oldBaud, oldTurn) = (baud, turnAround)
        guard let answer = obey(frame, at: time) else { return }
        outgoing = (time + oldTurn, wire(of: answer), oldBaud)
    }

    /// What a frame is, if it is one for this unit's decoder.
    private mutating func frame(of stuffed: [UInt8]) -> BusFrame? {
        let limit = has(.smallBuffer) ? 81 : has(.takesOverlongFrames) ? 600 : 251
        guard stuffed.count <= limit, var body = COBS.decode(stuffed) else {
            return nil
        }
        guard body.count >= 8 else { return nil }
        var sum = CRC32.of(body.dropLast(4))
        if has(.sumBeginsWithZero) {
            sum = CRC32.of(body.dropLast(4).enumerated().map { $0 < 4 ? ~$1 : $1 })
        }
        if has(.sumBigEndian) { sum = sum.byteSwapped }
        let own = (0..<4).map { UInt8(truncatingIfNeeded: sum >> ($0 * 8)) }
        let checked = has(.checksHalfTheSum) ? 2 : 4
        guard has(.ignoresSum) || body.suffix(4).prefix(checked).elementsEqual(own.prefix(checked))
        else { return nil }
        if has(.anyVersion) { body[0] = body[0] & 0x3F | 0x40 }
        if has(.anyReservedBits) { body[0] &= 0xF0 }
        if has(.takesSealsForPayload) { body[0] &= 0xEF }
        if has(.takesOverlongFrames) { body = Array(body.dropLast(4).prefix(240)) + [0, 0, 0, 0] }
        let right = CRC32.of(body.dropLast(4))
        body = body.dropLast(4) + (0..<4).map { UInt8(truncatingIfNeeded: right >> ($0 * 8)) }
        return try? BusFrame(body: body)
    }

    // MARK: Speaking

    private var turnAround: Int64 {
        if has(.answersEarly) { return byteTime }
        if has(.answersLate) { return 14_000_000 }
        let wanted = has(.ignoresTurnAround) ? 0 : Int64(state.turnAround) * 100_000
        return max(2 * byteTime, wanted)
    }

    private func wire(of frame: BusFrame) -> [UInt8] {
        var wire = frame.wire
        if has(.sumBeginsWithZero) || has(.sumBigEndian) {
            let body = frame.body.dropLast(4)
            let zero = CRC32.of(body.enumerated().map { $0 < 4 ? ~$1 : $1 })
            let sum = has(.sumBigEndian) ? CRC32.of(body).byteSwapped : zero
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: sum >> ($0 * 8)) }
            wire = [0] + COBS.encode(body + bytes) + [0]
        }
        if has(.sendsNoLeadingZero) { wire.removeFirst() }
        if has(.sendsNoClosingZero) { wire.removeLast() }
        if has(.holdsTheWire) { wire += [0xFF, 0xFF] }
        return wire
    }

    mutating func act(at time: Int64) -> [UInt8] {
        state.pass(to: time, self)
        if has(.speaksUnasked), nextWord <= time {
            nextWord = time + 300_000_000
            return [0x55]
        }
        if let huntsAt, huntsAt <= time { hunt(at: time) }
        guard let ready = outgoing, ready.due <= time else { return [] }
        outgoing = nil
        if let wanted = state.newBaud {
            // The answer goes out at the old rate; the wire asks for the rate when it begins.
            state.newBaud = nil
            state.baudChange = (time + 5_000_000 + Int64(ready.bytes.count) * byteTime, wanted)
        }
        return ready.bytes
    }

    // MARK: Hunting

    private var huntsAt: Int64? {
        if let change = state.baudChange { return change.at }
        return max(state.lastGood + 5_000_000_000, state.lastHunt + 2_000_000_000)
    }

    private mutating func hunt(at time: Int64) {
        if let change = state.baudChange {
            baud = change.rate
            state.baudChange = nil
            state.lastGood = time
            return
        }
        state.lastHunt = time
        let rates = capabilities.bauds.rates.map(\.rate)
        let place = rates.firstIndex(of: baud) ?? 0
        baud = rates[(place + 1) % rates.count]
    }
}

extension BusCapabilities {
    /// A unit that has everything.
    static var practice: BusCapabilities {
        var all = BusCapabilities()
        all.level = 3
        all.features = [
            .keypad, .padDisplay, .rating, .light, .buzzer, .presence, .scrolls, .blinks, .bitmaps,
            .authentication, .firmware,
        ]
        all.body = 250
        all.width = 64
        all.height = 16
        all.lines = 1
        all.pages = 4
        all.charset = .gbk
        all.colours = [.red]
        all.memory = 512
        all.bauds = [Bauds(.baud9600), Bauds(.baud19200), Bauds(.baud115200)]
        all.presence = 2
        all.queue = 32
        return all
    }
}
