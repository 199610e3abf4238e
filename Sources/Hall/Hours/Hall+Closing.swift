// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// What a supervisor lets become of those who still wait. To serve on changes nothing by
    /// itself: who has a number is called as long as a window is there.
    func choosing(
        _ choice: ClosingChoice, _ id: ServiceID?
    ) throws(Refusal) -> [HallFact] {
        if let id, services[id] == nil {
            throw Refusal(.unknownService, field: "service", values: ["service": id.text])
        }
        let changed: [HallFact] =
            isChosen(choice, id)
            ? [] : [.closingChosen(ClosingChosen(choice: choice, service: id))]
        guard choice == .nextDay else { return changed }
        let concerned = id.map { [$0] } ?? keptByNobody
        return changed + deferring(Set(concerned))
    }

    /// Whether it was chosen before; for all, only if nothing else was chosen for any service since.
    private func isChosen(_ choice: ClosingChoice, _ id: ServiceID?) -> Bool {
        if let id { return services[id]?.closing == choice }
        return closing == choice && services.values.allSatisfy { $0.closing == nil }
    }

    /// Services whose queue does not stand overnight by itself.
    private var keptByNobody: [ServiceID] {
        services.values.filter { $0.definition.overnight != true }.map(\.id)
    }

    private func deferring(_ concerned: Set<ServiceID>) -> [HallFact] {
        tickets.values.filter { $0.state == .waiting && concerned.contains($0.service) }
            .sorted { $0.place < $1.place }
            .map { .ticketDeferred(TicketDeferred(ticket: $0.id, printer: $0.printer)) }
    }

    /// The holder of a deferred ticket is there. On the day it was deferred only if it was chosen
    /// since to serve on, and then at any hour, as all others who are served on.
    func checkingIn(_ id: TicketID, _ moment: Moment) throws(Refusal) -> HallFact {
        let ticket = try known(id)
        guard ticket.state == .deferred, let service = services[ticket.service],
            !ticket.deferredToday || (service.closing ?? closing) == .serveOn
        else { throw Refusal(.ticketNotDeferred, values: ["number": ticket.number]) }
        try isAtWork()
        if !ticket.deferredToday, let refusal = refusalByHours(of: service, at: moment) {
            throw refusal
        }
        return .ticketCheckedIn(TicketCheckedIn(ticket: id))
    }

    /// What midnight makes of a ticket.
    enum Fate: Hashable {
        /// It stays as it is, if its state lives on at all.
        case stays
        case deferred
        case voided(TicketVoided.Reason)
    }

    func fate(of ticket: Ticket, closing date: CivilDate) -> Fate {
        let service = services[ticket.service]
        switch ticket.state {
        case .waiting:
            if service?.closing == .nextDay { return .deferred }
            if service?.definition.overnight == true { return .stays }
            let choice = service?.closing ?? closing
            return choice == .nextDay ? .deferred : .voided(.dayEnded)
        case .deferred:
            // A day on which nobody could have used it does not count.
            let wasOpen = hours(of: ticket.service, on: date)?.openToAll.isEmpty == false
            let counts = structure.hours == nil || wasOpen
            return counts && !ticket.deferredToday ? .voided(.deferredUnused) : .stays
        default: return .stays
        }
    }
}
