// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// What is asked of a ticket in nobody's hands.
    func decidingOnTicket(
        _ command: Command, _ moment: Moment
    ) throws(Refusal) -> [HallFact] {
        switch command {
        case .reactivate(let ticket): [try reactivating(try known(ticket), moment)]
        case .giveUp(let ticket): [try givingUp(try known(ticket))]
        case .rate(let ticket, let window, let grade):
            [try rating(try known(ticket), at: window, grade)]
        default: []
        }
    }

    func known(_ id: TicketID) throws(Refusal) -> Ticket {
        guard let ticket = tickets[id] else { throw Refusal(.unknownTicket) }
        return ticket
    }

    func reactivating(_ ticket: Ticket, _ moment: Moment) throws(Refusal) -> HallFact {
        guard case .noShow = ticket.state, let queue = services[ticket.service]?.queue else {
            throw Refusal(
                .ticketNotReactivable,
                values: ["number": ticket.number, "state": ticket.state.name])
        }
        guard ticket.reactivations < rules.reactivationLimit else {
            throw Refusal(
                .reactivationsUsedUp,
                values: ["number": ticket.number, "limit": String(rules.reactivationLimit)])
        }
        let seconds = ticket.noShowAt.map { timers.seconds(since: $0, at: moment) } ?? 0
        let minutes = rules.reactivationLimitMinutes
        guard seconds / 60 < minutes || (seconds / 60 == minutes && seconds % 60 == 0) else {
            throw Refusal(
                .reactivationTooLate,
                values: ["number": ticket.number, "minutes": String(minutes)])
        }
        try isAtWork()
        let others = queue.line(ticket.priority).places
        let before = rules.goBeforeReactivated
        return .ticketReactivated(
            TicketReactivated(
                ticket: ticket.id,
                behind: before <= others.count ? others[before - 1].ticket : nil))
    }

    private func givingUp(_ ticket: Ticket) throws(Refusal) -> HallFact {
        switch ticket.state {
        case .waiting, .held, .deferred:
            return .ticketGivenUp(TicketGivenUp(ticket: ticket.id, window: nil))
        case .called, .serving, .done, .noShow, .givenUp, .void:
            throw Refusal(
                .ticketNotGivable,
                values: ["number": ticket.number, "state": ticket.state.name])
        }
    }
}
