// SPDX-License-Identifier: Apache-2.0

import Facts

extension DayClosed.CarriedTicket {
    /// Nil for a ticket that does not live on after its day. Timers are left to whoever knows how
    /// long the hall was paused.
    init?(_ ticket: Ticket) {
        let state: String
        switch ticket.state {
        case .called, .serving, .held, .waiting: state = ticket.state.name
        case .deferred: state = "deferred"
        case .done, .noShow, .givenUp, .void: return nil
        }
        self.init(
            issued: ticket.issued, issuedAt: ticket.issuedAt, arrival: ticket.place.arrival,
            state: state, window: ticket.state.window, service: ticket.service,
            calledAt: ticket.calledAt, startedAt: ticket.startedAt, recalls: ticket.recalls,
            attempts: ticket.attempts, print: ticket.print.rawValue, why: ticket.why)
        after = ticket.place.after == 0 ? nil : ticket.place.after
        queuedAt = ticket.queuedAt == ticket.issuedAt ? nil : ticket.queuedAt
        priority = ticket.priority == ticket.issued.priority ? nil : ticket.priority
        appointmentAt = ticket.appointmentAt
        switch ticket.bound {
        case .window(let window): boundWindow = window
        case .officer(let officer): boundOfficer = officer
        case nil: break
        }
        holdKind = ticket.holdKind
        servedSeconds = ticket.servedSeconds == 0 ? nil : ticket.servedSeconds
        heldSeconds = ticket.heldSeconds == 0 ? nil : ticket.heldSeconds
        reactivations = ticket.reactivations == 0 ? nil : ticket.reactivations
        transferredFrom = ticket.transferredFrom
        steps = ticket.steps.isEmpty ? nil : ticket.steps
        adopted = ticket.adopted ? true : nil
        printer = ticket.printer == ticket.issued.printer ? nil : ticket.printer
        slips = ticket.paper.slips == 0 ? nil : ticket.paper.slips
        paperSettled = ticket.paper.settled
    }
}

extension Ticket {
    /// Takes up all but the state from what a closed day carried.
    mutating func restore(_ carried: DayClosed.CarriedTicket, _ timers: Timers) {
        place.after = carried.after ?? 0
        queuedAt = carried.queuedAt ?? carried.issuedAt
        priority = carried.priority ?? carried.issued.priority
        service = carried.service
        steps = carried.steps ?? []
        transferredFrom = carried.transferredFrom
        appointmentAt = carried.appointmentAt
        bound =
            carried.boundWindow.map(Binding.window) ?? carried.boundOfficer.map(Binding.officer)
        calledAt = carried.calledAt
        lastCall = (carried.lastCallAt ?? carried.calledAt).map(timers.stamp(wall:))
        startedAt = carried.startedAt
        servedSince = (carried.startedAt ?? carried.calledAt).map(timers.stamp(wall:))
        recalls = carried.recalls
        why = carried.why
        paper.restore(carried)
        holdKind = carried.holdKind
        heldAt = carried.heldAt.map(timers.stamp(wall:))
        servedSeconds = carried.servedSeconds ?? 0
        heldSeconds = carried.heldSeconds ?? 0
        reactivations = carried.reactivations ?? 0
        adopted = carried.adopted ?? false
    }
}

extension TicketState {
    /// As a closed day carried it; a state that needs a window and has none waits.
    init(_ carried: DayClosed.CarriedTicket) {
        switch (carried.state, carried.window) {
        case ("called", let window?): self = .called(window)
        case ("serving", let window?): self = .serving(window)
        case ("held", let window?): self = .held(window)
        case ("deferred", _): self = .deferred
        default: self = .waiting
        }
    }
}

extension Paper {
    fileprivate mutating func restore(_ carried: DayClosed.CarriedTicket) {
        state = PrintState(rawValue: carried.print) ?? .none
        attempts = carried.attempts
        printer = carried.printer ?? carried.issued.printer
        // Earlier releases did not say; then every attempt may have left a slip.
        slips = carried.slips ?? (carried.printIsOpen == nil ? carried.attempts : 0)
        settled = carried.paperSettled
        // News of attempts before the last is not taken after the night.
        let isUncertain = state == .unconfirmed || carried.mayStillPrint
        certain = Set(1..<max(1, isUncertain ? attempts : attempts + 1))
    }
}

extension DayClosed.CarriedTicket {
    /// Whether the printer may still print its slip. Earlier releases did not say.
    var mayStillPrint: Bool {
        printIsOpen ?? (attempts > 0 && PrintState(rawValue: print)?.isOpen == true)
    }
}
