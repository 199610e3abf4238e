// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct HandlingTests {
    /// A hall with A001 called at window 1, and A002 waiting.
    private func called() throws -> (hall: TestHall, ticket: TicketID) {
        var hall = try TestHall()
        let first = try hall.take("tax")
        try hall.take("tax")
        try hall.call("w1")
        return (hall, first.id)
    }

    @Test func `start makes a called ticket served`() throws {
        var (hall, id) = try called()
        hall.pass(seconds: 30)
        try hall.at("w1", .start)
        let ticket = try hall.ticket(id)
        #expect(ticket.state == .serving("w1"))
        #expect(ticket.startedAt == hall.moment.wall)
        #expect(hall.refusal(.atWindow("w1", .start)) == .alreadyStarted)
    }

    @Test func `recalls are counted, and start again from nothing with a new call`() throws {
        var (hall, id) = try called()
        try hall.at("w1", .recall)
        try hall.at("w1", .recall)
        #expect(try hall.ticket(id).recalls == 2)
        #expect(
            hall.facts.last
                == .ticketRecalled(TicketRecalled(ticket: id, window: "w1", count: 2)))
        try hall.at("w1", .hold())
        try hall.ask(.callChosen(id, "w1"))
        #expect(try hall.ticket(id).recalls == 0)
    }

    @Test func `who is being served can't be a no-show or be recalled`() throws {
        var (hall, _) = try called()
        try hall.at("w1", .start)
        #expect(hall.refusal(.atWindow("w1", .noShow)) == .alreadyStarted)
        #expect(hall.refusal(.atWindow("w1", .recall)) == .alreadyStarted)
    }

    @Test func `a no-show frees the window and is counted there`() throws {
        var (hall, id) = try called()
        try hall.at("w1", .noShow)
        #expect(try hall.ticket(id).state == .noShow("w1"))
        #expect(try hall.window("w1").state == .open)
        #expect(try hall.window("w1").noShowCount == 1)
        #expect(try hall.call("w1")?.number == "A002")
    }

    @Test func `a window shows its last five no-shows, newest first`() throws {
        var hall = try TestHall()
        var shown: [TicketID] = []
        for _ in 1...7 {
            shown.insert(try hall.take("tax").id, at: 0)
            try hall.call("w1")
            try hall.at("w1", .noShow)
        }
        #expect(try hall.window("w1").noShows == Array(shown.prefix(5)))
        #expect(try hall.window("w1").noShowCount == 7)
    }

    @Test func `giving up frees the window, before and after the start`() throws {
        var (hall, id) = try called()
        try hall.at("w1", .giveUp)
        #expect(try hall.ticket(id).state == .givenUp)
        let second = try #require(try hall.call("w1"))
        try hall.at("w1", .start)
        try hall.at("w1", .giveUp)
        #expect(try hall.ticket(second.id).state == .givenUp)
        #expect(try hall.window("w1").state == .open)
    }

    @Test func `finishing counts from the start`() throws {
        var (hall, id) = try called()
        hall.pass(seconds: 20)
        try hall.at("w1", .start)
        hall.pass(seconds: 300)
        try hall.at("w1", .finish())
        let finished = TicketFinished(
            ticket: id, window: "w1", startAssumed: false, serviceSeconds: 300)
        #expect(hall.facts.last == .ticketFinished(finished))
        #expect(try hall.ticket(id).state == .done)
        #expect(try hall.window("w1").servedCount == 1)
    }

    @Test func `finishing without a start counts from the call and says so`() throws {
        var (hall, id) = try called()
        hall.pass(seconds: 320)
        try hall.at("w1", .finish())
        let finished = TicketFinished(
            ticket: id, window: "w1", startAssumed: true, serviceSeconds: 320)
        #expect(hall.facts.last == .ticketFinished(finished))
    }

    @Test func `a clock set back gives no negative service time`() throws {
        var (hall, id) = try called()
        hall.stepClock(seconds: -1000)
        try hall.at("w1", .finish())
        let finished = TicketFinished(
            ticket: id, window: "w1", startAssumed: true, serviceSeconds: 0)
        #expect(hall.facts.last == .ticketFinished(finished))
    }

    @Test func `a transferred ticket keeps its number and its arrival`() throws {
        var (hall, id) = try called()
        let before = try hall.ticket(id)
        let waiting = try hall.take("deed")
        try hall.at("w1", .transfer(.service("deed")))
        let after = try hall.ticket(id)
        #expect(after.number == before.number)
        #expect(after.place == before.place)
        #expect(after.state == .waiting)
        #expect(after.service == "deed")
        #expect(after.transferredFrom == "tax")
        #expect(hall.hall.ahead(of: try hall.ticket(waiting.id)) == 1)
        try hall.at("w2", .pause(reason: nil, minutes: nil))
        try hall.at("w3", .open("zhao"))
        #expect(try hall.call("w3")?.id == id)
    }

    @Test func `a ticket is not transferred to where it is or to nowhere`() throws {
        var (hall, _) = try called()
        #expect(hall.refusal(.atWindow("w1", .transfer(.service("tax")))) == .notTransferable)
        #expect(hall.refusal(.atWindow("w1", .transfer(.service("none")))) == .unknownService)
    }

    @Test func `a ticket is at one window at most, whatever becomes of it`() throws {
        var (hall, id) = try called()
        let steps: [(Command, WindowID?)] = [
            (.atWindow("w1", .hold()), nil), (.callChosen(id, "w2"), "w2"),
            (.atWindow("w2", .transfer(.service("deed"))), nil), (.callChosen(id, "w2"), "w2"),
            (.atWindow("w2", .takeOver("zhao")), "w2"), (.atWindow("w2", .noShow), nil),
            (.reactivate(id), nil), (.callChosen(id, "w2"), "w2"),
            (.atWindow("w2", .finish()), nil),
        ]
        for (command, window) in steps {
            try hall.ask(command)
            let holders = hall.hall.windows.values.filter { $0.ticket == id }.map(\.id)
            #expect(holders == [window].compactMap(\.self), "after \(command)")
        }
    }
}
