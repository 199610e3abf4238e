// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Devices

struct UnitKeysTests {
    @Test func `each unit's key follows from the hall's secret and its own number alone`() throws {
        let secret = try #require(ShareKey([UInt8](repeating: 7, count: 32)))
        let other = try #require(ShareKey([UInt8](repeating: 8, count: 32)))
        let (one, two) = (BusUID(0x0102_0304_0506), BusUID(0x0102_0304_0507))
        #expect(secret.unitKey(of: one) == secret.unitKey(of: one))
        #expect(secret.unitKey(of: one) != secret.unitKey(of: two))
        #expect(secret.unitKey(of: one) != other.unitKey(of: one))
        #expect(secret.unitKey(of: one) != .none)
    }
}
