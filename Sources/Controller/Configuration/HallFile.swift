// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Foundation

/// `hall.yaml`, the master of the hall's structure.
package struct HallFile {
    /// Reads and checks a file.
    ///
    /// - Throws: `ConfigurationProblems` with everything that is wrong with it.
    package static func read(_ path: String) throws(ConfigurationProblems) -> HallConfiguration {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationProblems(
                file: path, problems: [ConfigurationProblem(.unreadable, line: 0, path: "")])
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationProblems(
                file: path,
                problems: [
                    ConfigurationProblem(.syntax, line: 0, path: "", values: ["reason": "UTF-8"])
                ])
        }
        return try parse(text, named: path)
    }

    package static func parse(
        _ text: String, named path: String
    ) throws(ConfigurationProblems) -> HallConfiguration {
        let reader = StrictReader()
        var file = HallFile(reader)
        if let top = reader.top(of: text) { file.read(top) }
        guard reader.problems.isEmpty else {
            throw ConfigurationProblems(
                file: path, problems: reader.problems.sorted { $0.line < $1.line })
        }
        return file.configuration
    }

    private let reader: StrictReader
    private var configuration = HallConfiguration()
    private var serviceNames: Set<String> = []
    private var devices: Set<DeviceAddress> = []

    private init(_ reader: StrictReader) {
        self.reader = reader
    }

    private mutating func read(_ top: Mapping) {
        readHall(top)
        readListening(top)
        readLines(top)
        readServices(top)
        readWindows(top)
        readPrintersAndKiosks(top)
        top.finish()
    }

    private mutating func readHall(_ top: Mapping) {
        guard let entry = top.required("hall"), let hall = top.mapping(entry) else { return }
        configuration.structure.name = text(hall, "name") ?? configuration.structure.name
        if let zone = hall.optional("zone"), let name = hall.text(zone) {
            configuration.zone = name
            if TimeZone(identifier: name) == nil {
                reader.report(
                    .badValue, at: zone, ["value": name, "expected": "Asia/Shanghai …"])
            }
        }
        configuration.structure.timeZone = configuration.zone
        configuration.demo = hall.flag(hall.optional("demo")) ?? false
        configuration.publicURL = hall.text(hall.optional("publicURL"))
        configuration.minimumFreeMegabytes =
            hall.number(hall.optional("minimumFreeMegabytes"), in: 1...1_000_000) ?? 64
        hall.finish()
    }

    private mutating func readListening(_ top: Mapping) {
        guard let entry = top.optional("listen"), let listen = top.mapping(entry) else { return }
        let address = listen.optional("address")
        configuration.listening.address = listen.text(address) ?? "127.0.0.1"
        configuration.listening.port =
            listen.number(listen.optional("port"), in: 0...65_535).map { UInt16($0) } ?? 8080
        configuration.listening.hostNames = Set(
            listen.items(listen.optional("hostNames")).compactMap { listen.text($0) })
        configuration.listening.insecureLAN =
            listen.flag(listen.optional("insecureLAN")) ?? false
        let local = configuration.listening.address.hasPrefix("127.")
        if !local, !configuration.listening.insecureLAN, let address {
            reader.report(.insecure, at: address, ["value": configuration.listening.address])
        }
        listen.finish()
    }

    private mutating func readLines(_ top: Mapping) {
        var seen: Set<String> = []
        configuration.lines = top.each(top.optional("lines")) { line in
            let id = unique(line, "id", &seen)
            let kind = line.choice(
                line.required("kind"),
                among: [HallConfiguration.Line.Kind.qtStrip, .keypadFF68])
            let wiring = wiring(line)
            let baud = baud(line)
            guard let id, let kind, let wiring else { return nil }
            return HallConfiguration.Line(id: id, kind: kind, wiring: wiring, baud: baud)
        }
    }

    private mutating func readServices(_ top: Mapping) {
        var seen: Set<String> = []
        var prefixes: Set<String> = []
        configuration.structure.services = top.each(top.required("services")) { service in
            let id = unique(service, "id", &seen)
            let name = text(service, "name")
            let prefix = prefix(service, &prefixes)
            let zone = service.optional("zone").flatMap { text(service, at: $0) }
            let minutes = service.number(service.optional("typicalMinutes"), in: 1...600)
            guard let id, let name, let prefix else { return nil }
            return HallStructure.Service(
                id: ServiceID(id), name: name, prefix: prefix, zone: zone,
                typicalSeconds: minutes.map { $0 * 60 })
        }
        serviceNames = seen
    }

    private mutating func readWindows(_ top: Mapping) {
        var seen: Set<String> = []
        var numbers: Set<String> = []
        var officers: Set<String> = []
        var mounts: Set<String> = []
        var signs: [HallConfiguration.Mount] = []
        var keypads: [HallConfiguration.Mount] = []
        var demoOfficers: [WindowID: OfficerID] = [:]
        configuration.structure.windows = top.each(top.required("windows")) { window in
            let id = unique(window, "id", &seen)
            let number = unique(window, "number", &numbers)
            let services = known(window, "services", among: serviceNames, called: "service")
            let at = WindowID(id ?? "")
            if let sign = mount(window, "sign", at, .qtStrip, &mounts) { signs.append(sign) }
            if let keypad = mount(window, "keypad", at, .keypadFF68, &mounts) {
                keypads.append(keypad)
            }
            if window.optional("demoOfficer") != nil {
                let officer = unique(window, "demoOfficer", &officers)
                demoOfficers[at] = officer.map { OfficerID($0) }
            }
            guard let id, let number else { return nil }
            return HallStructure.Window(
                id: WindowID(id), number: number, services: services.map { ServiceID($0) })
        }
        configuration.signs = signs
        configuration.keypads = keypads
        configuration.demoOfficers = demoOfficers
    }

    private mutating func readPrintersAndKiosks(_ top: Mapping) {
        var seen = Set(configuration.lines.map(\.id))
        configuration.printers = top.each(top.optional("printers")) { printer in
            let id = unique(printer, "id", &seen)
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
            let id = unique(kiosk, "id", &kiosks)
            let name = text(kiosk, "name")
            var printer: String?
            if let entry = kiosk.optional("printer") {
                printer = one(kiosk, entry, among: printers, called: "printer")
            }
            guard let id, let name else { return nil }
            return HallStructure.Kiosk(
                id: KioskID(id), name: name, printer: printer.map { PrinterID($0) })
        }
    }
}

