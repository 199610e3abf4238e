// SPDX-License-Identifier: Apache-2.0

package import Facts

/// The roll of paper in a printer, as far as it was told.
package struct Roll: Hashable, Sendable {
    /// When it was put in, in wall milliseconds; nil: before anybody counted.
    package internal(set) var since: Int64?
    /// Paper used since.
    package internal(set) var millimetres = 0
    /// Slips printed since.
    package internal(set) var slips = 0
    /// Whether the printer has said since that paper is short.
    package internal(set) var isLow = false

    mutating func feed(_ length: Int) {
        millimetres += min(max(0, length), 10_000)
        slips += 1
    }

    /// What is left of a roll of `metres`, in millimetres, and for how many slips like those so far
    /// that would do; nil when nobody knows how much there was.
    package func left(of metres: Int?) -> (millimetres: Int, slips: Int?)? {
        guard let metres, since != nil else { return nil }
        let left = max(0, metres * 1000 - millimetres)
        return (left, slips == 0 ? nil : left * slips / max(1, millimetres))
    }
}

/// How the test of a printer ended.
package struct PrintTest: Hashable, Sendable {
    package let printed: TestSlipPrinted
    /// Wall milliseconds.
    package let at: Int64
}

extension DeviceChanged {
    /// Whether a printer says that its roll ends or has ended.
    var saysPaperIsLow: Bool { reason == "paper-near-end" || reason == "paper-out" }
}

extension Hall {
    /// A change of a device if it is news. A printer that was short of paper and is well has a new
    /// roll.
    func reporting(_ changed: DeviceChanged) -> [HallFact] {
        let known = devices[changed.device]?.changed
        guard changed.state == .removed ? known != nil : known != changed else { return [] }
        let printer = PrinterID(changed.device.text)
        let isFed =
            changed.kind == .printer && changed.state == .ok && rolls[printer]?.isLow == true
        return [.deviceChanged(changed)]
            + (isFed ? [.rollChanged(RollChanged(printer: printer))] : [])
    }

    /// A person says that a printer got a new roll.
    func changingRoll(of printer: PrinterID) throws(Refusal) -> HallFact {
        .rollChanged(RollChanged(printer: try known(printer)))
    }

    func known(_ printer: PrinterID) throws(Refusal) -> PrinterID {
        guard structure.knows(printer) else {
            throw Refusal(unknown: printer, field: "printer")
        }
        return printer
    }
}

extension HallStructure {
    /// All printers in the order of the configuration; those it names only at kiosks come last.
    package var everyPrinter: [Printer] {
        let named = printers ?? []
        let others = kiosks.flatMap { ($0.printer.map { [$0] } ?? []) + ($0.others ?? []) }
        var seen = Set(named.map(\.id))
        return named + others.filter { seen.insert($0).inserted }.map { Printer(id: $0) }
    }

    func knows(_ printer: PrinterID) -> Bool {
        everyPrinter.contains { $0.id == printer }
    }
}
