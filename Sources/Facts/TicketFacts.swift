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

    package init(rule: Rule, waiting: Int, waitedSeconds: Int, passedOver: Int) {
        self.rule = rule
        self.waiting = waiting
        self.waitedSeconds = waitedSeconds
        self.passedOver = passedOver
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

    package init(
        ticket: TicketID, number: String, prefix: String, ordinal: Int, service: ServiceID,
        priority: PriorityClass, kiosk: KioskID?, printer: PrinterID?
    ) {
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
    /// Whole seconds from start (or call) to finish.
    package var serviceSeconds: Int

    package init(ticket: TicketID, window: WindowID, startAssumed: Bool, serviceSeconds: Int) {
        self.ticket = ticket
        self.window = window
        self.startAssumed = startAssumed
        self.serviceSeconds = serviceSeconds
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

    package init(ticket: TicketID, window: WindowID) {
        self.ticket = ticket
        self.window = window
    }
}

/// Sent on to another service 转移 under the same number, keeping its arrival.
package struct TicketTransferred: FactPayload {
    package static let name = "ticketTransferred"
    package var ticket: TicketID
    package var window: WindowID
    package var from: ServiceID
    package var to: ServiceID

    package init(ticket: TicketID, window: WindowID, from: ServiceID, to: ServiceID) {
        self.ticket = ticket
        self.window = window
        self.from = from
        self.to = to
    }
}

/// A no-show came after all and waits again 过号激活.
package struct TicketReactivated: FactPayload {
    package static let name = "ticketReactivated"
    package var ticket: TicketID

    package init(ticket: TicketID) {
        self.ticket = ticket
    }
}

/// The number is no longer good.
package struct TicketVoided: FactPayload {
    package enum Reason: String, Sendable, Codable {
        /// The business day ended before anybody called it.
        case dayEnded
    }

    package static let name = "ticketVoided"
    package var ticket: TicketID
    package var reason: Reason

    package init(ticket: TicketID, reason: Reason) {
        self.ticket = ticket
        self.reason = reason
    }
}
