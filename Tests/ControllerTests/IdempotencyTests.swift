// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

struct IdempotencyTests {
    private static let tap = #"{"service": "general"}"#

    @Test func `the same wish under the same key gives the same ticket, once`() throws {
        let hall = try TestHall()
        let first = try hall.client().takeTicket(key: "tap-1")
        let again = try hall.client().takeTicket(key: "tap-1")
        #expect(again == first)
        #expect(try hall.client().takeTicket(key: "tap-2")["number"].text == "A002")
    }

    @Test func `a key serves one wish only and tells so after a restart too`() throws {
        let hall = try TestHall()
        let first = try hall.client().takeTicket(key: "tap-1")
        for round in 1...2 {
            let client = try hall.client()
            let before = try client.get("/api/v1/hall").text
            let other = try client.post("/api/v1/tickets", #"{"service": "tax"}"#, key: "tap-1")
            #expect(other.status == 422)
            #expect(other.problem == "idempotency-key-reused")
            let elsewhere = try client.act("W1", "call", "{}", key: "tap-1")
            #expect(elsewhere.problem == "idempotency-key-reused")
            #expect(try client.takeTicket(key: "tap-1")["id"] == first["id"], "round \(round)")
            #expect(try client.get("/api/v1/hall").text == before)
            try hall.restart()
        }
    }

    @Test func `a call asked twice under one key calls one ticket`() throws {
        let client = try TestHall().client()
        _ = try client.takeTicket()
        _ = try client.takeTicket()
        let first = try client.act("W1", "call", key: "press-1")
        let again = try client.act("W1", "call", key: "press-1")
        #expect(again.status == 200)
        #expect(again.json["ticket"]["id"] == first.json["ticket"]["id"])
        #expect(again.json["why"] == first.json["why"])
    }

    @Test func `the same wish from many at once is one ticket`() throws {
        let hall = try TestHall()
        let clients = try (1...32).map { _ in try hall.client() }
        for client in clients {
            try client.ask(
                "POST", "/api/v1/tickets", ["Idempotency-Key: together"], Self.tap)
        }
        let tickets = try clients.map { try $0.answer(to: "POST", "/api/v1/tickets").json["id"] }
        #expect(tickets.allSatisfy { $0 == tickets[0] && $0 != .null })
        #expect(try hall.client().takeTicket()["number"].text == "A002")
    }

    @Test(arguments: ["two words", "", String(repeating: "k", count: 129), "schlüssel"])
    func `a key that cannot be kept is refused`(_ key: String) throws {
        let client = try TestHall().client()
        let answer = try client.post("/api/v1/tickets", Self.tap, key: key)
        #expect(answer.status == 400)
        #expect(answer.problem == "bad-idempotency-key")
        #expect(try client.takeTicket()["number"].text == "A001")
    }
}
