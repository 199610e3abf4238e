// SPDX-License-Identifier: Apache-2.0

/// What a unit can do: the answer to CAPABILITIES (SPEC.md section 8.2).
package struct BusCapabilities: Sendable, Hashable {
    /// CRC-32 of the `schema.txt` that this code was made by.
    package static let knownSchema: UInt32 = 0xD960_FEC6

    /// What a unit has beside a sign. A controller may ignore bits that it does not know.
    package struct Features: OptionSet, Sendable, Hashable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }

        package static let keypad = Features(rawValue: 1 << 0)
        package static let padDisplay = Features(rawValue: 1 << 1)
        package static let rating = Features(rawValue: 1 << 2)
        package static let light = Features(rawValue: 1 << 3)
        package static let buzzer = Features(rawValue: 1 << 4)
        package static let presence = Features(rawValue: 1 << 5)
        package static let scrolls = Features(rawValue: 1 << 6)
        package static let blinks = Features(rawValue: 1 << 7)
        /// Adjusts its brightness itself.
        package static let measuresLight = Features(rawValue: 1 << 8)
        package static let bitmaps = Features(rawValue: 1 << 9)
        package static let authentication = Features(rawValue: 1 << 10)
        package static let firmware = Features(rawValue: 1 << 11)
    }

    /// Which characters a unit's font has.
    package enum Charset: UInt8, Sendable, CaseIterable {
        case none = 0
        case ascii = 1
        case gb2312 = 2
        case gbk = 3
        /// GLYPHS tells; so does one of a later version.
        case other = 255
    }

    package struct Colours: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let red = Colours(rawValue: 1 << 0)
        package static let green = Colours(rawValue: 1 << 1)
        package static let amber = Colours(rawValue: 1 << 2)
        package static let white = Colours(rawValue: 1 << 3)
    }

    /// Bit by bit the rates of `BusBaud`.
    package struct Bauds: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package init(_ baud: BusBaud) { rawValue = 1 << (baud.rawValue - 1) }

        package var rates: [BusBaud] { BusBaud.allCases.filter { contains(Bauds($0)) } }
    }

    /// 1, 2 or 3.
    package var level: UInt8 = 1
    package var schema = Self.knownSchema
    package var features: Features = []
    /// Bits that a controller must know to use more than IDENTIFY, CAPABILITIES and STATUS.
    package var needs: UInt16 = 0
    /// The longest body the unit accepts, 80 to 250.
    package var body: UInt8 = 80
    /// Of the sign in dots; 0: there is no sign.
    package var width: UInt16 = 0
    package var height: UInt8 = 0
    /// Lines of text it shows at once.
    package var lines: UInt8 = 0
    /// Pages a face can have.
    package var pages: UInt8 = 1
    package var charset: Charset = .none
    package var colours: Colours = []
    /// Bytes for the bitmaps of one face, all pages together; 0: no bitmaps.
    package var memory: UInt16 = 0
    package var bauds: Bauds = [Bauds(.baud9600)]
    /// Presence channels.
    package var presence: UInt8 = 0
    /// Events that can wait.
    package var queue: UInt16 = 0

    package init() {}

    /// Whether a controller that was made by this code may use all of the unit.
    package var isCompatible: Bool { needs == 0 }

    private static let length = 23

    /// Nil if it is too short.
    package init?(payload: [UInt8]) {
        guard payload.count >= Self.length else { return nil }
        var reader = BusPayloadReader(payload)
        level = reader.next()
        schema = reader.next()
        features = Features(rawValue: reader.next())
        needs = reader.next()
        body = reader.next()
        width = reader.next()
        height = reader.next()
        lines = reader.next()
        pages = reader.next()
        charset = Charset(rawValue: reader.next()) ?? .other
        colours = Colours(rawValue: reader.next())
        memory = reader.next()
        bauds = Bauds(rawValue: reader.next())
        presence = reader.next()
        queue = reader.next()
    }

    package var payload: [UInt8] {
        var payload = [level] + .littleEndian(schema)
        payload += .littleEndian(features.rawValue) + .littleEndian(needs) + [body]
        payload += .littleEndian(width) + [height, lines, pages, charset.rawValue]
        payload += [colours.rawValue] + .littleEndian(memory) + [bauds.rawValue, presence]
        return payload + .littleEndian(queue)
    }
}
