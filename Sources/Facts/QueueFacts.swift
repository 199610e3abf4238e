// SPDX-License-Identifier: Apache-2.0

/// How a ticket is set aside 挂起.
package enum HoldKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// 不持件: the citizen leaves with the papers and comes back to any window that serves the
    /// matter; the time between does not count as handling.
    case withoutPapers = "without-papers"
    /// 持件: the papers stay at the window, which goes on with them; the time counts as handling.
    case withPapers = "with-papers"
    /// 等待: the citizen does another step elsewhere; the time between does not count.
    case otherStep = "other-step"
}

/// Sent back to its place in the queue by the window that had called it.
package struct TicketReturned: FactPayload {
    package static let name = "ticketReturned"
    package var ticket: TicketID
    package var window: WindowID

    package init(ticket: TicketID, window: WindowID) {
        self.ticket = ticket
        self.window = window
    }
}

/// A ticket that waited for one window or officer waits for any again, at its old place.
package struct TicketReleased: FactPayload {
    package static let name = "ticketReleased"
    package var ticket: TicketID

    package init(ticket: TicketID) {
        self.ticket = ticket
    }
}

/// At close: the number keeps its right, and its holder is served first on the next day of work.
package struct TicketDeferred: FactPayload {
    package static let name = "ticketDeferred"
    package var ticket: TicketID
    /// Where a slip that says so is to be printed; nil when none is.
    package var printer: PrinterID?

    package init(ticket: TicketID, printer: PrinterID?) {
        self.ticket = ticket
        self.printer = printer
    }
}

/// The holder of a deferred ticket is there again and waits, before those of the day.
package struct TicketCheckedIn: FactPayload {
    package static let name = "ticketCheckedIn"
    package var ticket: TicketID

    package init(ticket: TicketID) {
        self.ticket = ticket
    }
}

/// After a restore: a slip from before, in somebody's hand, is a ticket of this hall again.
package struct TicketAdopted: FactPayload {
    package static let name = "ticketAdopted"
    package var ticket: TicketID
    package var number: String
    package var prefix: String
    package var ordinal: Int
    package var service: ServiceID
    package var priority: PriorityClass

    package init(
        ticket: TicketID, number: String, prefix: String, ordinal: Int, service: ServiceID,
        priority: PriorityClass
    ) {
        self.ticket = ticket
        self.number = number
        self.prefix = prefix
        self.ordinal = ordinal
        self.service = service
        self.priority = priority
    }
}

/// Somebody will come at a certain time 预约.
package struct AppointmentBooked: FactPayload, Hashable {
    package static let name = "appointmentBooked"
    package var appointment: AppointmentID
    package var service: ServiceID
    /// Its time, in wall milliseconds.
    package var at: Int64
    package var priority: PriorityClass
    /// A masked name, if the hall keeps one.
    package var holder: TextCommitment?

    package init(
        appointment: AppointmentID, service: ServiceID, at: Int64, priority: PriorityClass,
        holder: TextCommitment? = nil
    ) {
        self.appointment = appointment
        self.service = service
        self.at = at
        self.priority = priority
        self.holder = holder
    }
}

/// An appointment will not be kept.
package struct AppointmentCancelled: FactPayload {
    package static let name = "appointmentCancelled"
    package var appointment: AppointmentID

    package init(appointment: AppointmentID) {
        self.appointment = appointment
    }
}
