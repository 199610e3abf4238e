// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Store

/// The history against what the same facts come to when each question goes through all of them.
struct HistoryTests {
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `every ticket's line is what its facts say`(seed: UInt64) throws {
        let scene = try HistoryScene(seed: seed)
        let history = try scene.followed()
        var seen = 0
        for record in scene.records {
            let ticket: TicketID
            switch record.fact {
            case .ticketIssued(let fact): ticket = fact.ticket
            case .ticketAdopted(let fact): ticket = fact.ticket
            default: continue
            }
            seen += 1
            let line = try #require(try history.ticket(ticket), "seed \(seed)")
            #expect(line == Recounted.line(of: ticket, in: scene.records), "seed \(seed)")
        }
        #expect(seen > 100)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `a day's counts are what going through its facts gives`(seed: UInt64) throws {
        let scene = try HistoryScene(seed: seed)
        let history = try scene.followed()
        let dates = Set(scene.records.compactMap(\.envelope.date)).sorted()
        #expect(dates.count == 4)
        #expect(dates.map(\.description).contains("2027-01-01"))
        for date in dates {
            let expected = Recounted.tallies(on: date, in: scene.records)
            let found = Dictionary(
                uniqueKeysWithValues: try history.tallies(on: date).map { ($0.key, $0.tally) })
            #expect(Set(found.keys) == Set(expected.keys), "seed \(seed), \(date)")
            for (key, tally) in expected {
                #expect(found[key] == tally, "seed \(seed), \(key)")
            }
            let whole = try #require(found[TallyKey(date, .day)])
            let hours = found.filter { $0.key.kind == .service }.values
                .reduce(into: Tally()) { $0.add($1) }
            #expect(whole == hours, "the hours of all services are the day: seed \(seed)")
        }
        let days = try history.days(from: dates[0], through: dates[3])
        #expect(days.map(\.date) == dates)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `who held a window when is told by day, over midnight too`(seed: UInt64) throws {
        let scene = try HistoryScene(seed: seed)
        let history = try scene.followed()
        var served = 0
        for date in Set(scene.records.compactMap(\.envelope.date)) {
            for session in try history.sessions(on: date) {
                served += session.served
                #expect(session.pauses.allSatisfy { $0.until != nil || session.closedAt == nil })
            }
        }
        let finished = scene.records.count {
            if case .ticketFinished = $0.fact { true } else { false }
        }
        #expect(served == finished)
        let overnight = scene.records.count {
            if case .dayOpened = $0.fact { true } else { false }
        }
        #expect(overnight == 4)
        // Each of the three windows is in somebody's hands at some time of every day.
        for date in Set(scene.records.compactMap(\.envelope.date)) {
            #expect(Set(try history.sessions(on: date).map(\.window)).count == 3)
        }
    }

    @Test func `following slice by slice and making it anew at once come to the same`() throws {
        let scene = try HistoryScene(seed: 11, isWritten: false)
        let history = scene.open()
        var rest = scene.records[...]
        while !rest.isEmpty {
            try scene.journal.commit(Array(rest.prefix(37)))
            rest = rest.dropFirst(37)
            _ = try history.advance(limit: 20)
        }
        try history.catchUp(slice: 3)
        let followed = try history.everything()
        #expect(followed.count > 200)
        try HistoryFile.discard(scene.path)
        #expect(try scene.followed(slice: 10_000).everything() == followed)
    }

    @Test func `a pause of the whole hall over midnight belongs to both days`() throws {
        let scene = try HistoryScene(isWritten: false)
        let dates = [20_780, 20_781, 20_782].map { CivilDate(daysSince1970: $0) }
        var closed = dates.dropLast().map { date in
            DayClosed(
                date: date, configuration: nil, tickets: [], windows: [], devices: [])
        }
        closed[0].hallPaused = HallPaused(reason: "power")
        let facts: [HallFact] = [
            .dayOpened(DayOpened(date: dates[0], utcOffset: 0)),
            .hallPaused(HallPaused(reason: "drill")), .hallResumed(HallResumed()),
            .hallPaused(HallPaused(reason: "power")), .dayClosed(closed[0]),
            .dayOpened(DayOpened(date: dates[1], utcOffset: 0)), .hallResumed(HallResumed()),
            .dayClosed(closed[1]), .dayOpened(DayOpened(date: dates[2], utcOffset: 0)),
        ]
        let starts = facts.indices.map { Int64($0 + 1) }
        try scene.journal.commit(
            zip(starts, facts).map { sequence, fact in
                Recorded(
                    envelope: Envelope(
                        epoch: scene.journal.epoch, sequence: sequence,
                        moment: Moment(wall: sequence * 1000, monotonic: sequence, utcOffset: 0),
                        boot: "b", date: dates[sequence < 6 ? 0 : sequence < 9 ? 1 : 2],
                        actor: Actor(.supervisor, "s"), cause: Cause(input: "i")),
                    fact: fact)
            })
        let history = try scene.followed()
        let told = try dates.map { date in
            let day = try #require(try history.day(date))
            return try history.hallPauses(on: day).map {
                [$0.reason, "\($0.at)", $0.until.map { "\($0)" }]
            }
        }
        #expect(told[0] == [["drill", "2000", "3000"], ["power", "4000", "5000"]])
        #expect(told[1] == [["power", "6000", "7000"]])
        #expect(told[2] == [])
    }

    @Test func `a ticket's story is read from the journal between its positions`() throws {
        let scene = try HistoryScene(seed: 5)
        let history = try scene.followed()
        let search = TicketSearch()
        for line in try history.tickets(search) {
            let story = try scene.journal.reader.records(
                naming: line.ticket, from: line.position, through: line.lastPosition)
            let expected = scene.records.filter { Recounted.names($0.fact, line.ticket) }
            #expect(story.map(\.sequence) == expected.map(\.envelope.sequence))
        }
    }

    @Test func `tickets are found by day, number, service, window, officer, outcome and text`()
        throws
    {
        let scene = try HistoryScene(seed: 9)
        let history = try scene.followed()
        var all = TicketSearch()
        all.limit = 10_000
        let lines = try history.tickets(all)
        let one = try #require(lines.first { $0.outcome == .done })
        func expect(
            _ change: (inout TicketSearch) -> Void, _ isFound: (TicketLine) -> Bool
        ) throws {
            var search = all
            change(&search)
            #expect(try history.tickets(search) == lines.filter(isFound))
        }
        try expect({ $0.date = one.date }, { $0.date == one.date })
        try expect({ $0.number = "A003" }, { $0.number == "A003" })
        try expect({ $0.service = one.service }, { $0.service == one.service })
        try expect({ $0.window = one.window }, { $0.window == one.window })
        try expect({ $0.officer = one.officer }, { $0.officer == one.officer })
        try expect({ $0.outcome = .noShow }, { $0.outcome == .noShow })
        try expect({ $0.text = "a003" }, { $0.number == "A003" })
        try expect({ $0.text = one.ticket.text }, { $0.ticket == one.ticket })
        try expect({ $0.text = "o1" }, { $0.officer == "o1" })
        let numbered = try #require(lines.first { $0.caseNumber != nil })
        try expect(
            { $0.caseNumber = numbered.caseNumber }, { $0.caseNumber == numbered.caseNumber })
        #expect(try history.visit(ofCase: numbered.caseNumber ?? "") == numbered.ticket)
        #expect(try history.visit(ofCase: "unheard of") == nil)
        try expect({ $0.before = one.position }, { $0.position < one.position })
        try expect(
            { search in
                search.date = one.date
                search.number = "A001"
            }, { $0.date == one.date && $0.number == "A001" })
    }
}
