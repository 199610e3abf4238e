// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    mutating func apply(_ fact: TicketIssued, at envelope: Envelope) {
        let moment = envelope.moment
        var ticket = Ticket(fact, issuedAt: moment.wall, arrival: arrival(at: envelope))
        ticket.queuedAt = queueTime(moment)
        if let appointment = fact.appointment {
            ticket.appointmentAt = appointments[appointment]?.booked.at
            appointments[appointment]?.ticket = ticket.id
        }
        if let person = fact.person { taken[person, default: [:]][fact.service, default: 0] += 1 }
        tickets[ticket.id] = ticket
        if fact.appointment == nil {
            services[ticket.service]?.taken[moment.minute, default: 0] += 1
        }
        lastOrdinals[ticket.prefix] = ticket.ordinal
        enqueue(ticket.id)
        if ticket.printer != nil { paperless.insert(ticket.id) }
    }

    mutating func apply(_ fact: TicketAdopted) {
        guard let restored,
            let gap = restored.gap(of: fact.prefix, fact.ordinal) ?? restored.gaps.last
        else { return }
        let issued = TicketIssued(
            ticket: fact.ticket, number: fact.number, prefix: fact.prefix, ordinal: fact.ordinal,
            service: fact.service, priority: fact.priority, kiosk: nil, printer: nil)
        var ticket = Ticket(
            issued, issuedAt: restored.fact.backedUpAt,
            arrival: gap.adoptedAfter + Int64(fact.ordinal))
        ticket.queuedAt = gap.queuedAt
        ticket.adopted = true
        tickets[ticket.id] = ticket
        carriedNumbers.insert(ticket.number)
        enqueue(ticket.id)
    }

    /// A place behind everybody. Sequences alone would not do: a restored journal's start again.
    private mutating func arrival(at envelope: Envelope) -> Int64 {
        lastArrival = max(lastArrival + 1, envelope.sequence)
        return lastArrival
    }

    private mutating func queueTime(_ moment: Moment) -> Int64 {
        lastQueuedAt = max(lastQueuedAt, moment.wall)
        return lastQueuedAt
    }

    mutating func apply(_ fact: TicketCalled, at moment: Moment) {
        countHold(of: fact.ticket, at: moment)
        unhold(fact.ticket)
        if case .waiting = tickets[fact.ticket]?.state {
            count(fact)
            tickets[fact.ticket]?.ratings[fact.window] = nil
        }
        leaveQueue(fact.ticket)
        tickets[fact.ticket]?.bound = nil
        tickets[fact.ticket]?.state = .called(fact.window)
        tickets[fact.ticket]?.calledAt = moment.wall
        tickets[fact.ticket]?.lastCall = timers.stamp(moment)
        tickets[fact.ticket]?.startedAt = nil
        tickets[fact.ticket]?.servedSince = timers.stamp(moment)
        tickets[fact.ticket]?.recalls = 0
        tickets[fact.ticket]?.why = fact.why
        windows[fact.window]?.ticket = fact.ticket
        windows[fact.window]?.paused = nil
        windows[fact.window]?.since = moment.wall
    }

    private mutating func count(_ fact: TicketCalled) {
        guard let ticket = tickets[fact.ticket] else { return }
        services[ticket.service]?.turns.count(ticket.priority, by: fact.why.rule)
    }

    mutating func apply(_ fact: TicketHeld, at moment: Moment) {
        leave(fact.ticket, as: .held(fact.window), from: fact.window, moment.wall)
        tickets[fact.ticket]?.holdKind = fact.kind ?? .withPapers
        tickets[fact.ticket]?.heldAt = timers.stamp(moment)
        tickets[fact.ticket]?.servedSeconds += fact.serviceSeconds ?? 0
        windows[fact.window]?.held.append(fact.ticket)
    }

    /// Time aside with the papers at the window is work of that window's.
    private mutating func countHold(of id: TicketID, at moment: Moment) {
        guard case .held = tickets[id]?.state, let since = tickets[id]?.heldAt else { return }
        if tickets[id]?.holdKind == .withPapers {
            tickets[id]?.heldSeconds += timers.seconds(since: since, at: moment)
        }
    }

    mutating func apply(_ fact: TicketFinished, at envelope: Envelope) {
        let moment = envelope.moment
        if let service = tickets[fact.ticket]?.service {
            services[service]?.finished += 1
            services[service]?.finishedSeconds += fact.serviceSeconds
        }
        leave(fact.ticket, as: .done, from: fact.window, moment.wall)
        windows[fact.window]?.servedCount += 1
        if let next = fact.next { goOn(fact.ticket, to: next, at: envelope) }
    }

    /// The next step of a visit: the same number behind everybody of the next service.
    private mutating func goOn(_ id: TicketID, to next: ServiceID, at envelope: Envelope) {
        guard var ticket = tickets[id] else { return }
        ticket.steps.append(ticket.service)
        ticket.service = next
        ticket.state = .waiting
        ticket.place = Place(arrival: arrival(at: envelope), after: 0, ticket: id)
        ticket.queuedAt = queueTime(envelope.moment)
        ticket.appointmentAt = nil
        ticket.servedSeconds = 0
        ticket.heldSeconds = 0
        tickets[id] = ticket
        enqueue(id)
        followPaper(of: id)
    }

    mutating func apply(_ fact: TicketNoShow, at moment: Moment) {
        leave(fact.ticket, as: .noShow(fact.window), from: fact.window, moment.wall)
        tickets[fact.ticket]?.noShowAt = timers.stamp(moment)
        guard var window = windows[fact.window] else { return }
        window.noShowCount += 1
        window.noShows = Array(([fact.ticket] + window.noShows).prefix(Window.noShowsShown))
        windows[fact.window] = window
    }

    mutating func apply(_ fact: TicketTransferred, at wall: Int64) {
        guard let window = fact.window else { return relabel(fact) }
        leave(fact.ticket, as: .waiting, from: window, wall)
        if fact.from != fact.to {
            tickets[fact.ticket]?.transferredFrom = fact.from
            // What came before is no work of the new service's.
            tickets[fact.ticket]?.servedSeconds = 0
            tickets[fact.ticket]?.heldSeconds = 0
        }
        tickets[fact.ticket]?.service = fact.to
        tickets[fact.ticket]?.bound =
            fact.toWindow.map(Binding.window) ?? fact.toOfficer.map(Binding.officer)
        enqueue(fact.ticket)
    }

    /// The ticket's service is another now; all else stays.
    private mutating func relabel(_ fact: TicketTransferred) {
        leaveQueue(fact.ticket)
        tickets[fact.ticket]?.transferredFrom = fact.from
        tickets[fact.ticket]?.service = fact.to
        enqueue(fact.ticket)
    }

    mutating func apply(_ fact: TicketDeferred, at wall: Int64) {
        leave(fact.ticket, as: .deferred, from: nil, wall)
        tickets[fact.ticket]?.deferredToday = true
        // Only for one that has none under way.
        guard let printer = fact.printer, tickets[fact.ticket]?.print.isOpen == false else {
            return
        }
        tickets[fact.ticket]?.paper.ask(on: printer)
        followPaper(of: fact.ticket)
    }

    mutating func checkIn(_ id: TicketID) {
        tickets[id]?.state = .waiting
        tickets[id]?.priority = .priority
        enqueue(id)
        followPaper(of: id)
    }

    mutating func apply(_ fact: TicketReactivated, at envelope: Envelope) {
        let id = fact.ticket
        if let window = tickets[id]?.state.window {
            windows[window]?.noShows.removeAll { $0 == id }
        }
        // Later than any put there before, so that two who come back keep their order.
        var place = Place(arrival: arrival(at: envelope), after: 0, ticket: id)
        let queuedAt: Int64
        if let behind = fact.behind.flatMap({ tickets[$0] }) {
            place.after = place.arrival
            place.arrival = behind.place.arrival
            queuedAt = behind.queuedAt
        } else {
            queuedAt = queueTime(envelope.moment)
        }
        tickets[id]?.place = place
        tickets[id]?.queuedAt = queuedAt
        tickets[id]?.state = .waiting
        tickets[id]?.reactivations += 1
        tickets[id]?.appointmentAt = nil
        enqueue(id)
        followPaper(of: id)
    }
}

