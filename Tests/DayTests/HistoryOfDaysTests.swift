// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

@testable import Store

/// Nothing was written before: all rows are on the page.
private struct EmptyShelf: HistoryShelf {
    func ticket(_ id: TicketID) -> TicketLine? { nil }
    func tally(_ key: TallyKey) -> Tally? { nil }
    func openSessions() -> [WindowSession] { [] }
}

/// The hall and its history are made from the same facts by different code, so at the end of each
/// day they must say the same.
struct HistoryOfDaysTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `at the end of each day the history says what the hall says`(seed: UInt64) throws {
        var day = SimulatedDay(seed: seed)
        try day.run()
        var hall = Hall()
        var page = HistoryPage(EmptyShelf(), lastDayClosed: 0)
        var ends = 0
        // Of a window or service that was dropped, the hall forgets what it had counted.
        var forgotten: Set<String> = []
        for (index, record) in day.spine.disk.enumerated() {
            if case .dayClosed(let fact) = record.fact {
                ends += 1
                compare(
                    hall, page, on: fact.date, besides: forgotten,
                    "seed \(seed), \(fact.date)")
                forgotten = []
            }
            if case .configurationApplied(let fact) = record.fact {
                let kept =
                    fact.structure.services.map(\.id.text) + fact.structure.windows.map(\.id.text)
                forgotten.formUnion(
                    Set(hall.services.keys.map(\.text) + hall.windows.keys.map(\.text))
                        .subtracting(kept))
            }
            hall.apply(record.fact, record.envelope)
            try page.take(record.fact, record.envelope, at: Int64(index + 1))
        }
        #expect(ends >= 2, "seed \(seed)")
    }

    private func compare(
        _ hall: Hall, _ page: HistoryPage<EmptyShelf>, on date: CivilDate,
        besides forgotten: Set<String>, _ place: String
    ) {
        for ticket in hall.tickets.values {
            let line = page.tickets[ticket.id]
            #expect(line?.number == ticket.number, "\(place)")
            #expect(line?.service == ticket.service, "\(place), \(ticket.number)")
            let isOver =
                ticket.state == .deferred ? .deferred : TicketOutcome(rawValue: ticket.state.name)
            #expect(line?.outcome == isOver, "\(place), \(ticket.number)")
        }
        for window in hall.windows.values {
            if !forgotten.contains(window.id.text) {
                let tally = page.tallies[TallyKey(date, .window, window.id.text)] ?? Tally()
                #expect(tally.served == window.servedCount, "\(place), \(window.id)")
                #expect(tally.noShow == window.noShowCount, "\(place), \(window.id)")
            }
            let session = page.openSessions.first { $0.window == window.id }
            #expect(session?.officer == window.officer, "\(place), \(window.id)")
            let isPaused = session.map { $0.pauses.last.map { $0.until == nil } ?? false }
            #expect(isPaused ?? false == (window.paused != nil), "\(place), \(window.id)")
        }
        for service in hall.services.values where !forgotten.contains(service.id.text) {
            let tallies = page.tallies.filter {
                $0.key.date == date && $0.key.kind == .service && $0.key.name == service.id.text
            }.values
            #expect(tallies.reduce(0) { $0 + $1.served } == service.finished, "\(place)")
            #expect(
                tallies.reduce(0) { $0 + $1.serviceSeconds } == service.finishedSeconds,
                "\(place), \(service.id)")
        }
    }
}
