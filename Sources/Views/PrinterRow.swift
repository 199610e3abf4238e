// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// One printer as those who look after it see it.
package struct PrinterRow: Encodable, Hashable, Sendable {
    /// What is known of its paper.
    package struct RollRow: Encodable, Hashable, Sendable {
        /// When the roll was put in, in wall milliseconds; absent: before anybody counted.
        package var since: Int64?
        /// Paper used since.
        package var millimetres: Int
        package var slips: Int
        /// An estimate; absent when nobody said how long a new roll is.
        package var leftMillimetres: Int?
        /// For how many slips like those so far that would do.
        package var leftSlips: Int?

        init(_ roll: Roll, metres: Int?) {
            since = roll.since
            millimetres = roll.millimetres
            slips = roll.slips
            let left = roll.left(of: metres)
            leftMillimetres = left?.millimetres
            leftSlips = left?.slips
        }
    }

    /// How its last test of the day ended.
    package struct TestRow: Encodable, Hashable, Sendable {
        package var result: PrintOutcome.Result
        package var reason: String?
        /// Wall milliseconds.
        package var at: Int64
    }

    package var id: PrinterID
    /// Where it stands, in the hall's words.
    package var names: LocalizedText?
    /// Absent until somebody heard of it.
    package var state: DeviceChanged.State?
    package var reason: String?
    /// Wall milliseconds since which `state` holds.
    package var since: Int64?
    /// Numbers whose slip is asked for here and not known to be out, oldest first, at most ten.
    package var numbers: [String]
    /// How many those are in all.
    package var waiting: Int
    package var roll: RollRow?
    package var test: TestRow?

    init(_ printer: HallStructure.Printer, in hall: Hall) {
        id = printer.id
        names = printer.name
        let device = hall.devices[DeviceID(printer.id.text)]
        state = device?.changed.state
        reason = device?.changed.reason
        since = device?.since
        let due = hall.paperless.compactMap { hall.tickets[$0] }
            .filter { $0.paperPrinter == printer.id }.sorted { $0.place < $1.place }
        numbers = due.prefix(10).map(\.number)
        waiting = due.count
        roll = hall.rolls[printer.id].map { RollRow($0, metres: printer.rollMetres) }
        test = hall.tests[printer.id].map {
            TestRow(result: $0.printed.result, reason: $0.printed.reason, at: $0.at)
        }
    }
}

extension Ticket {
    /// Who prints its slip or is to print it.
    var paperPrinter: PrinterID? {
        switch print {
        case .queued: paper.printer
        default: paper.printsOn ?? paper.printer
        }
    }
}

extension Hall {
    /// All printers in the order of the configuration.
    package var printerRows: [PrinterRow] {
        structure.everyPrinter.map { PrinterRow($0, in: self) }
    }
}
