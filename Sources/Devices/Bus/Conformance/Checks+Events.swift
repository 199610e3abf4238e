// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: Events, as far as ratings that nobody gives show how they travel

extension Checks {
    static let events = [
        ConformanceCheck("ratingUnanswered", "10.6", .rating, hint: "rating", unanswered),
        ConformanceCheck("ratingSecond", "10.6", .rating, hint: "rating", second),
        ConformanceCheck("ratingRepeated", "6", .rating, hint: "repeats", repeated),
        ConformanceCheck("ratingSilence", "7", .rating, hint: "keep", silence),
        ConformanceCheck("eventsKept", "10.2", .rating, hint: "events", eventsKept),
        ConformanceCheck("eventsTaken", "10.2", .rating, hint: "events", eventsTaken),
        ConformanceCheck("eventsStart", "10.1", .rating, hint: "events", eventsStart),
        ConformanceCheck("eventsMany", "8.3", .rating, hint: "events", eventsMany),
    ]

    private static func unanswered(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.noEvents()
        let next = try talk.started().next
        try talk.ok(.rate(ref: 77, seconds: 1))
        try talk.wait(milliseconds: 500)
        try talk.rated([])
        try talk.wait(milliseconds: 1200)
        let events = try talk.rated([77])
        try talk.isTrue(events[0].event.age <= 20, "age", expected: "≤ 20", events[0].event.age)
        if events.count == 1 {
            try talk.isTrue(
                events[0].number &- next < 16, "first", expected: "≥ \(next)", events[0].number)
        }
        try talk.noEvents()
        try talk.wait(milliseconds: 1500)
        try talk.rated([])
    }

    /// The first ends unanswered when a second is asked for; that one when it is closed.
    private static func second(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.noEvents()
        try talk.ok(.rate(ref: 1, seconds: 60))
        try talk.ok(.rate(ref: 2, seconds: 60))
        try talk.rated([1])
        try talk.ok(.rate(ref: 3, seconds: 0))
        try talk.rated([1, 2])
        try talk.ok(.rate(ref: 4, seconds: 0))
        try talk.rated([1, 2])
        try talk.refused(talk.frame(BusCommand.rate.rawValue, [1]), .length)
    }

    /// A repeated RATE must not end what it began.
    private static func repeated(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.noEvents()
        let frame = talk.frame(.rate(ref: 5, seconds: 60))
        for _ in 0..<4 { try talk.ok(frame) }
        let close = talk.frame(.rate(ref: 0, seconds: 0))
        for _ in 0..<4 { try talk.ok(close) }
        try talk.rated([5])
    }

    private static func silence(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        try talk.noEvents()
        var page = talk.page(71, "A001")
        page.look.keep = 1
        try talk.ok(.show(page))
        try talk.ok(.rate(ref: 6, seconds: 60))
        try talk.wait(milliseconds: 2100)
        try talk.rated([6])
    }

    /// Told again until it is acknowledged; what names no waiting event acknowledges none.
    private static func eventsKept(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.noEvents()
        try talk.ok(.rate(ref: 7, seconds: 60))
        try talk.ok(.rate(ref: 0, seconds: 0))
        let events = try talk.rated([7])
        let last = BusEvent.number(after: events[events.count - 1].number)
        for ack in [0, last, last &+ 100, events[0].number &- 1, events[0].number &+ 0x8000] {
            guard !events.contains(where: { $0.number == ack }) else { continue }
            let told = try talk.status(ack: ack)
            try talk.equal("first", expected: events[0].number, told.first)
        }
        try talk.rated([7])
    }

    /// An acknowledgement takes that event and all before it.
    private static func eventsTaken(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.noEvents()
        for ref: UInt8 in [8, 9, 10] {
            try talk.ok(.rate(ref: ref, seconds: 60))
            try talk.ok(.rate(ref: 0, seconds: 0))
        }
        let events = try talk.rated([8, 9, 10])
        let numbers = events.filter { $0.event.kind == .rating }.map(\.number)
        let status = try talk.status(ack: numbers[0])
        let left = status.events.filter { $0.kind == .rating }.map { UInt8($0.value & 0xFF) }
        try talk.equal("ratings", expected: [9, 10], left)
        try talk.equal("first", expected: BusEvent.number(after: numbers[0]), status.first)
        try talk.isTrue(
            talk.status(ack: numbers[2]).events.allSatisfy { $0.kind != .rating }, "ratings",
            expected: "—", hexadecimal(talk.last?.heard ?? []))
        try talk.rated([])
    }

    private static func eventsStart(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.noEvents()
        try talk.ok(.rate(ref: 11, seconds: 60))
        try talk.ok(.rate(ref: 0, seconds: 0))
        let before = try talk.rated([11])
        let start = try talk.started()
        let after = try talk.rated([11])
        try talk.equal("first", expected: before[0].number, after[0].number)
        let next = BusEvent.number(after: after[after.count - 1].number)
        try talk.equal("next", expected: next, start.next)
    }

    private static func eventsMany(_ talk: inout BusTalk) throws(ConformanceStop) {
        guard (talk.capabilities?.queue ?? 0) >= 10 else { throw .skipped(.absent) }
        try talk.noEvents()
        for ref in 0..<10 as Range<UInt8> {
            try talk.ok(.rate(ref: 20 + ref, seconds: 60))
            try talk.ok(.rate(ref: 0, seconds: 0))
        }
        let length = try talk.ok(.status(ack: 0)).count
        try talk.isTrue(
            10...5 + 5 * BusStatus.eventLimit ~= length, "payload", expected: "10–45", length)
        let status = try talk.status()
        try talk.equal("flags 3", expected: true, status.flags.contains(.moreEvents))
        var refs: [UInt8] = []
        var told = status
        while let last = told.numberedEvents.last, refs.count < 40 {
            refs += told.events.filter { $0.kind == .rating }.map { UInt8($0.value & 0xFF) }
            told = try talk.status(ack: last.number)
        }
        try talk.equal("ratings", expected: Array(20..<30 as Range<UInt8>), refs)
        try talk.equal("flags 3", expected: false, told.flags.contains(.moreEvents))
    }
}

extension BusTalk {
    /// Closes what is open and takes all events that wait.
    mutating func noEvents() throws(ConformanceStop) {
        try started()
        if has(.rating) { try ok(.rate(ref: 0, seconds: 0)) }
        var ack: UInt16 = 0
        for _ in 0..<200 {
            guard let last = try status(ack: ack).numberedEvents.last else { return }
            ack = last.number
        }
        throw .differs("events", expected: "—", "> 200")
    }

    /// Sees that these ratings wait, all unanswered, and no others. What else waits does not matter.
    @discardableResult mutating func rated(
        _ refs: [UInt8]
    ) throws(ConformanceStop) -> [(number: UInt16, event: BusEvent)] {
        let events = try status().numberedEvents
        let ratings = events.map(\.event).filter { $0.kind == .rating }
        try equal("ratings", expected: refs, ratings.map { UInt8($0.value & 0xFF) })
        for rating in ratings { try equal("code", expected: 0, rating.code) }
        return events
    }
}
