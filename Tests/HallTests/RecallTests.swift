// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct RecallTests {
    /// A hall with A001 called at window 1.
    private func called(_ rules: TicketRules = TicketRules()) throws -> TestHall {
        var hall = try TestHall { $0.rules = rules }
        try hall.take("tax")
        try hall.call("w1")
        return hall
    }

    private func tooSoon(_ seconds: Int) -> Refusal {
        Refusal(.recallTooSoon, values: ["number": "A001", "seconds": String(seconds)])
    }

    @Test func `two recalls follow a call, each after a pause, and no third`() throws {
        var hall = try called()
        #expect(hall.refused(.atWindow("w1", .recall)) == tooSoon(20))
        for count in 1...2 {
            hall.pass(seconds: 19)
            #expect(hall.refused(.atWindow("w1", .recall)) == tooSoon(1))
            hall.pass(seconds: 1)
            try hall.at("w1", .recall)
            #expect(
                hall.facts.last
                    == .ticketRecalled(TicketRecalled(ticket: "t1", window: "w1", count: count)))
        }
        hall.pass(seconds: 100)
        #expect(
            hall.refused(.atWindow("w1", .recall))
                == Refusal(.recallsUsedUp, values: ["number": "A001", "limit": "2"]))
    }

    @Test func `a new call begins the count anew`() throws {
        var hall = try called()
        hall.pass(seconds: 20)
        try hall.at("w1", .recall)
        try hall.at("w1", .hold())
        try hall.ask(.callChosen("t1", "w1"))
        #expect(try hall.ticket("t1").recalls == 0)
        #expect(hall.refused(.atWindow("w1", .recall)) == tooSoon(20))
    }

    @Test func `a wall clock that is set does not shorten or lengthen the pause`() throws {
        var hall = try called()
        hall.stepClock(seconds: 3600)
        #expect(hall.refused(.atWindow("w1", .recall)) == tooSoon(20))
        hall.stepClock(seconds: -7200)
        hall.pass(seconds: 20)
        try hall.at("w1", .recall)
    }

    @Test
    func `while the whole hall is paused nobody is called again or missed, and no pause ends`()
        throws
    {
        var hall = try called(TicketRules(noShowAfterSeconds: 15))
        hall.pass(seconds: 5)
        try hall.ask(.pauseHall(reason: "drill"))
        hall.pass(seconds: 600)
        let paused = Refusal(.hallPaused, values: ["reason": "drill"])
        for action in [WindowAction.recall, .noShow] {
            #expect(hall.refused(.atWindow("w1", action)) == paused)
        }
        #expect(hall.refused(.atWindow("w2", .call)) == paused)
        #expect(hall.refused(.atWindow("w2", .callNext)) == paused)
        try hall.ask(.resumeHall)
        #expect(hall.refused(.atWindow("w1", .recall)) == tooSoon(15))
        #expect(hall.refusal(.atWindow("w1", .noShow)) == .noShowTooSoon)
        hall.pass(seconds: 15)
        try hall.at("w1", .recall)
    }

    @Test func `while the whole hall is paused a keypad's call only finishes`() throws {
        var hall = try called()
        try hall.take("tax")
        try hall.ask(.pauseHall(reason: "drill"))
        try hall.at("w1", .callNext)
        #expect(try hall.ticket("t1").state == .done)
        #expect(try hall.ticket("t2").state == .waiting)
    }

    @Test func `the hall's own rules stand before common practice`() throws {
        var hall = try called(TicketRules(recalls: 1, recallPauseSeconds: 0))
        try hall.at("w1", .recall)
        #expect(hall.refusal(.atWindow("w1", .recall)) == .recallsUsedUp)
    }

    @Test func `a no-show may need recalls and patience`() throws {
        var hall = try called(TicketRules(noShowAfterSeconds: 15, noShowAfterRecalls: 1))
        let recall = Refusal(.noShowNeedsRecall, values: ["number": "A001", "recalls": "1"])
        let patience = Refusal(.noShowTooSoon, values: ["number": "A001", "seconds": "15"])
        #expect(hall.refused(.atWindow("w1", .noShow)) == recall)
        hall.pass(seconds: 20)
        #expect(hall.refused(.atWindow("w1", .noShow)) == recall)
        try hall.at("w1", .recall)
        #expect(hall.refused(.atWindow("w1", .noShow)) == patience)
        hall.pass(seconds: 15)
        try hall.at("w1", .noShow)
    }

    @Test func `a no-show never needs more recalls than there are`() throws {
        var hall = try called(TicketRules(recalls: 0, noShowAfterRecalls: 3))
        #expect(hall.refusal(.atWindow("w1", .recall)) == .recallsUsedUp)
        try hall.at("w1", .noShow)
    }

    @Test func `rules beyond all measure refuse or allow, and trap nowhere`() throws {
        for extreme in [Int.min, -1, .max] {
            var hall = try called(
                TicketRules(
                    recalls: extreme, recallPauseSeconds: extreme, noShowAfterSeconds: extreme,
                    noShowAfterRecalls: extreme, reactivations: extreme,
                    reactivationMinutes: extreme, reactivatedAfter: extreme))
            _ = hall.refusal(.atWindow("w1", .recall))
            _ = hall.refusal(.atWindow("w1", .noShow))
            _ = hall.refusal(.reactivate("t1"))
        }
    }
}
