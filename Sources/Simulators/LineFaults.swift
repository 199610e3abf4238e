// SPDX-License-Identifier: Apache-2.0

/// A bad line, one direction of it: loses, flips and invents bytes and cuts the stream into
/// odd pieces, the same way every time for the same seed.
package struct LineFaults: Sendable {
    /// Chances in ten thousand for each byte to be lost.
    package var drops = 0
    /// Chances in ten thousand for each byte to have one bit turned.
    package var flips = 0
    /// Chances in ten thousand for a byte out of nowhere before each byte.
    package var inserts = 0
    /// Whether bytes arrive in pieces of random size instead of as they were sent.
    package var splits = false
    /// While set, nothing passes.
    package var unplugged = false

    private var random: SeededRandom

    package init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// What arrives of `bytes`, in the pieces it arrives in.
    package mutating func pass(_ bytes: [UInt8]) -> [[UInt8]] {
        guard !unplugged else { return [] }
        var arrived: [UInt8] = []
        for byte in bytes {
            if random.happens(inserts) { arrived.append(UInt8.random(in: 0...255, using: &random)) }
            if random.happens(drops) { continue }
            let mask: UInt8 =
                random.happens(flips) ? 1 << UInt8.random(in: 0...7, using: &random) : 0
            arrived.append(byte ^ mask)
        }
        return splits ? pieces(arrived) : (arrived.isEmpty ? [] : [arrived])
    }

    private mutating func pieces(_ bytes: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...9, using: &random))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        return pieces
    }
}
