// SPDX-License-Identifier: Apache-2.0

package import Facts

extension Hall {
    package mutating func apply(_ fact: HallFact, _ envelope: Envelope) {
        let moment = envelope.moment
        timers.run(in: envelope.boot)
        switch fact {
        case .controllerStarted: break
        case .configurationApplied(let fact): apply(fact)
        case .dayOpened(let fact):
            businessDate = fact.date
            utcOffset = fact.utcOffset
        case .dayClosed(let fact): resume(from: fact, at: envelope)
        case .ticketIssued(let fact): apply(fact, at: envelope)
        case .ticketCalled(let fact): apply(fact, at: moment)
        case .ticketRecalled(let fact):
            tickets[fact.ticket]?.recalls = fact.count
            tickets[fact.ticket]?.lastCall = timers.stamp(moment)
        case .serviceStarted(let fact):
            tickets[fact.ticket]?.state = .serving(fact.window)
            tickets[fact.ticket]?.startedAt = moment.wall
            tickets[fact.ticket]?.servedSince = timers.stamp(moment)
            followPaper(of: fact.ticket)
        case .ticketFinished(let fact): apply(fact, at: envelope)
        case .ticketNoShow(let fact): apply(fact, at: moment)
        case .ticketGivenUp(let fact):
            leave(fact.ticket, as: .givenUp, from: fact.window, moment.wall)
        case .ticketHeld(let fact): apply(fact, at: moment)
        case .ticketTransferred(let fact): apply(fact, at: moment.wall)
        case .ticketReturned(let fact):
            leave(fact.ticket, as: .waiting, from: fact.window, moment.wall)
            enqueue(fact.ticket)
        case .ticketReleased(let fact): bind(fact.ticket, to: nil)
        case .ticketDeferred(let fact): apply(fact, at: moment.wall)
        case .ticketCheckedIn(let fact): checkIn(fact.ticket)
        case .ticketAdopted(let fact): apply(fact)
        case .ticketReactivated(let fact): apply(fact, at: envelope)
        case .ticketVoided(let fact): leave(fact.ticket, as: .void, from: nil, moment.wall)
        case .windowOpened, .windowClosed, .windowPaused, .windowResumed, .windowTakenOver:
            applyAtWindow(fact, at: moment.wall)
        case .printStarted, .printOutcome, .printAsked, .paperSettled, .rollChanged,
            .testSlipPrinted, .deviceChanged:
            applyToDevices(fact, at: moment.wall)
        case .ratingAsked(let fact): apply(fact, at: moment)
        case .rated(let fact): apply(fact, at: moment)
        case .hallPaused, .hallResumed, .policyChosen, .closingChosen, .tidalProposed,
            .tidalProposalEnded, .tidalOpened, .tidalClosed, .appointmentBooked,
            .appointmentCancelled, .journalRestored, .textErased:
            applyHallWide(fact, at: moment)
        }
        lastFactAt = moment.wall
    }

    mutating func apply(_ fact: ConfigurationApplied) {
        configuration = fact
        let structure = fact.structure
        let before = Set(services.keys)
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
        // Whoever was given to a service that is new has no queue before now.
        for ticket in tickets.values
        where ticket.state == .waiting && !before.contains(ticket.service) {
            services[ticket.service]?.queue.insert(ticket)
        }
        forgetWhatIsGone()
    }

    /// What supervisors chose among things the structure no longer has.
    private mutating func forgetWhatIsGone() {
        let policies = Set(structure.calling?.policies.map(\.id) ?? [])
        if let chosen = chosenPolicy, !policies.contains(chosen) { chosenPolicy = nil }
        for id in windows.keys {
            if let chosen = windows[id]?.chosenPolicy, !policies.contains(chosen) {
                windows[id]?.chosenPolicy = nil
            }
            windows[id]?.tidal.removeAll { services[$0] == nil }
        }
        let rules = Set(structure.tidal?.map(\.id) ?? [])
        proposals = proposals.filter { rules.contains($0.key) }
        answeredProposals = answeredProposals.filter { rules.contains($0.key) }
        appointments = appointments.filter { services[$0.value.booked.service] != nil }
    }
}
