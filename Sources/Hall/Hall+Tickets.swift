// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// What is asked of a ticket that is at no window.
    func decidingOnTicket(
        _ command: Command, _ moment: Moment
    ) throws(Refusal) -> [HallFact] {
        switch command {
        case .reactivate(let ticket): [try reactivating(ticket)]
        default: []
        }
    }

    private func reactivating(_ id: TicketID) throws(Refusal) -> HallFact {
        guard let ticket = tickets[id] else { throw Refusal(.unknownTicket) }
        guard case .noShow = ticket.state, services[ticket.service] != nil else {
            throw Refusal(
                .ticketNotReactivable,
                values: ["number": ticket.number, "state": ticket.state.name])
        }
        return .ticketReactivated(TicketReactivated(ticket: id))
    }
}
