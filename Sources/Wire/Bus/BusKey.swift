// SPDX-License-Identifier: Apache-2.0

/// A key of the Window Bus: 16 bytes, as two little-endian numbers (SPEC.md section 11).
package struct BusKey: Sendable, Hashable {
    package var low: UInt64
    package var high: UInt64

    package init(_ low: UInt64, _ high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Nil unless there are 16 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.init(bytes.littleEndian(at: 0), bytes.littleEndian(at: 8))
    }

    package var bytes: [UInt8] { .littleEndian(low) + .littleEndian(high) }

    /// What a unit has that nobody gave a key.
    package static let none = BusKey(0, 0)
}
