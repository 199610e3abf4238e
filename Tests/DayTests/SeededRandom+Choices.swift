// SPDX-License-Identifier: Apache-2.0

import Simulators

extension SeededRandom {
    mutating func one(in count: Int) -> Bool { Int.random(in: 1...count, using: &self) == 1 }

    mutating func pick<Element>(_ choices: [Element]) -> Element? {
        choices.randomElement(using: &self)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}
