// SPDX-License-Identifier: Apache-2.0

/// Whom the hall's rules let go first.
package enum PriorityClass: String, Sendable, Codable, CaseIterable {
    case normal
    /// 优先/绿色通道: the old, pregnant, disabled, veterans.
    case priority
}

/// Why this ticket was called and no other, as a clerk can be told it.
package struct Why: Hashable, Sendable, Codable {
    package enum Rule: String, Sendable, Codable, CaseIterable {
        case oldestFirst = "oldest-first"
        case priorityFirst = "priority-first"
        /// Sent to this window or officer.
        case ownFirst = "own-first"
        /// Nobody waits for the window's own services.
        case helpOut = "help-out"
        /// An appointment whose time has come.
        case appointmentDue = "appointment-due"
        /// Its service is one the window prefers.
        case preferred
        /// The ratio of the classes gives this one its turn.
        case ratioTurn = "ratio-turn"
        /// Waited so long that it counts as priority.
        case aged
        /// The priority class's head start made it the earlier one.
        case headStart = "head-start"
        case heldRecalled = "held-recalled"
        case chosen
    }

    package var rule: Rule
    /// How many waited for this window's services, this ticket among them.
    package var waiting: Int
    /// Whole seconds since the ticket was issued.
    package var waitedSeconds: Int
    /// Tickets that had come earlier and were passed over by the rule.
    package var passedOver: Int
    /// The policy it was chosen by; nil for the usual one.
    package var policy: String?

    package init(
        rule: Rule, waiting: Int, waitedSeconds: Int, passedOver: Int, policy: String? = nil
    ) {
        self.rule = rule
        self.waiting = waiting
        self.waitedSeconds = waitedSeconds
        self.passedOver = passedOver
        self.policy = policy
    }
}

/// A number was given out. Durable before any citizen sees it.
package struct TicketIssued: FactPayload, Hashable {
    package static let name = "ticketIssued"
    package var ticket: TicketID
    /// As printed: `A001`.
    package var number: String
    package var prefix: String
    /// Counts from 1 within prefix and business day.
    package var ordinal: Int
    package var service: ServiceID
    package var priority: PriorityClass
    package var kiosk: KioskID?
    /// Where it is to be printed; nil when no paper was asked for.
    package var printer: PrinterID?
    /// The appointment it was taken for.
    package var appointment: AppointmentID?
    /// Who took it, as a hash whose key lasts one day; nil when nobody was asked.
    package var person: String?
    /// The first ticket of the visit this one goes on with, on another day.
    package var visit: TicketID?
    /// The number of the case the visit is about.
    package var caseNumber: String?
    /// The holder's masked name, if the hall keeps one.
    package var holder: TextCommitment?

    package init(
        ticket: TicketID, number: String, prefix: String, ordinal: Int, service: ServiceID,
        priority: PriorityClass, kiosk: KioskID?, printer: PrinterID?,
        appointment: AppointmentID? = nil, person: String? = nil, visit: TicketID? = nil,
        caseNumber: String? = nil, holder: TextCommitment? = nil
    ) {
        self.appointment = appointment
        self.person = person
        self.visit = visit
        self.caseNumber = caseNumber
        self.holder = holder
        self.ticket = ticket
        self.number = number
        self.prefix = prefix
        self.ordinal = ordinal
        self.service = service
        self.priority = priority
        self.kiosk = kiosk
        self.printer = printer
    }
}

/// A window asked a ticket's holder to come.
package struct TicketCalled: FactPayload {
    package static let name = "ticketCalled"
    package var ticket: TicketID
    package var window: WindowID
    package var officer: OfficerID?
    package var why: Why

    package init(ticket: TicketID, window: WindowID, officer: OfficerID?, why: Why) {
        self.ticket = ticket
        self.window = window
        self.officer = officer
        self.why = why
    }
}

/// The same ticket was called once more 重呼.
package struct TicketRecalled: FactPayload {
    package static let name = "ticketRecalled"
    package var ticket: TicketID
    package var window: WindowID
    /// 1 for the first recall after the call.
    package var count: Int

    package init(ticket: TicketID, window: WindowID, count: Int) {
        self.ticket = ticket
        self.window = window
        self.count = count
    }
}

/// The citizen stood at the window and service began.
package struct ServiceStarted: FactPayload {
    package static let name = "serviceStarted"
    package var ticket: TicketID
    package var window: WindowID

    package init(ticket: TicketID, window: WindowID) {
        self.ticket = ticket
        self.window = window
    }
}

