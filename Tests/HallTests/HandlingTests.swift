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

    @Test(arguments: [-1000, 1000], [false, true])
    func `a clock that is set changes no service time`(step: Int, isStarted: Bool) throws {
        var (hall, id) = try called()
        if isStarted { try hall.at("w1", .start) }
        hall.pass(seconds: 40)
        hall.stepClock(seconds: step)
        hall.pass(seconds: 20)
        try hall.at("w1", .finish())
        let finished = TicketFinished(
            ticket: id, window: "w1", startAssumed: !isStarted, serviceSeconds: 60)
        #expect(hall.facts.last == .ticketFinished(finished))
    }

    @Test func `after a restart service time goes by the wall clock and is never negative`() throws
    {
        for (off, seconds) in [(100, 140), (-1000, 0)] {
            var (hall, _) = try called()
            hall.pass(seconds: 40)
            hall.restart(boot: "b2", monotonic: 3, off: off)
            try hall.at("w1", .finish())
            guard case .ticketFinished(let finished) = try #require(hall.facts.last) else {
                Issue.record("the ticket was not finished")
                return
            }
            #expect(finished.serviceSeconds == seconds)
        }
    }

    @Test func `a case ends with one of the hall's outcomes, or nobody says how`() throws {
        var hall = try TestHall {
            $0.outcomes = ["done", "told-once"].map {
                NamedCode(id: $0, name: LocalizedText(zhHans: $0))
            }
        }
        try hall.take("tax")
        try hall.call("w1")
        let unknown = hall.refused(.atWindow("w1", .finish(Finishing(outcome: "lost"))))
        #expect(
            unknown
                == Refusal(
                    .unknownOutcome, field: "outcome", values: ["known": "done, told-once"]))
        let note = TextCommitment(text: "n1", kind: "note", digest: "0a")
        try hall.at(
            "w1", .finish(Finishing(outcome: "told-once", note: note, caseNumber: "办-2026/7")))
        let finished = TicketFinished(
            ticket: "t1", window: "w1", startAssumed: true, serviceSeconds: 0,
            outcome: "told-once", note: note, caseNumber: "办-2026/7")
        #expect(hall.facts.last == .ticketFinished(finished))
    }

    @Test(arguments: ["", String(repeating: "7", count: 65), "a\nb", "a\u{202E}b", "\u{0}"])
    func `what nobody can read is no case number`(number: String) throws {
        var (hall, _) = try called()
        let finish = WindowAction.finish(Finishing(caseNumber: number))
        #expect(hall.refused(.atWindow("w1", finish)) == Refusal(.badCaseNumber, field: "case"))
    }

    @Test func `a visit goes on at another service under the same number`() throws {
        var (hall, id) = try called()
        try hall.take("deed")
        hall.pass(seconds: 60)
        try hall.at("w1", .finish(Finishing(next: "deed")))
        let ticket = try hall.ticket(id)
        #expect(ticket.number == "A001")
        #expect(ticket.state == .waiting)
        #expect(ticket.service == "deed")
        #expect(ticket.steps == ["tax"])
        #expect(hall.hall.ahead(of: ticket) == 1, "behind those who came before it")
        #expect(hall.hall.services["tax"]?.finished == 1)
        try hall.ask(.callChosen(id, "w2"))
        hall.pass(seconds: 30)
        try hall.at("w2", .finish())
        #expect(hall.hall.services["deed"]?.finishedSeconds == 30)
        #expect(try hall.ticket(id).state == .done)
    }

    @Test func `a visit goes on only where somebody takes it up`() throws {
        var hall = try TestHall { $0.services[2].accepting = false }
        try hall.take("tax")
        try hall.call("w1")
        for (next, kind) in [
            ("none", .unknownService), ("tax", .notTransferable), ("stamp", .serviceClosing),
        ] as [(ServiceID, Refusal.Kind)] {
            let refusal = hall.refused(.atWindow("w1", .finish(Finishing(next: next))))
            #expect(refusal?.kind == kind)
            #expect(refusal?.field == "next")
        }
    }

    @Test func `back in the queue a ticket has its old place`() throws {
        var (hall, id) = try called()
        for start in [false, true] {
            if start { try hall.at("w1", .start) }
            try hall.at("w1", .putBack)
            #expect(
                hall.facts.last
                    == .ticketReturned(TicketReturned(ticket: id, window: "w1")))
            #expect(try hall.ticket(id).state == .waiting)
            #expect(try hall.window("w1").state == .open)
            #expect(hall.hall.ahead(of: try hall.ticket(id)) == 0)
            #expect(try hall.call("w1")?.id == id)
        }
    }

    @Test func `who waits, is set aside or deferred can give up, who is at a window there only`()
        throws
    {
        var (hall, id) = try called()
        #expect(
            hall.refused(.giveUp(id))
                == Refusal(.ticketNotGivable, values: ["number": "A001", "state": "called"]))
        try hall.at("w1", .hold())
        try hall.ask(.giveUp(id))
        #expect(try hall.ticket(id).state == .givenUp)
        #expect(try hall.window("w1").held == [])
        try hall.ask(.giveUp("t2"))
        #expect(
            hall.facts.last == .ticketGivenUp(TicketGivenUp(ticket: "t2", window: nil)))
        #expect(hall.hall.services["tax"]?.queue.count == 0)
        #expect(hall.refusal(.giveUp("t2")) == .ticketNotGivable)
        #expect(hall.refusal(.giveUp("none")) == .unknownTicket)
    }

    @Test func `a ticket is at one window at most, whatever becomes of it`() throws {
        var (hall, id) = try called()
        let steps: [(Command, WindowID?)] = [
            (.atWindow("w1", .hold(.withoutPapers)), nil), (.callChosen(id, "w2"), "w2"),
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

    @Test func `whoever goes on without paper is still listed as without it`() throws {
        var hall = try TestHall()
        let id = try hall.take("tax", at: "door").id
        try hall.call("w1")
        try hall.at("w1", .finish(Finishing(next: "deed")))
        #expect(hall.hall.paperless == [id])
    }
}
