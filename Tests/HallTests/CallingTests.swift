// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct CallingTests {
    @Test func `the oldest is called first across a window's services`() throws {
        var hall = try TestHall()
        let order = try ["deed", "tax", "deed", "tax"].map { try hall.take(ServiceID($0)).number }
        var called: [String] = []
        while let ticket = try hall.call("w2") {
            called.append(ticket.number)
            try hall.at("w2", .finish())
        }
        #expect(order == ["B001", "A001", "B002", "A002"])
        #expect(called == order)
    }

    @Test func `a window calls only its own services`() throws {
        var hall = try TestHall()
        try hall.take("deed")
        let tax = try hall.take("tax")
        #expect(try hall.call("w1")?.id == tax.id)
    }

    @Test func `several windows of one service never call the same ticket`() throws {
        var hall = try TestHall()
        for _ in 1...6 { try hall.take("tax") }
        var called: [String] = []
        for window in ["w1", "w2", "w2", "w1", "w1", "w2"] as [WindowID] {
            if hall.hall.windows[window]?.ticket != nil { try hall.at(window, .finish()) }
            called.append(try #require(try hall.call(window)).number)
        }
        #expect(called == ["A001", "A002", "A003", "A004", "A005", "A006"])
    }

    @Test func `the priority class goes first, oldest first within it`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        try hall.take("tax", .priority)
        try hall.take("deed")
        try hall.take("deed", .priority)
        var called: [String] = []
        while let ticket = try hall.call("w2") {
            called.append(ticket.number)
            try hall.at("w2", .finish())
        }
        #expect(called == ["A002", "B002", "A001", "B001"])
    }

    @Test func `a keypad's call finishes the one in hand and calls the next in one step`() throws {
        var hall = try TestHall()
        let first = try hall.take("tax")
        let second = try hall.take("tax")
        try hall.at("w1", .callNext)
        try hall.at("w1", .callNext)
        #expect(hall.hall.tickets[first.id]?.state == .done)
        #expect(hall.hall.tickets[second.id]?.state == .called("w1"))
        try hall.at("w1", .callNext)
        #expect(hall.hall.tickets[second.id]?.state == .done)
        #expect(hall.hall.windows["w1"]?.state == .open, "nobody waits")
    }

    @Test func `a keypad's call ends a pause`() throws {
        var hall = try TestHall()
        try hall.at("w1", .pause(reason: nil, minutes: nil))
        try hall.at("w1", .callNext)
        #expect(hall.hall.windows["w1"]?.state == .open)
        let ticket = try hall.take("tax")
        try hall.at("w1", .pause(reason: nil, minutes: nil))
        try hall.at("w1", .callNext)
        #expect(hall.hall.windows["w1"]?.ticket == ticket.id)
    }

    @Test func `a call says why this one`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        hall.pass(seconds: 60)
        try hall.take("deed")
        try hall.take("deed", .priority)
        hall.pass(seconds: 125)
        let first = try #require(try hall.call("w2"))
        #expect(
            first.why
                == Why(rule: .priorityFirst, waiting: 3, waitedSeconds: 125, passedOver: 2))
        try hall.at("w2", .finish())
        let second = try #require(try hall.call("w2"))
        #expect(
            second.why == Why(rule: .oldestFirst, waiting: 2, waitedSeconds: 185, passedOver: 0))
    }

    @Test func `a priority ticket that came first was not put before anybody`() throws {
        var hall = try TestHall()
        try hall.take("tax", .priority)
        try hall.take("tax")
        let why = try #require(try hall.call("w1")?.why)
        #expect(why.rule == .oldestFirst)
        #expect(why.passedOver == 0)
    }

    @Test func `the fact of a call says window, officer and why`() throws {
        var hall = try TestHall()
        let ticket = try hall.take("tax")
        try hall.call("w1")
        let why = Why(rule: .oldestFirst, waiting: 1, waitedSeconds: 0, passedOver: 0)
        let called = TicketCalled(ticket: ticket.id, window: "w1", officer: "li", why: why)
        #expect(hall.facts.last == .ticketCalled(called))
    }

    @Test func `calling when nobody waits changes nothing`() throws {
        var hall = try TestHall()
        #expect(try hall.ask(.atWindow("w1", .call)) == [])
    }

    @Test func `a window with a ticket in hand calls nobody`() throws {
        var hall = try TestHall()
        let first = try hall.take("tax")
        let second = try hall.take("tax")
        try hall.call("w1")
        #expect(hall.refusal(.atWindow("w1", .call)) == .ticketInHand)
        #expect(hall.refusal(.callChosen(second.id, "w1")) == .ticketInHand)
        try hall.at("w1", .start)
        #expect(hall.refusal(.atWindow("w1", .call)) == .ticketInHand)
        #expect(try hall.window("w1").ticket == first.id)
    }

    @Test func `a waiting ticket can be chosen, and the fact says who was passed over`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        try hall.take("deed", .priority)
        let chosen = try hall.take("tax")
        try hall.ask(.callChosen(chosen.id, "w2"))
        let ticket = try hall.ticket(chosen.id)
        #expect(ticket.state == .called("w2"))
        #expect(ticket.why == Why(rule: .chosen, waiting: 3, waitedSeconds: 0, passedOver: 2))
        #expect(hall.hall.services["tax"]?.queue.count == 1)
    }

    @Test func `a ticket of another service can't be chosen`() throws {
        var hall = try TestHall()
        let deed = try hall.take("deed")
        #expect(hall.refusal(.callChosen(deed.id, "w1")) == .ticketNotCallable)
    }

    @Test func `a held ticket leaves its window free and is called again by choice`() throws {
        var hall = try TestHall()
        let held = try hall.take("tax")
        let next = try hall.take("tax")
        try hall.call("w1")
        try hall.at("w1", .start)
        try hall.at("w1", .hold())
        #expect(try hall.window("w1").held == [held.id])
        #expect(try hall.call("w1")?.id == next.id)
        try hall.at("w1", .finish())
        #expect(try hall.call("w1") == nil)
        try hall.ask(.callChosen(held.id, "w1"))
        let again = try hall.ticket(held.id)
        #expect(again.state == .called("w1"))
        #expect(again.why?.rule == .heldRecalled)
        #expect(again.startedAt == nil)
        #expect(try hall.window("w1").held == [])
    }

    @Test func `where chosen calls are not allowed only those who answer for the hall choose`()
        throws
    {
        var hall = try TestHall {
            $0.rules = TicketRules(chosenCalls: false)
            $0.windows[1].chosenCalls = true
        }
        try hall.take("tax")
        let li = Actor(.officer, "li")
        #expect(
            hall.refused(.callChosen("t1", "w1"), by: li)
                == Refusal(.chosenNotAllowed, values: ["window": "1"]))
        for actor in [Actor(.supervisor, "boss"), Actor(.administrator, "root")] {
            try hall.ask(.callChosen("t1", "w1"), by: actor)
            try hall.ask(.atWindow("w1", .putBack), by: li)
        }
        try hall.ask(.callChosen("t1", "w2"), by: Actor(.officer, "wang"))
        try hall.at("w2", .hold())
        try hall.ask(.callChosen("t1", "w2"), by: Actor(.officer, "wang"))
        try hall.at("w2", .putBack)
        try hall.call("w1")
        try hall.at("w1", .hold())
        try hall.ask(.callChosen("t1", "w1"), by: li)
        #expect(try hall.window("w1").ticket == "t1", "a held ticket is the window's to call back")
    }

    @Test func `the number ahead counts elders of the class and all of the class above`() throws {
        var hall = try TestHall()
        let tickets = try [PriorityClass.normal, .priority, .normal, .priority].map {
            try hall.take("tax", $0)
        }
        try hall.take("deed")
        #expect(tickets.map { hall.hall.ahead(of: $0) } == [2, 0, 3, 1])
    }
}
