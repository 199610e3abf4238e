// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// How many slips one command may bring.
    package static let slipsAtOnce = 500

    /// Tickets for slips the restored copy did not know, lowest number first. A slip it cannot
    /// know is refused, and all others of the command with it.
    func adopting(_ slips: [OutstandingSlip]) throws(Refusal) -> [HallFact] {
        guard let restored, restored.fact.date == businessDate else {
            throw Refusal(.notRestored)
        }
        guard slips.count <= Self.slipsAtOnce else {
            throw Refusal(.tooManySlips, values: ["limit": String(Self.slipsAtOnce)])
        }
        var known = Dictionary(
            tickets.values.map { ($0.number, $0.state.name) },
            uniquingKeysWith: { first, _ in first })
        var ids: Set<TicketID> = []
        let sorted = slips.sorted { ($0.prefix, $0.ordinal) < ($1.prefix, $1.ordinal) }
        var adopted: [HallFact] = []
        for slip in sorted {
            let service = try service(of: slip)
            let number = Ticket.number(prefix: slip.prefix, ordinal: slip.ordinal)
            if let state = known[number] {
                throw Refusal(.slipKnown, values: ["number": number, "state": state])
            }
            guard restored.gap(of: slip.prefix, slip.ordinal) != nil else {
                throw Refusal(.slipNeverIssued, values: ["number": number])
            }
            guard tickets[slip.ticket] == nil, ids.insert(slip.ticket).inserted else {
                throw Refusal(.ticketExists)
            }
            known[number] = TicketState.waiting.name
            adopted.append(
                .ticketAdopted(
                    TicketAdopted(
                        ticket: slip.ticket, number: number, prefix: slip.prefix,
                        ordinal: slip.ordinal, service: service, priority: slip.priority)))
        }
        return adopted
    }

    private func service(of slip: OutstandingSlip) throws(Refusal) -> ServiceID {
        guard let service = structure.services.first(where: { $0.prefix == slip.prefix }) else {
            throw Refusal(.unknownPrefix, field: "numbers", values: ["prefix": slip.prefix])
        }
        return service.id
    }
}
