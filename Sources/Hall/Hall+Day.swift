// SPDX-License-Identifier: Apache-2.0

package import Facts

extension Hall {
    /// A new date in the hall's zone closes one day and opens the next. The date never goes back:
    /// while the clock shows an earlier one, the open day goes on.
    package func due(at moment: Moment) -> [HallFact] {
        let today = moment.date
        let opened = HallFact.dayOpened(DayOpened(date: today, utcOffset: moment.utcOffset))
        guard let open = businessDate else { return [opened] }
        guard today > open else { return [] }
        let closed = closing(open)
        return voidedAtClose() + printsEnded(besides: closed.tickets)
            + [.dayClosed(closed), opened]
    }

    package func nextDeadline(after moment: Moment) -> Int64? {
        let date = max(businessDate ?? moment.date, moment.date)
        return moment.monotonic + date.next.start(utcOffset: moment.utcOffset) - moment.wall
    }

    private func voidedAtClose() -> [HallFact] {
        tickets.values.filter { $0.state == .waiting }
            .sorted { $0.arrival < $1.arrival }
            .map { .ticketVoided(TicketVoided(ticket: $0.id, reason: .dayEnded)) }
    }

    /// The day forgets tickets it does not carry, so their attempts end with it.
    private func printsEnded(besides carried: [DayClosed.CarriedTicket]) -> [HallFact] {
        openPrints.subtracting(carried.map(\.issued.ticket)).sorted()
            .map { givingUpPrint(of: $0, "day-ended") }
    }

    private func closing(_ date: CivilDate) -> DayClosed {
        let tickets = tickets.values.compactMap(DayClosed.CarriedTicket.init)
            .sorted { $0.arrival < $1.arrival }
        let windows = windows.values.compactMap(DayClosed.CarriedWindow.init)
            .sorted { $0.window < $1.window }
        let devices = devices.values
            .map { DayClosed.CarriedDevice(changed: $0.changed, since: $0.since) }
            .sorted { $0.changed.device < $1.changed.device }
        return DayClosed(
            date: date, configuration: configuration, tickets: tickets, windows: windows,
            devices: devices)
    }

    /// Begins again from what a closed day carried, exactly as a start from the journal would.
    mutating func resume(from closed: DayClosed) {
        self = Hall(policy: policy)
        if let configuration = closed.configuration { apply(configuration) }
        for carried in closed.tickets { carry(carried) }
        for carried in closed.windows { carry(carried) }
        for carried in closed.devices {
            devices[carried.changed.device] = Device(
                changed: carried.changed, since: carried.since)
        }
    }

    private mutating func carry(_ carried: DayClosed.CarriedTicket) {
        var ticket = Ticket(
            carried.issued, issuedAt: carried.issuedAt, arrival: carried.arrival)
        ticket.service = carried.service
        ticket.transferredFrom =
            carried.service == carried.issued.service ? nil : carried.issued.service
        ticket.calledAt = carried.calledAt
        ticket.startedAt = carried.startedAt
        ticket.recalls = carried.recalls
        ticket.attempts = carried.attempts
        ticket.why = carried.why
        ticket.print = PrintState(rawValue: carried.print) ?? .none
        if ticket.print.isOpen, ticket.attempts > 0 { openPrints.insert(ticket.id) }
        switch carried.state {
        case "called": ticket.state = .called(carried.window)
        case "serving": ticket.state = .serving(carried.window)
        default: ticket.state = .held(carried.window)
        }
        if case .held = ticket.state {
            windows[carried.window]?.held.append(ticket.id)
        } else {
            windows[carried.window]?.ticket = ticket.id
        }
        tickets[ticket.id] = ticket
        followPaper(of: ticket.id)
        lastArrival = max(lastArrival, ticket.arrival)
        carriedNumbers.insert(ticket.number)
    }

    private mutating func carry(_ carried: DayClosed.CarriedWindow) {
        windows[carried.window]?.officer = carried.officer
        windows[carried.window]?.paused = carried.paused
        windows[carried.window]?.since = carried.since
        posts[carried.officer] = carried.window
    }
}

extension DayClosed.CarriedTicket {
    /// Nil for a ticket that is in nobody's hands.
    fileprivate init?(_ ticket: Ticket) {
        let window: WindowID
        switch ticket.state {
        case .called(let at), .serving(let at), .held(let at): window = at
        case .waiting, .done, .noShow, .givenUp, .void: return nil
        }
        let issued = TicketIssued(
            ticket: ticket.id, number: ticket.number, prefix: ticket.prefix,
            ordinal: ticket.ordinal, service: ticket.transferredFrom ?? ticket.service,
            priority: ticket.priority, kiosk: ticket.kiosk, printer: ticket.printer)
        self.init(
            issued: issued, issuedAt: ticket.issuedAt, arrival: ticket.arrival,
            state: ticket.state.name, window: window, service: ticket.service,
            calledAt: ticket.calledAt, startedAt: ticket.startedAt, recalls: ticket.recalls,
            attempts: ticket.attempts, print: ticket.print.rawValue,
            why: ticket.why)
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
