// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct ReactivationTests {
    /// A hall with A001 a no-show of window 1 and `others` who wait.
    private func missed(_ others: Int, _ rules: TicketRules = TicketRules()) throws -> TestHall {
        var hall = try TestHall { $0.rules = rules }
        try hall.take("tax")
        try hall.call("w1")
        try hall.at("w1", .noShow)
        for _ in 0..<others { try hall.take("tax") }
        return hall
    }

    private func order(_ hall: TestHall) -> [String] {
        hall.hall.services["tax"]?.queue.everybody
            .compactMap { hall.hall.tickets[$0.ticket]?.number } ?? []
    }

    @Test func `who comes after all goes after the next two, and before the third`() throws {
        var hall = try missed(3)
        try hall.ask(.reactivate("t1"))
        #expect(
            hall.facts.last
                == .ticketReactivated(TicketReactivated(ticket: "t1", behind: "t3")))
        #expect(order(hall) == ["A002", "A003", "A001", "A004"])
        #expect(hall.hall.ahead(of: try hall.ticket("t1")) == 2)
        #expect(try hall.window("w1").noShows == [])
    }

    @Test func `where fewer than two wait, behind them and before whoever comes`() throws {
        for waiting in 0...1 {
            var hall = try missed(waiting)
            try hall.ask(.reactivate("t1"))
            #expect(hall.facts.last == .ticketReactivated(TicketReactivated(ticket: "t1")))
            try hall.take("tax")
            #expect(order(hall).firstIndex(of: "A001") == waiting)
            #expect(order(hall).count == waiting + 2)
        }
    }

    @Test func `two who come back keep the order in which they did`() throws {
        var hall = try TestHall()
        for _ in 1...6 { try hall.take("tax") }
        for _ in 1...2 {
            try hall.call("w1")
            try hall.at("w1", .noShow)
        }
        try hall.ask(.reactivate("t2"))
        try hall.ask(.reactivate("t1"))
        #expect(order(hall) == ["A003", "A004", "A002", "A001", "A005", "A006"])
        #expect(hall.replayed().services == hall.hall.services)
    }

    @Test func `only those of the same class and service count`() throws {
        var hall = try missed(1)
        try hall.take("tax", .priority)
        try hall.take("deed")
        try hall.take("tax")
        try hall.ask(.reactivate("t1"))
        #expect(
            hall.facts.last
                == .ticketReactivated(TicketReactivated(ticket: "t1", behind: "t5")))
    }

    @Test func `nobody comes back twice`() throws {
        var hall = try missed(0)
        try hall.ask(.reactivate("t1"))
        try hall.call("w1")
        try hall.at("w1", .noShow)
        #expect(
            hall.refused(.reactivate("t1"))
                == Refusal(.reactivationsUsedUp, values: ["number": "A001", "limit": "1"]))
    }

    @Test func `half an hour after the no-show is not too late, a second more is`() throws {
        var hall = try missed(0)
        hall.pass(seconds: 1801)
        #expect(
            hall.refused(.reactivate("t1"))
                == Refusal(.reactivationTooLate, values: ["number": "A001", "minutes": "30"]))
        var other = try missed(0)
        other.pass(seconds: 1800)
        try other.ask(.reactivate("t1"))
    }

    @Test func `a pause of the whole hall takes nothing from the half hour`() throws {
        var hall = try missed(0)
        try hall.ask(.pauseHall(reason: "drill"))
        hall.pass(seconds: 3600)
        #expect(hall.refusal(.reactivate("t1")) == .hallPaused)
        try hall.ask(.resumeHall)
        hall.pass(seconds: 1800)
        try hall.ask(.reactivate("t1"))
    }

    @Test func `only no-shows can come back`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        #expect(
            hall.refused(.reactivate("t1"))
                == Refusal(
                    .ticketNotReactivable, values: ["number": "A001", "state": "waiting"]))
        #expect(hall.refusal(.reactivate("none")) == .unknownTicket)
        try hall.call("w1")
        try hall.at("w1", .giveUp)
        #expect(hall.refusal(.reactivate("t1")) == .ticketNotReactivable)
    }
}
