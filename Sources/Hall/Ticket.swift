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
    case givenUp
    case void

    /// As clients of the API know it.
    package var name: String {
        switch self {
        case .waiting: "waiting"
        case .called: "called"
        case .serving: "serving"
        case .held: "held"
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
        case .waiting, .done, .givenUp, .void: nil
        }
    }
}

/// What is known of a ticket's paper.
package enum PrintState: String, Hashable, Sendable, CaseIterable {
    /// No paper was asked for.
    case none
    case queued
    case printing
    case confirmed
    case unconfirmed
    case held
    case failed

    /// Whether an attempt's end is still to come.
    var isOpen: Bool { self == .printing || self == .held }
}

/// One citizen's number.
package struct Ticket: Hashable, Sendable {
    package let id: TicketID
    package let number: String
    package let prefix: String
    package let ordinal: Int
    package let priority: PriorityClass
    package let kiosk: KioskID?
    package let printer: PrinterID?
    /// Wall milliseconds.
    package let issuedAt: Int64
    /// What the order of the queue goes by: grows with each ticket that comes, over restores too.
    package internal(set) var arrival: Int64
    package internal(set) var service: ServiceID
    package internal(set) var transferredFrom: ServiceID?
    package internal(set) var state: TicketState = .waiting
    /// Wall milliseconds of the last call, recalls not counted.
    package internal(set) var calledAt: Int64?
    /// Wall milliseconds at which service began, if anybody said so.
    package internal(set) var startedAt: Int64?
    package internal(set) var recalls = 0
    package internal(set) var why: Why?
    package internal(set) var print: PrintState
    package internal(set) var printReason: String?
    /// Attempts to print that were started.
    package internal(set) var attempts = 0

    init(_ fact: TicketIssued, issuedAt: Int64, arrival: Int64) {
        id = fact.ticket
        number = fact.number
        prefix = fact.prefix
        ordinal = fact.ordinal
        priority = fact.priority
        kiosk = fact.kiosk
        printer = fact.printer
        self.issuedAt = issuedAt
        self.arrival = arrival
        service = fact.service
        print = fact.printer == nil ? .none : .queued
    }

    /// `A001`, and on past 999 to `A1000`.
    package static func number(prefix: String, ordinal: Int) -> String {
        prefix + ordinal.padded(3)
    }

    /// Whole seconds since the ticket was issued; never negative, whatever the clock did.
    package func waitedSeconds(at moment: Moment) -> Int {
        Int(max(0, moment.wall - issuedAt) / 1000)
    }
}
