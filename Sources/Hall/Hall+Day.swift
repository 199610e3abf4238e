// SPDX-License-Identifier: Apache-2.0

package import Facts

extension Hall {
    /// A new date in the hall's zone closes one day and opens the next. The date never goes back:
    /// while the clock shows an earlier one, the open day goes on.
    package func due(at moment: Moment) -> [HallFact] {
        let today = moment.date
        let opened = HallFact.dayOpened(DayOpened(date: today, utcOffset: moment.utcOffset))
        guard let open = businessDate else { return [opened] }
        guard today > open else {
            return ratingsTurning(at: moment) + tidesTurning(at: moment)
        }
        let closed = closing(open, at: moment)
        return endings(of: open) + printsEnded(besides: closed.tickets) + ratingsEnding
            + tidesEnding + [.dayClosed(closed), opened]
    }

    package func nextDeadline(after moment: Moment) -> Int64? {
        let date = max(businessDate ?? moment.date, moment.date)
        let midnight =
            moment.monotonic + date.next.start(utcOffset: moment.utcOffset) - moment.wall
        return [midnight, nextTide(after: moment), nextRatingOver(after: moment)]
            .compactMap(\.self).min()
    }

    /// What becomes of those who wait or were to come, in the order of their places.
    private func endings(of date: CivilDate) -> [HallFact] {
        tickets.values.sorted { $0.place < $1.place }.compactMap { ticket in
            switch fate(of: ticket, closing: date) {
            case .stays: nil
            case .deferred: .ticketDeferred(TicketDeferred(ticket: ticket.id, printer: nil))
            case .voided(let reason):
                .ticketVoided(TicketVoided(ticket: ticket.id, reason: reason))
            }
        }
    }

    private func carried(
        over date: CivilDate, at moment: Moment
    ) -> [DayClosed.CarriedTicket] {
        tickets.values.sorted { $0.place < $1.place }.compactMap { ticket in
            var ticket = ticket
            switch fate(of: ticket, closing: date) {
            case .voided: return nil
            case .stays: break
            case .deferred:
                ticket.state = .deferred
                ticket.bound = nil
            }
            var carried = DayClosed.CarriedTicket(ticket)
            carried?.heldAt = ticket.heldAt.map { timers.thawed($0, at: moment) }
            carried?.printIsOpen = ticket.attempts > 0 ? openPrints.contains(ticket.id) : nil
            carried?.lastCallAt = ticket.lastCall.map { timers.thawed($0, at: moment) }
            return carried
        }
    }

    /// The day forgets tickets it does not carry, so their attempts end with it.
    private func printsEnded(besides carried: [DayClosed.CarriedTicket]) -> [HallFact] {
        openPrints.subtracting(carried.map(\.issued.ticket)).sorted()
            .map { givingUpPrint(of: $0, "day-ended") }
    }

    private func closing(_ date: CivilDate, at moment: Moment) -> DayClosed {
        let tickets = carried(over: date, at: moment)
        let windows = windows.values.compactMap(DayClosed.CarriedWindow.init)
            .sorted { $0.window < $1.window }
        let devices = devices.values
            .map { DayClosed.CarriedDevice(changed: $0.changed, since: $0.since) }
            .sorted { $0.changed.device < $1.changed.device }
        var closed = DayClosed(
            date: date, configuration: configuration, tickets: tickets, windows: windows,
            devices: devices)
        closed.rolls =
            rolls.sorted { $0.key < $1.key }.map { DayClosed.CarriedRoll($0, $1) }.nilIfEmpty
        closed.hallPaused = paused
        closed.policies = chosenPolicies.nilIfEmpty
        closed.appointments = appointmentsToCome(from: date).nilIfEmpty
        if let restored, restored.fact.date > date {
            closed.restored = restored.fact
            closed.adoptedAfter = restored.gaps.last?.adoptedAfter
        }
        return closed
    }

    private var chosenPolicies: [PolicyChosen] {
        let windows = windows.values.filter { $0.chosenPolicy != nil }
            .sorted { $0.id < $1.id }
            .map { PolicyChosen(policy: $0.chosenPolicy, window: $0.id) }
        return (chosenPolicy.map { [PolicyChosen(policy: $0, window: nil)] } ?? []) + windows
    }

