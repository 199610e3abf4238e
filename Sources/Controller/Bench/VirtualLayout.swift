// SPDX-License-Identifier: Apache-2.0

import Facts
import Views

/// Which of the configuration's devices are software, and what people call them.
struct VirtualLayout: Sendable {
    /// A sign or a keypad.
    struct Place: Sendable {
        let id: String
        let line: String
        let address: UInt8
        /// What is painted over the window it belongs to.
        let window: String
        /// How many Chinese characters it shows, if it is a sign.
        let characters: Int
        /// How many lines of text it shows, if it is a sign.
        let lines: Int
    }

    /// The virtual lines, printers' first.
    let lines: [HallConfiguration.Line]
    let signs: [Place]
    let keypads: [Place]
    /// Window units, each of which is a sign, a keypad or both of the above.
    let units: [Place]

    init(_ configuration: HallConfiguration) {
        let buses = configuration.lines.filter { $0.kind != .escPos }
        let lines = (configuration.printers.map(\.line) + buses)
            .filter { $0.wiring == .virtual }
        let numbers = configuration.structure.windows.map { ($0.id, $0.number) }
        let windows = Dictionary(numbers, uniquingKeysWith: { first, _ in first })
        func places(
            _ mounts: [HallConfiguration.Mount], _ name: (WindowID) -> DeviceID
        ) -> [Place] {
            mounts.filter { mount in lines.contains { $0.id == mount.line } }.map {
                Place(
                    id: name($0.window).text, line: $0.line, address: $0.address,
                    window: windows[$0.window] ?? $0.window.text,
                    characters: $0.shape.columns / 2, lines: $0.shape.lines)
            }
        }
        self.lines = lines
        signs = places(configuration.signs, HallConfiguration.signID)
        keypads = places(configuration.keypads, HallConfiguration.keypadID)
        let unitLines = Set(lines.filter { $0.kind == .windowBus }.map(\.id))
        var seen: Set<String> = []
        units = places(configuration.signs + configuration.keypads) {
            DeviceID("unit-\($0)")
        }.filter {
            unitLines.contains($0.line) && seen.insert("\($0.line)/\($0.address)").inserted
        }
    }

    /// Where window units are on a line.
    func unitAddresses(on line: HallConfiguration.Line) -> [UInt8] {
        units.filter { $0.line == line.id }.map(\.address)
    }
}
