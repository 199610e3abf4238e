// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts

// What the desk knows of slips and printers.
extension PrintDesk {
    /// A slip that waits for a printer.
    struct Waiting: Sendable, Equatable {
        let ticket: TicketID
        /// Who may print it, the first that can.
        let printers: [PrinterID]
        /// Attempts so far.
        var attempt: Int

        var job: String { PrintAttempt(ticket: ticket, attempt: attempt).job }
    }

    enum Work: Sendable, Equatable {
        case idle
        case asked(Waiting)
        case sent(Waiting)
        /// Another slip was asked for; the printer is free once it has forgotten this one.
        case discarding(Waiting)
        case testing(job: String)

        /// The slip under way.
        var slip: Waiting? {
            switch self {
            case .asked(let slip), .sent(let slip), .discarding(let slip): slip
            case .idle, .testing: nil
            }
        }
    }

    struct Printer: Sendable {
        var work = Work.idle
        /// Nil until the printer was looked at.
        var condition: PrinterCondition?
        /// Paper the slip under way takes.
        var millimetres: Int?
        var wantsTest = false
        var tests = 0
    }
}
