// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators
import Testing

/// The table's commands one after another, in orders nobody thought of.
struct CommandWalkTests {
    /// What keeps a hall busy, a row of the table, or the same about another ticket or window.
    private func command(_ random: inout SeededRandom) -> Command {
        let ticket = TicketID("t\(Int.random(in: 1...30, using: &random))")
        let place = Int.random(in: 1...3, using: &random)
        let window = WindowID("w\(place)")
        let busy: [Command] = [
            .takeTicket(ticket: ticket, service: "tax", priority: .normal, kiosk: "door"),
            .takeTicket(ticket: ticket, service: "deed", priority: .priority, kiosk: nil),
            .atWindow(window, .call), .atWindow(window, .finish()), .resumeHall,
            .atWindow(window, .open(["li", "wang", "zhao"][place - 1])),
        ]
        guard random.happens(5000),
            let row = CommandRow.all.randomElement(using: &random)?.command
        else { return busy.randomElement(using: &random) ?? .resumeHall }
        switch row {
        case .atWindow(_, let action): return .atWindow(window, action)
        case .callChosen: return .callChosen(ticket, window)
        case .reactivate: return .reactivate(ticket)
        case .giveUp: return .giveUp(ticket)
        case .rate(_, let asked, let grade): return .rate(ticket, asked.map { _ in window }, grade)
        case .checkIn: return .checkIn(ticket)
        case .reprint(_, let printer): return .reprint(ticket, printer)
        case .settlePaper(_, let way): return .settlePaper(ticket, way)
        case .takeTicket(_, let service, let priority, let kiosk, let details):
            return .takeTicket(
                ticket: ticket, service: service, priority: priority, kiosk: kiosk,
                details: details)
        default: return row
        }
    }

    @Test(arguments: 1...40)
    func `any order of commands leaves each ticket in one place, and the journal tells it all`(
        seed: UInt64
    ) throws {
        var random = SeededRandom(seed: seed)
        var hall = try TableHall.hall()
        var done = 0
        for step in 1...400 {
            hall.pass(
                seconds: random.happens(60) ? 20_000 : Int.random(in: 0...40, using: &random))
            let command = command(&random)
            done += (try? hall.ask(command))?.count ?? 0
            for ticket in hall.hall.tickets.values {
                #expect(
                    places(of: ticket, in: hall.hall) == 1,
                    "seed \(seed), step \(step): \(command), \(ticket.number)")
            }
        }
        #expect(done > 25, "seed \(seed)")
        let told = hall.replayed()
        #expect(told.tickets == hall.hall.tickets, "seed \(seed)")
        #expect(told.windows == hall.hall.windows, "seed \(seed)")
        #expect(told.services == hall.hall.services, "seed \(seed)")
        #expect(told.own == hall.hall.own, "seed \(seed)")
    }

    /// Queues and windows that have it; 1 for a ticket that is rightly nowhere.
    private func places(of ticket: Ticket, in hall: Hall) -> Int {
        let queues = hall.services.values.count {
            $0.queue.everybody.contains { $0.ticket == ticket.id }
        }
        let hands = hall.windows.values.count { $0.ticket == ticket.id }
        let held = hall.windows.values.count { $0.held.contains(ticket.id) }
        let isBound = hall.own.values.contains { $0.places.contains { $0.ticket == ticket.id } }
        guard isBound == (ticket.bound != nil) else { return -1 }
        switch ticket.state {
        case .waiting: return hands + held == 0 ? queues : -1
        case .called, .serving: return queues + held == 0 ? hands : -1
        case .held: return queues + hands == 0 ? held : -1
        case .done, .noShow, .deferred, .givenUp, .void:
            return queues + hands + held == 0 ? 1 : -1
        }
    }
}
