// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

struct WholeHallTests {
    private let take = Command.takeTicket(
        ticket: "x", service: "tax", priority: .normal, kiosk: nil)

    @Test func `a paused hall gives no tickets and keeps everybody's place`() throws {
        var hall = try TestHall()
        let first = try hall.take("tax")
        try hall.ask(.pauseHall(reason: "drill"))
        #expect(hall.hall.paused?.reason == "drill")
        let refusal = #expect(throws: Refusal.self) { try hall.ask(take) }
        #expect(refusal == Refusal(.hallPaused, values: ["reason": "drill"]))
        #expect(hall.refusal(.pauseHall(reason: "again")) == .hallPaused)
        try hall.ask(.resumeHall)
        let second = try hall.take("tax")
        #expect(hall.hall.services["tax"]?.queue.everybody.map(\.ticket) == [first.id, second.id])
        #expect(hall.refusal(.resumeHall) == .hallNotPaused)
    }

    @Test func `a hall that names its reasons takes no other`() throws {
        var structure = TestHall.structure
        structure.pauseReasons = ["drill", "power"].map {
            NamedCode(id: $0, name: LocalizedText(zhHans: $0))
        }
        var hall = try TestHall(structure: structure)
        let refusal = #expect(throws: Refusal.self) {
            try hall.ask(.pauseHall(reason: "boredom"))
        }
        #expect(refusal?.kind == .unknownReason)
        #expect(refusal?.values == ["known": "drill, power"])
        try hall.ask(.pauseHall(reason: "power"))
    }

    @Test func `a pause lives over midnight and ends on the new day`() throws {
        var hall = try TestHall()
        try hall.ask(.pauseHall(reason: "power"))
        hall.pass(seconds: 86_400)
        hall.tick()
        #expect(hall.hall.paused?.reason == "power")
        #expect(hall.refusal(take) == .hallPaused)
        #expect(hall.replayed().paused == hall.hall.paused)
        try hall.ask(.resumeHall)
        try hall.take("tax")
    }

    /// Seconds a ticket that was held when the test began has been held by the hall's timers.
    private func heldSeconds(_ hall: TestHall) throws -> Int {
        let ticket = try #require(hall.hall.tickets["t1"])
        return hall.hall.timers.seconds(since: try #require(ticket.heldAt), at: hall.moment)
    }

    private func hallWithHeldTicket() throws -> TestHall {
        var hall = try TestHall()
        try hall.take("tax")
        try hall.call("w1")
        try hall.at("w1", .hold())
        return hall
    }

    @Test func `timers stand while the hall is paused`() throws {
        var hall = try hallWithHeldTicket()
        for _ in 1...2 {
            hall.pass(seconds: 60)
            try hall.ask(.pauseHall(reason: "drill"))
            hall.pass(seconds: 1000)
            try hall.ask(.resumeHall)
        }
        hall.pass(seconds: 30)
        #expect(try heldSeconds(hall) == 150)
    }

    @Test func `a clock that is set during a pause moves no timer`() throws {
        for step in [-7200, 7200] {
            var hall = try hallWithHeldTicket()
            hall.pass(seconds: 60)
            try hall.ask(.pauseHall(reason: "drill"))
            hall.stepClock(seconds: step)
            hall.pass(seconds: 1000)
            #expect(try heldSeconds(hall) == 60)
            try hall.ask(.resumeHall)
            hall.pass(seconds: 5)
            #expect(try heldSeconds(hall) == 65)
        }
    }

    @Test func `timers stand in a pause through which the machine starts anew`() throws {
        var hall = try hallWithHeldTicket()
        hall.pass(seconds: 60)
        try hall.ask(.pauseHall(reason: "power"))
        hall.restart(boot: "b2", monotonic: 77, off: 600)
        hall.pass(seconds: 100)
        #expect(try heldSeconds(hall) == 60)
        try hall.ask(.resumeHall)
        hall.pass(seconds: 40)
        #expect(try heldSeconds(hall) == 100)
    }

    @Test func `what stood still before midnight is not made up for after it`() throws {
        var hall = try hallWithHeldTicket()
        hall.pass(seconds: 14 * 3600 + 1800)
        try hall.ask(.pauseHall(reason: "power"))
        hall.pass(seconds: 3600)
        hall.tick()
        try hall.ask(.resumeHall)
        hall.pass(seconds: 60)
        #expect(try heldSeconds(hall) == 14 * 3600 + 1800 + 60)
    }

    @Test func `a window's pause says until when`() throws {
        var hall = try TestHall()
        #expect(try hall.window("w1").pausedUntil == nil)
        try hall.at("w1", .pause(reason: "meal", minutes: 30))
        #expect(try hall.window("w1").pausedUntil == hall.moment.wall + 30 * 60_000)
        try hall.at("w2", .pause(reason: "meal", minutes: .max))
        #expect(try hall.window("w2").pausedUntil == hall.moment.wall + 86_400_000)
        try hall.at("w1", .resume)
        #expect(try hall.window("w1").pausedUntil == nil)
    }
}
