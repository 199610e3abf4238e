// SPDX-License-Identifier: Apache-2.0

/// A frame of the officers' keypads, found in a deployed government hall: 9600 8N1, many
/// keypads on one RS-485 pair, keypads speak unasked, the host acknowledges.
///
/// `FF 68 L L 68 addr func data… CS 16`, L = 2 + bytes of data, CS = sum of addr, func and
/// data.
package struct KeypadFrame: Sendable, Equatable {
    /// The most data bytes a frame may carry; devices send 3, the host 6.
    package static let dataLimit = 14

    /// What a frame is about; both directions use the same numbers for different things.
    package enum Function {
        /// From a keypad: a key. To a keypad: acknowledgement, or `0B` opens the rating.
        package static let key: UInt8 = 0x01
        /// To a keypad: digits to show.
        package static let show: UInt8 = 0x02
        /// To a keypad: beep.
        package static let beep: UInt8 = 0x03
        /// From a keypad: the citizen's rating.
        package static let rating: UInt8 = 0x11
    }

    package var address: UInt8
    package var function: UInt8
    package var data: [UInt8]

    package init(address: UInt8, function: UInt8, data: [UInt8] = []) {
        self.address = address
        self.function = function
        self.data = Array(data.prefix(Self.dataLimit))
    }

    /// The frame as it goes over the wire.
    package var bytes: [UInt8] {
        let length = UInt8(2 + min(data.count, Self.dataLimit))
        let body = [address, function] + data.prefix(Self.dataLimit)
        return [0xFF, 0x68, length, length, 0x68] + body + [body.reduce(0, &+), 0x16]
    }

    /// What the host answers so that the keypad stops resending: the frame itself, a rating
    /// with the key function in place of its own.
    package var acknowledgement: KeypadFrame {
        var echo = self
        if function == Function.rating { echo.function = Function.key }
        return echo
    }

    /// Three digits of people waiting (blank if nil, 999 at most) and the last three digits of
    /// the number in hand (blank if nil). The keypad can show neither letters nor more digits.
    package static func show(address: UInt8, waiting: Int?, number: Int?) -> KeypadFrame {
        let people = waiting.map { min(max($0, 0), 999) }
        return KeypadFrame(
            address: address, function: Function.show,
            data: digits(people, leading: blank) + digits(number.map { abs($0 % 1000) }, leading: 0)
        )
    }

    /// Has the pad ask the citizen for a rating.
    package static func openRating(address: UInt8) -> KeypadFrame {
        KeypadFrame(address: address, function: Function.key, data: [0x0B])
    }

    /// A short beep.
    package static func beep(address: UInt8) -> KeypadFrame {
        KeypadFrame(address: address, function: Function.beep)
    }

    /// A dark digit.
    package static let blank: UInt8 = 0x0A

    private static func digits(_ value: Int?, leading: UInt8) -> [UInt8] {
        guard let value else { return [blank, blank, blank] }
        return [
            value < 100 ? leading : UInt8(value / 100),
            value < 10 ? leading : UInt8(value / 10 % 10),
            UInt8(value % 10),
        ]
    }
}
