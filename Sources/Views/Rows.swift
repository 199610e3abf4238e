// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// One service as clients see it.
package struct ServiceRow: Encodable, Hashable, Sendable {
    package var id: ServiceID
    /// In Simplified Chinese; `names` has all languages.
    package var name: String
    package var names: LocalizedText
    package var zone: LocalizedText?
    package var prefix: String
    package var waiting: Int
    /// Whether any window that serves it is not closed.
    package var open: Bool
    /// Seconds the one who waits longest has waited; only for staff.
    package var longestWaitSeconds: Int?

    package init(_ service: Service, in hall: Hall) {
        id = service.id
        name = service.definition.name.zhHans
        names = service.definition.name
        zone = service.definition.zone
        prefix = service.definition.prefix
        waiting = service.queue.count
        open = hall.isOpen(service.id)
    }

    /// With what only staff is shown.
    package init(staff service: Service, in hall: Hall, at moment: Moment) {
        self.init(service, in: hall)
        let queue = service.queue
        let lines = PriorityClass.allCases.map(queue.line) + [queue.appointments, queue.bound]
        let longest = lines.compactMap(\.first)
            .compactMap { hall.tickets[$0.ticket]?.waitedSeconds(at: moment) }
            .max()
        longestWaitSeconds = longest ?? 0
    }
}

/// One window as clients see it.
package struct WindowRow: Encodable, Hashable, Sendable {
    /// The ticket in hand.
    package struct InHand: Encodable, Hashable, Sendable {
        package var id: TicketID
        package var number: String
        package var service: ServiceID
        /// `called` or `serving`.
        package var state: String
        /// Wall milliseconds.
        package var calledAt: Int64?
        package var recalls: Int
    }

    package struct Officer: Encodable, Hashable, Sendable {
        package var id: OfficerID
    }

    package var id: WindowID
    package var number: String
    package var state: Window.State
    package var ticket: InHand?
    package var services: [ServiceID]
    package var officer: Officer?
    /// Services it helps out with when nobody waits for its own.
    package var helps: [ServiceID]?
    /// Services it helps out with because a person said so.
    package var tidal: [ServiceID]?
    /// Why it is paused, as a reason key.
    package var reason: String?
    /// What people read for the reason, where the hall has words of its own.
    package var reasonNames: LocalizedText?
    /// Wall milliseconds at which the pause is meant to end.
    package var until: Int64?
    /// Wall milliseconds since which `state` holds.
    package var since: Int64
    /// Whom it asks for a rating, while it waits for the answer.
    package var rating: RatingRow?
    /// People waiting for any of its services; only for staff.
    package var waiting: Int?

    package init(_ window: Window, in hall: Hall) {
        id = window.id
        number = window.definition.number
        state = window.state
        ticket = window.ticket.flatMap { hall.tickets[$0] }.map(InHand.init)
        services = window.definition.services
        helps = window.helps.isEmpty ? nil : window.helps
        tidal = window.tidal.isEmpty ? nil : window.tidal
        officer = window.officer.map { Officer(id: $0) }
        let pause = hall.pauseRow(of: window)
        reason = pause?.reason
        reasonNames = pause?.names
        until = pause?.until
        since = window.since
        rating = window.rating.flatMap { $0.state == .open ? RatingRow($0, in: hall) : nil }
    }

    /// With what only staff is shown.
    package init(staff window: Window, in hall: Hall) {
        self.init(window, in: hall)
        waiting = hall.waiting(for: window)
    }
}

extension WindowRow.InHand {
    fileprivate init(_ ticket: Ticket) {
        self.init(
            id: ticket.id, number: ticket.number, service: ticket.service,
            state: ticket.state.name, calledAt: ticket.calledAt, recalls: ticket.recalls)
    }
}

