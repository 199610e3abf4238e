// SPDX-License-Identifier: Apache-2.0

package import Wire

/// Hears the officers' keypads on one line, answers them, and keeps their digits right.
///
/// Keypads speak unasked and repeat a frame until the host has echoed it.
package struct KeypadBusDriver: LineDriver {
    package enum Command: Sendable, Equatable {
        /// What a keypad should show from now on: how many wait, and the digits of the number in
        /// hand. A question for a rating that was not there before opens its rating keys.
        case show(address: UInt8, PadFace)
        case beep(address: UInt8)
    }

    package enum Report: Sendable, Equatable {
        case pressed(address: UInt8, KeypadPress)
    }

    private struct Heard {
        let frame: KeypadFrame
        let at: Int64
    }

    private struct Display {
        var frame: KeypadFrame
        var dueAt: Int64
        /// Of the question that was put last.
        var rating: UInt8?
    }

    /// The same frame again within this many milliseconds is a keypad that missed the answer, not
    /// a second press.
    private static let resendWindow: Int64 = 400
    /// The same frame this soon after the answer is the answer itself, which some RS-485 adapters
    /// hand back. Answering it would never end.
    private static let echoWindow: Int64 = 50
    /// Silence after which half a frame is given up, and before the host speaks unasked.
    private static let gap: Int64 = 50
    /// Milliseconds after which the digits are sent again, for keypads switched on late.
    private static let refresh: Int64 = 60_000

    private let serial: SerialSettings
    private var decoder = KeypadDecoder()
    private var heard: [UInt8: Heard] = [:]
    private var displays: [UInt8: Display] = [:]
    private var beeps: Set<UInt8> = []
    /// Whose rating keys are to be opened.
    private var questions: Set<UInt8> = []
    /// When they were.
    private var opened: [UInt8: Int64] = [:]
    private var isUp = false
    private var silentAt: Int64?
    private var lineFreeAt: Int64 = .min

    package init(serial: SerialSettings = SerialSettings()) { self.serial = serial }

    package var nextDeadline: Int64? {
        guard isUp else { return nil }
        let due = beeps.isEmpty && questions.isEmpty ? displays.values.map(\.dueAt).min() : .min
        return [silentAt, due.map { max($0, lineFreeAt) }].compactMap(\.self).min()
    }

    package mutating func lineUp(now: Int64) -> [LineAction<Report>] {
        isUp = true
        for address in displays.keys { displays[address]?.dueAt = now }
        return sendNext(now)
    }

    package mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Report>] {
        isUp = false
        silentAt = nil
        decoder = KeypadDecoder()
        beeps = []
        questions = []
        return []
    }

    package mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Report>] {
        silentAt = now + Self.gap
        lineFreeAt = max(lineFreeAt, now + Self.gap)
        return decoder.feed(bytes).flatMap { hear($0, now) }
    }

    package mutating func perform(_ command: Command, now: Int64) -> [LineAction<Report>] {
        switch command {
        case .show(let address, let face): show(face, at: address, now)
        case .beep(let address):
            // A beep that comes too late says something else.
            guard isUp else { return [] }
            beeps.insert(address)
        }
        return sendNext(now)
    }

    package mutating func deadlineReached(now: Int64) -> [LineAction<Report>] {
        var actions: [LineAction<Report>] = []
        if let silentAt, silentAt <= now {
            self.silentAt = nil
            actions = decoder.lineSilent().flatMap { hear($0, now) }
        }
        return actions + sendNext(now)
    }

    private mutating func show(_ face: PadFace, at address: UInt8, _ now: Int64) {
        let frame = KeypadFrame.show(
            address: address, waiting: face.waiting, number: face.digits)
        var display = displays[address] ?? Display(frame: frame, dueAt: now)
        if display.frame != frame { display.dueAt = now }
        display.frame = frame
        // A question that comes too late would be put to somebody else.
        if let rating = face.rating?.reference, rating != display.rating, isUp {
            questions.insert(address)
        } else if face.rating == nil {
            questions.remove(address)
        }
        display.rating = face.rating?.reference
        displays[address] = display
    }

    private mutating func hear(_ frame: KeypadFrame, _ now: Int64) -> [LineAction<Report>] {
        let known = [KeypadFrame.Function.key, KeypadFrame.Function.rating]
        guard known.contains(frame.function), !isOwnEcho(frame, now) else { return [] }
        let isResend = heard[frame.address].map {
            $0.frame == frame && now - $0.at <= Self.resendWindow
        }
        heard[frame.address] = Heard(frame: frame, at: now)
        let answer = frame.acknowledgement.bytes
        occupyLine(answer.count, now)
        guard isResend != true, let press = KeypadPress(frame) else { return [.send(answer)] }
        return [.send(answer), .report(.pressed(address: frame.address, press))]
    }

    private func isOwnEcho(_ frame: KeypadFrame, _ now: Int64) -> Bool {
        if let at = opened[frame.address], frame == .openRating(address: frame.address),
            now - at <= Self.echoWindow
        {
            return true
        }
        guard let last = heard[frame.address], last.frame.acknowledgement == frame else {
            return false
        }
        return now - last.at <= Self.echoWindow
    }

    private mutating func occupyLine(_ count: Int, _ now: Int64) {
        lineFreeAt = now + serial.transmissionMilliseconds(of: count) + Self.gap
    }

    /// Sends one frame if nobody else is speaking: a beep, else a question for a rating, else the
    /// digits due longest.
    private mutating func sendNext(_ now: Int64) -> [LineAction<Report>] {
        guard isUp, now >= lineFreeAt, let frame = nextFrame(now) else { return [] }
        occupyLine(frame.bytes.count, now)
        return [.send(frame.bytes)]
    }

    private mutating func nextFrame(_ now: Int64) -> KeypadFrame? {
        if let address = beeps.min() {
            beeps.remove(address)
            return .beep(address: address)
        }
        if let address = questions.min() {
            questions.remove(address)
            opened[address] = now
            return .openRating(address: address)
        }
        let due = displays.filter { $0.value.dueAt <= now }
            .min { ($0.value.dueAt, $0.key) < ($1.value.dueAt, $1.key) }
        guard let (address, display) = due else { return nil }
        displays[address]?.dueAt = now + Self.refresh
        return display.frame
    }
}
