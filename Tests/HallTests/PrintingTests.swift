// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct PrintingTests {
    /// A hall with a ticket on its way to paper.
    private func queued() throws -> (hall: TestHall, ticket: TicketID) {
        var hall = try TestHall()
        let ticket = try hall.take("tax", at: "door")
        #expect(ticket.print == .queued)
        return (hall, ticket.id)
    }

    private func outcome(
        _ id: TicketID, _ attempt: Int, _ result: PrintOutcome.Result, _ reason: String? = nil
    ) -> Command {
        .reportPrint(
            PrintOutcome(ticket: id, attempt: attempt, result: result, reason: reason))
    }

    @Test func `without a kiosk or without a printer there is no paper`() throws {
        var hall = try TestHall()
        for kiosk in [nil, "desk"] as [KioskID?] {
            let ticket = try hall.take("tax", at: kiosk)
            #expect(ticket.print == .none)
            #expect(try hall.ask(.startPrint(ticket.id, "p1")) == [])
        }
    }

    @Test func `an attempt is said before it begins, and only one at a time`() throws {
        var (hall, id) = try queued()
        let facts = try hall.ask(.startPrint(id, "p1"))
        #expect(
            facts == [.printStarted(PrintStarted(ticket: id, attempt: 1, printer: "p1"))])
        #expect(try hall.ticket(id).print == .printing)
        #expect(hall.hall.openPrints == [id])
        #expect(try hall.ask(.startPrint(id, "p1")) == [])
    }

    @Test(arguments: [
        (PrintOutcome.Result.confirmed, PrintState.confirmed), (.unconfirmed, .unconfirmed),
        (.failed, .failed),
    ])
    func `an outcome ends the attempt, and no other is begun by itself`(
        result: PrintOutcome.Result, state: PrintState
    ) throws {
        var (hall, id) = try queued()
        try hall.ask(.startPrint(id, "p1"))
        try hall.ask(outcome(id, 1, result, "why"))
        #expect(try hall.ticket(id).print == state)
        #expect(hall.hall.openPrints.isEmpty)
        #expect(try hall.ask(.startPrint(id, "p1")) == [])
        #expect(try hall.ask(outcome(id, 1, .held, "late")) == [])
    }

    @Test func `a held attempt stays open and goes on`() throws {
        var (hall, id) = try queued()
        try hall.ask(.startPrint(id, "p1"))
        try hall.ask(outcome(id, 1, .held, "paperOut"))
        #expect(try hall.ticket(id).printReason == "paperOut")
        #expect(hall.hall.openPrints == [id])
        #expect(try hall.ask(outcome(id, 1, .held, "paperOut")) == [])
        #expect(try hall.ask(outcome(id, 1, .held, "coverOpen")).count == 1)
        #expect(try hall.ask(.startPrint(id, "p1")) == [])
        try hall.ask(outcome(id, 1, .confirmed))
        #expect(try hall.ticket(id).print == .confirmed)
        #expect(try hall.ticket(id).printReason == nil)
        #expect(hall.hall.openPrints.isEmpty)
    }

    @Test func `a job held before its first attempt is begun when the printer is back`() throws {
        var (hall, id) = try queued()
        try hall.ask(outcome(id, 0, .held, "lineLost"))
        #expect(try hall.ticket(id).print == .held)
        #expect(hall.hall.openPrints.isEmpty)
        #expect(try hall.ask(outcome(id, 0, .confirmed)) == [], "nothing was begun")
        try hall.ask(.startPrint(id, "p1"))
        #expect(try hall.ticket(id).attempts == 1)
    }

    @Test func `a late confirmation of an unconfirmed attempt is taken`() throws {
        var (hall, id) = try queued()
        try hall.ask(.startPrint(id, "p1"))
        try hall.ask(outcome(id, 1, .unconfirmed, "silent"))
        #expect(try hall.ask(outcome(id, 1, .failed)) == [])
        try hall.ask(outcome(id, 1, .confirmed))
        #expect(try hall.ticket(id).print == .confirmed)
        #expect(try hall.ask(outcome(id, 1, .unconfirmed)) == [])
    }

    @Test func `an outcome of another attempt or of no ticket is ignored`() throws {
        var (hall, id) = try queued()
        try hall.ask(.startPrint(id, "p1"))
        #expect(try hall.ask(outcome(id, 0, .confirmed)) == [])
        #expect(try hall.ask(outcome(id, 2, .confirmed)) == [])
        #expect(try hall.ask(outcome("none", 1, .confirmed)) == [])
        #expect(try hall.ask(.startPrint("none", "p1")) == [])
        #expect(try hall.ticket(id).print == .printing)
    }

    @Test func `a restart makes every open attempt unconfirmed, in the start's own turn`() throws {
        var (hall, id) = try queued()
        try hall.ask(.startPrint(id, "p1"))
        let other = try hall.take("tax", at: "door")
        try hall.ask(.startPrint(other.id, "p1"))
        try hall.ask(outcome(other.id, 1, .held, "paperOut"))
        hall.pass(seconds: 40)
        let facts = try hall.ask(.controllerStarted(boot: "b2"))
        #expect(
            facts.first
                == .controllerStarted(ControllerStarted(boot: "b2", gapMilliseconds: 40_000)))
        #expect(facts.count == 3)
        for id in [id, other.id] {
            #expect(try hall.ticket(id).print == .unconfirmed)
            #expect(try hall.ticket(id).printReason == "restart")
        }
        #expect(hall.hall.openPrints.isEmpty)
        #expect(try hall.ask(.startPrint(id, "p1")) == [])
    }

    @Test func `paper nobody needs any more is not printed`() throws {
        var (hall, id) = try queued()
        try hall.call("w1")
        #expect(try hall.ticket(id).isPaperDue)
        try hall.at("w1", .start)
        #expect(try hall.ticket(id).isPaperDue == false)
        #expect(try hall.ask(.startPrint(id, "p1")) == [])
    }
}
