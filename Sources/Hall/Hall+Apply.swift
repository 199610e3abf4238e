// SPDX-License-Identifier: Apache-2.0

package import Facts

extension Hall {
    package mutating func apply(_ fact: HallFact, _ envelope: Envelope) {
        let wall = envelope.moment.wall
        switch fact {
        case .controllerStarted: break
        case .configurationApplied(let fact): apply(fact)
        case .dayOpened(let fact): businessDate = fact.date
        case .dayClosed(let fact): resume(from: fact)
        case .ticketIssued(let fact): apply(fact, at: envelope)
        case .ticketCalled(let fact): apply(fact, at: wall)
        case .ticketRecalled(let fact): tickets[fact.ticket]?.recalls = fact.count
        case .serviceStarted(let fact):
            tickets[fact.ticket]?.state = .serving(fact.window)
            tickets[fact.ticket]?.startedAt = wall
            followPaper(of: fact.ticket)
        case .ticketFinished(let fact): apply(fact, at: wall)
        case .ticketNoShow(let fact): apply(fact, at: wall)
        case .ticketGivenUp(let fact): leave(fact.ticket, as: .givenUp, from: fact.window, wall)
        case .ticketHeld(let fact):
            leave(fact.ticket, as: .held(fact.window), from: fact.window, wall)
            windows[fact.window]?.held.append(fact.ticket)
        case .ticketTransferred(let fact): apply(fact, at: wall)
        case .ticketReactivated(let fact): reactivate(fact.ticket, at: envelope)
        case .ticketVoided(let fact): leave(fact.ticket, as: .void, from: nil, wall)
        case .windowOpened(let fact): hold(fact.window, by: fact.officer, at: wall)
        case .windowClosed(let fact): close(fact.window, at: wall)
        case .windowPaused(let fact):
            windows[fact.window]?.paused = fact
            windows[fact.window]?.since = wall
        case .windowResumed(let fact):
            windows[fact.window]?.paused = nil
            windows[fact.window]?.since = wall
        case .windowTakenOver(let fact):
            if let from = fact.from { posts[from] = nil }
            hold(fact.window, by: fact.officer, at: windows[fact.window]?.since ?? wall)
        case .printStarted(let fact): apply(fact)
        case .printOutcome(let fact): apply(fact)
        case .deviceChanged(let fact):
            devices[fact.device] = Device(changed: fact, since: wall)
        }
        lastFactAt = wall
    }

