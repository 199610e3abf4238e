// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

extension Witness {
    /// Holds the hall against what the journal says of it.
    func compare(_ hall: Hall) throws(Broken) {
        guard hall.tickets.count == tickets.count else {
            throw Broken("the hall has other tickets than the journal")
        }
        for (id, entry) in tickets {
            guard let ticket = hall.tickets[id], Self.place(ticket) == entry.place else {
                throw Broken("\(entry.number) is \(entry.place) in the journal, not in the hall")
            }
            guard ticket.service == entry.service, ticket.priority == entry.priority,
                Self.owner(ticket) == (entry.place == .waiting ? entry.owner : nil)
            else {
                throw Broken("\(entry.number) stands elsewhere in the hall than in the journal")
            }
        }
        guard hall.openPrints == Set(tickets.filter(\.value.paper.isOpen).keys) else {
            throw Broken("the hall's open prints are not the journal's")
        }
        guard hall.paperless == Set(hall.tickets.values.filter(Self.lacksPaper).map(\.id)) else {
            throw Broken("the hall's list of those without paper is not right")
        }
        try compareWindows(hall)
        try compareQueues(hall)
        try compareOwners()
    }

    private static func owner(_ ticket: Ticket) -> Owner? {
        switch ticket.bound {
        case .window(let window): .window(window)
        case .officer(let officer): .officer(officer)
        case nil: nil
        }
    }

    /// Nobody waits for a window or an officer that is not there.
    private func compareOwners() throws(Broken) {
        for entry in tickets.values where entry.place == .waiting {
            let isThere =
                switch entry.owner {
                case .window(let window): officers[window] != nil
                case .officer(let officer): officers.values.contains(officer)
                case nil: true
                }
            guard isThere else { throw Broken("\(entry.number) waits for somebody who left") }
        }
    }

    /// Asked for paper, still needs it, and no printer has confirmed it.
    private static func lacksPaper(_ ticket: Ticket) -> Bool {
        guard ticket.print != .none, ticket.print != .confirmed, ticket.paper.settled == nil
        else { return false }
        switch ticket.state {
        case .waiting, .called, .held, .deferred: return true
        case .serving, .done, .noShow, .givenUp, .void: return false
        }
    }

    private func compareWindows(_ hall: Hall) throws(Broken) {
        for (id, window) in hall.windows {
            let here = tickets.filter { $0.value.place == .inHand(id) }.map(\.key)
            guard here == [window.ticket].compactMap(\.self) else {
                throw Broken("window \(id) has \(window.ticket?.text ?? "nobody"), not \(here)")
            }
            let held = tickets.filter { $0.value.place == .held(id) }.map(\.key)
            guard Set(held) == Set(window.held), held.count == window.held.count else {
                throw Broken("window \(id) holds \(window.held), not \(held)")
            }
            guard window.ticket == nil || window.officer != nil else {
                throw Broken("window \(id) has a ticket and no officer")
            }
        }
        guard hall.windows.compactMapValues(\.officer) == self.officers else {
            throw Broken("windows have other officers than the journal says")
        }
        let officers = hall.windows.compactMap { id, window in window.officer.map { ($0, id) } }
        guard Set(officers.map(\.0)).count == officers.count else {
            throw Broken("an officer holds two windows")
        }
        guard hall.posts == Dictionary(uniqueKeysWithValues: officers) else {
            throw Broken("posts and windows disagree")
        }
    }

    private func compareQueues(_ hall: Hall) throws(Broken) {
        let waiting = tickets.values.filter { $0.place == .waiting }.sorted { $0.isBefore($1) }
        let unbound = waiting.filter { $0.owner == nil }
        for (id, service) in hall.services {
            let here = unbound.filter { $0.service == id }
            for priority in PriorityClass.allCases {
                let line = here.filter { $0.appointmentAt == nil && $0.priority == priority }
                guard service.queue.line(priority).places.map(\.ticket) == line.map(\.id) else {
                    throw Broken("the \(priority) line of \(id) is not who waits, in order")
                }
            }
            let booked = here.filter { $0.appointmentAt != nil }.map(\.id)
            guard service.queue.appointments.places.map(\.ticket) == booked else {
                throw Broken("the appointments of \(id) are not who waits, in order")
            }
        }
        let own = Dictionary(grouping: waiting.filter { $0.owner != nil }, by: \.owner)
        guard hall.own.count == own.count else {
            throw Broken("others wait for one window or officer than the journal says")
        }
        guard hall.services.values.reduce(0, { $0 + $1.queue.count }) == waiting.count else {
            throw Broken("somebody waits for a service the hall has not")
        }
    }

    private static func place(_ ticket: Ticket) -> Place {
        switch ticket.state {
        case .waiting: .waiting
        case .called(let window), .serving(let window): .inHand(window)
        case .held(let window): .held(window)
        case .noShow: .noShow
        case .deferred: .deferred
        case .done, .givenUp, .void: .gone
        }
    }
}
