// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts

// Lines, printers, kiosks, and what hangs on a line.
extension HallFile {
    mutating func readLines(_ top: any Mapping) {
        var seen: Set<String> = []
        configuration.lines = top.each(top.optional("lines")) { line in
            let id = line.unique(line.required("id"), as: .identifier, &seen)
            let kind = line.choice(
                line.required("kind"),
                among: [HallConfiguration.Line.Kind.qtStrip, .keypadFF68])
            let wiring = wiring(line)
            let baud = baud(line)
            guard let id, let kind, let wiring else { return nil }
            return HallConfiguration.Line(id: id, kind: kind, wiring: wiring, baud: baud)
        }
    }

    mutating func readPrintersAndKiosks(_ top: any Mapping) {
        var seen = Set(configuration.lines.map(\.id))
        configuration.printers = top.each(top.optional("printers")) { printer in
            let id = printer.unique(printer.required("id"), as: .identifier, &seen)
            let wiring = wiring(printer)
            let columns = printer.number(printer.optional("columns"), in: 16...96) ?? 48
            let baud = baud(printer)
            guard let id, let wiring else { return nil }
            let line = HallConfiguration.Line(
                id: id, kind: .escPos, wiring: wiring, baud: baud)
            return HallConfiguration.Printer(id: PrinterID(id), line: line, columns: columns)
        }
        let printers = Set(configuration.printers.map(\.id.text))
        var kiosks: Set<String> = []
        configuration.structure.kiosks = top.each(top.optional("kiosks")) { kiosk in
            let id = kiosk.unique(kiosk.required("id"), as: .identifier, &kiosks)
            let name = kiosk.localized(kiosk.required("name"))
            let printer = kiosk.one(kiosk.optional("printer"), among: printers, called: "printer")
            guard let id, let name else { return nil }
            return HallStructure.Kiosk(
                id: KioskID(id), name: name, printer: printer.map { PrinterID($0) })
        }
    }

    /// A sign or keypad of a window: on a line of the right kind, at an address of its own.
    func mount(
        _ window: any Mapping, _ key: String, _ id: WindowID,
        _ kind: HallConfiguration.Line.Kind, _ seen: inout Set<String>
    ) -> HallConfiguration.Mount? {
        guard let mount = window.mapping(window.optional(key)) else { return nil }
        defer { mount.finish() }
        let lines = Set(configuration.lines.filter { $0.kind == kind }.map(\.id))
        let line = mount.one(mount.required("line"), among: lines, called: kind.rawValue)
        let place = mount.required("address")
        let address = mount.number(place, in: 1...254)
        guard let line, let place, let address else { return nil }
        guard seen.insert("\(line)/\(address)").inserted else {
            mount.report(.duplicate, at: place, ["value": String(address)])
            return nil
        }
        return HallConfiguration.Mount(window: id, line: line, address: UInt8(address))
    }

    private mutating func wiring(_ mapping: any Mapping) -> HallConfiguration.Wiring? {
        guard let entry = mapping.required("device"), let wiring = mapping.text(entry, as: .wiring)
        else { return nil }
        guard case .real(let address) = wiring, !devices.insert(address).inserted else {
            return wiring
        }
        mapping.report(.duplicate, at: entry, ["value": "\(address)"])
        return nil
    }

    private func baud(_ mapping: any Mapping) -> Int {
        mapping.number(mapping.optional("baud"), in: 300...4_000_000) ?? 9600
    }
}

extension TextForm<HallConfiguration.Wiring> {
    fileprivate static let wiring = TextForm(
        pattern: "^(virtual$|/dev/|pty:|tcp://)",
        expected: "virtual, /dev/…, pty:…, tcp://HOST:PORT", example: "virtual"
    ) { text in
        if text == "virtual" { return .virtual }
        switch try? DeviceAddress(text) {
        case .usbPrinter, nil: return nil
        case let address?: return .real(address)
        }
    }
}