/// Service ended.
package struct TicketFinished: FactPayload {
    package static let name = "ticketFinished"
    package var ticket: TicketID
    package var window: WindowID
    /// True when nobody pressed start, so that service is taken to have begun at the call.
    package var startAssumed: Bool
    /// Whole seconds from start (or call) to finish, times it was set aside left out.
    package var serviceSeconds: Int
    /// Whole seconds it was set aside with its papers at the window; nil: none.
    package var heldSeconds: Int?
    /// How the case ended, one of the hall's outcomes.
    package var outcome: String?
    /// What the officer wrote down, such as what papers are missing 一次性告知.
    package var note: TextCommitment?
    /// The number of the case, by which it can be taken up again on another day.
    package var caseNumber: String?
    /// Where the visit goes on, today and under the same number; nil: it ends here.
    package var next: ServiceID?

    package init(
        ticket: TicketID, window: WindowID, startAssumed: Bool, serviceSeconds: Int,
        heldSeconds: Int? = nil, outcome: String? = nil, note: TextCommitment? = nil,
        caseNumber: String? = nil, next: ServiceID? = nil
    ) {
        self.ticket = ticket
        self.window = window
        self.startAssumed = startAssumed
        self.serviceSeconds = serviceSeconds
        self.heldSeconds = heldSeconds
        self.outcome = outcome
        self.note = note
        self.caseNumber = caseNumber
        self.next = next
    }
}

/// Called and did not come 过号.
package struct TicketNoShow: FactPayload {
    package static let name = "ticketNoShow"
    package var ticket: TicketID
    package var window: WindowID

    package init(ticket: TicketID, window: WindowID) {
        self.ticket = ticket
        self.window = window
    }
}

/// The citizen gave the number up 弃号.
package struct TicketGivenUp: FactPayload {
    package static let name = "ticketGivenUp"
    package var ticket: TicketID
    package var window: WindowID?

    package init(ticket: TicketID, window: WindowID?) {
        self.ticket = ticket
        self.window = window
    }
}

/// Set aside 挂起 until the window calls it again; the window is free meanwhile.
package struct TicketHeld: FactPayload {
    package static let name = "ticketHeld"
    package var ticket: TicketID
    package var window: WindowID
    /// Nil for tickets of the first release, which knew one kind: as `withPapers`.
    package var kind: HoldKind?
    /// Whole seconds of service before it was set aside; nil: as nobody counted.
    package var serviceSeconds: Int?

    package init(
        ticket: TicketID, window: WindowID, kind: HoldKind? = nil, serviceSeconds: Int? = nil
    ) {
        self.ticket = ticket
        self.window = window
        self.kind = kind
        self.serviceSeconds = serviceSeconds
    }
}

/// Sent on to another service, window or officer 转移 under the same number, keeping its arrival.
package struct TicketTransferred: FactPayload {
    package static let name = "ticketTransferred"
    package var ticket: TicketID
    /// The window that sent it on, from its hand; nil when a new configuration gave its service's
    /// tickets to another: it stays where it is, in the queue or at a window.
    package var window: WindowID?
    package var from: ServiceID
    /// The same as `from` when only the window or officer is new.
    package var to: ServiceID
    /// The one window that may call it.
    package var toWindow: WindowID?
    /// The one officer who may call it, wherever they sit.
    package var toOfficer: OfficerID?

    package init(
        ticket: TicketID, window: WindowID?, from: ServiceID, to: ServiceID,
        toWindow: WindowID? = nil, toOfficer: OfficerID? = nil
    ) {
        self.ticket = ticket
        self.window = window
        self.from = from
        self.to = to
        self.toWindow = toWindow
        self.toOfficer = toOfficer
    }
}

/// A no-show came after all and waits again 过号激活.
package struct TicketReactivated: FactPayload {
    package static let name = "ticketReactivated"
    package var ticket: TicketID
    /// Right behind this one of its class and service; nil: behind everybody.
    package var behind: TicketID?

    package init(ticket: TicketID, behind: TicketID? = nil) {
        self.ticket = ticket
        self.behind = behind
    }
}

/// The number is no longer good.
package struct TicketVoided: FactPayload {
    package enum Reason: String, Sendable, Codable {
        /// The business day ended before anybody called it.
        case dayEnded
        /// The hall no longer has the service.
        case serviceRemoved
        /// Its holder had the right to go first on this day and did not come.
        case deferredUnused
    }

    package static let name = "ticketVoided"
    package var ticket: TicketID
    package var reason: Reason

    package init(ticket: TicketID, reason: Reason) {
        self.ticket = ticket
        self.reason = reason
    }
}