/// One ticket as its holder and staff see it.
package struct TicketRow: Encodable, Hashable, Sendable {
    package var id: TicketID
    package var number: String
    package var service: ServiceID
    package var state: String
    package var ahead: Int
    /// Encoded as null when nothing honest can be said.
    package var wait: WaitEstimate?
    package var print: String
    package var printReason: String?
    /// Who prints its slip, printed it or is to print it.
    package var printer: PrinterID?
    /// How often a slip was begun.
    package var printAttempts: Int?
    /// How a person saw to it that the holder has the number.
    package var paperSettled: PaperSettled.Way?
    package var issuedAt: Int64
    package var window: WindowID?
    package var calledAt: Int64?
    package var priority: PriorityClass
    package var kiosk: KioskID?
    package var recalls: Int
    package var transferredFrom: ServiceID?
    /// The one window, or officer, it waits for.
    package var forWindow: WindowID?
    package var forOfficer: OfficerID?
    /// The time of its appointment, in wall milliseconds.
    package var appointmentAt: Int64?
    /// How it is set aside.
    package var hold: HoldKind?
    /// True for one that goes first when its holder comes back on another day.
    package var deferred: Bool?
    /// The services its visit has behind it.
    package var steps: [ServiceID]?
    /// True when only the slip is known, so that nobody knows when it was taken.
    package var adopted: Bool?
    /// The number of the case its visit is about.
    package var caseNumber: String?

    package init(_ ticket: Ticket, in hall: Hall) {
        id = ticket.id
        number = ticket.number
        service = ticket.service
        state = ticket.state.name
        ahead = hall.ahead(of: ticket)
        if ticket.state == .waiting {
            wait = hall.waitEstimate(for: ticket.service, ahead: ahead)
        }
        print = ticket.print.rawValue
        printReason = ticket.printReason
        printer = ticket.paperPrinter
        printAttempts = ticket.attempts == 0 ? nil : ticket.attempts
        paperSettled = ticket.paper.settled
        issuedAt = ticket.issuedAt
        window = ticket.state.window
        calledAt = ticket.calledAt
        priority = ticket.priority
        kiosk = ticket.kiosk
        recalls = ticket.recalls
        transferredFrom = ticket.transferredFrom
        tellMore(of: ticket)
    }

    private mutating func tellMore(of ticket: Ticket) {
        switch ticket.bound {
        case .window(let window): forWindow = window
        case .officer(let officer): forOfficer = officer
        case nil: break
        }
        appointmentAt = ticket.appointmentAt
        if case .held = ticket.state { hold = ticket.holdKind }
        deferred = ticket.state == .deferred ? true : nil
        steps = ticket.steps.isEmpty ? nil : ticket.steps
        adopted = ticket.adopted ? true : nil
        caseNumber = ticket.issued.caseNumber
    }

    private enum CodingKeys: String, CodingKey {
        case id, number, service, state, ahead, wait, print, printReason, issuedAt, window
        case calledAt, kiosk, recalls, transferredFrom, forWindow, forOfficer, appointmentAt
        case hold, deferred, steps, adopted, printer, printAttempts, paperSettled
        case caseNumber = "case"
        case priority = "class"
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(id, forKey: .id)
        try row.encode(number, forKey: .number)
        try row.encode(service, forKey: .service)
        try row.encode(state, forKey: .state)
        try row.encode(ahead, forKey: .ahead)
        try row.encode(wait, forKey: .wait)
        try row.encode(print, forKey: .print)
        try row.encodeIfPresent(printReason, forKey: .printReason)
        try row.encodeIfPresent(printer, forKey: .printer)
        try row.encodeIfPresent(printAttempts, forKey: .printAttempts)
        try row.encodeIfPresent(paperSettled, forKey: .paperSettled)
        try row.encode(issuedAt, forKey: .issuedAt)
        try row.encodeIfPresent(window, forKey: .window)
        try row.encodeIfPresent(calledAt, forKey: .calledAt)
        try row.encode(priority, forKey: .priority)
        try row.encodeIfPresent(kiosk, forKey: .kiosk)
        try row.encode(recalls, forKey: .recalls)
        try row.encodeIfPresent(transferredFrom, forKey: .transferredFrom)
        try row.encodeIfPresent(forWindow, forKey: .forWindow)
        try row.encodeIfPresent(forOfficer, forKey: .forOfficer)
        try row.encodeIfPresent(appointmentAt, forKey: .appointmentAt)
        try row.encodeIfPresent(hold, forKey: .hold)
        try row.encodeIfPresent(deferred, forKey: .deferred)
        try row.encodeIfPresent(steps, forKey: .steps)
        try row.encodeIfPresent(adopted, forKey: .adopted)
        try row.encodeIfPresent(caseNumber, forKey: .caseNumber)
    }
}

/// One device as staff sees it.
package struct DeviceRow: Encodable, Hashable, Sendable {
    package var id: DeviceID
    package var kind: DeviceChanged.Kind
    package var state: DeviceChanged.State
    package var reason: String?
    /// Wall milliseconds.
    package var since: Int64

    package init(_ device: Device) {
        id = device.changed.device
        kind = device.changed.kind
        state = device.changed.state
        reason = device.changed.reason
        since = device.since
    }
}
