// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: What somebody must be at the unit for, and what takes long

extension Checks {
    static let hands = [
        ConformanceCheck("hunting", "3", .sign, hint: "hunting", hunting),
        ConformanceCheck("pressKey", "10.2", .keypad, hint: "events", pressKey),
        ConformanceCheck("typeDigits", "10.2", .keypad, hint: "events", typeDigits),
        ConformanceCheck("pressGrade", "10.6", .rating, hint: "rating", pressGrade),
        ConformanceCheck("walk", "10.2", .presence, hint: "presence", walk),
        ConformanceCheck("power", "7", .sign, hint: "power", power),
    ]

    /// The wire's rate changes under the unit, and changes back.
    private static func hunting(_ talk: inout BusTalk) throws(ConformanceStop) {
        guard talk.options.isSlow else { throw .skipped(.notAsked) }
        let home = talk.line.baud
        let rates = talk.capabilities?.bauds.rates.map(\.rate) ?? []
        guard let other = rates.last(where: { $0 != home }) else { throw .skipped(.absent) }
        guard try talk.change(baud: other) else { throw .skipped(.fixed) }
        // Five seconds of patience, two at each rate, and once more around.
        let limit = 5 + 4 * Int64(rates.count)
        let isFound = try talk.isBack(within: limit)
        _ = try talk.change(baud: home)
        try talk.returned(within: limit)
        guard isFound else { throw .failed(ConformanceFinding(kind: .noAnswer)) }
    }

    private static func pressKey(_ talk: inout BusTalk) throws(ConformanceStop) {
        let event = try talk.awaited(.pressKey, .key) { _ in true }
        try talk.isTrue(1...12 ~= event.code, "code", expected: "1–12", event.code)
        try talk.isTrue(event.age < 20, "age", expected: "< 20", event.age)
        try talk.wait(milliseconds: 1000)
        let more = try talk.status().events.filter { $0.kind == .key }.count
        try talk.equal("events", expected: 0, more)
    }

    private static func typeDigits(_ talk: inout BusTalk) throws(ConformanceStop) {
        let event = try talk.awaited(.typeDigits, .key) { _ in true }
        try talk.equal("value", expected: 12, event.value)
    }

    private static func pressGrade(_ talk: inout BusTalk) throws(ConformanceStop) {
        guard talk.options.prompt != nil else { throw .skipped(.notAsked) }
        try talk.noEvents()
        try talk.ok(.rate(ref: 121, seconds: 40))
        let event = try talk.awaited(.pressGrade, .rating) { $0.code != 0 }
        try talk.equal("code", expected: 5, event.code)
        try talk.equal("ref", expected: 121, event.value & 0xFF)
        try talk.ok(.rate(ref: 0, seconds: 0))
        try talk.rated([])
    }

    private static func walk(_ talk: inout BusTalk) throws(ConformanceStop) {
        let event = try talk.awaited(.walk, .presence) { _ in true }
        try talk.isTrue(event.code >> 4 & 3 <= 2, "state", expected: "0–2", event.code >> 4)
        try talk.isTrue(
            event.value & 0xFF <= 100, "quality", expected: "0–100", event.value & 0xFF)
    }

    private static func power(_ talk: inout BusTalk) throws(ConformanceStop) {
        guard let prompt = talk.options.prompt else { throw .skipped(.notAsked) }
        let boot = talk.level > 1 ? try talk.started().boot : 0
        if talk.hasSign, talk.charset != .none { try talk.ok(.show(talk.page(122, "A001"))) }
        prompt(.powerOff)
        guard try talk.hasGone(within: 60) else { throw .skipped(.nobody) }
        prompt(.powerOn)
        try talk.returned(within: 60)
        let status = try talk.status()
        try talk.equal("shown", expected: 0, status.shown)
        guard talk.level > 1 else { return }
        try talk.equal("flags 0", expected: true, status.flags.contains(.notStarted))
        let other = try talk.started().boot
        try talk.isTrue(other != boot, "boot", expected: "≠ \(boot)", other)
    }
}

extension BusTalk {
    private mutating func asked(_ prompt: ConformancePrompt) throws(ConformanceStop) {
        guard let ask = options.prompt else { throw .skipped(.notAsked) }
        ask(prompt)
    }

    /// What happens when somebody does as asked, within 40 s; it is acknowledged.
    fileprivate mutating func awaited(
        _ prompt: ConformancePrompt, _ kind: BusEvent.Kind, _ isIt: (BusEvent) -> Bool
    ) throws(ConformanceStop) -> BusEvent {
        if kind != .rating { try noEvents() }
        try asked(prompt)
        let end = line.now + 40_000_000_000
        var ack: UInt16 = 0
        while line.now < end {
            let status = try status(ack: ack)
            for (number, event) in status.numberedEvents {
                ack = number
                guard event.kind == kind, isIt(event) else { continue }
                _ = try self.status(ack: ack)
                return event
            }
            try rest(until: line.now + 100_000_000)
        }
        throw .skipped(.nobody)
    }

    /// Whether the unit falls silent, or restarts, within so many seconds.
    fileprivate mutating func hasGone(within seconds: Int64) throws(ConformanceStop) -> Bool {
        let end = line.now + seconds * 1_000_000_000
        var silences = 0
        while silences < 3, line.now < end {
            let turn = try exchange(frame(.status(ack: 0), sequence: 0).wire)
            silences = turn.frames.isEmpty ? silences + 1 : 0
            if case .frame(let answer)? = turn.frames.first,
                let status = BusStatus(payload: answer.payload),
                status.flags.contains(.silence), status.shown == 0
            {
                return true
            }
            try rest(until: line.now + 200_000_000)
        }
        return silences >= 3
    }

    /// Whether the unit answers within so many seconds.
    fileprivate mutating func isBack(within seconds: Int64) throws(ConformanceStop) -> Bool {
        do throws(ConformanceStop) {
            try returned(within: seconds)
            return true
        } catch {
            if case .lost = error { throw error }
            return false
        }
    }
}
