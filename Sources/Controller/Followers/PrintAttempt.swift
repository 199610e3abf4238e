// SPDX-License-Identifier: Apache-2.0

import Devices
package import Facts

/// One attempt of one ticket; its text names the job to the driver.
package struct PrintAttempt: Sendable, Hashable {
    package var ticket: TicketID
    package var attempt: Int

    package init(ticket: TicketID, attempt: Int) {
        self.ticket = ticket
        self.attempt = attempt
    }

    package init?(_ job: String) {
        let parts = job.split(separator: "/")
        guard parts.count == 2, let attempt = Int(parts[1]) else { return nil }
        self.init(ticket: TicketID(String(parts[0])), attempt: attempt)
    }

    package var job: String { "\(ticket)/\(attempt)" }
}

extension Facts.PrintOutcome {
    init(_ attempt: PrintAttempt, _ outcome: Devices.PrintOutcome) {
        let (result, reason): (Result, String?) =
            switch outcome {
            case .confirmed: (.confirmed, nil)
            case .unconfirmed(let doubt): (.unconfirmed, doubt.rawValue)
            case .held(let condition, _): (.held, condition.rawValue)
            case .failed(let refusal): (.failed, refusal.rawValue)
            }
        self.init(
            ticket: attempt.ticket, attempt: attempt.attempt, result: result, reason: reason)
        if case .held(_, let isInPrinter) = outcome { inPrinter = isInPrinter }
    }

    /// Whether the driver still has the slip in hand.
    var goesOn: Bool { result == .held && inPrinter == true }
}

extension TestSlipPrinted {
    init(
        _ printer: PrinterID, _ result: Facts.PrintOutcome.Result, reason: String?,
        millimetres: Int? = nil
    ) {
        self.init(
            printer: printer, result: result, reason: reason, millimetres: millimetres)
    }
}
