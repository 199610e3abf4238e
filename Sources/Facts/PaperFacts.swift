// SPDX-License-Identifier: Apache-2.0

/// Somebody wants a slip, the first or another, at this printer.
package struct PrintAsked: FactPayload, Hashable {
    package static let name = "printAsked"
    package var ticket: TicketID
    package var printer: PrinterID

    package init(ticket: TicketID, printer: PrinterID) {
        self.ticket = ticket
        self.printer = printer
    }
}

/// A person saw to it that the holder of a number has it; nothing more is printed by itself.
package struct PaperSettled: FactPayload, Hashable {
    package enum Way: String, Hashable, Sendable, Codable, CaseIterable {
        /// Written down and given to the holder.
        case handed
        /// The slip was there after all.
        case found
    }

    package static let name = "paperSettled"
    package var ticket: TicketID
    package var way: Way

    package init(ticket: TicketID, way: Way) {
        self.ticket = ticket
        self.way = way
    }
}

/// A printer has a new roll, as a person said or its sensors showed.
package struct RollChanged: FactPayload, Hashable {
    package static let name = "rollChanged"
    package var printer: PrinterID

    package init(printer: PrinterID) {
        self.printer = printer
    }
}

/// How the print of a slip without a number ended.
package struct TestSlipPrinted: FactPayload, Hashable {
    package static let name = "testSlipPrinted"
    package var printer: PrinterID
    package var result: PrintOutcome.Result
    /// A reason key, as in `PrintOutcome`.
    package var reason: String?
    /// How much paper it took, if it was printed.
    package var millimetres: Int?

    package init(
        printer: PrinterID, result: PrintOutcome.Result, reason: String? = nil,
        millimetres: Int? = nil
    ) {
        self.printer = printer
        self.result = result
        self.reason = reason
        self.millimetres = millimetres
    }
}
