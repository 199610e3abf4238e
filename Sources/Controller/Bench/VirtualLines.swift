// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Wire

/// All virtual lines with their devices, as a value, and what is to be told of them.
struct VirtualLines: Sendable {
    /// Milliseconds between two tellings of changes.
    private static let pause: Int64 = 100
    /// What the bench page can look back on.
    private static let slipsKept = 60

    /// In the layout's order.
    var all: [VirtualLine] = []
    private(set) var layout: VirtualLayout
    private let glyphs: GlyphSource
    private var change = BenchChange()
    private var tellAt: Int64 = 0
    /// Something may have happened that nobody looked at yet.
    private var isStirred = false
    /// When a window unit's sign next changes by itself, as of the last look.
    private var unitsChangeAt: Int64?
    private var spares = 0

    init(_ layout: VirtualLayout, glyphs: GlyphSource) {
        self.layout = layout
        self.glyphs = glyphs
        all = layout.lines.enumerated().map {
            VirtualLine($1, device(on: $1), seed: UInt64($0) + 1)
        }
    }

    /// Lays the lines out anew; a line that stays keeps its wire and what hangs on it.
    mutating func change(to layout: VirtualLayout) {
        let (before, old) = (all, self.layout)
        self.layout = layout
        all = layout.lines.enumerated().map { index, line in
            let isSameRack = layout.unitAddresses(on: line) == old.unitAddresses(on: line)
            guard isSameRack, var same = before.first(where: { $0.line == line }) else {
                return VirtualLine(line, device(on: line), seed: UInt64(index) + 1)
            }
            _ = same.handle { (bus: inout VirtualSignBus) in ([], bus.hang(signs(on: line))) }
            _ = same.handle { (bus: inout VirtualKeypadBus) in ([], bus.hang(keypads(on: line))) }
            return same
        }
        change.printers = Set(layout.lines.filter { $0.kind == .escPos }.map(\.id))
        change.signs = Set(layout.signs.map(\.id))
        change.keypads = Set(layout.keypads.map(\.id))
        change.units = layout.units.isEmpty ? nil : Set(layout.units.map(\.id))
    }

    private func device(on line: HallConfiguration.Line) -> any VirtualDevice {
        switch line.kind {
        case .escPos:
            var model = PrinterModel(line.profile ?? .generic80)
            model.slipsKept = Self.slipsKept
            return VirtualPrinter(model: model, charset: .gb18030, glyphs: glyphs)
        case .qtStrip: return VirtualSignBus(signs: signs(on: line))
        case .keypadFF68: return VirtualKeypadBus(addresses: keypads(on: line))
        case .windowBus:
            return UnitRack(
                units(on: line), at: layout.unitAddresses(on: line), baud: line.serial.baud)
        }
    }

    private func signs(on line: HallConfiguration.Line) -> [UInt8: VirtualSign] {
        let places = layout.signs.filter { $0.line == line.id }.map { place in
            let sign = VirtualSign(
                characters: place.characters, charset: .gb2312, glyphs: glyphs)
            return (place.address, sign)
        }
        return Dictionary(places, uniquingKeysWith: { first, _ in first })
    }

    private func keypads(on line: HallConfiguration.Line) -> [UInt8] {
        layout.keypads.filter { $0.line == line.id }.map(\.address)
    }

    /// A unit fresh from the factory for a place.
    mutating func takeSpare(for place: VirtualLayout.Place) -> VirtualUnit? {
        spares += 1
        return self[line: place.line].map {
            .spare(for: place, on: $0.line, glyphs: glyphs, generation: spares)
        }
    }

    private func units(on line: HallConfiguration.Line) -> [VirtualUnit] {
        layout.units.filter { $0.line == line.id }.map {
            .atWindow($0, on: line, glyphs: glyphs)
        }
    }

    subscript(line id: String) -> VirtualLine? {
        all.first { $0.line.id == id }
    }

    func nextDeadline(now: Int64) -> Int64? {
        let deadlines = all.compactMap { $0.nextDeadline(now: now) }
        let looks = [isStirred ? tellAt : nil, unitsChangeAt].compactMap(\.self)
        return (deadlines + looks.map { max($0, tellAt) }).min()
    }

    /// Which devices changed since this last said so; nil while there is none, or it is too soon:
    /// looking costs more than what goes over a busy wire meanwhile.
    mutating func takeDueChange(now: Int64) -> BenchChange? {
        isStirred = now < tellAt
        guard !isStirred else { return nil }
        for index in all.indices {
            for address in all[index].takeChanges(now: now) { note(all[index].line, address) }
        }
        tellAt = now + Self.pause
        unitsChangeAt = all.compactMap { $0.nextUnitChange(after: now) }.min()
        guard !change.isEmpty else { return nil }
        defer { change = BenchChange() }
        return change
    }

    private mutating func note(_ line: HallConfiguration.Line, _ address: UInt8) {
        func isIt(_ place: VirtualLayout.Place) -> Bool {
            place.line == line.id && place.address == address
        }
        switch line.kind {
        case .escPos: change.printers = (change.printers ?? []).union([line.id])
        case .qtStrip:
            let signs = layout.signs.filter(isIt).map(\.id)
            change.signs = (change.signs ?? []).union(signs)
        case .keypadFF68:
            let keypads = layout.keypads.filter(isIt).map(\.id)
            change.keypads = (change.keypads ?? []).union(keypads)
        case .windowBus:
            change.signs = (change.signs ?? []).union(layout.signs.filter(isIt).map(\.id))
            change.keypads = (change.keypads ?? []).union(layout.keypads.filter(isIt).map(\.id))
            change.units = (change.units ?? []).union(layout.units.filter(isIt).map(\.id))
        }
    }
}
