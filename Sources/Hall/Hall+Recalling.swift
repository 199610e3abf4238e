// SPDX-License-Identifier: Apache-2.0

import Facts

/// How often and how soon somebody who was called is called again, or taken to be absent.
extension Hall {
    func recalling(
        _ ticket: Ticket, at window: Window, _ moment: Moment
    ) throws(Refusal) -> HallFact {
        try isExpected(ticket)
        try isAtWork()
        guard ticket.recalls < rules.recallLimit else {
            throw Refusal(
                .recallsUsedUp,
                values: ["number": ticket.number, "limit": String(rules.recallLimit)])
        }
        let missing = rules.recallPause - secondsSinceCall(of: ticket, moment)
        guard missing <= 0 else {
            throw Refusal(
                .recallTooSoon, values: ["number": ticket.number, "seconds": String(missing)])
        }
        return .ticketRecalled(
            TicketRecalled(ticket: ticket.id, window: window.id, count: ticket.recalls + 1))
    }

    func missing(
        _ ticket: Ticket, at window: Window, _ moment: Moment
    ) throws(Refusal) -> HallFact {
        try isExpected(ticket)
        try isAtWork()
        let recalls = rules.absentAfterRecalls - ticket.recalls
        guard recalls <= 0 else {
            throw Refusal(
                .noShowNeedsRecall,
                values: ["number": ticket.number, "recalls": String(recalls)])
        }
        let seconds = rules.absentAfterSeconds - secondsSinceCall(of: ticket, moment)
        guard seconds <= 0 else {
            throw Refusal(
                .noShowTooSoon,
                values: ["number": ticket.number, "seconds": String(seconds)])
        }
        return .ticketNoShow(TicketNoShow(ticket: ticket.id, window: window.id))
    }

    private func secondsSinceCall(of ticket: Ticket, _ moment: Moment) -> Int {
        ticket.lastCall.map { timers.seconds(since: $0, at: moment) } ?? .max
    }

    var rules: TicketRules { structure.rules ?? TicketRules() }
}

/// The rules with common practice where the hall says nothing.
extension TicketRules {
    var recallLimit: Int { max(0, recalls ?? 2) }
    var recallPause: Int { max(0, recallPauseSeconds ?? 20) }
    var absentAfterSeconds: Int { max(0, noShowAfterSeconds ?? 0) }
    /// Never more than can be made, or nobody could ever be absent.
    var absentAfterRecalls: Int { min(max(0, noShowAfterRecalls ?? 0), recallLimit) }
    var reactivationLimit: Int { reactivations ?? 1 }
    var reactivationLimitMinutes: Int { reactivationMinutes ?? 30 }
    /// At least one: a fact can say behind whom somebody stands, not that it is before everybody.
    var goBeforeReactivated: Int { max(1, reactivatedAfter ?? 2) }
}