// Values with a shape of their own.
extension HallFile {
    private func text(_ mapping: Mapping, _ key: String) -> LocalizedText? {
        mapping.required(key).flatMap { text(mapping, at: $0) }
    }

    /// One text for all languages, or a mapping of languages.
    private func text(_ mapping: Mapping, at entry: Entry) -> LocalizedText? {
        if entry.isScalar {
            return mapping.text(entry).map { LocalizedText(zhHans: $0) }
        }
        guard let languages = mapping.mapping(entry) else { return nil }
        defer { languages.finish() }
        let zhHans = languages.text(languages.required("zh-Hans"))
        let zhHant = languages.text(languages.optional("zh-Hant"))
        let en = languages.text(languages.optional("en"))
        return zhHans.map { LocalizedText(zhHans: $0, zhHant: zhHant, en: en) }
    }

    private func unique(
        _ mapping: Mapping, _ key: String, _ seen: inout Set<String>
    ) -> String? {
        guard let entry = mapping.required(key), let name = mapping.identifier(entry) else {
            return nil
        }
        guard seen.insert(name).inserted else {
            reader.report(.duplicate, at: entry, ["value": name])
            return nil
        }
        return name
    }

    private func prefix(_ mapping: Mapping, _ seen: inout Set<String>) -> String? {
        guard let entry = mapping.required("prefix"), let text = mapping.text(entry) else {
            return nil
        }
        let letters = text.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
        guard letters, text.count <= 3 else {
            reader.report(.badValue, at: entry, ["value": text, "expected": "A–ZZZ"])
            return nil
        }
        guard seen.insert(text).inserted else {
            reader.report(.duplicate, at: entry, ["value": text])
            return nil
        }
        return text
    }

    private func known(
        _ mapping: Mapping, _ key: String, among names: Set<String>, called kind: String
    ) -> [String] {
        var seen: Set<String> = []
        return mapping.items(mapping.required(key)).compactMap { entry in
            guard let name = one(mapping, entry, among: names, called: kind) else { return nil }
            guard seen.insert(name).inserted else {
                reader.report(.duplicate, at: entry, ["value": name])
                return nil
            }
            return name
        }
    }

    private func one(
        _ mapping: Mapping, _ entry: Entry, among names: Set<String>, called kind: String
    ) -> String? {
        guard let name = mapping.text(entry) else { return nil }
        guard names.contains(name) else {
            reader.report(.dangling, at: entry, ["value": name, "expected": kind])
            return nil
        }
        return name
    }

    private mutating func wiring(_ mapping: Mapping) -> HallConfiguration.Wiring? {
        guard let entry = mapping.required("device"), let text = mapping.text(entry) else {
            return nil
        }
        if text == "virtual" { return .virtual }
        switch try? DeviceAddress(text) {
        case .usbPrinter, nil:
            reader.report(
                .badValue, at: entry,
                ["value": text, "expected": "virtual, /dev/…, pty:…, tcp://HOST:PORT"])
        case let address? where devices.insert(address).inserted: return .real(address)
        default: reader.report(.duplicate, at: entry, ["value": text])
        }
        return nil
    }

    private func baud(_ mapping: Mapping) -> Int {
        mapping.number(mapping.optional("baud"), in: 300...4_000_000) ?? 9600
    }

    /// A sign or keypad of a window: on a line of the right kind, at an address of its own.
    private func mount(
        _ window: Mapping, _ key: String, _ id: WindowID, _ kind: HallConfiguration.Line.Kind,
        _ seen: inout Set<String>
    ) -> HallConfiguration.Mount? {
        guard let entry = window.optional(key), let mount = window.mapping(entry) else {
            return nil
        }
        defer { mount.finish() }
        let lines = Set(configuration.lines.filter { $0.kind == kind }.map(\.id))
        let line = mount.required("line").flatMap {
            one(mount, $0, among: lines, called: kind.rawValue)
        }
        let place = mount.required("address")
        guard let line, let place, let address = mount.number(place, in: 1...254) else {
            return nil
        }
        guard seen.insert("\(line)/\(address)").inserted else {
            reader.report(.duplicate, at: place, ["value": String(address)])
            return nil
        }
        return HallConfiguration.Mount(window: id, line: line, address: UInt8(address))
    }
}
