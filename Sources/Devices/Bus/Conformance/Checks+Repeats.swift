// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: A request takes effect once, however often it is sent

extension Checks {
    static let repeats = [
        ConformanceCheck("start", "10.1", .unit, hint: "start", start),
        ConformanceCheck("startWrong", "10.1", .unit, hint: "start", startWrong),
        ConformanceCheck("statistics", "10.3", .unit, hint: "payload", statistics),
        ConformanceCheck("repeatAnswer", "6", .unit, hint: "repeats", repeatAnswer),
        ConformanceCheck("repeatLater", "6", .unit, hint: "repeats", repeatLater),
        ConformanceCheck("repeatCounted", "6", .unit, hint: "repeats", repeatCounted),
        ConformanceCheck("repeatOfError", "6", .unit, hint: "repeats", repeatOfError),
        ConformanceCheck("sameNumber", "6", .unit, hint: "repeats", sameNumber),
        ConformanceCheck("numberZero", "6", .unit, hint: "repeats", numberZero),
        ConformanceCheck("time", "10.4", .unit, hint: "broadcast", time),
    ]

    private static func start(_ talk: inout BusTalk) throws(ConformanceStop) {
        let uid = try talk.uid()
        let first = try talk.started()
        try talk.equal("flags 0", expected: false, talk.status().flags.contains(.notStarted))
        try talk.equal("boot", expected: first.boot, talk.started().boot)
        try talk.equal("uid", expected: uid, talk.uid())
    }

    private static func startWrong(_ talk: inout BusTalk) throws(ConformanceStop) {
        let uid = try talk.uid()
        for bit in [0, 7, 24, 47] {
            let other = BusUID(uid.number ^ 1 << bit)
            try talk.refused(.start(other), .wrongUnit(uid))
        }
        try talk.refused(talk.frame(BusCommand.start.rawValue, [1, 2, 3, 4, 5]), .length)
    }

    private static func statistics(_ talk: inout BusTalk) throws(ConformanceStop) {
        let before = try talk.statistics()
        try talk.say([0, 0x11, 0x22, 0x33, 0])
        for _ in 0..<3 {
            try talk.say(talk.frame(.status(ack: 0), sequence: 0, to: talk.neighbour).wire)
        }
        try talk.wait(milliseconds: 2000)
        let after = try talk.statistics()
        let seconds = Int64(after.uptime) - Int64(before.uptime)
        try talk.isTrue(1...5 ~= seconds, "uptime", expected: "+2 s", seconds)
        try talk.equal("restarts", expected: before.restarts, after.restarts)
        let good = after.good &- before.good
        try talk.isTrue(good >= 4, "good frames", expected: "≥ 4", good)
        let broken = after.broken &- before.broken
        try talk.isTrue(broken >= 1, "broken frames", expected: "≥ 1", broken)
    }

    /// Counters tell an answer that was kept from one that was made anew.
    private static func repeatAnswer(_ talk: inout BusTalk) throws(ConformanceStop) {
        let frame = talk.frame(.statistics)
        let first = try talk.answer(to: frame)
        for _ in 0..<3 { try talk.equal("payload", of: first, talk.answer(to: frame)) }
    }

    /// What others are asked, what all are told and what bears no number does not matter.
    private static func repeatLater(_ talk: inout BusTalk) throws(ConformanceStop) {
        let frame = talk.frame(.statistics)
        let first = try talk.answer(to: frame)
        let time = BusRequest.time(seconds: 1_800_000_000, offsetMinutes: 480)
        try talk.say(talk.frame(time, sequence: 0, to: BusFrame.everyone).wire)
        try talk.say(talk.frame(.statistics, sequence: frame.sequence, to: talk.neighbour).wire)
        try talk.say([0, 0x44, 0x55, 0])
        try talk.ok(.identify, sequence: 0)
        try talk.equal("payload", of: first, talk.answer(to: frame))
    }

    private static func repeatCounted(_ talk: inout BusTalk) throws(ConformanceStop) {
        let before = try talk.statistics()
        let frame = talk.frame(.status(ack: 0))
        for _ in 0..<4 { try talk.answer(to: frame) }
        let after = try talk.statistics()
        try talk.equal("repeats", expected: 3, after.repeats &- before.repeats)
    }

    private static func repeatOfError(_ talk: inout BusTalk) throws(ConformanceStop) {
        let frame = talk.frame(.clear(tag: 0))
        try talk.refused(frame, .value(offset: 0))
        try talk.refused(frame, .value(offset: 0))
    }

    /// Another request with the number of the last is no repeat of it.
    private static func sameNumber(_ talk: inout BusTalk) throws(ConformanceStop) {
        let sequence = talk.nextSequence()
        try talk.ok(.clear(tag: 61), sequence: sequence)
        try talk.ok(.clear(tag: 62), sequence: sequence)
        try talk.shows(62)
        try talk.ok(.clear(tag: 63), sequence: 255)
        try talk.ok(.clear(tag: 64), sequence: 1)
        try talk.shows(64)
    }

    private static func numberZero(_ talk: inout BusTalk) throws(ConformanceStop) {
        let first = try talk.statistics(sequence: 0)
        let second = try talk.statistics(sequence: 0)
        try talk.isTrue(
            second.good != first.good, "good frames", expected: "> \(first.good)", second.good)
        try talk.equal("repeats", expected: first.repeats, second.repeats)
    }

    private static func time(_ talk: inout BusTalk) throws(ConformanceStop) {
        let time = BusRequest.time(seconds: 1_800_000_000, offsetMinutes: 480)
        try talk.ok(time)
        try talk.unanswered(talk.frame(time, sequence: 0, to: BusFrame.everyone).wire)
        try talk.refused(talk.frame(BusCommand.time.rawValue, [0, 0, 0, 0, 0]), .length)
    }
}

extension BusTalk {
    /// Of the unit, as it said.
    func uid() throws(ConformanceStop) -> BusUID {
        guard let uid = identity?.uid else { throw .skipped(.hopeless) }
        return uid
    }

    /// Starts the unit, so that it tells its events.
    @discardableResult mutating func started() throws(ConformanceStop) -> BusStart {
        let payload = try ok(.start(uid()), sequence: 0)
        guard let start = BusStart(payload: payload) else {
            throw .differs("payload", expected: "4 bytes", hexadecimal(payload))
        }
        return start
    }

    mutating func statistics(sequence: UInt8? = nil) throws(ConformanceStop) -> BusStatistics {
        let payload = try ok(.statistics, sequence: sequence)
        guard let statistics = BusStatistics(payload: payload) else {
            throw .differs("payload", expected: "24 bytes", hexadecimal(payload))
        }
        return statistics
    }

    func equal(
        _ what: String, of first: BusFrame, _ second: BusFrame
    ) throws(ConformanceStop) {
        try equal("status", expected: first.status, second.status)
        try equal(
            what, expected: hexadecimal(first.payload), hexadecimal(second.payload))
    }
}
