// SPDX-License-Identifier: Apache-2.0

import Facts

/// The life of a ticket after it was called.
extension Witness {
    mutating func move(_ fact: HallFact) throws(Broken) {
        switch fact {
        case .ticketRecalled(let fact): try recall(fact)
        case .serviceStarted(let fact):
            try isCalled(fact.ticket, at: fact.window)
            try change(fact.ticket) { $0.isStarted = true }
        case .ticketNoShow(let fact): try miss(fact)
        case .ticketReactivated(let fact): try reactivate(fact)
        case .ticketFinished(let fact): try finish(fact)
        case .ticketGivenUp(let fact): try giveUp(fact)
        case .ticketHeld(let fact):
            try end(fact.ticket, at: fact.window, as: .held(fact.window))
            let now = now
            try change(fact.ticket) {
                $0.hold = fact.kind ?? .withPapers
                $0.heldAt = now
            }
        case .ticketReturned(let fact):
            if tickets[fact.ticket]?.place == .held(fact.window) {
                try change(fact.ticket) { $0.place = .waiting }
            } else {
                try end(fact.ticket, at: fact.window, as: .waiting)
            }
        case .ticketReleased(let fact):
            guard tickets[fact.ticket]?.place == .waiting, tickets[fact.ticket]?.owner != nil
            else { throw Broken("\(fact.ticket) was released and waited for nobody") }
            try change(fact.ticket) { $0.owner = nil }
        case .ticketTransferred(let fact): try transfer(fact)
        default: break
        }
    }

    mutating func end(
        _ id: TicketID, at window: WindowID?, as place: Place
    ) throws(Broken) {
        guard let entry = tickets[id], let window, entry.place == .inHand(window) else {
            throw Broken("\(id) ended and was in nobody's hand")
        }
        try change(id) { $0.place = place }
    }

    private func isCalled(_ id: TicketID, at window: WindowID) throws(Broken) {
        guard let entry = tickets[id], entry.place == .inHand(window), !entry.isStarted else {
            throw Broken("\(number(id)) is not called and expected at \(window)")
        }
    }

    private mutating func recall(_ fact: TicketRecalled) throws(Broken) {
        try isNotPaused("\(number(fact.ticket)) was recalled")
        try isCalled(fact.ticket, at: fact.window)
        guard let entry = tickets[fact.ticket], let called = entry.lastCall else { return }
        guard fact.count == entry.recalls + 1, fact.count <= structure.rules?.recalls ?? 2 else {
            throw Broken("\(entry.number) was recalled too often")
        }
        let pause = structure.rules?.recallPauseSeconds ?? 20
        guard clock.seconds(from: called, to: now) >= pause else {
            throw Broken("\(entry.number) was recalled too soon")
        }
        let now = now
        try change(fact.ticket) {
            $0.recalls = fact.count
            $0.lastCall = now
        }
    }

    private mutating func miss(_ fact: TicketNoShow) throws(Broken) {
        try isNotPaused("\(number(fact.ticket)) was missed")
        try isCalled(fact.ticket, at: fact.window)
        guard let entry = tickets[fact.ticket], let called = entry.lastCall else { return }
        let wanted = min(structure.rules?.noShowAfterRecalls ?? 0, structure.rules?.recalls ?? 2)
        guard clock.seconds(from: called, to: now) >= structure.rules?.noShowAfterSeconds ?? 0,
            entry.recalls >= wanted
        else { throw Broken("\(entry.number) was called absent too soon") }
        try end(fact.ticket, at: fact.window, as: .noShow)
        let now = now
        try change(fact.ticket) { $0.noShowAt = now }
    }

    private mutating func reactivate(_ fact: TicketReactivated) throws(Broken) {
        try isNotPaused("\(number(fact.ticket)) was reactivated")
        guard let entry = tickets[fact.ticket], entry.place == .noShow, let gone = entry.noShowAt
        else { throw Broken("\(number(fact.ticket)) was reactivated and was no no-show") }
        guard entry.reactivations < structure.rules?.reactivations ?? 1 else {
            throw Broken("\(entry.number) was reactivated too often")
        }
        let minutes = structure.rules?.reactivationMinutes ?? 30
        guard clock.seconds(from: gone, to: now) <= minutes * 60 else {
            throw Broken("\(entry.number) was reactivated too late")
        }
        let line = line(entry.service, entry.priority)
        let before = structure.rules?.reactivatedAfter ?? 2
        let behind = before <= line.count ? line[before - 1] : nil
        guard fact.behind == behind?.id else {
            throw Broken("\(entry.number) came back to another place than behind \(before)")
        }
        let row = now.row
        let queuedAt = behind?.queuedAt ?? queueTime()
        try change(fact.ticket) {
            $0.place = .waiting
            $0.reactivations += 1
            $0.appointmentAt = nil
            $0.queuedAt = queuedAt
            $0.arrival = behind?.arrival ?? Arrival(at: row)
            if behind != nil { $0.arrival.after = row }
        }
    }

    /// Those of one class whom anybody may call, without an appointment, oldest first.
    func line(_ service: ServiceID, _ priority: PriorityClass) -> [Entry] {
        tickets.values.filter {
            $0.place == .waiting && $0.service == service && $0.priority == priority
                && $0.owner == nil && $0.appointmentAt == nil
        }.sorted { $0.isBefore($1) }
    }

    private mutating func finish(_ fact: TicketFinished) throws(Broken) {
        let known = structure.outcomes?.map(\.id) ?? []
        if let outcome = fact.outcome, !known.isEmpty, !known.contains(outcome) {
            throw Broken("\(number(fact.ticket)) ended with an outcome the hall has not")
        }
        guard fact.heldSeconds ?? 0 == tickets[fact.ticket]?.heldSeconds else {
            throw Broken("\(number(fact.ticket)) was set aside for another time than is said")
        }
        try end(fact.ticket, at: fact.window, as: .gone)
        guard let next = fact.next else { return }
        guard structure.services.contains(where: { $0.id == next && $0.accepting != false })
        else { throw Broken("\(number(fact.ticket)) was sent on to a service that takes nobody") }
        let row = now.row
        let queuedAt = queueTime()
        try change(fact.ticket) {
            $0.place = .waiting
            $0.service = next
            $0.arrival = Arrival(at: row)
            $0.queuedAt = queuedAt
            $0.appointmentAt = nil
            $0.heldSeconds = 0
        }
    }

    private mutating func giveUp(_ fact: TicketGivenUp) throws(Broken) {
        if let window = fact.window { return try end(fact.ticket, at: window, as: .gone) }
        switch tickets[fact.ticket]?.place {
        case .waiting, .held, .deferred: break
        default: throw Broken("\(number(fact.ticket)) was given up and is not its holder's")
        }
        try change(fact.ticket) { $0.place = .gone }
    }

    private mutating func transfer(_ fact: TicketTransferred) throws(Broken) {
        guard let window = fact.window else {
            return try change(fact.ticket) { $0.service = fact.to }
        }
        try end(fact.ticket, at: window, as: .waiting)
        try change(fact.ticket) {
            if $0.service != fact.to { $0.heldSeconds = 0 }
            $0.service = fact.to
            $0.owner = fact.toWindow.map(Owner.window) ?? fact.toOfficer.map(Owner.officer)
        }
    }

    /// The time of joining a queue.
    mutating func queueTime() -> Int64 {
        lastQueuedAt = max(lastQueuedAt, now.wall)
        return lastQueuedAt
    }
}