    /// Those of the day itself live on too: a clock that is set back after it ran ahead over
    /// midnight brings their time again.
    private func appointmentsToCome(from date: CivilDate) -> [AppointmentBooked] {
        appointments.values.filter { $0.ticket == nil }.map(\.booked)
            .filter { $0.at >= date.start(utcOffset: utcOffset) }
            .sorted { ($0.at, $0.appointment) < ($1.at, $1.appointment) }
    }

    /// Begins again from what a closed day carried, exactly as a start from the journal would.
    mutating func resume(from closed: DayClosed, at envelope: Envelope) {
        self = Hall(policy: policy)
        timers.run(in: envelope.boot)
        if let configuration = closed.configuration { apply(configuration) }
        for carried in closed.tickets { carry(carried) }
        for carried in closed.windows { carry(carried) }
        for carried in closed.devices {
            devices[carried.changed.device] = Device(
                changed: carried.changed, since: carried.since)
        }
        for carried in closed.rolls ?? [] { rolls[carried.printer] = Roll(carried) }
        resumeHallWide(from: closed, at: envelope.moment)
    }

    private mutating func resumeHallWide(from closed: DayClosed, at moment: Moment) {
        for booked in closed.appointments ?? [] {
            appointments[booked.appointment] = Appointment(booked: booked)
        }
        paused = closed.hallPaused
        if paused != nil { timers.pause(at: moment) }
        for chosen in closed.policies ?? [] {
            if let window = chosen.window {
                windows[window]?.chosenPolicy = chosen.policy
            } else {
                chosenPolicy = chosen.policy
            }
        }
        guard let fact = closed.restored, let after = closed.adoptedAfter else { return }
        // Those who will turn up with a slip joined before whoever stands behind its place.
        let before = tickets.values.filter { $0.place.arrival <= after }.map(\.queuedAt).max()
        leaveGap(fact, after: after, queuedAt: before ?? 0)
    }

    private mutating func carry(_ carried: DayClosed.CarriedTicket) {
        var ticket = Ticket(
            carried.issued, issuedAt: carried.issuedAt, arrival: carried.arrival)
        ticket.restore(carried, timers)
        ticket.state = TicketState(carried)
        tickets[ticket.id] = ticket
        if carried.mayStillPrint { openPrints.insert(ticket.id) }
        switch ticket.state {
        case .held(let window): windows[window]?.held.append(ticket.id)
        case .called(let window), .serving(let window): windows[window]?.ticket = ticket.id
        default: enqueue(ticket.id)
        }
        followPaper(of: ticket.id)
        // What comes later must stand later than those put behind somebody, too.
        lastArrival = max(lastArrival, ticket.place.arrival, ticket.place.after)
        lastQueuedAt = max(lastQueuedAt, ticket.queuedAt)
        carriedNumbers.insert(ticket.number)
    }

    private mutating func carry(_ carried: DayClosed.CarriedWindow) {
        windows[carried.window]?.officer = carried.officer
        windows[carried.window]?.paused = carried.paused
        windows[carried.window]?.since = carried.since
        posts[carried.officer] = carried.window
    }
}

extension DayClosed.CarriedWindow {
    /// Nil for a closed window.
    fileprivate init?(_ window: Window) {
        guard let officer = window.officer else { return nil }
        self.init(
            window: window.id, officer: officer, paused: window.paused, since: window.since)
    }
}

extension Array {
    fileprivate var nilIfEmpty: Self? { isEmpty ? nil : self }
}

extension DayClosed.CarriedRoll {
    fileprivate init(_ printer: PrinterID, _ roll: Roll) {
        self.init(
            printer: printer, since: roll.since, millimetres: roll.millimetres,
            slips: roll.slips, isLow: roll.isLow)
    }
}

extension Roll {
    fileprivate init(_ carried: DayClosed.CarriedRoll) {
        since = carried.since
        millimetres = carried.millimetres
        slips = carried.slips
        isLow = carried.isLow
    }
}
