// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// Why something is paused, and since when.
package struct PauseRow: Encodable, Hashable, Sendable {
    /// A reason key.
    package var reason: String?
    /// What people read for it, where the hall has words of its own.
    package var names: LocalizedText?
    /// Wall milliseconds.
    package var since: Int64
    /// Wall milliseconds at which it is meant to end.
    package var until: Int64?
}

/// Whether the whole hall is paused; always told, so that a resumption is told too.
package struct HallPauseRow: Encodable, Hashable, Sendable {
    package var paused: Bool
    /// A reason key.
    package var reason: String?
    package var names: LocalizedText?
    /// Wall milliseconds.
    package var since: Int64?
}

/// What a supervisor has decided for the whole hall, and what waits for a decision.
package struct HallWideRow: Encodable, Hashable, Sendable {
    package struct Policy: Encodable, Hashable, Sendable {
        package var id: String
        package var names: LocalizedText
        package var rules: CallingRules
    }

    package struct Closing: Encodable, Hashable, Sendable {
        package var service: ServiceID?
        package var choice: ClosingChoice
    }

    package struct Tidal: Encodable, Hashable, Sendable {
        package var window: WindowID
        package var service: ServiceID
    }

    package struct Restore: Encodable, Hashable, Sendable {
        /// Wall milliseconds at which the copy was made.
        package var backedUpAt: Int64
        package var date: CivilDate
        package var block: Int
    }

    package var pause: HallPauseRow
    package var policies: [Policy]
    /// The id of the policy in force for windows without one of their own; nil: the usual order.
    package var policy: String?
    package var closing: [Closing]
    package var proposals: [TidalProposed]
    package var tidal: [Tidal]
    /// Tickets that go first when their holders come back.
    package var deferred: [TicketRow]
    /// The restore after which slips may be outstanding.
    package var restored: Restore?
    /// Why the hall may pause; empty where any key is taken.
    package var pauseReasons: [NamedCode]
    /// How many configurations this hall has had.
    package var revision: Int

    package init(_ hall: Hall) {
        pause = hall.pauseRow
        policies = (hall.structure.calling?.policies ?? []).map {
            Policy(id: $0.id, names: $0.name, rules: $0.rules)
        }
        policy = hall.chosenPolicy ?? hall.structure.calling?.standard
        let each = hall.services.values.compactMap { service in
            service.closing.map { Closing(service: service.id, choice: $0) }
        }
        closing =
            (hall.closing.map { [Closing(service: nil, choice: $0)] } ?? [])
            + each.sorted { ($0.service?.text ?? "") < ($1.service?.text ?? "") }
        proposals = hall.proposals.values.sorted { $0.rule < $1.rule }
        tidal = hall.structure.windows.compactMap { hall.windows[$0.id] }.flatMap { window in
            window.tidal.map { Tidal(window: window.id, service: $0) }
        }
        deferred = hall.tickets.values.filter { $0.state == .deferred }
            .sorted { $0.place < $1.place }
            .map { TicketRow($0, in: hall) }
        if let fact = hall.restored?.fact, fact.date == hall.businessDate {
            restored = Restore(
                backedUpAt: fact.backedUpAt, date: fact.date, block: fact.block)
        }
        pauseReasons = hall.structure.pauseReasons ?? []
        revision = hall.configuration?.revision ?? 0
    }
}

extension Hall {
    package var pauseRow: HallPauseRow {
        HallPauseRow(
            paused: paused != nil, reason: paused?.reason, names: words(for: paused?.reason),
            since: timers.pausedSince)
    }

    /// Why a window is paused, if it is.
    package func pauseRow(of window: Window) -> PauseRow? {
        window.paused.map { paused in
            PauseRow(
                reason: paused.reason, names: words(for: paused.reason), since: window.since,
                until: window.pausedUntil)
        }
    }

    /// The hall's own words for a reason of a pause.
    package func words(for reason: String?) -> LocalizedText? {
        structure.pauseReasons?.first { $0.id == reason }?.name
    }
}

/// An appointment as staff sees it.
package struct AppointmentRow: Encodable, Hashable, Sendable {
    package var id: AppointmentID
    package var service: ServiceID
    /// Wall milliseconds.
    package var at: Int64
    package var priority: PriorityClass
    /// The ticket its holder has, once there.
    package var ticket: TicketID?
    package var number: String?

    package init(_ appointment: Appointment, in hall: Hall) {
        id = appointment.booked.appointment
        service = appointment.booked.service
        at = appointment.booked.at
        priority = appointment.booked.priority
        ticket = appointment.ticket
        number = appointment.ticket.flatMap { hall.tickets[$0]?.number }
    }

    private enum CodingKeys: String, CodingKey {
        case id, service, at, ticket, number
        case priority = "class"
    }
}
