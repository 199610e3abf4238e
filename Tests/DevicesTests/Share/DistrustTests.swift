// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Devices

struct DistrustTests {
    @Test func `each failure shuts the door for twice as long, and no longer than is bearable`() {
        var distrust = Distrust()
        var now: Int64 = 0
        for patience: Int64 in [1000, 2000, 4000, 8000, 16_000, 16_000, 16_000] {
            _ = distrust.failed("192.0.2.1", now: now)
            #expect(distrust.isShut("192.0.2.1", now: now + patience - 1))
            now += patience
            #expect(!distrust.isShut("192.0.2.1", now: now))
        }
    }

    @Test func `nobody is shut out for another, and who is right is forgiven`() {
        var distrust = Distrust()
        _ = distrust.failed("192.0.2.1", now: 0)
        #expect(!distrust.isShut("192.0.2.2", now: 0))
        distrust.succeeded("192.0.2.1")
        #expect(!distrust.isShut("192.0.2.1", now: 0))
    }

    @Test func `whoever comes from everywhere fills neither the memory nor the log`() {
        var distrust = Distrust()
        let told = (0..<2000).count { distrust.failed("192.0.2.\($0)", now: Int64($0)) }
        #expect(told == 10)
        #expect(distrust.isShut("192.0.2.1999", now: 2000))
        #expect(!distrust.isShut("192.0.2.1900", now: 2000), "forgotten")
        let isTold = distrust.failed("192.0.2.1", now: 60_000)
        #expect(isTold, "a new minute")
    }
}
