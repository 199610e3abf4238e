// SPDX-License-Identifier: Apache-2.0

import CWindowBus
package import Wire

/// What a window unit made of software is, as its maker would have built it.
package struct UnitModel: Sendable {
    /// The dots of a character of the unit's font, in both directions; ASCII is half as wide.
    package static let fontHeight = 16

    package var identity: BusIdentity
    /// What it says it can do. The longest body, the memory for dots and the queue are those of the
    /// C reference, the level not higher than its features are.
    package var capabilities: BusCapabilities
    /// Its presence channels, at most four.
    package var presence: [BusChannel.Kind]
    /// Which characters its font has.
    package var charset: Charset
    /// What they look like.
    package var glyphs: GlyphSource

    /// A unit that has everything.
    ///
    /// - Parameters:
    ///   - characters: Chinese characters in a line, 1 to 64.
    ///   - lines: of text at once, 1 or 2.
    package init(
        _ uid: BusUID, characters: Int = 8, lines: Int = 1,
        presence: [BusChannel.Kind] = [.supervisedContact], charset: Charset, glyphs: GlyphSource
    ) {
        identity = BusIdentity(uid)
        identity.vendor = 0
        identity.firmware = BusVersion(1, 0, 0)
        identity.name = "Virtual unit"
        capabilities = BusCapabilities()
        capabilities.level = 3
        capabilities.features = [
            .keypad, .padDisplay, .rating, .light, .buzzer, .presence, .scrolls, .blinks, .bitmaps,
            .authentication, .firmware,
        ]
        capabilities.width = UInt16(Self.fontHeight * min(max(characters, 1), 64))
        capabilities.height = UInt8(Self.fontHeight * min(max(lines, 1), 2))
        capabilities.lines = UInt8(min(max(lines, 1), 2))
        capabilities.pages = UInt8(WB_PAGES)
        capabilities.charset = .other
        capabilities.colours = [.red]
        capabilities.bauds = BusBaud.allCases.reduce([]) { $0.union(.init($1)) }
        self.presence = presence
        self.charset = charset
        self.glyphs = glyphs
    }

    /// Whether the font has a character.
    func has(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
        return charset.encode(String(Character(scalar))).missing.isEmpty
    }

    /// The same for the C reference.
    var traits: wb_traits {
        var traits = wb_traits()
        Self.copy(identity.uid.bytes, to: &traits.uid)
        traits.vendor = identity.vendor
        traits.model = identity.model
        traits.hardware = identity.hardware
        let version = identity.firmware
        traits.firmware = (version.major, version.minor, version.patch)
        Self.copy(Array(identity.name.utf8), to: &traits.name)
        traits.level = capabilities.level
        traits.schema = capabilities.schema
        traits.features = capabilities.features.rawValue
        traits.needs = capabilities.needs
        traits.width = capabilities.width
        traits.height = capabilities.height
        traits.lines = capabilities.lines
        traits.pages = capabilities.pages
        traits.charset = capabilities.charset.rawValue
        traits.colours = capabilities.colours.rawValue
        traits.bauds = capabilities.bauds.rawValue
        traits.presence = UInt8(min(presence.count, Int(WB_PRESENCE)))
        Self.copy(presence.map(\.rawValue), to: &traits.presence_kind)
        return traits
    }

    /// As many bytes as there is room for.
    static func copy<Room>(_ bytes: [UInt8], to room: inout Room) {
        withUnsafeMutableBytes(of: &room) { $0.copyBytes(from: bytes.prefix($0.count)) }
    }
}
