// SPDX-License-Identifier: Apache-2.0

import Controller
import Facts
import Foundation
import Store

/// A year of a hall full of people made of a seed, kept by the real journal.
struct YearMaking: Encodable {
    private static let seed: UInt64 = 250
    /// Days at either end whose cost is compared.
    private static let compared = 5
    /// Texts about people kept beside the journal, all on the last day, so that none is erased yet.
    private static let texts = 5000

    private(set) var days = 0
    private(set) var tickets = 0
    private(set) var facts = 0
    private(set) var seconds = 0.0
    private(set) var ticketsPerSecond = 0.0
    /// CPU for each ticket with all that happens to it, simulated people included: median of the
    /// first days and of the last.
    private(set) var firstDaysMicroseconds = 0.0
    private(set) var lastDaysMicroseconds = 0.0
    private(set) var journalBytesPerTicket = 0.0
    private(set) var sideBytesPerText = 0.0

    /// Leaves in `data` a journal of so many working days that end before today, and in `firstDay`
    /// one of the first of them alone.
    init(_ places: Places, days count: Int, data: String, firstDay: String) throws {
        let configuration = try HallFile.read(places.configuration)
        let now = HallClock(zone: configuration.zone).now()
        let weeks = (count + 4) / 5
        let recipe = SimulatedHall.Recipe(
            seed: Self.seed, structure: configuration.structure,
            // Three days more, because a week need not begin on a Monday.
            from: CivilDate(daysSince1970: now.date.daysSince1970 - weeks * 7 - 3),
            ticketsPerDay: YearHall.ticketsPerDay,
            utcOffset: SimulatedRun.offsets(of: configuration.zone))
        var first = SimulatedRun()
        try first.run(recipe, days: 1, journal: firstDay, today: now.date)
        let costs = try make(recipe, days: count, in: data)
        firstDaysMicroseconds = costs.prefix(Self.compared).median
        lastDaysMicroseconds = costs.suffix(Self.compared).median
        try keepTexts(in: data, at: now)
        journalBytesPerTicket = try Places.size(of: "\(data)/journal.sqlite") / Double(tickets)
    }

    /// CPU microseconds a ticket of each day.
    private mutating func make(
        _ recipe: SimulatedHall.Recipe, days count: Int, in data: String
    ) throws -> [Double] {
        let journal = try Journal<HallFact>(in: DataDirectory(data))
        var hall = SimulatedHall(recipe, epoch: journal.epoch) { try journal.commit($0) }
        var costs: [Double] = []
        let start = Clock.now()
        for _ in 0..<count {
            let cpu = Clock.threadCPU()
            guard let day = try hall.nextDay(), day.tickets > 0 else { break }
            costs.append(Double(Clock.threadCPU() - cpu) / 1e3 / Double(day.tickets))
            days += 1
            tickets += day.tickets
        }
        seconds = Clock.seconds(since: start)
        guard days == count else { throw BenchFailure("the year has days without anybody") }
        ticketsPerSecond = Double(tickets) / seconds
        facts = Int(journal.sequence)
        return costs
    }

    private mutating func keepTexts(in data: String, at now: Moment) throws {
        let path = "\(data)/side.sqlite"
        do {
            let side = try SideStore(in: DataDirectory(data))
            for index in 0..<Self.texts {
                _ = try side.keep(
                    "Wang *\(index % 10)", kind: "note", subject: RandomID.ticket(), at: now)
            }
        }
        sideBytesPerText = try Places.size(of: path) / Double(Self.texts)
    }
}
