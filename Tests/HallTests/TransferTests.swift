// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct TransferTests {
    /// A hall with A001 called at window 1, and window 3 open.
    private func called() throws -> (hall: TestHall, ticket: TicketID) {
        var hall = try TestHall()
        try hall.at("w3", .open("zhao"))
        let first = try hall.take("tax")
        try hall.call("w1")
        return (hall, first.id)
    }

    @Test func `a transferred ticket keeps its number, its place and its time`() throws {
        var (hall, id) = try called()
        let before = try hall.ticket(id)
        let waiting = try hall.take("deed")
        try hall.at("w1", .transfer(.service("deed")))
        let after = try hall.ticket(id)
        #expect(after.number == before.number)
        #expect(after.place == before.place)
        #expect(after.queuedAt == before.queuedAt)
        #expect(after.state == .waiting)
        #expect(after.service == "deed")
        #expect(after.transferredFrom == "tax")
        #expect(hall.hall.ahead(of: try hall.ticket(waiting.id)) == 1)
        #expect(try hall.call("w3")?.id == id)
    }

    @Test func `a ticket sent to a window waits for that one alone`() throws {
        var (hall, id) = try called()
        try hall.at("w1", .transfer(.window("w2")))
        let fact = TicketTransferred(
            ticket: id, window: "w1", from: "tax", to: "tax", toWindow: "w2")
        #expect(hall.facts.last == .ticketTransferred(fact))
        #expect(try hall.ticket(id).bound == .window("w2"))
        #expect(try hall.call("w1") == nil)
        #expect(hall.refusal(.callChosen(id, "w1")) == .ticketNotCallable)
        try hall.ask(.callChosen(id, "w2"))
        #expect(try hall.ticket(id).bound == nil)
        #expect(hall.hall.own.isEmpty)
    }

    @Test func `at a window that does not serve it, it is for that window's first service`()
        throws
    {
        var (hall, id) = try called()
        try hall.at("w1", .transfer(.window("w3")))
        #expect(try hall.ticket(id).service == "deed")
        #expect(try hall.ticket(id).bound == .window("w3"))
    }

    @Test func `a ticket sent to an officer is for them, whatever their window serves`() throws {
        var (hall, id) = try called()
        try hall.at("w1", .transfer(.officer("zhao")))
        #expect(try hall.ticket(id).service == "tax")
        #expect(try hall.ticket(id).bound == .officer("zhao"))
        #expect(hall.refusal(.callChosen(id, "w2")) == .ticketNotCallable)
        try hall.ask(.callChosen(id, "w3"))
        #expect(try hall.ticket(id).state == .called("w3"))
    }

    @Test func `seconds served before a transfer are no work of the next service's`() throws {
        var (hall, id) = try called()
        hall.pass(seconds: 100)
        try hall.at("w1", .hold())
        hall.pass(seconds: 10)
        try hall.ask(.callChosen(id, "w1"))
        try hall.at("w1", .transfer(.service("deed")))
        try hall.ask(.callChosen(id, "w3"))
        hall.pass(seconds: 50)
        try hall.at("w3", .finish())
        let finished = TicketFinished(
            ticket: id, window: "w3", startAssumed: true, serviceSeconds: 50)
        #expect(hall.facts.last == .ticketFinished(finished))
    }

    @Test func `a transfer to where it is, or to nowhere, is refused and says what to change`()
        throws
    {
        var hall = try TestHall { $0.services[2].accepting = false }
        try hall.take("tax")
        try hall.call("w1")
        let cases: [(TransferTarget, Refusal)] = [
            (.service("tax"), Refusal(.notTransferable, field: "service", values: number)),
            (.service("x"), Refusal(.unknownService, field: "service", values: ["service": "x"])),
            (
                .service("stamp"),
                Refusal(.serviceClosing, field: "service", values: ["service": "印章"])
            ),
            (.window("w1"), Refusal(.notTransferable, field: "window", values: number)),
            (.window("w9"), Refusal(.unknownWindow, field: "window", values: ["window": "w9"])),
            (.window("w3"), Refusal(.windowClosed, field: "window", values: ["window": "3"])),
            (.officer("li"), Refusal(.notTransferable, field: "officer", values: number)),
            (
                .officer("zhao"),
                Refusal(.officerNotThere, field: "officer", values: ["officer": "zhao"])
            ),
        ]
        for (target, refusal) in cases {
            #expect(hall.refused(.atWindow("w1", .transfer(target))) == refusal)
        }
    }

    private let number = ["number": "A001"]

    @Test func `when a window closes, those who waited for it wait for any, at their place`()
        throws
    {
        var (hall, id) = try called()
        try hall.take("tax")
        try hall.at("w1", .transfer(.window("w2")))
        try hall.call("w1")
        try hall.at("w1", .transfer(.officer("wang")))
        let before = hall.journal.count
        try hall.at("w2", .close)
        #expect(
            hall.facts(since: before) == [
                .windowClosed(WindowClosed(window: "w2", officer: "wang")),
                .ticketReleased(TicketReleased(ticket: id)),
                .ticketReleased(TicketReleased(ticket: "t2")),
            ])
        #expect(hall.hall.own.isEmpty)
        #expect(try hall.call("w1")?.id == id)
    }

    @Test func `when another officer takes over, only those for the officer are released`()
        throws
    {
        var (hall, id) = try called()
        try hall.take("tax")
        try hall.at("w1", .transfer(.window("w2")))
        try hall.call("w1")
        try hall.at("w1", .transfer(.officer("wang")))
        try hall.at("w2", .takeOver("qian"))
        #expect(try hall.ticket(id).bound == .window("w2"))
        #expect(try hall.ticket("t2").bound == nil)
        #expect(hall.replayed().own == hall.hall.own)
    }
}
