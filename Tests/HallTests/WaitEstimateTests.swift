// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct WaitEstimateTests {
    @Test func `no window for the service, no estimate`() throws {
        var hall = try TestHall()
        #expect(hall.hall.waitEstimate(for: "stamp", ahead: 0) == nil)
        #expect(hall.hall.waitEstimate(for: "none", ahead: 0) == nil)
        try hall.at("w3", .open("zhao"))
        try hall.at("w3", .pause(reason: nil, minutes: nil))
        #expect(hall.hall.waitEstimate(for: "stamp", ahead: 0) == nil)
    }

    @Test func `a free window and nobody ahead is no wait`() throws {
        let hall = try TestHall()
        #expect(
            hall.hall.waitEstimate(for: "tax", ahead: 0)
                == WaitEstimate(low: 0, likely: 0, high: 0))
    }

    @Test func `nothing known of how long a case takes, no estimate`() throws {
        let hall = try TestHall()
        #expect(hall.hall.waitEstimate(for: "deed", ahead: 3) == nil)
    }

    @Test func `the usual time is shared by the windows that serve`() throws {
        var hall = try TestHall()
        // 3.5 cases of 600 s at two windows.
        #expect(
            hall.hall.waitEstimate(for: "tax", ahead: 3)
                == WaitEstimate(low: 525, likely: 1050, high: 2100))
        try hall.at("w2", .close)
        #expect(hall.hall.waitEstimate(for: "tax", ahead: 3)?.likely == 2100)
    }

    @Test func `with every window busy even the first in line waits`() throws {
        var hall = try TestHall()
        for window in ["w1", "w2"] as [WindowID] {
            try hall.take("tax")
            try hall.call(window)
        }
        #expect(hall.hall.waitEstimate(for: "tax", ahead: 0)?.likely == 150)
    }

    @Test func `after five cases the day's own time counts`() throws {
        var hall = try TestHall()
        for finished in 1...5 {
            try hall.take("tax")
            try hall.call("w1")
            hall.pass(seconds: 100)
            try hall.at("w1", .finish())
            let likely = hall.hall.waitEstimate(for: "tax", ahead: 1)?.likely
            #expect(likely == (finished < 5 ? 450 : 75))
        }
    }

    @Test func `an absurd configured time makes no trap`() throws {
        var structure = TestHall.structure
        structure.services[0].typicalSeconds = .max
        var hall = try TestHall(structure: structure)
        try hall.at("w1", .open("li"))
        let wait = try #require(hall.hall.waitEstimate(for: "tax", ahead: 1000))
        #expect(wait.low <= wait.likely && wait.likely <= wait.high)
    }
}
