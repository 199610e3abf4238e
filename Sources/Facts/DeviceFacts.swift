// SPDX-License-Identifier: Apache-2.0

/// An attempt to print a slip begins. Durable before the first byte is on the wire.
package struct PrintStarted: FactPayload {
    package static let name = "printStarted"
    package var ticket: TicketID
    /// Counts from 1 within a ticket.
    package var attempt: Int
    package var printer: PrinterID
    /// Whether there may be a slip of this number already, so that this one says 补打; nil: no.
    package var reprint: Bool?

    package init(
        ticket: TicketID, attempt: Int, printer: PrinterID, reprint: Bool? = nil
    ) {
        self.ticket = ticket
        self.attempt = attempt
        self.printer = printer
        self.reprint = reprint
    }
}

/// How an attempt stands, as far as the printer let us know.
package struct PrintOutcome: FactPayload, Hashable {
    package enum Result: String, Sendable, Codable, CaseIterable {
        /// The printer answered after the cut.
        case confirmed
        /// Sent, and nothing is known of it; never sent again by itself.
        case unconfirmed
        /// Cannot print now; goes on by itself when the reason is gone.
        case held
        /// Cannot be printed at all.
        case failed
    }

    package static let name = "printOutcome"
    package var ticket: TicketID
    package var attempt: Int
    package var result: Result
    /// A reason key: `paper-out`, `cover-open`, `line-lost`, `silent`, `restart`…
    package var reason: String?
    /// Of a held slip: whether the printer's own memory has it. If not, nothing of it was sent and
    /// the attempt is over; nil: it goes on.
    package var inPrinter: Bool?
    /// How much paper the slip took, if it was printed.
    package var millimetres: Int?

    package init(
        ticket: TicketID, attempt: Int, result: Result, reason: String?,
        inPrinter: Bool? = nil, millimetres: Int? = nil
    ) {
        self.ticket = ticket
        self.attempt = attempt
        self.result = result
        self.reason = reason
        self.inPrinter = inPrinter
        self.millimetres = millimetres
    }
}

/// A device came, went or changed its condition.
package struct DeviceChanged: FactPayload, Hashable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case printer, sign, keypad, line
    }

    package enum State: String, Sendable, Codable, CaseIterable {
        /// Answers and works.
        case ok
        /// Written to, but of a kind that cannot confirm.
        case unconfirmed
        /// Works, and soon will not.
        case warning
        /// Answers and cannot work.
        case fault
        /// Does not answer, or its line is gone.
        case lost
        /// The hall has no such device any more.
        case removed
    }

    package static let name = "deviceChanged"
    package var device: DeviceID
    package var kind: Kind
    package var state: State
    /// A reason key: `paper-out`, `paper-near-end`, `cover-open`, `line-lost`…
    package var reason: String?

    package init(device: DeviceID, kind: Kind, state: State, reason: String?) {
        self.device = device
        self.kind = kind
        self.state = state
        self.reason = reason
    }
}
