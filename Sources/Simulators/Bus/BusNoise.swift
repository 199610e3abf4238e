// SPDX-License-Identifier: Apache-2.0

/// How bad the pair is for what one side sends. Everybody hears the same damage.
package struct BusNoise: Sendable, Equatable {
    /// Bits turned, in a million. A byte is ten bits: a turned start or stop bit loses it.
    package var bitErrors: Int
    /// Bytes lost, in a million.
    package var losses: Int
    /// Bytes out of nowhere, in a million bytes sent.
    package var inserts: Int

    /// Each from 0 to 1,000,000; what lies outside is taken for the nearest.
    package init(bitErrors: Int = 0, losses: Int = 0, inserts: Int = 0) {
        self.bitErrors = bitErrors
        self.losses = losses
        self.inserts = inserts
    }
}

/// Performs a `BusNoise` with one draw for each byte.
struct BusDisturber: Sendable {
    /// The chance of each thing that may befall a byte: an insert, a loss, ten bits turned.
    private let chances: [Double]
    /// A draw below it means that at least one of them does.
    private let threshold: UInt64
    let noise: BusNoise

    init(_ noise: BusNoise) {
        self.noise = noise
        chances =
            [noise.inserts, noise.losses].map(Self.chance)
            + Array(repeating: Self.chance(noise.bitErrors), count: 10)
        let none = chances.reduce(1) { $0 * (1 - $1) }
        threshold = UInt64(min((1 - none) * 0x1p64, (0x1p64).nextDown))
    }

    var isQuiet: Bool { threshold == 0 }

    /// Appends what is heard of `bytes`; returns how many of them were hit.
    func pass(
        _ bytes: ArraySlice<UInt8>, into heard: inout [UInt8], _ random: inout SeededRandom
    ) -> Int {
        var hits = 0
        for byte in bytes {
            let draw = random.next()
            guard draw < threshold else {
                heard.append(byte)
                continue
            }
            hits += 1
            strike(byte, draw, into: &heard, &random)
        }
        return hits
    }

    private func strike(
        _ byte: UInt8, _ draw: UInt64, into heard: inout [UInt8], _ random: inout SeededRandom
    ) {
        let struck = draws(first: first(draw), &random)
        if struck & 1 != 0 { heard.append(UInt8(truncatingIfNeeded: random.next())) }
        let bits = struck >> 2
        let framing = 0b10_0000_0001
        guard struck & 2 == 0, bits & framing == 0 else { return }
        heard.append(byte ^ UInt8(truncatingIfNeeded: bits >> 1))
    }

    /// The first thing that happens, the draw being known to lie below the threshold.
    private func first(_ draw: UInt64) -> Int {
        let point = Double(draw) / 0x1p64
        var reached = 0.0
        var spared = 1.0
        for (index, chance) in chances.enumerated() {
            reached += spared * chance
            if point < reached { return index }
            spared *= 1 - chance
        }
        return chances.count - 1
    }

    /// All that happens as bits of a number: the first, and those behind it by their own chances.
    private func draws(first: Int, _ random: inout SeededRandom) -> Int {
        var struck = 1 << first
        for index in (first + 1)..<max(first + 1, chances.count)
        where Double(random.next()) / 0x1p64 < chances[index] {
            struck |= 1 << index
        }
        return struck
    }

    private static func chance(_ inAMillion: Int) -> Double {
        Double(min(max(inAMillion, 0), 1_000_000)) / 1_000_000
    }
}
