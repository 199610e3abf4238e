// SPDX-License-Identifier: Apache-2.0

/// What a controller asks of a unit (SPEC.md sections 8 to 14).
package enum BusRequest: Sendable, Hashable {
    case identify
    case capabilities
    /// The poll; names the last event that the controller has taken, 0 none.
    case status(ack: UInt16)
    /// Which of these characters the font lacks.
    case glyphs(String)
    case show(BusPage)
    case clear(tag: UInt16)
    /// 1 to 100 per cent; 0 as the unit thinks right.
    case brightness(UInt8)
    case start(BusUID)
    case statistics
    /// Seconds since 1970 UTC; minutes east of it, -1440 to 1440.
    case time(seconds: UInt32, offsetMinutes: Int)
    /// Whose UID begins with so many bits of this prefix; `begin`: also who was told to be quiet.
    case discover(begin: Bool, bits: UInt8, prefix: BusUID)
    case quiet(BusUID)
    case link(BusLink)
    case pad(BusPadFace)
    /// Opens the rating pad for so many seconds, 0 closes it; the rating will name `ref`.
    case rate(ref: UInt8, seconds: UInt8)
    case light(BusLight, BusColour)
    /// So many times, 1 to 9, of so many hundredths of a second each, 1 to 100.
    case beep(times: UInt8, length: UInt8)
    case presence
    case dots(BusDots)
    case draw(BusDraw)
    /// Begins a session with the controller's nonce, its eight bytes as a little-endian number.
    case open(nonce: UInt64)
    /// Puts in a new key; one of zeros takes it away.
    case key(BusKey)
    /// So many bytes, at least one, with this CRC-32 are a firmware of this version: major, minor, patch.
    case firmware(size: UInt32, sum: UInt32, version: BusVersion)
    /// Part of a firmware, at least one byte.
    case block(offset: UInt32, data: [UInt8])
    case finish

    package var code: BusCommand {
        switch self {
        case .identify: .identify
        case .capabilities: .capabilities
        case .status: .status
        case .glyphs: .glyphs
        case .show: .show
        case .clear: .clear
        case .brightness: .brightness
        case .start: .start
        case .statistics: .statistics
        case .time: .time
        case .discover: .discover
        case .quiet: .quiet
        case .link: .link
        case .pad: .pad
        case .rate: .rate
        case .light: .light
        case .beep: .beep
        case .presence: .presence
        case .dots: .dots
        case .draw: .draw
        case .open: .open
        case .key: .key
        case .firmware: .firmware
        case .block: .block
        case .finish: .finish
        }
    }

    /// The number of the command.
    package var command: UInt8 { code.rawValue }
}

/// What LINK sets; 0 leaves as it was.
package struct BusLink: Sendable, Hashable {
    /// Or `everyone`.
    package var uid: BusUID
    /// 1 to 250; 0 as it was, 255 takes it away.
    package var address: UInt8 = 0
    package var baud: BusBaud?
    /// From the end of a request to the answer, in 0.1 ms, up to 90.
    package var turnAround: UInt8 = 0

    package init(_ uid: BusUID) {
        self.uid = uid
    }
}

/// The rates a wire can have, as LINK numbers them.
package enum BusBaud: UInt8, Sendable, CaseIterable {
    case baud9600 = 1
    case baud19200 = 2
    case baud38400 = 3
    case baud57600 = 4
    case baud115200 = 5

    /// Nil for a rate that no wire has.
    package init?(rate: Int) {
        guard let baud = Self.allCases.first(where: { $0.rate == rate }) else { return nil }
        self = baud
    }

    /// Bits per second.
    package var rate: Int {
        switch self {
        case .baud9600: 9600
        case .baud19200: 19200
        case .baud38400: 38400
        case .baud57600: 57600
        case .baud115200: 115200
        }
    }
}

/// What the officer's pad shows: PAD.
package struct BusPadFace: Sendable, Hashable {
    package struct State: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let paused = State(rawValue: 1)
        package static let rating = State(rawValue: 2)
        /// The officer should look at the page.
        package static let alert = State(rawValue: 4)
    }

    /// People waiting; nil dark.
    package var waiting: UInt16?
    package var state: State = []
    /// In hand, at most eight characters of ASCII; empty is dark. Others are sent as question marks.
    package var number = ""

    package init() {}
}

/// The call light.
package enum BusLight: UInt8, Sendable, CaseIterable {
    case off = 0
    case on = 1
    case slow = 2
    case fast = 3
}

/// Of a firmware.
package struct BusVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var major: UInt8
    package var minor: UInt8
    package var patch: UInt8

    package init(_ major: UInt8, _ minor: UInt8, _ patch: UInt8) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    package var description: String { "\(major).\(minor).\(patch)" }

    package static func < (one: BusVersion, other: BusVersion) -> Bool {
        (one.major, one.minor, one.patch) < (other.major, other.minor, other.patch)
    }
}
