// SPDX-License-Identifier: Apache-2.0

import Facts

/// What an officer does with the ticket in hand.
extension Hall {
    func inHand(at window: Window) throws(Refusal) -> Ticket {
        guard let ticket = window.ticket.flatMap({ tickets[$0] }) else {
            throw Refusal(.noTicketInHand, values: ["window": window.definition.number])
        }
        return ticket
    }

    func starting(_ ticket: Ticket, at window: Window) throws(Refusal) -> HallFact {
        try isExpected(ticket)
        return .serviceStarted(ServiceStarted(ticket: ticket.id, window: window.id))
    }

    func holding(
        _ ticket: Ticket, at window: Window, _ kind: HoldKind, _ moment: Moment
    ) -> HallFact {
        .ticketHeld(
            TicketHeld(
                ticket: ticket.id, window: window.id, kind: kind,
                serviceSeconds: secondsInHand(ticket, moment)))
    }

    func finishing(
        _ ticket: Ticket, at window: Window, _ how: Finishing, _ moment: Moment
    ) throws(Refusal) -> HallFact {
        try isKnown(how.outcome, among: structure.outcomes, .unknownOutcome, field: "outcome")
        if let number = how.caseNumber, !number.isCaseNumber {
            throw Refusal(.badCaseNumber, field: "case")
        }
        if let next = how.next { try isWayOn(next, for: ticket, field: "next") }
        return .ticketFinished(
            TicketFinished(
                ticket: ticket.id, window: window.id, startAssumed: ticket.startedAt == nil,
                serviceSeconds: ticket.servedSeconds + secondsInHand(ticket, moment),
                heldSeconds: ticket.heldSeconds == 0 ? nil : ticket.heldSeconds,
                outcome: how.outcome, note: how.note, caseNumber: how.caseNumber,
                next: how.next))
    }

    /// Called, and not yet at the window as far as anybody said.
    func isExpected(_ ticket: Ticket) throws(Refusal) {
        guard case .called = ticket.state else {
            throw Refusal(.alreadyStarted, values: ["number": ticket.number])
        }
    }

    /// Whole seconds of service since it was last called; from the call when nobody said when it
    /// began. A pause of the whole hall does not interrupt whoever is being served.
    private func secondsInHand(_ ticket: Ticket, _ moment: Moment) -> Int {
        ticket.servedSince.map { timers.secondsPassed(since: $0, at: moment) } ?? 0
    }
}

extension String {
    /// Whether this can be the number of a case: 1 to 64 characters that can be printed.
    package var isCaseNumber: Bool {
        // Scalars, not characters: one character can be any number of them.
        (1...64).contains(unicodeScalars.count)
            && unicodeScalars.allSatisfy {
                switch $0.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse,
                    .surrogate,
                    .unassigned:
                    false
                default: true
                }
            }
    }
}
