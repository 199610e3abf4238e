// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// Leave to begin an attempt, for a ticket whose paper is still to come and wanted.
    ///
    /// An attempt that ended unconfirmed is not begun again by itself: there may be a slip.
    func startingPrint(of id: TicketID, on printer: PrinterID) -> [HallFact] {
        guard let ticket = tickets[id], ticket.isPaperDue, !openPrints.contains(id) else {
            return []
        }
        return [
            .printStarted(
                PrintStarted(ticket: id, attempt: ticket.attempts + 1, printer: printer))
        ]
    }

    /// Takes an outcome if it is news about the attempt it names. A late confirmation of an
    /// attempt given up as unconfirmed is news; anything else after an end is not.
    func reporting(_ outcome: PrintOutcome) -> [HallFact] {
        guard let ticket = tickets[outcome.ticket], outcome.attempt == ticket.attempts else {
            return []
        }
        let isNews =
            switch (ticket.print, outcome.result) {
            case (.printing, _): true
            case (.held, .held): ticket.printReason != outcome.reason
            // A slip that is to be printed once more: the attempt that is told of has ended.
            case (.queued, .held): ticket.attempts == 0 && ticket.printReason != outcome.reason
            case (.held, .confirmed): ticket.attempts > 0
            case (.held, _): true
            case (.unconfirmed, .confirmed): true
            default: false
            }
        return isNews ? [.printOutcome(outcome)] : []
    }

    /// Ends an open attempt of whose slip nothing will be heard any more.
    func givingUpPrint(of id: TicketID, _ reason: String) -> HallFact {
        .printOutcome(
            PrintOutcome(
                ticket: id, attempt: tickets[id]?.attempts ?? 0, result: .unconfirmed,
                reason: reason))
    }
}

extension Hall {
    mutating func followPaper(of id: TicketID) {
        if tickets[id]?.lacksPaper == true {
            paperless.insert(id)
        } else {
            paperless.remove(id)
        }
    }
}

extension Ticket {
    /// Whether the holder may be without paper and still needs one.
    fileprivate var lacksPaper: Bool {
        switch (print, state) {
        case (.none, _), (.confirmed, _): false
        case (_, .waiting), (_, .called), (_, .held), (_, .deferred): true
        default: false
        }
    }

    /// Whether a slip is still to be printed: none was begun, and the citizen still needs it.
    package var isPaperDue: Bool {
        guard print == .queued || print == .held else { return false }
        switch state {
        case .waiting, .called, .held, .deferred: return true
        case .serving, .done, .noShow, .givenUp, .void: return false
        }
    }
}
