// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Devices

/// Who gets which address.
struct BusAddressingTests {
    private let a = BusUID(0xA)
    private let b = BusUID(0xB)
    private let c = BusUID(0xC)

    private func place(
        _ address: UInt8, expected: BusUID? = nil, known: BusUID? = nil, isMissing: Bool = false
    ) -> BusAddressing.Place {
        BusAddressing.Place(
            address: address, expected: expected, known: known, isMissing: isMissing)
    }

    @Test func `where all is well nothing is moved`() {
        let addressing = BusAddressing([a: 1, b: 2], [place(1, known: a), place(2, expected: b)])
        #expect(addressing.moves.isEmpty && addressing.duplicates.isEmpty)
    }

    @Test func `of two with one address the one nobody knows loses it, and gets the missing one`() {
        let twins = [place(1, known: a), place(2, known: c, isMissing: true)]
        #expect(BusAddressing([a: 1, b: 1], twins).moves == [b: 2])
        let strangers = BusAddressing([a: 1, b: 1], [place(1)])
        #expect(strangers.moves.isEmpty)
        #expect(strangers.duplicates == [1: [a, b]])
    }

    @Test func `a homeless unit is given nothing where it is not clear which`() {
        let two = [place(1, isMissing: true), place(2, isMissing: true)]
        #expect(BusAddressing([a: 0], two).moves.isEmpty)
        let foreign = [place(1, expected: b, isMissing: true)]
        #expect(BusAddressing([a: 0], foreign).moves.isEmpty)
        #expect(BusAddressing([b: 0], two).moves.isEmpty)
        let former = [place(1, known: a, isMissing: true), place(2, isMissing: true)]
        #expect(BusAddressing([a: 0], former).moves == [a: 1])
    }

    @Test func `units that sit in each other's places are taken out first`() {
        let crossed = [place(1, expected: a), place(2, expected: b)]
        #expect(BusAddressing([a: 2, b: 1], crossed).moves == [a: 0, b: 0])
        let empty = [
            place(1, expected: a, isMissing: true), place(2, expected: b, isMissing: true),
        ]
        #expect(BusAddressing([a: 0, b: 0], empty).moves == [a: 1, b: 2])
        // One that is written down twice stays where it is.
        let twice = [place(1, expected: a), place(2, expected: a, isMissing: true)]
        #expect(BusAddressing([a: 1], twice).moves.isEmpty)
    }
}
