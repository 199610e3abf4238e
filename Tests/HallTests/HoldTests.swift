// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct HoldTests {
    /// A hall with A001 served for 100 seconds at window 1 and then set aside; window 3, which does
    /// not serve it, is open.
    private func held(_ kind: HoldKind) throws -> TestHall {
        var hall = try TestHall()
        try hall.at("w3", .open("zhao"))
        try hall.take("tax")
        try hall.call("w1")
        hall.pass(seconds: 30)
        try hall.at("w1", .start)
        hall.pass(seconds: 100)
        try hall.at("w1", .hold(kind))
        return hall
    }

    @Test func `a hold says its kind and the service so far`() throws {
        let hall = try held(.otherStep)
        let fact = TicketHeld(ticket: "t1", window: "w1", kind: .otherStep, serviceSeconds: 100)
        #expect(hall.facts.last == .ticketHeld(fact))
        #expect(try hall.ticket("t1").state == .held("w1"))
        #expect(try hall.window("w1").held == ["t1"])
    }

    @Test func `with its papers at a window a ticket is called back there alone`() throws {
        var hall = try held(.withPapers)
        let elsewhere = Refusal(.heldElsewhere, values: ["number": "A001", "window": "1"])
        #expect(hall.refused(.callChosen("t1", "w2")) == elsewhere)
        #expect(hall.refused(.callChosen("t1", "w3")) == elsewhere)
        try hall.ask(.callChosen("t1", "w1"))
        #expect(try hall.window("w1").held == [])
    }

    @Test(arguments: [HoldKind.withoutPapers, .otherStep])
    func `without papers at a window it is called back wherever it is served`(
        kind: HoldKind
    ) throws {
        var hall = try held(kind)
        #expect(
            hall.refused(.callChosen("t1", "w3"))
                == Refusal(.ticketNotCallable, values: ["number": "A001", "state": "held"]))
        try hall.ask(.callChosen("t1", "w2"))
        #expect(try hall.window("w1").held == [])
        #expect(try hall.window("w2").ticket == "t1")
        #expect(try hall.ticket("t1").why?.rule == .heldRecalled)
    }

    @Test func `after another step a ticket comes back even where it is not served`() throws {
        var hall = try TestHall()
        try hall.at("w3", .open("zhao"))
        try hall.take("tax")
        try hall.call("w1")
        try hall.at("w1", .transfer(.officer("zhao")))
        for (kind, isBack) in [(HoldKind.otherStep, true), (.withoutPapers, false)] {
            if try hall.ticket("t1").state == .waiting { try hall.ask(.callChosen("t1", "w3")) }
            try hall.at("w3", .hold(kind))
            let refusal = hall.refusal(.callChosen("t1", "w3"))
            #expect(refusal == (isBack ? nil : .ticketNotCallable))
        }
    }

    @Test(arguments: HoldKind.allCases)
    func `the finish counts service without holds, and holds with papers apart`(
        kind: HoldKind
    ) throws {
        var hall = try held(kind)
        for _ in 1...2 {
            hall.pass(seconds: 500)
            try hall.ask(.callChosen("t1", "w1"))
            hall.pass(seconds: 20)
            try hall.at("w1", .hold(kind))
        }
        try hall.ask(.callChosen("t1", "w1"))
        hall.pass(seconds: 10)
        try hall.at("w1", .start)
        hall.pass(seconds: 7)
        try hall.at("w1", .finish())
        let finished = TicketFinished(
            ticket: "t1", window: "w1", startAssumed: false, serviceSeconds: 147,
            heldSeconds: kind == .withPapers ? 1000 : nil)
        #expect(hall.facts.last == .ticketFinished(finished))
        #expect(hall.replayed().tickets == hall.hall.tickets)
    }
}
