// SPDX-License-Identifier: Apache-2.0

/// SipHash-2-4 with 64 bits of output, by Aumasson and Bernstein, "SipHash: a fast short-input PRF"
/// (2012).
package enum SipHash {
    /// The eight bytes of output as a little-endian number.
    package static func mac(key: BusKey, _ message: [UInt8]) -> UInt64 {
        var state = State(key)
        var index = 0
        while index + 8 <= message.count {
            state.take(message.littleEndian(at: index))
            index += 8
        }
        let tail: UInt64 = message.littleEndian(at: index)
        state.take(tail | UInt64(truncatingIfNeeded: message.count) << 56)
        return state.finish()
    }

    private struct State {
        private var v0: UInt64
        private var v1: UInt64
        private var v2: UInt64
        private var v3: UInt64

        init(_ key: BusKey) {
            v0 = key.low ^ 0x736F_6D65_7073_6575
            v1 = key.high ^ 0x646F_7261_6E64_6F6D
            v2 = key.low ^ 0x6C79_6765_6E65_7261
            v3 = key.high ^ 0x7465_6462_7974_6573
        }

        mutating func take(_ word: UInt64) {
            v3 ^= word
            for _ in 0..<2 { round() }
            v0 ^= word
        }

        mutating func finish() -> UInt64 {
            v2 ^= 0xFF
            for _ in 0..<4 { round() }
            return v0 ^ v1 ^ v2 ^ v3
        }

        private mutating func round() {
            v0 &+= v1
            v1 = v1.rotated(13) ^ v0
            v0 = v0.rotated(32)
            v2 &+= v3
            v3 = v3.rotated(16) ^ v2
            v0 &+= v3
            v3 = v3.rotated(21) ^ v0
            v2 &+= v1
            v1 = v1.rotated(17) ^ v2
            v2 = v2.rotated(32)
        }
    }
}

extension UInt64 {
    fileprivate func rotated(_ bits: UInt64) -> UInt64 { self << bits | self >> (64 - bits) }
}
