// SPDX-License-Identifier: Apache-2.0

/// What an officer asked for at the keypad.
package enum KeypadKey: Sendable, Hashable, CaseIterable {
    /// Call the next ticket (`0C`).
    case call
    /// Call the same ticket again (`0D`).
    case recall
    /// The citizen did not come: digit 6, then confirm (`06 0F`), which the keypad's legend
    /// calls giving up (弃号).
    case noShow
    /// Put the ticket aside: digit 0, then confirm (`00 0F`).
    case hold
    /// Call back a ticket that was put aside: digit 3, then confirm (`03 0F`).
    case callBack
    /// Pause the window (`12`).
    case pause
    /// Transfer the ticket (`13`); digits typed before it, if any, name the place.
    case transfer
    /// Ask the citizen for a rating (`0B`).
    case startRating
    /// Ask people to stay behind the one-metre line (`11`).
    case oneMetreLine
    /// The citizen's rating, its score key in the digits.
    case rating
}

/// A key with the digits typed before it.
package struct KeypadPress: Sendable, Equatable {
    package var key: KeypadKey
    /// The digits as bytes 0 to 9; for a rating the score key.
    package var digits: [UInt8]

    package init(_ key: KeypadKey, digits: [UInt8] = []) {
        self.key = key
        self.digits = digits
    }

    /// The press a keypad's frame reports, or nil for keys without a meaning here.
    package init?(_ frame: KeypadFrame) {
        guard let last = frame.data.last else { return nil }
        if frame.function == KeypadFrame.Function.rating {
            self.init(.rating, digits: [last])
            return
        }
        let before = Array(frame.data.dropLast())
        guard frame.function == KeypadFrame.Function.key,
            let known = Self.codes.first(where: { $0.code == last && $0.prefix ?? before == before }
            )
        else { return nil }
        self.init(known.key, digits: known.prefix == nil ? before : [])
    }

    /// The frame a keypad sends for this press.
    package func frame(address: UInt8) -> KeypadFrame {
        guard let known = Self.codes.first(where: { $0.key == key }) else {
            return KeypadFrame(
                address: address, function: KeypadFrame.Function.rating, data: digits)
        }
        return KeypadFrame(
            address: address, function: KeypadFrame.Function.key,
            data: (known.prefix ?? digits) + [known.code])
    }

    // A prefix is part of the key; where it is nil any digits may stand before.
    private static let codes: [(key: KeypadKey, code: UInt8, prefix: [UInt8]?)] = [
        (.call, 0x0C, nil), (.recall, 0x0D, nil), (.noShow, 0x0F, [6]), (.hold, 0x0F, [0]),
        (.callBack, 0x0F, [3]), (.pause, 0x12, nil), (.transfer, 0x13, nil),
        (.startRating, 0x0B, nil), (.oneMetreLine, 0x11, nil),
    ]
}
