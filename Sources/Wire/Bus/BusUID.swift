// SPDX-License-Identifier: Apache-2.0

/// The 48 bits that no other unit has (SPEC.md section 9.1), and prefixes of them.
package struct BusUID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number of bits.
    package static let width = 48
    /// In LINK: every unit.
    package static let everyone = BusUID(0xFFFF_FFFF_FFFF)

    /// The first byte is the highest.
    package let number: UInt64

    /// The lower 48 bits of a number.
    package init(_ number: UInt64) {
        self.number = number & 0xFFFF_FFFF_FFFF
    }

    /// Nil unless there are six bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 6 else { return nil }
        self.init(bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// Nil unless there are twelve hexadecimal digits.
    package init?(_ text: String) {
        guard text.count == Self.width / 4, text.allSatisfy(\.isHexDigit),
            let number = UInt64(text, radix: 16)
        else { return nil }
        self.init(number)
    }

    /// In the order of the wire.
    package var bytes: [UInt8] {
        stride(from: 40, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// Twelve lowercase hexadecimal digits.
    package var description: String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// False for what no unit may have: all zeros, all ones.
    package var isOfUnit: Bool { number != 0 && self != .everyone }

    /// Whether the first bits are those of `prefix`; 48 at most count.
    package func hasPrefix(_ prefix: BusUID, bits: Int) -> Bool {
        let dropped = Self.width - min(max(bits, 0), Self.width)
        return number >> dropped == prefix.number >> dropped
    }

    /// The same with bit `index` set; bit 0 is the first of the first byte.
    package func setting(bit index: Int) -> BusUID {
        BusUID(number | 1 << (Self.width - 1 - index))
    }

    package static func < (one: BusUID, other: BusUID) -> Bool { one.number < other.number }
}
