// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct RatingTests {
    /// Windows 1 and 2 are open; `t1` is in window 1's hand, `t2` waits.
    private func hall(
        _ rating: RatingRules? = RatingRules(seconds: 20), _ service: ServiceID = "tax"
    ) throws -> TestHall {
        var hall = try TestHall { $0.rules = TicketRules(rating: rating) }
        try hall.take(service)
        try hall.take("tax")
        try hall.call("w1")
        return hall
    }

    private func rated(_ facts: [HallFact]) -> [Rated] {
        facts.compactMap { if case .rated(let fact) = $0 { fact } else { nil } }
    }

    private func asked(_ facts: [HallFact]) -> [RatingAsked] {
        facts.compactMap { if case .ratingAsked(let fact) = $0 { fact } else { nil } }
    }

    @Test func `the end of service asks for a rating, and the answer is the officer's`() throws {
        var hall = try hall()
        let finished = try hall.ask(.atWindow("w1", .finish()))
        #expect(
            asked(finished) == [
                RatingAsked(ticket: "t1", window: "w1", officer: "li", service: "tax", seconds: 20)
            ])
        try hall.at("w1", .takeOver("zhao"))
        let facts = try hall.ask(.rate("t1", nil, .satisfied))
        #expect(
            rated(facts) == [
                Rated(
                    ticket: "t1", window: "w1", officer: "li", service: "tax", grade: .satisfied)
            ])
        #expect(try hall.window("w1").rating?.state == .graded(.satisfied))
        #expect(hall.hall.openRatings.isEmpty)
    }

    @Test func `nobody is asked where the hall says nothing, but by the key`() throws {
        var hall = try hall(nil)
        #expect(asked(try hall.ask(.atWindow("w1", .askRating))).count == 1)
        try hall.at("w1", .finish())
        #expect(asked(hall.facts).count == 1)
        try hall.call("w1")
        try hall.at("w1", .finish())
        #expect(asked(hall.facts).count == 1)
    }

    @Test func `no answer goes down as unanswered when the time is over, and not before`() throws {
        var hall = try hall()
        try hall.at("w1", .finish())
        let due = try #require(hall.hall.nextDeadline(after: hall.moment))
        #expect(due == hall.moment.monotonic + 20_000)
        hall.moment.wall += 19_999
        hall.moment.monotonic += 19_999
        #expect(hall.tick() == [])
        hall.moment.wall += 1
        hall.moment.monotonic += 1
        let over = rated(hall.tick())
        #expect(over.map(\.unanswered) == [.timeout])
        #expect(over.map(\.grade) == [nil])
        #expect(hall.refusal(.rate("t1", nil, .satisfied)) == .ratingOver)
        #expect(hall.tick() == [])
    }

    @Test func `an answer in the last moment counts, whatever the wall clock does`() throws {
        var hall = try hall()
        try hall.at("w1", .finish())
        hall.stepClock(seconds: 7200)
        hall.moment.monotonic += 19_999
        #expect(rated(try hall.ask(.rate("t1", "w1", .veryDissatisfied))).count == 1)
    }

    @Test func `a clock set back over a restart does not keep a question open`() throws {
        var hall = try hall()
        try hall.at("w1", .finish())
        hall.restart(boot: "b2", monotonic: 10, off: -3600)
        #expect(rated(hall.facts).map(\.unanswered) == [.timeout])
    }

    @Test func `calling the next closes the question, and its answer is nobody else's`() throws {
        var hall = try hall()
        try hall.at("w1", .finish())
        let called = try hall.ask(.atWindow("w1", .call))
        guard case .rated(let over) = called.first, case .ticketCalled(let next) = called.last
        else {
            Issue.record("\(called)")
            return
        }
        #expect(over.unanswered == .nextCalled && over.ticket == "t1")
        #expect(next.ticket == "t2")
        #expect(hall.refusal(.rate("t1", nil, .fair)) == .ratingOver)
        #expect(hall.refusal(.rate("t2", nil, .fair)) == .ratingNotAsked)
        #expect(hall.refusal(.rate("t2", "w1", .fair)) == .ratingNotAsked)
    }

    @Test func `the call key asks only when nobody is called in the same breath`() throws {
        var hall = try hall()
        #expect(asked(try hall.ask(.atWindow("w1", .callNext))) == [])
        #expect(asked(try hall.ask(.atWindow("w1", .callNext))).map(\.ticket) == ["t2"])
    }

    @Test func `the pause key finishes, asks and pauses, and the next time ends the pause`() throws
    {
        var hall = try hall()
        let names = try hall.ask(.atWindow("w1", .pauseKey)).map { type(of: $0.payload).name }
        #expect(names == ["ticketFinished", "ratingAsked", "windowPaused"])
        #expect(try hall.ask(.atWindow("w1", .pauseKey)).count == 1)
        #expect(try hall.window("w1").state == .open)
        #expect(try hall.ask(.atWindow("w1", .pauseKey)).count == 1)
        #expect(try hall.window("w1").state == .paused)
    }

    @Test func `a service is asked about once, and rated once`() throws {
        var hall = try hall()
        try hall.at("w1", .askRating)
        #expect(hall.refusal(.atWindow("w1", .askRating)) == .ratingAskedAlready)
        try hall.ask(.rate("t1", nil, .fair))
        #expect(hall.refusal(.rate("t1", nil, .fair)) == .alreadyRated)
        try hall.at("w1", .hold())
        try hall.ask(.callChosen("t1", "w1"))
        try hall.at("w1", .finish())
        #expect(asked(hall.facts).count == 1)
    }

    @Test func `each window a visit goes through may be rated, the last question first`() throws {
        var hall = try hall()
        try hall.at("w1", .askRating)
        try hall.at("w1", .transfer(.window("w2")))
        try hall.call("w2")
        hall.pass(seconds: 1)
        try hall.at("w2", .finish())
        #expect(rated(try hall.ask(.rate("t1", nil, .satisfied))).map(\.window) == ["w2"])
        #expect(rated(try hall.ask(.rate("t1", nil, .dissatisfied))).map(\.window) == ["w1"])
        #expect(hall.refusal(.rate("t1", nil, .fair)) == .alreadyRated)
    }

    @Test func `a visit that comes back to a window out of the queue may be rated there again`()
        throws
    {
        var hall = try hall()
        try hall.at("w1", .askRating)
        try hall.ask(.rate("t1", nil, .satisfied))
        try hall.at("w1", .putBack)
        try hall.call("w1")
        #expect(asked(try hall.ask(.atWindow("w1", .finish()))).map(\.ticket) == ["t1"])
    }

    @Test func `where nobody is to be asked the key is refused`() throws {
        var hall = try hall(RatingRules(ask: .never))
        #expect(hall.refusal(.atWindow("w1", .askRating)) == .ratingOff)
        #expect(asked(try hall.ask(.atWindow("w1", .finish()))) == [])
    }

    @Test func `questions end with the day and with the window`() throws {
        var hall = try hall(RatingRules(seconds: 600))
        try hall.at("w1", .finish())
        var without = hall.hall.structure
        without.windows.removeFirst()
        var other = hall
        let applied = try other.ask(.applyConfiguration(digest: "d2", structure: without))
        #expect(rated(applied).map(\.unanswered) == [.windowRemoved])
        #expect(other.hall.openRatings.isEmpty)

        hall.moment.wall += 15 * 3_600_000
        hall.moment.monotonic += 1000
        #expect(rated(hall.tick()).map(\.unanswered) == [.dayEnded])
        #expect(hall.hall.openRatings.isEmpty)
        #expect(hall.refusal(.rate("t1", nil, .fair)) == .unknownTicket)
    }

    @Test func `a pause of the whole hall gives no more time`() throws {
        var hall = try hall()
        try hall.at("w1", .finish())
        try hall.ask(.pauseHall(reason: "drill"))
        hall.pass(seconds: 20)
        #expect(rated(hall.tick()).count == 1)
    }

    @Test func `a bad grade is kept for staff, an unanswered question is not`() throws {
        var hall = try hall()
        try hall.at("w1", .finish())
        try hall.ask(.rate("t1", nil, .dissatisfied))
        try hall.call("w1")
        try hall.at("w1", .finish())
        hall.pass(seconds: 20)
        hall.tick()
        let low = hall.hall.lowRatings
        #expect(low.map(\.number) == ["A001"])
        #expect(low.map(\.grade) == [.dissatisfied])
        #expect(low.first?.rated.officer == "li")
        #expect(hall.replayed().lowRatings == low)
    }

    @Test func `every question has another reference than the one before`() throws {
        var hall = try TestHall { $0.rules = TicketRules(rating: RatingRules()) }
        var last: UInt8 = 0
        for _ in 1...300 {
            try hall.take("tax")
            try hall.call("w1")
            try hall.at("w1", .finish())
            let reference = try #require(try hall.window("w1").rating?.reference)
            #expect(reference != last && reference != 0)
            last = reference
        }
    }
}

