// SPDX-License-Identifier: Apache-2.0

/// The commands of the Window Bus by their numbers (SPEC.md sections 8 to 14).
package enum BusCommand: UInt8, Sendable, CaseIterable {
    case identify = 0x01
    case capabilities = 0x02
    case status = 0x03
    case glyphs = 0x04
    case show = 0x10
    case clear = 0x11
    case brightness = 0x12
    case start = 0x20
    case statistics = 0x21
    case time = 0x22
    case discover = 0x23
    case quiet = 0x24
    case link = 0x25
    case pad = 0x30
    case rate = 0x31
    case light = 0x32
    case beep = 0x33
    case presence = 0x34
    case dots = 0x40
    case draw = 0x41
    case open = 0x50
    case key = 0x52
    case firmware = 0x60
    case block = 0x61
    case finish = 0x62

    /// The level a unit has that knows it.
    package var level: UInt8 {
        switch rawValue {
        case ..<0x20: 1
        case ..<0x40: 2
        default: 3
        }
    }

    /// Whether every unit carries it out when it is sent to everyone.
    package var mayBeBroadcast: Bool {
        [.clear, .brightness, .time, .discover, .quiet, .link].contains(self)
    }

    /// The length of the shortest payload a request of it can have.
    var shortest: Int {
        switch self {
        case .identify, .capabilities, .statistics, .presence, .finish, .glyphs: 0
        case .brightness: 1
        case .status, .clear, .rate, .light, .beep: 2
        case .pad: 3
        case .block: 5
        case .start, .quiet, .time, .dots: 6
        case .discover, .show, .open: 8
        case .link: 9
        case .firmware: 11
        case .draw: 12
        case .key: 16
        }
    }
}
