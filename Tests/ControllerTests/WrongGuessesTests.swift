// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Controller

struct WrongGuessesTests {
    private var guesses = WrongGuesses()

    private mutating func count(_ name: String, _ time: Int64) -> Int64? {
        guesses.count(.init(by: name, at: time))
    }

    @Test mutating func `one guess too many waits until the first is a minute old`() {
        for time in 0..<Int64(WrongGuesses.most) { #expect(count("K1", time * 1000) == nil) }
        #expect(count("K1", 10_000) == 50_000)
        #expect(count("K1", 59_999) == 1)
        #expect(count("K2", 10_000) == nil, "another kiosk")
        #expect(count("K1", 60_000) == nil)
        #expect(count("K1", 60_000) == 1000, "the second is not a minute old yet")
    }

    @Test mutating func `refused guesses lengthen nothing, and right ones leave their room`() {
        for _ in 0..<WrongGuesses.most { #expect(count("K1", 0) == nil) }
        for time in 1..<Int64(100) { #expect(count("K1", time) == 60_000 - time) }
        guesses.takeBack(.init(by: "K1", at: 0))
        #expect(count("K1", 100) == nil)
        #expect(count("K1", 100) == 59_900)
        guesses.takeBack(.init(by: "K3", at: 0))
    }
}