// MARK: - In and out of the queue

extension Hall {
    /// Puts a ticket that waits where its place, its class and its binding say.
    mutating func enqueue(_ id: TicketID) {
        guard let ticket = tickets[id], ticket.state == .waiting else { return }
        services[ticket.service]?.queue.insert(ticket)
        if let bound = ticket.bound { own[bound, default: Line()].insert(ticket.place) }
    }

    private mutating func leaveQueue(_ id: TicketID) {
        guard let ticket = tickets[id], ticket.state == .waiting else { return }
        services[ticket.service]?.queue.remove(ticket)
        guard let bound = ticket.bound else { return }
        own[bound]?.remove(ticket.place)
        if own[bound]?.count == 0 { own[bound] = nil }
    }

    mutating func bind(_ id: TicketID, to binding: Binding?) {
        leaveQueue(id)
        tickets[id]?.bound = binding
        enqueue(id)
    }

    /// Takes a ticket out of wherever it is and gives it a new state.
    mutating func leave(
        _ id: TicketID, as state: TicketState, from window: WindowID?, _ wall: Int64
    ) {
        unhold(id)
        leaveQueue(id)
        tickets[id]?.state = state
        tickets[id]?.bound = nil
        followPaper(of: id)
        guard let window, windows[window]?.ticket == id else { return }
        windows[window]?.ticket = nil
        windows[window]?.since = wall
    }

    private mutating func unhold(_ id: TicketID) {
        guard case .held(let window) = tickets[id]?.state else { return }
        windows[window]?.held.removeAll { $0 == id }
        tickets[id]?.holdKind = nil
        tickets[id]?.heldAt = nil
    }
}
