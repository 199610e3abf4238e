// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Views
import Wire

// Lines, printers, kiosks, and what hangs on a line.
extension HallFile {
    mutating func readLines(_ top: any Mapping) {
        var seen: Set<String> = []
        configuration.lines = top.each(top.optional("lines")) { line in
            let id = line.unique(line.required("id"), as: .identifier, &seen)
            let kind = line.choice(
                line.required("kind"),
                among: [HallConfiguration.Line.Kind.qtStrip, .keypadFF68, .windowBus])
            let wiring = wiring(line, .wiring)
            let serial = serial(line)
            if kind == .windowBus { checkBus(line, serial) }
            let grades = grades(line, kind)
            let keyFile = secret(line, kind)
            guard let id, let kind, let wiring else { return nil }
            return HallConfiguration.Line(
                id: id, kind: kind, wiring: wiring, serial: serial, keyFile: keyFile,
                grades: grades)
        }
    }

    /// A window bus has few rates, and eight bits without more.
    private func checkBus(_ line: any Mapping, _ serial: SerialSettings) {
        func refuse(_ key: String, _ value: String, _ expected: String) {
            guard let entry = line.optional(key) else { return }
            line.report(.badValue, at: entry, ["value": value, "expected": expected])
        }
        if BusBaud(rate: serial.baud) == nil {
            let rates = BusBaud.allCases.map { String($0.rate) }
            refuse("baud", String(serial.baud), rates.joined(separator: " / "))
        }
        if serial.parity != .none { refuse("parity", serial.parity.rawValue, "none") }
        if serial.stopBits != 1 { refuse("stopBits", String(serial.stopBits), "1") }
        if serial.flowControl != .none { refuse("flow", serial.flowControl.rawValue, "none") }
    }

    private func secret(_ line: any Mapping, _ kind: HallConfiguration.Line.Kind?) -> String? {
        guard let entry = line.optional("key") else { return nil }
        if let kind, kind != .windowBus {
            line.report(.badValue, at: entry, ["value": "key", "expected": "kind: window-bus"])
        }
        return line.text(entry, as: .absolutePath)
    }

    private func grades(_ line: any Mapping, _ kind: HallConfiguration.Line.Kind?) -> [Int]? {
        guard let entry = line.optional("grades") else { return nil }
        if let kind, kind != .keypadFF68 {
            line.report(
                .badValue, at: entry, ["value": "grades", "expected": "kind: keypad-ff68"])
        }
        return line.items(entry).compactMap { line.number($0, in: 0...5) }
    }

    mutating func readPrintersAndKiosks(_ top: any Mapping) {
        var seen = Set(configuration.lines.map(\.id))
        var known: [HallStructure.Printer] = []
        configuration.printers = top.each(top.optional("printers")) { printer in
            let id = printer.unique(printer.required("id"), as: .identifier, &seen)
            let name = printer.localized(printer.optional("name"))
            let metres = printer.number(printer.optional("rollMetres"), in: 1...1000)
            let wiring = wiring(printer, .printerWiring)
            let keyFile = keyFile(printer, wiring)
            var profile = profile(printer)
            let serial = serial(printer, flow: profile.flowControl)
            // The driver is told how this one says "wait", whatever its kind does.
            profile.flowControl =
                PrinterProfile.FlowControl(rawValue: serial.flowControl.rawValue) ?? .none
            guard let id, let wiring else { return nil }
            known.append(
                HallStructure.Printer(id: PrinterID(id), name: name, rollMetres: metres))
            let line = HallConfiguration.Line(
                id: id, kind: .escPos, wiring: wiring, serial: serial, profile: profile,
                keyFile: keyFile)
            return HallConfiguration.Printer(id: PrinterID(id), line: line)
        }
        configuration.structure.printers = known.isEmpty ? nil : known
        let printers = Set(configuration.printers.map(\.id.text))
        var kiosks: Set<String> = []
        configuration.structure.kiosks = top.each(top.optional("kiosks")) { kiosk in
            let id = kiosk.unique(kiosk.required("id"), as: .identifier, &kiosks)
            let name = kiosk.localized(kiosk.required("name"))
            let printer = kiosk.one(kiosk.optional("printer"), among: printers, called: "printer")
            let others = kiosk.optional("others").map {
                kiosk.several($0, among: printers, called: "printer").map { PrinterID($0) }
            }
            guard let id, let name else { return nil }
            return HallStructure.Kiosk(
                id: KioskID(id), name: name, printer: printer.map { PrinterID($0) },
                others: others)
        }
    }

