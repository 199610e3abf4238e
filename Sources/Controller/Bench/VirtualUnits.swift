// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Wire

/// What anybody could notice of a window unit.
struct UnitLook: Equatable {
    let uid: BusUID
    /// What is on the sign, as if it did not blink.
    let seen: VirtualUnit.Seen
    let isBlinking: Bool
    let pad: BusPadFace
    let beeps: Int
    let isRatingOpen: Bool
    let isPlugged: Bool
    let isStuck: Bool
    let isBabbling: Bool
    /// Events that nobody took yet.
    let waiting: Int
    let powerUps: Int
    let nextChange: Int64?

    /// What stands on the sign; a picture has no words.
    var text: String {
        switch seen {
        case .dark, .dots: ""
        case .silence: "— —"
        case .text(let lines): lines.joined(separator: " ")
        }
    }
}

extension VirtualUnit {
    /// The unit of a window in the hall of software, as a technician has set it up.
    static func atWindow(
        _ place: VirtualLayout.Place, on line: HallConfiguration.Line, glyphs: GlyphSource
    ) -> VirtualUnit {
        make(place, on: line, glyphs: glyphs, address: place.address, generation: 0)
    }

    /// Another of the same kind, fresh from the factory: it has no address yet.
    static func spare(
        for place: VirtualLayout.Place, on line: HallConfiguration.Line, glyphs: GlyphSource,
        generation: Int
    ) -> VirtualUnit {
        make(place, on: line, glyphs: glyphs, address: 0, generation: generation)
    }

    private static func make(
        _ place: VirtualLayout.Place, on line: HallConfiguration.Line, glyphs: GlyphSource,
        address: UInt8, generation: Int
    ) -> VirtualUnit {
        // The same at every start, as with real ones; a spare is another.
        let name = UInt64(CRC32.of(Array("\(line.id) \(place.window)".utf8)))
        let uid = BusUID(name << 16 | UInt64(place.address) << 8 | UInt64(generation & 0xFF))
        let model = UnitModel(
            uid, characters: place.characters, lines: place.lines,
            charset: .gb2312, glyphs: glyphs)
        return VirtualUnit(
            model, address: address, baud: BusBaud(rate: line.serial.baud) ?? .baud9600,
            seed: name + UInt64(generation), boots: UInt16.random(in: .min ... .max))
    }
}