    mutating func apply(_ fact: ConfigurationApplied) {
        configuration = fact
        let structure = fact.structure
        services = Dictionary(
            structure.services.map { definition in
                var service = services[definition.id] ?? Service(definition)
                service.definition = definition
                return (definition.id, service)
            }, uniquingKeysWith: { first, _ in first })
        windows = Dictionary(
            structure.windows.map { definition in
                var window = windows[definition.id] ?? Window(definition)
                window.definition = definition
                return (definition.id, window)
            }, uniquingKeysWith: { first, _ in first })
        kiosks = Dictionary(
            structure.kiosks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        posts = posts.filter { windows[$0.value] != nil }
    }

    private mutating func apply(_ fact: TicketIssued, at envelope: Envelope) {
        let ticket = Ticket(
            fact, issuedAt: envelope.moment.wall, arrival: place(at: envelope))
        tickets[ticket.id] = ticket
        services[ticket.service]?.queue.insert(ticket)
        lastOrdinals[ticket.prefix] = ticket.ordinal
        if ticket.printer != nil { paperless.insert(ticket.id) }
    }

    /// A place behind everybody. Sequences alone would not do: a restored journal's start again.
    private mutating func place(at envelope: Envelope) -> Int64 {
        lastArrival = max(lastArrival + 1, envelope.sequence)
        return lastArrival
    }

    private mutating func apply(_ fact: TicketCalled, at wall: Int64) {
        unhold(fact.ticket)
        leaveQueue(fact.ticket)
        tickets[fact.ticket]?.state = .called(fact.window)
        tickets[fact.ticket]?.calledAt = wall
        tickets[fact.ticket]?.startedAt = nil
        tickets[fact.ticket]?.recalls = 0
        tickets[fact.ticket]?.why = fact.why
        windows[fact.window]?.ticket = fact.ticket
        windows[fact.window]?.paused = nil
        windows[fact.window]?.since = wall
    }

    private mutating func apply(_ fact: TicketFinished, at wall: Int64) {
        if let service = tickets[fact.ticket]?.service {
            services[service]?.finished += 1
            services[service]?.finishedSeconds += fact.serviceSeconds
        }
        leave(fact.ticket, as: .done, from: fact.window, wall)
        windows[fact.window]?.servedCount += 1
    }

    private mutating func apply(_ fact: TicketNoShow, at wall: Int64) {
        leave(fact.ticket, as: .noShow(fact.window), from: fact.window, wall)
        guard var window = windows[fact.window] else { return }
        window.noShowCount += 1
        window.noShows = Array(([fact.ticket] + window.noShows).prefix(Window.noShowsShown))
        windows[fact.window] = window
    }

    private mutating func apply(_ fact: TicketTransferred, at wall: Int64) {
        leave(fact.ticket, as: .waiting, from: fact.window, wall)
        tickets[fact.ticket]?.transferredFrom = fact.from
        tickets[fact.ticket]?.service = fact.to
        if let ticket = tickets[fact.ticket] { services[fact.to]?.queue.insert(ticket) }
    }

    private mutating func reactivate(_ id: TicketID, at envelope: Envelope) {
        if let window = tickets[id]?.state.window {
            windows[window]?.noShows.removeAll { $0 == id }
        }
        let arrival = place(at: envelope)
        tickets[id]?.arrival = arrival
        tickets[id]?.state = .waiting
        if let ticket = tickets[id] { services[ticket.service]?.queue.insert(ticket) }
        followPaper(of: id)
    }

    private mutating func hold(_ window: WindowID, by officer: OfficerID, at wall: Int64) {
        windows[window]?.officer = officer
        windows[window]?.since = wall
        posts[officer] = window
    }

    private mutating func close(_ window: WindowID, at wall: Int64) {
        if let officer = windows[window]?.officer { posts[officer] = nil }
        windows[window]?.officer = nil
        windows[window]?.paused = nil
        windows[window]?.since = wall
    }

    /// Takes a ticket out of wherever it is and gives it a new state.
    private mutating func leave(
        _ id: TicketID, as state: TicketState, from window: WindowID?, _ wall: Int64
    ) {
        unhold(id)
        leaveQueue(id)
        tickets[id]?.state = state
        followPaper(of: id)
        guard let window, windows[window]?.ticket == id else { return }
        windows[window]?.ticket = nil
        windows[window]?.since = wall
    }

    private mutating func leaveQueue(_ id: TicketID) {
        guard let ticket = tickets[id], ticket.state == .waiting else { return }
        services[ticket.service]?.queue.remove(ticket)
    }

    private mutating func unhold(_ id: TicketID) {
        guard case .held(let window) = tickets[id]?.state else { return }
        windows[window]?.held.removeAll { $0 == id }
    }

    private mutating func apply(_ fact: PrintStarted) {
        tickets[fact.ticket]?.attempts = fact.attempt
        tickets[fact.ticket]?.print = .printing
        tickets[fact.ticket]?.printReason = nil
        openPrints.insert(fact.ticket)
    }

    private mutating func apply(_ fact: PrintOutcome) {
        tickets[fact.ticket]?.print =
            switch fact.result {
            case .confirmed: .confirmed
            case .unconfirmed: .unconfirmed
            case .held: .held
            case .failed: .failed
            }
        tickets[fact.ticket]?.printReason = fact.reason
        if fact.result != .held { openPrints.remove(fact.ticket) }
        followPaper(of: fact.ticket)
    }
}
