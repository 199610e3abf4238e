// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators

/// Kiosk printers, as far as the hall hears of them.
extension SimulatedHall {
    /// Slips on a new roll.
    private static let roll = 900
    /// How a printer that is out of paper is known below.
    private static let empty = -1

    mutating func sendPaper(_ ticket: TicketID, on printer: PrinterID) {
        events.plan(.prints(ticket, printer), at: now + 300)
    }

    mutating func handlePaper(_ event: Event) {
        switch event {
        case .prints(let ticket, let printer): begin(ticket, printer)
        case .printed(let ticket, let printer): end(ticket, printer)
        case .paperBack(let printer):
            paper[printer] = Self.roll
            report(printer, .ok, nil)
        default: break
        }
    }

    /// A printer without paper is asked again until somebody has put in a roll.
    private mutating func begin(_ ticket: TicketID, _ printer: PrinterID) {
        guard paper[printer] != Self.empty else {
            return events.plan(.prints(ticket, printer), at: now + 20_000)
        }
        let command = Command.startPrint(ticket, printer)
        guard ask(command, by: Actor(.device, printer.text)),
            hall.tickets[ticket]?.print == .printing
        else { return }
        events.plan(.printed(ticket, printer), at: now + Int64(random.number(1800...3200)))
    }

    private mutating func end(_ ticket: TicketID, _ printer: PrinterID) {
        switch paper[printer] ?? random.number(100...Self.roll) {
        case Self.empty: events.plan(.printed(ticket, printer), at: now + 20_000)
        case 0:
            paper[printer] = Self.empty
            report(printer, .fault, "paper-out")
            report(ticket, printer, .held, "paper-out")
            events.plan(.paperBack(printer), at: now + Int64(random.number(2...12)) * 60_000)
            events.plan(.printed(ticket, printer), at: now + 20_000)
        case let left:
            paper[printer] = left - 1
            switch random.number(0...9999) {
            case 0..<20: report(ticket, printer, .unconfirmed, "silent")
            case 20..<23: report(ticket, printer, .failed, "cutter-fault")
            default: report(ticket, printer, .confirmed, nil)
            }
        }
    }

    private mutating func report(
        _ ticket: TicketID, _ printer: PrinterID, _ result: PrintOutcome.Result,
        _ reason: String?
    ) {
        let attempt = hall.tickets[ticket]?.attempts ?? 0
        let outcome = PrintOutcome(
            ticket: ticket, attempt: attempt, result: result, reason: reason)
        ask(.reportPrint(outcome), by: Actor(.device, printer.text))
    }

    private mutating func report(
        _ printer: PrinterID, _ state: DeviceChanged.State, _ reason: String?
    ) {
        let changed = DeviceChanged(
            device: DeviceID(printer.text), kind: .printer, state: state, reason: reason)
        ask(.reportDevice(changed), by: Actor(.device, printer.text))
    }
}
