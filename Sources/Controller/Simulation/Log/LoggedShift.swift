// SPDX-License-Identifier: Apache-2.0

import Facts

/// One server's day, as far as a log that knows no rosters lets us see it.
///
/// A server is there from its first logged service to its last, and free whenever it serves nobody.
/// Where the log shows it serving nobody while somebody it could have served waited, it was not
/// free: that stretch is a break.
struct LoggedShift {
    /// A stretch in which it takes nobody.
    struct Break: Equatable {
        var start: Int64
        var length: Int64
    }

    var window: WindowID
    var services: [ServiceID]
    var from: Int64
    var to: Int64
    var breaks: [Break]
    /// Services that began while the one before had not ended.
    var overlaps: Int
    /// Whether the log names the server.
    var isNamed: Bool

    /// The same shift without breaks; an unnamed window is there for its services only.
    var unbroken: LoggedShift {
        var shift = self
        if isNamed { shift.breaks = [] }
        return shift
    }

    /// The shifts of a day, in the order of the windows' names.
    ///
    /// A service whose server the log does not name is given to an unnamed window of its type that
    /// is there for such services only.
    static func all(of day: LoggedDay) -> [LoggedShift] {
        let waits = Dictionary(grouping: day.people, by: \.service).mapValues { people in
            Stretches(people.map { $0.arrival..<($0.arrival + $0.wait) })
        }
        let served = day.people.filter { $0.start != nil }
        let named = Dictionary(grouping: served.filter { $0.server != nil }) { $0.server ?? "" }
            .map { server, people in
                LoggedShift(WindowID(server), people, isNamed: true) { gap, services in
                    services.reduce(Stretches()) { $0.union(waits[$1] ?? Stretches()) }
                        .within(gap)
                }
            }
        return (named + unnamed(served.filter { $0.server == nil }))
            .sorted { $0.window < $1.window }
    }

    private static func unnamed(_ people: [LoggedPerson]) -> [LoggedShift] {
        Dictionary(grouping: people, by: \.service).flatMap { service, people in
            lanes(people).enumerated().map { index, people in
                LoggedShift(
                    WindowID("(\(service)-\(index + 1))"), people, isNamed: false
                ) { gap, _ in [gap] }
            }
        }
    }

    /// Services one after another, in as few lanes as they fit.
    private static func lanes(_ people: [LoggedPerson]) -> [[LoggedPerson]] {
        var lanes: [[LoggedPerson]] = []
        for person in byStart(people) {
            let lane = lanes.firstIndex { ($0.last?.leave ?? 0) <= person.start ?? 0 }
            if let lane { lanes[lane].append(person) } else { lanes.append([person]) }
        }
        return lanes
    }

    private static func byStart(_ people: [LoggedPerson]) -> [LoggedPerson] {
        people.sorted { ($0.start ?? 0, $0.leave, $0.line) < ($1.start ?? 0, $1.leave, $1.line) }
    }

    /// - Parameter absence: the parts of a gap between two services in which it was not free.
    private init(
        _ window: WindowID, _ people: [LoggedPerson], isNamed: Bool,
        absence: (Range<Int64>, [ServiceID]) -> [Range<Int64>]
    ) {
        let people = Self.byStart(people)
        self.window = window
        self.isNamed = isNamed
        services = Set(people.map(\.service)).sorted()
        from = people.first?.start ?? 0
        to = from
        breaks = []
        overlaps = 0
        for person in people {
            let start = person.start ?? to
            if start < to { overlaps += 1 }
            if to < start {
                breaks += absence(to..<start, services).map {
                    Break(start: $0.lowerBound, length: $0.upperBound - $0.lowerBound)
                }
            }
            to = max(to, person.leave)
        }
    }
}

/// Stretches of time that do not touch, in order.
struct Stretches {
    private(set) var ranges: [Range<Int64>] = []

    init(_ stretches: [Range<Int64>] = []) {
        for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound })
        where !stretch.isEmpty {
            if let last = ranges.last, stretch.lowerBound <= last.upperBound {
                let end = max(last.upperBound, stretch.upperBound)
                ranges[ranges.count - 1] = last.lowerBound..<end
            } else {
                ranges.append(stretch)
            }
        }
    }

    func union(_ other: Stretches) -> Stretches { Stretches(ranges + other.ranges) }

    func within(_ limits: Range<Int64>) -> [Range<Int64>] {
        ranges.map { $0.clamped(to: limits) }.filter { !$0.isEmpty }
    }
}
