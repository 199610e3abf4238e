// SPDX-License-Identifier: Apache-2.0

import Wire

// Kinds of printers: those shipped, and those a hall adds.
extension HallFile {
    /// The kinds that come with the program.
    static let shippedProfiles: [PrinterProfile] = {
        let text = String(decoding: PackageResources.printer_profiles_yaml, as: UTF8.self)
        let reader = StrictReader()
        guard let top = reader.top(of: text) else { return [] }
        var file = HallFile()
        file.profiles = []
        file.readPrinterProfiles(top)
        top.finish()
        return reader.problems.isEmpty ? file.profiles : []
    }()

    mutating func readPrinterProfiles(_ top: any Mapping) {
        var seen: Set<String> = []
        for item in top.items(top.optional("printerProfiles")) {
            guard let mapping = top.mapping(item) else { continue }
            defer { mapping.finish() }
            let id = mapping.unique(mapping.required("id"), as: .identifier, &seen)
            let name = mapping.text(mapping.optional("name"))
            let names = Set(profiles.map(\.id))
            let like = mapping.one(
                mapping.optional("like"), among: names, called: "printerProfiles")
            var profile =
                profiles.first { $0.id == like } ?? PrinterProfile(id: "", name: "")
            mapping.readLooks(&profile)
            mapping.readManners(&profile)
            guard let id else { continue }
            (profile.id, profile.name) = (id, name ?? profile.name)
            profiles.removeAll { $0.id == id }
            profiles.append(profile)
        }
    }
}

extension Mapping {
    /// What comes out on paper.
    fileprivate func readLooks(_ profile: inout PrinterProfile) {
        set(&profile.dots, number(optional("dots"), in: 64...4096))
        set(&profile.dotsPerInch, number(optional("dotsPerInch"), in: 50...1200))
        set(&profile.columns, number(optional("columns"), in: 8...96))
        set(
            &profile.repertoire, choice(optional("repertoire"), among: Repertoire.allCases))
        set(&profile.chineseOn, text(optional("chineseOn"), as: .bytes))
        set(&profile.hasNativeQR, flag(optional("nativeQR")))
        set(&profile.raster, choice(optional("raster"), among: PrinterProfile.Raster.allCases))
        set(&profile.cut, text(optional("cut"), as: .bytes))
        set(&profile.feedLines, number(optional("feedLines"), in: 0...20))
        set(
            &profile.millimetresPerSecond,
            number(optional("millimetresPerSecond"), in: 10...1000))
    }

    /// How it takes and answers bytes.
    fileprivate func readManners(_ profile: inout PrinterProfile) {
        if let list = optional("identities") {
            profile.identities = items(list).compactMap { text($0) }
        }
        set(
            &profile.completion,
            choice(optional("completion"), among: PrinterProfile.Completion.allCases))
        set(&profile.realTimeStatus, flag(optional("realTimeStatus")))
        set(
            &profile.flowControl,
            choice(optional("flowControl"), among: PrinterProfile.FlowControl.allCases))
        set(&profile.bufferBytes, number(optional("bufferBytes"), in: 16...16_000_000))
        guard let status = mapping(optional("status")) else { return }
        defer { status.finish() }
        status.readBits(&profile.status)
    }

    private func readBits(_ bits: inout PrinterStatusBits) {
        if let fixed = text(optional("fixed"), as: .fixedBits) {
            (bits.fixedMask, bits.fixedBits) = (fixed.mask, fixed.bits)
        }
        for flag in PrinterStatusBits.Flag.allCases {
            guard let places = text(optional(flag.rawValue), as: .places) else { continue }
            bits.places[flag] = places.isEmpty ? nil : places
        }
        set(&bits.paperNearEnd, text(optional("paperStatusNearEnd"), as: .mask))
        set(&bits.paperEnd, text(optional("paperStatusEnd"), as: .mask))
    }

    /// What the file does not say stays as it is.
    private func set<Value>(_ member: inout Value, _ value: Value?) {
        if let value { member = value }
    }
}

private let none = "none"

private func hexByte(_ text: some StringProtocol) -> UInt8? {
    text.utf8.count == 2 ? UInt8(text, radix: 16) : nil
}

extension TextForm<[UInt8]> {
    /// Bytes of a command, `none` for no command.
    fileprivate static let bytes = TextForm(
        pattern: "^([0-9A-Fa-f]{2}( [0-9A-Fa-f]{2})*|none)$", expected: "1D 56 42 00, none",
        example: "1D 56 42 00", takesNumbers: true
    ) { text in
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { hexByte($0) }
        return text == none ? [] : bytes.count == parts.count && parts.count <= 16 ? bytes : nil
    }
}

extension TextForm<UInt8> {
    /// Bits of an answer.
    fileprivate static let mask = TextForm(
        pattern: "^([0-9A-Fa-f]{2}|none)$", expected: "0C, none", example: "0C",
        takesNumbers: true
    ) { text in text == none ? 0 : hexByte(text) }
}

/// Bits that never change, and how they are.
struct FixedBits: Sendable {
    let mask: UInt8
    let bits: UInt8
}

extension TextForm<FixedBits> {
    fileprivate static let fixedBits = TextForm(
        pattern: "^[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}$", expected: "93:12", example: "93:12"
    ) { text in
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let mask = hexByte(parts[0]), let bits = hexByte(parts[1]),
            bits & ~mask == 0
        else { return nil }
        return FixedBits(mask: mask, bits: bits)
    }
}

extension TextForm<[PrinterStatusBits.Place]> {
    /// Places in the answers to `DLE EOT`: which question, and the bits; several with spaces.
    fileprivate static let places = TextForm(
        pattern: "^([1-4]:[0-9A-Fa-f]{2}( [1-4]:[0-9A-Fa-f]{2})*|none)$",
        expected: "2:04, 2:20 4:60, none", example: "2:04"
    ) { text in
        if text == none { return [] }
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        let places = parts.compactMap { part -> PrinterStatusBits.Place? in
            let ends = part.split(separator: ":", omittingEmptySubsequences: false)
            guard ends.count == 2, let question = Int(ends[0]), (1...4).contains(question),
                let mask = hexByte(ends[1])
            else { return nil }
            return PrinterStatusBits.Place(question, mask)
        }
        return places.count == parts.count && parts.count <= 8 ? places : nil
    }
}
