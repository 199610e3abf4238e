// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// How long people waited, in seconds.
package struct Waits: Sendable, Equatable {
    private var seconds: [Int64] = []

    package init() {}

    package var count: Int { seconds.count }
    package var mean: Double {
        seconds.isEmpty ? 0 : Double(seconds.reduce(0, +)) / Double(seconds.count)
    }
    package var longest: Int64 { seconds.max() ?? 0 }

    mutating func add(_ wait: Int64) { seconds.append(wait) }
    mutating func add(_ other: Waits) { seconds += other.seconds }

    /// The shortest wait that so many of a hundred did not exceed (nearest rank).
    package func percentile(_ percent: Int) -> Int64 {
        guard !seconds.isEmpty else { return 0 }
        let rank = max(1, (seconds.count * percent + 99) / 100)
        return seconds.sorted()[rank - 1]
    }
}

/// What a replayed log came to, beside the log.
package struct LogFigures: Sendable {
    /// Of one type of service.
    package struct Kind: Sendable {
        package var arrivals = 0
        /// Of those the log served, and waited for both the engine and the log.
        package var logWaits = Waits()
        package var engineWaits = Waits()
        package var logQuit = 0
        package var engineQuit = 0
    }

    package private(set) var days = 0
    package private(set) var types: [ServiceID: Kind] = [:]
    /// Served in the log and by the engine.
    package private(set) var servedInBoth = 0
    /// Those of `servedInBoth` before whom nobody went whom the log had after them, and the other
    /// way round.
    package private(set) var inLogsOrder = 0
    package private(set) var differences: [Explanation.Reason: Int] = [:]
    /// Gave up in the log, and were called before they did.
    package private(set) var calledBeforeQuitting = 0
    /// Served in the log; still waiting when the last window that serves them closed.
    package private(set) var leftWaiting = 0
    /// Days of servers.
    package private(set) var shifts = 0
    package private(set) var breaks = 0
    package private(set) var breakSeconds: Int64 = 0
    package private(set) var shiftSeconds: Int64 = 0
    /// Services the log begins at a server that had not ended the one before.
    package private(set) var overlaps = 0
    /// Services of which the log does not name the server.
    package private(set) var unnamed = 0

    package init() {}

    package var total: Kind {
        types.values.reduce(into: Kind()) { total, type in
            total.arrivals += type.arrivals
            total.logWaits.add(type.logWaits)
            total.engineWaits.add(type.engineWaits)
            total.logQuit += type.logQuit
            total.engineQuit += type.engineQuit
        }
    }

    /// - Parameter told: hears of every difference in order.
    mutating func add(
        _ replay: LogReplay, _ shifts: [LoggedShift], told: (OrderDifference) throws -> Void
    ) rethrows {
        days += 1
        for (person, fate) in zip(replay.people, replay.fates) { add(person, fate) }
        add(shifts)
        var isInOrder = zip(replay.people, replay.fates)
            .map { $0.start != nil && $1.calledAt != nil }
        servedInBoth += isInOrder.count { $0 }
        let calls = replay.fates.map(\.calledAt)
        try replay.order.differences(replay.people, calls) { pair, reason in
            differences[reason, default: 0] += 1
            isInOrder[pair.first] = false
            isInOrder[pair.second] = false
            try told(
                OrderDifference(
                    first: replay.people[pair.first], second: replay.people[pair.second],
                    reason: reason, window: replay.fates[pair.first].window))
        }
        inLogsOrder += isInOrder.count { $0 }
    }

    private mutating func add(_ person: LoggedPerson, _ fate: LogReplay.Fate) {
        var type = types[person.service] ?? Kind()
        type.arrivals += 1
        if person.start != nil {
            type.logWaits.add(person.wait)
            if let call = fate.calledAt { type.engineWaits.add(call - person.arrival) }
            if fate.calledAt == nil { leftWaiting += 1 }
            if person.server == nil { unnamed += 1 }
        } else {
            type.logQuit += 1
            if fate.hasGivenUp { type.engineQuit += 1 }
            if fate.calledAt != nil { calledBeforeQuitting += 1 }
        }
        types[person.service] = type
    }

    private mutating func add(_ day: [LoggedShift]) {
        for shift in day where shift.isNamed {
            shifts += 1
            breaks += shift.breaks.count
            breakSeconds += shift.breaks.reduce(0) { $0 + $1.length }
            shiftSeconds += shift.to - shift.from
            overlaps += shift.overlaps
        }
    }
}
