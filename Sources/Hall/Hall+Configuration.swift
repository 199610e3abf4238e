// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// The same configuration again changes nothing. One that has no place for what is still in
    /// use is refused as a whole, unless it says what becomes of it.
    func applying(
        _ structure: HallStructure, digest: String, _ retired: Retirement
    ) throws(Refusal) -> [HallFact] {
        guard configuration?.digest != digest || configuration?.structure != structure else {
            return []
        }
        var facts: [HallFact] = []
        var refusals: [Refusal] = []
        func add(_ leaving: () throws(Refusal) -> [HallFact]) {
            do { facts += try leaving() } catch { refusals.append(error) }
        }
        let windowsGone = Set(windows.keys).subtracting(structure.windows.map(\.id))
        for window in windowsGone.sorted().compactMap({ windows[$0] }) {
            add { () throws(Refusal) in try leaving(window, retired) }
        }
        let servicesKept = Set(structure.services.map(\.id))
        for service in services.keys.sorted() where !servicesKept.contains(service) {
            add { () throws(Refusal) in
                try leaving(service, retired, for: servicesKept, windowsGone)
            }
        }
        if let refusal = Refusal(naming: refusals) { throw refusal }
        let revision = (configuration?.revision ?? 0) + 1
        return facts + [
            .configurationApplied(
                ConfigurationApplied(revision: revision, digest: digest, structure: structure))
        ]
    }

    /// A window goes: its tickets go back to the queue if it was said that they may, and nobody
    /// waits for it or for its officer any more.
    private func leaving(
        _ window: Window, _ retired: Retirement
    ) throws(Refusal) -> [HallFact] {
        let tickets = (window.ticket.map { [$0] } ?? []) + window.held
        guard tickets.isEmpty || retired.windows.contains(window.id) else {
            throw Refusal(.stillInUse, field: "windows", values: ["name": window.id.text])
        }
        let returned = tickets.map {
            HallFact.ticketReturned(TicketReturned(ticket: $0, window: window.id))
        }
        return returned + unanswered(at: window, .windowRemoved)
            + (window.officer == nil ? releasing([.window(window.id)]) : closing(window))
    }

    /// A service goes: what becomes of its tickets and appointments must have been said.
    private func leaving(
        _ service: ServiceID, _ retired: Retirement, for kept: Set<ServiceID>,
        _ windowsGone: Set<WindowID>
    ) throws(Refusal) -> [HallFact] {
        let concerned = tickets.values.filter { $0.service == service }
            .sorted { $0.place < $1.place }
        let live = concerned.filter(\.isLive)
        let booked = appointments.values.filter { $0.ticket == nil && $0.booked.service == service }
            .map(\.booked).sorted { $0.appointment < $1.appointment }
        guard !live.isEmpty || !booked.isEmpty else { return [] }
        let inUse = Refusal(.stillInUse, field: "services", values: ["name": service.text])
        switch retired.services[service] {
        case nil: throw inUse
        case .void:
            // Whoever sits at a window that goes on is served to the end.
            let isAtWindow = live.contains { ticket in
                ticket.state.window.map { !windowsGone.contains($0) } ?? false
            }
            guard !isAtWindow else { throw inUse }
            return voiding(live, booked)
        case .transfer(let other):
            guard kept.contains(other) else {
                throw Refusal(
                    .unknownService, field: "retired", values: ["service": other.text])
            }
            let moving = concerned.filter { $0.isLive || $0.mayComeBack }
            return giving(moving, booked, from: service, to: other)
        }
    }

    private func voiding(_ tickets: [Ticket], _ booked: [AppointmentBooked]) -> [HallFact] {
        tickets.map {
            .ticketVoided(TicketVoided(ticket: $0.id, reason: .serviceRemoved))
        }
            + booked.map {
                .appointmentCancelled(AppointmentCancelled(appointment: $0.appointment))
            }
    }

    private func giving(
        _ tickets: [Ticket], _ booked: [AppointmentBooked], from: ServiceID, to: ServiceID
    ) -> [HallFact] {
        tickets.map {
            .ticketTransferred(
                TicketTransferred(ticket: $0.id, window: nil, from: from, to: to))
        }
            + booked.map { appointment in
                var moved = appointment
                moved.service = to
                return .appointmentBooked(moved)
            }
    }
}

extension Refusal {
    /// One that names all that is in use, so that it need not be found out one after another.
    fileprivate init?(naming refusals: [Refusal]) {
        guard var first = refusals.first else { return nil }
        let names = refusals.filter { $0.kind == first.kind }.compactMap { $0.values["name"] }
        if !names.isEmpty { first.values["name"] = names.joined(separator: ", ") }
        self = first
    }
}

extension Ticket {
    /// Whether somebody still counts on it today or on the next day.
    fileprivate var isLive: Bool {
        switch state {
        case .waiting, .called, .serving, .held, .deferred: true
        case .done, .noShow, .givenUp, .void: false
        }
    }

    fileprivate var mayComeBack: Bool {
        if case .noShow = state { true } else { false }
    }
}
