// SPDX-License-Identifier: Apache-2.0

package import Facts

/// Where a ticket stands in its life.
package enum TicketState: Hashable, Sendable {
    case waiting
    case called(WindowID)
    case serving(WindowID)
    /// Set aside by a window 挂起.
    case held(WindowID)
    case done
    /// Called, did not come 过号; the window that called.
    case noShow(WindowID)
    /// To be served first on the next day of work.
    case deferred
    case givenUp
    case void

    /// As clients of the API know it.
    package var name: String {
        switch self {
        case .waiting: "waiting"
        case .called: "called"
        case .serving: "serving"
        case .held, .deferred: "held"
        case .done: "done"
        case .noShow: "noShow"
        case .givenUp: "givenUp"
        case .void: "void"
        }
    }

    /// The window the ticket is at or was last at, where that matters.
    package var window: WindowID? {
        switch self {
        case .called(let window), .serving(let window), .held(let window), .noShow(let window):
            window
        case .waiting, .deferred, .done, .givenUp, .void: nil
        }
    }
}

/// The one window, or the one officer, a ticket waits for.
package enum Binding: Hashable, Sendable {
    case window(WindowID)
    case officer(OfficerID)
}

/// One citizen's number.
package struct Ticket: Hashable, Sendable {
    package let issued: TicketIssued
    /// Wall milliseconds.
    package let issuedAt: Int64
    /// Whether it is known only from a slip, so that nobody knows when it was taken.
    package internal(set) var adopted = false
    package internal(set) var place: Place
    /// When it joined its queue, in wall milliseconds; grows with `place`, whatever the clock did.
    package internal(set) var queuedAt: Int64
    package internal(set) var priority: PriorityClass
    package internal(set) var service: ServiceID
    package internal(set) var transferredFrom: ServiceID?
    /// The services this visit has behind it, in their order.
    package internal(set) var steps: [ServiceID] = []
    package internal(set) var bound: Binding?
    /// The time of its appointment, in wall milliseconds.
    package internal(set) var appointmentAt: Int64?
    package internal(set) var state: TicketState = .waiting
    /// Wall milliseconds of the last call, recalls not counted.
    package internal(set) var calledAt: Int64?
    /// The last call or recall.
    package internal(set) var lastCall: Stamp?
    /// Wall milliseconds at which service began, if anybody said so.
    package internal(set) var startedAt: Int64?
    /// Since when its time at the window counts: its last call, or once somebody said so, the start.
    package internal(set) var servedSince: Stamp?
    package internal(set) var recalls = 0
    package internal(set) var why: Why?
    package internal(set) var holdKind: HoldKind?
    package internal(set) var heldAt: Stamp?
    /// Seconds it was served before it was set aside.
    package internal(set) var servedSeconds = 0
    /// Seconds it was set aside with its papers at the window.
    package internal(set) var heldSeconds = 0
    package internal(set) var noShowAt: Stamp?
    package internal(set) var reactivations = 0
    /// What became of being asked for a rating, by window. A window it comes back to out of a queue
    /// may ask once more.
    package internal(set) var ratings: [WindowID: RatingState] = [:]
    /// Whether it was deferred on this day, so that its right begins with another.
    package internal(set) var deferredToday = false
    package internal(set) var paper: Paper

    init(_ fact: TicketIssued, issuedAt: Int64, arrival: Int64) {
        issued = fact
        self.issuedAt = issuedAt
        queuedAt = issuedAt
        place = Place(arrival: arrival, after: 0, ticket: fact.ticket)
        priority = fact.priority
        service = fact.service
        paper = Paper(printer: fact.printer)
    }

    package var id: TicketID { issued.ticket }
    package var number: String { issued.number }
    package var prefix: String { issued.prefix }
    package var ordinal: Int { issued.ordinal }
    package var kiosk: KioskID? { issued.kiosk }
    /// The first ticket of the visit, which may have been on another day.
    package var visit: TicketID { issued.visit ?? issued.ticket }

    /// `A001`, and on past 999 to `A1000`.
    package static func number(prefix: String, ordinal: Int) -> String {
        prefix + ordinal.padded(3)
    }

    /// Whole seconds since the ticket was issued; never negative, whatever the clock did.
    package func waitedSeconds(at moment: Moment) -> Int {
        Int(max(0, moment.wall - issuedAt) / 1000)
    }
}