struct CallBackTests {
    private func number(_ facts: [HallFact]) -> [String] { facts.map { type(of: $0.payload).name } }

    @Test func `who was set aside is called by number, else who was set aside first`() throws {
        var hall = try TestHall()
        for id in ["t1", "t2", "t3"] as [TicketID] {
            try hall.take("tax")
            try hall.ask(.callChosen(id, "w1"))
            try hall.at("w1", .hold())
        }
        try hall.at("w1", .callBack(number: 2))
        #expect(try hall.window("w1").ticket == "t2")
        #expect(hall.refusal(.atWindow("w1", .callBack(number: nil))) == .ticketInHand)
        try hall.at("w1", .finish())
        try hall.at("w1", .callBack(number: nil))
        #expect(try hall.window("w1").ticket == "t1")
    }

    @Test func `who did not come is called again where officers may choose, else waits again`()
        throws
    {
        for mayChoose in [true, false] {
            var hall = try TestHall { $0.rules = TicketRules(chosenCalls: mayChoose) }
            for _ in 1...4 { try hall.take("tax") }
            try hall.call("w1")
            try hall.at("w1", .noShow)
            #expect(hall.refusal(.atWindow("w1", .callBack(number: 9))) == .unknownTicket)
            let actor = Actor(.device, "keypad-w1")
            let facts = try hall.ask(.atWindow("w1", .callBack(number: 1)), by: actor)
            #expect(
                number(facts)
                    == ["ticketReactivated"] + (mayChoose ? ["ticketCalled"] : []))
            guard mayChoose, case .ticketCalled(let called)? = facts.last else { continue }
            #expect(called.ticket == "t1")
            #expect(called.why.rule == .chosen)
            #expect(called.why.waiting == 4 && called.why.passedOver == 2)
        }
    }

    @Test func `a number of two tickets is not guessed`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        try hall.take("deed")
        for _ in 1...2 {
            try hall.call("w2")
            try hall.at("w2", .hold())
        }
        #expect(hall.refusal(.atWindow("w2", .callBack(number: 1))) == .numberNotUnique)
    }
}