    /// A sign or keypad of a window: on a line of the right kind, at an address of its own. Only
    /// the two of one window unit have an address in common.
    func mount(
        _ window: any Mapping, _ key: String, _ id: WindowID,
        _ kinds: [HallConfiguration.Line.Kind], _ seen: inout MountsSeen
    ) -> HallConfiguration.Mount? {
        guard let mount = window.mapping(window.optional(key)) else { return nil }
        defer { mount.finish() }
        let lines = configuration.lines.filter { kinds.contains($0.kind) }
        let name = mount.one(
            mount.required("line"), among: Set(lines.map(\.id)),
            called: kinds.map(\.rawValue).joined(separator: " / "))
        let line = lines.first { $0.id == name }
        let kind = line?.kind ?? kinds[0]
        let place = mount.required("address")
        let address = mount.number(place, in: 1...kind.lastAddress)
        let shape = key == "sign" ? signShape(mount, on: kind) : nil
        guard let line, let place, let address else { return nil }
        guard seen.insert(key, of: id, at: "\(line.id)/\(address)", kind) else {
            mount.report(.duplicate, at: place, ["value": String(address)])
            return nil
        }
        return HallConfiguration.Mount(
            window: id, line: line.id, address: UInt8(address), shape: shape ?? SignShape())
    }

    private mutating func wiring(
        _ mapping: any Mapping, _ form: TextForm<HallConfiguration.Wiring>
    ) -> HallConfiguration.Wiring? {
        guard let entry = mapping.required("device"), let wiring = mapping.text(entry, as: form)
        else { return nil }
        guard case .real(let address) = wiring, !devices.insert(address).inserted else {
            return wiring
        }
        mapping.report(.duplicate, at: entry, ["value": "\(address)"])
        return nil
    }

    /// A shared port has a key.
    private func keyFile(
        _ printer: any Mapping, _ wiring: HallConfiguration.Wiring?
    ) -> String? {
        guard case .real(.share) = wiring else {
            return printer.text(printer.optional("key"), as: .absolutePath)
        }
        return printer.text(printer.required("key"), as: .absolutePath)
    }

    private func serial(
        _ mapping: any Mapping, flow: PrinterProfile.FlowControl = .none
    ) -> SerialSettings {
        let usual = SerialSettings()
        return SerialSettings(
            baud: mapping.number(mapping.optional("baud"), in: 300...4_000_000) ?? usual.baud,
            parity: mapping.choice(
                mapping.optional("parity"), among: SerialSettings.Parity.allCases)
                ?? usual.parity,
            stopBits: mapping.number(mapping.optional("stopBits"), in: 1...2) ?? usual.stopBits,
            flowControl: mapping.choice(
                mapping.optional("flow"), among: SerialSettings.FlowControl.allCases)
                ?? SerialSettings.FlowControl(rawValue: flow.rawValue) ?? usual.flowControl)
    }

    /// What kind of printer it is, with as many columns as the entry says.
    private func profile(_ printer: any Mapping) -> PrinterProfile {
        let names = Set(profiles.map(\.id))
        let name = printer.one(
            printer.optional("profile"), among: names, called: "printerProfiles")
        var profile = profiles.first { $0.id == name } ?? .generic80
        if let columns = printer.number(printer.optional("columns"), in: 16...96) {
            (profile.columns, profile.dots) = (columns, columns * PrinterProfile.dotsPerColumn)
        }
        return profile
    }
}

/// What hangs where, so that nothing else can.
struct MountsSeen {
    private var keys: [String: [String]] = [:]
    private var windows: [String: WindowID] = [:]

    /// False if something else is there already.
    mutating func insert(
        _ key: String, of window: WindowID, at place: String,
        _ kind: HallConfiguration.Line.Kind
    ) -> Bool {
        if let other = windows[place] {
            guard kind == .windowBus, other == window, keys[place]?.contains(key) == false else {
                return false
            }
        }
        windows[place] = window
        keys[place, default: []].append(key)
        return true
    }
}

extension HallConfiguration.Line.Kind {
    fileprivate var lastAddress: Int { self == .windowBus ? 250 : 254 }
}

extension TextForm<HallConfiguration.Wiring> {
    fileprivate static let wiring = TextForm(
        pattern: "^(virtual$|/dev/|pty:|tcp://)",
        expected: "virtual, /dev/…, pty:…, tcp://HOST:PORT", example: "virtual"
    ) { text in
        guard let wiring = read(text) else { return nil }
        switch wiring {
        case .real(.usbPrinter), .real(.share): return nil
        case .real, .virtual: return wiring
        }
    }

    fileprivate static let printerWiring = TextForm(
        pattern: "^(virtual$|/dev/|pty:|tcp://|share://|usblp:/)",
        expected: "virtual, /dev/…, usblp:/dev/usb/lp…, pty:…, tcp://HOST:PORT, share://HOST:PORT",
        example: "virtual", read: read)

    @Sendable private static func read(_ text: String) -> HallConfiguration.Wiring? {
        if text == "virtual" { return .virtual }
        return (try? DeviceAddress(text)).map(HallConfiguration.Wiring.real)
    }
}
