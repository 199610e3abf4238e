// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

struct ClosingTests {
    private func hall(_ change: (inout HallStructure) -> Void = { _ in }) throws -> TestHall {
        var structure = TestHall.structure
        change(&structure)
        var hall = try TestHall(structure: structure)
        try hall.at("w1", .open("li"))
        return hall
    }

    private let day = 86_400

    @Test func `to serve on keeps everybody and says so once`() throws {
        var hall = try hall()
        let ticket = try hall.take("tax")
        #expect(
            try hall.ask(.chooseClosing(.serveOn, nil)) == [
                .closingChosen(ClosingChosen(choice: .serveOn, service: nil))
            ])
        #expect(try hall.ask(.chooseClosing(.serveOn, nil)) == [])
        #expect(try hall.call("w1")?.id == ticket.id)
    }

    @Test func `the next day it is for all who wait, each with a slip where they had theirs`()
        throws
    {
        var hall = try hall()
        let called = try hall.take("tax")
        try hall.call("w1")
        let second = try hall.take("deed", .priority)
        let first = try hall.take("tax", at: "door")
        #expect(
            try hall.ask(.chooseClosing(.nextDay, nil)) == [
                .closingChosen(ClosingChosen(choice: .nextDay, service: nil)),
                .ticketDeferred(TicketDeferred(ticket: second.id, printer: nil)),
                .ticketDeferred(TicketDeferred(ticket: first.id, printer: "p1")),
            ])
        #expect(try hall.ticket(called.id).state == .called("w1"))
        #expect(try hall.ticket(first.id).state == .deferred)
        #expect(try hall.ticket(first.id).isPaperDue)
        #expect(hall.hall.services.values.allSatisfy { $0.queue.count == 0 })
        #expect(try hall.ask(.chooseClosing(.nextDay, nil)) == [])
    }

    @Test
    func `whoever waits again after the choice is deferred by choosing again, or by midnight`()
        throws
    {
        var hall = try hall()
        try hall.ask(.chooseClosing(.nextDay, nil))
        let first = try hall.take("tax")
        #expect(try hall.ask(.chooseClosing(.nextDay, nil)).count == 1)
        let second = try hall.take("tax")
        hall.pass(seconds: day)
        hall.tick()
        #expect(try hall.ticket(first.id).state == .deferred)
        #expect(try hall.ticket(second.id).state == .deferred)
        try hall.ask(.checkIn(second.id))
        #expect(hall.replayed().tickets == hall.hall.tickets)
    }

    @Test func `what the attempt before says holds no slip that is to be printed once more`() throws
    {
        var hall = try hall()
        let id = try hall.take("tax", at: "door").id
        try hall.ask(.startPrint(id, "p1"))
        let confirmed = PrintOutcome(ticket: id, attempt: 1, result: .confirmed, reason: nil)
        try hall.ask(.reportPrint(confirmed))
        try hall.ask(.chooseClosing(.nextDay, nil))
        #expect(try hall.ticket(id).print == .queued)
        let held = PrintOutcome(
            ticket: id, attempt: 1, result: .held, reason: "paperOut", inPrinter: true)
        #expect(try hall.ask(.reportPrint(held)) == [])
        hall.pass(seconds: day)
        hall.tick()
        #expect(hall.hall.openPrints == [])
        #expect(try hall.ask(.startPrint(id, "p1")).count == 1)
    }

    @Test func `the choice for one service leaves the others alone`() throws {
        var hall = try hall()
        let tax = try hall.take("tax")
        let deed = try hall.take("deed")
        try hall.ask(.chooseClosing(.nextDay, "tax"))
        #expect(try hall.ticket(tax.id).state == .deferred)
        #expect(try hall.ticket(deed.id).state == .waiting)
        #expect(hall.refusal(.chooseClosing(.nextDay, "none")) == .unknownService)
        hall.pass(seconds: day)
        hall.tick()
        #expect(Set(hall.hall.tickets.keys) == [tax.id])
    }

    @Test func `a queue that stands overnight is deferred only by name`() throws {
        var hall = try hall { $0.services[0].overnight = true }
        let ticket = try hall.take("tax")
        try hall.ask(.chooseClosing(.nextDay, nil))
        #expect(try hall.ticket(ticket.id).state == .waiting)
        try hall.ask(.chooseClosing(.nextDay, "tax"))
        #expect(try hall.ticket(ticket.id).state == .deferred)
    }

    @Test func `who checks in the next day goes before those of the day, in the old order`()
        throws
    {
        var hall = try hall()
        let tickets = try (1...3).map { _ in try hall.take("tax") }
        try hall.ask(.chooseClosing(.nextDay, nil))
        hall.pass(seconds: day)
        let today = try hall.take("tax")
        #expect(today.number == "A004", "the old numbers are still out")
        for index in [2, 0] { try hall.ask(.checkIn(tickets[index].id)) }
        let called = try (1...3).map { _ in
            let ticket = try #require(try hall.call("w1"))
            try hall.at("w1", .finish())
            return ticket.id
        }
        #expect(called == [tickets[0].id, tickets[2].id, today.id])
    }

    @Test func `whoever was put off and is still there is taken back once it is to serve on`()
        throws
    {
        var hall = try hall { $0.hours = HoursTests.hours }
        let ticket = try hall.take("tax")
        hall.pass(seconds: 9 * 3600)
        #expect(
            hall.refusal(
                .takeTicket(ticket: "late", service: "tax", priority: .normal, kiosk: nil))
                == .outsideHours)
        try hall.ask(.chooseClosing(.nextDay, nil))
        #expect(hall.refusal(.checkIn(ticket.id)) == .ticketNotDeferred)
        try hall.ask(.chooseClosing(.serveOn, nil))
        try hall.ask(.checkIn(ticket.id))
        #expect(try hall.call("w1")?.id == ticket.id)
        #expect(hall.replayed().tickets == hall.hall.tickets)
    }

    @Test func `only a ticket kept for today is checked in`() throws {
        var hall = try hall()
        let waiting = try hall.take("tax")
        let refusal = #expect(throws: Refusal.self) { try hall.ask(.checkIn(waiting.id)) }
        #expect(refusal == Refusal(.ticketNotDeferred, values: ["number": "A001"]))
        #expect(hall.refusal(.checkIn("none")) == .unknownTicket)
        try hall.ask(.chooseClosing(.nextDay, nil))
        #expect(hall.refusal(.checkIn(waiting.id)) == .ticketNotDeferred, "it is for tomorrow")
        hall.pass(seconds: day)
        try hall.ask(.pauseHall(reason: "drill"))
        #expect(hall.refusal(.checkIn(waiting.id)) == .hallPaused)
        try hall.ask(.resumeHall)
        try hall.ask(.checkIn(waiting.id))
        #expect(hall.refusal(.checkIn(waiting.id)) == .ticketNotDeferred)
    }

    @Test func `a right not used on its day is void at the end of it`() throws {
        var hall = try hall()
        let unused = try hall.take("tax")
        try hall.ask(.chooseClosing(.nextDay, nil))
        hall.pass(seconds: day)
        hall.tick()
        hall.pass(seconds: day)
        #expect(
            hall.tick().first
                == .ticketVoided(TicketVoided(ticket: unused.id, reason: .deferredUnused)))
        #expect(hall.hall.tickets.isEmpty)
    }

    @Test func `a right used may be deferred once more`() throws {
        var hall = try hall()
        let ticket = try hall.take("tax")
        for _ in 1...3 {
            try hall.ask(.chooseClosing(.nextDay, nil))
            hall.pass(seconds: day)
            try hall.ask(.checkIn(ticket.id))
        }
        #expect(try hall.call("w1")?.id == ticket.id)
    }

    @Test func `days on which the hall is closed do not count`() throws {
        // Monday; Tuesday is a holiday.
        var hall = try TestHall(structure: HoursTests.structure)
        let ticket = try hall.take("tax")
        try hall.ask(.chooseClosing(.nextDay, nil))
        hall.pass(seconds: day)
        hall.tick()
        #expect(hall.refusal(.checkIn(ticket.id)) == .outsideHours)
        hall.pass(seconds: day)
        hall.tick()
        #expect(try hall.ticket(ticket.id).state == .deferred)
        try hall.ask(.checkIn(ticket.id))
    }

    @Test func `on a morning for appointments a deferred ticket waits for the next day`() throws {
        var hall = try TestHall(structure: HoursTests.structure)
        hall.pass(seconds: 4 * day)
        let ticket = try hall.take("tax")
        try hall.ask(.chooseClosing(.nextDay, nil))
        hall.pass(seconds: day)
        #expect(hall.refusal(.checkIn(ticket.id)) == .appointmentsOnly)
        hall.pass(seconds: day)
        try hall.ask(.checkIn(ticket.id))
    }

    @Test func `a machine that was off over the day keeps the right`() throws {
        var hall = try TestHall(structure: HoursTests.structure)
        let ticket = try hall.take("tax")
        try hall.ask(.chooseClosing(.nextDay, nil))
        hall.restart(boot: "b2", monotonic: 1, off: 3 * day)
        try hall.ask(.checkIn(ticket.id))
    }

    @Test func `the same choice for all once more holds for a service that chose otherwise`() throws
    {
        var hall = try TestHall()
        try hall.ask(.chooseClosing(.nextDay, nil))
        try hall.ask(.chooseClosing(.serveOn, "tax"))
        try hall.ask(.chooseClosing(.nextDay, nil))
        let ticket = try hall.take("tax")
        hall.pass(seconds: day)
        hall.tick()
        #expect(try hall.ticket(ticket.id).state == .deferred)
    }
}
