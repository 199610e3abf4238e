// SPDX-License-Identifier: Apache-2.0

import Facts

/// Sending the ticket in hand on 转移; it keeps its number, its place and its time in the queue.
extension Hall {
    func transferring(
        _ ticket: Ticket, from window: Window, to target: TransferTarget
    ) throws(Refusal) -> HallFact {
        var fact = TicketTransferred(
            ticket: ticket.id, window: window.id, from: ticket.service, to: ticket.service)
        switch target {
        case .service(let service):
            try isWayOn(service, for: ticket, field: "service")
            fact.to = service
        case .window(let other):
            fact.to = try serviceOn(ticket, at: other, from: window)
            fact.toWindow = other
        case .officer(let officer):
            guard let post = posts[officer] else {
                throw Refusal(
                    .officerNotThere, field: "officer", values: ["officer": officer.text])
            }
            guard post != window.id else {
                throw Refusal(
                    .notTransferable, field: "officer", values: ["number": ticket.number])
            }
            fact.toOfficer = officer
        }
        return .ticketTransferred(fact)
    }

    /// A service a ticket can go on to.
    func isWayOn(_ to: ServiceID, for ticket: Ticket, field: String) throws(Refusal) {
        guard let service = services[to] else {
            throw Refusal(.unknownService, field: field, values: ["service": to.text])
        }
        guard to != ticket.service else {
            throw Refusal(.notTransferable, field: field, values: ["number": ticket.number])
        }
        guard service.definition.accepting != false else {
            throw Refusal(.serviceClosing, field: field, values: service.nameValues)
        }
    }

    /// What a ticket is served for at another window, which must be open: a closed one gives back
    /// those who wait for it.
    private func serviceOn(
        _ ticket: Ticket, at other: WindowID, from window: Window
    ) throws(Refusal) -> ServiceID {
        let target = try known(other, field: "window")
        guard other != window.id else {
            throw Refusal(.notTransferable, field: "window", values: ["number": ticket.number])
        }
        guard target.officer != nil else {
            throw Refusal(
                .windowClosed, field: "window", values: ["window": target.definition.number])
        }
        guard !target.serves(ticket.service) else { return ticket.service }
        guard let service = target.definition.services.first else {
            throw Refusal(.notTransferable, field: "window", values: ["number": ticket.number])
        }
        try isWayOn(service, for: ticket, field: "window")
        return service
    }
}
