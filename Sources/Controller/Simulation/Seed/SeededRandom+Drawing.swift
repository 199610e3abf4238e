// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Simulators

extension SeededRandom {
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func part() -> Double { Double.random(in: 0..<1, using: &self) }

    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.randomElement(using: &self)
    }

    /// An index, each as likely as its weight; weights are not negative.
    mutating func pick(by weights: [Double]) -> Int {
        var rest = part() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return max(0, weights.count - 1)
    }

    /// Nearly normal: mean 0, standard deviation 1, never beyond 6.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + part() } }

    /// Many a little below the mean, a few far above it, as times of service are.
    mutating func lognormal(mean: Double, spread: Double) -> Double {
        mean * exp(spread * normal() - spread * spread / 2)
    }

    /// Base 32, as ids drawn by the edge are.
    mutating func id(characters: Int) -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        var bytes: [UInt8] = []
        var pool: UInt64 = 0
        for index in 0..<characters {
            if index % 12 == 0 { pool = next() }
            bytes.append(alphabet[Int(pool & 31)])
            pool >>= 5
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
