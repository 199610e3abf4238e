// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

struct TicketRoutesTests {
    @Test func `a tap gives a number, its place and where to follow it`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let answer = try client.post("/api/v1/tickets", #"{"service": "general"}"#)
        #expect(answer.status == 201)
        let ticket = answer.json
        #expect(ticket["number"].text == "A001")
        #expect(ticket["state"].text == "waiting")
        #expect(ticket["ahead"].whole == 0)
        #expect(ticket["print"].text == "none")
        #expect(ticket["class"].text == "normal")
        let id = try #require(ticket["id"].text)
        #expect(answer["Location"] == "/api/v1/tickets/\(id)")
        let followed = try client.get("/api/v1/tickets/\(id)")
        #expect(followed.status == 200)
        #expect(followed.json == ticket)
    }

    @Test func `numbers of a prefix follow one another and ahead counts those before`() throws {
        let client = try TestHall().client()
        for place in 1...5 {
            let ticket = try client.takeTicket()
            #expect(ticket["number"].text == "A00\(place)")
            #expect(ticket["ahead"].whole == Int64(place - 1))
        }
        #expect(try client.takeTicket("tax")["number"].text == "T001")
    }

    @Test func `priority goes before those who came earlier`() throws {
        let client = try TestHall().client()
        _ = try client.takeTicket()
        let second = try client.post(
            "/api/v1/tickets", #"{"service": "general", "class": "priority"}"#)
        #expect(second.json["class"].text == "priority")
        #expect(second.json["ahead"].whole == 0)
        let called = try client.act("W1", "call").json
        #expect(called["ticket"]["number"].text == "A002")
        #expect(called["why"]["rule"].text == "priority-first")
    }

    @Test func `a no-show comes back when reactivated and a chosen ticket is called`() throws {
        let client = try TestHall().client()
        let id = try #require(try client.takeTicket()["id"].text)
        _ = try client.takeTicket()
        _ = try client.act("W1", "call")
        _ = try client.act("W1", "no-show")
        #expect(try client.get("/api/v1/tickets/\(id)").json["state"].text == "noShow")
        let back = try client.post("/api/v1/tickets/\(id)/reactivate")
        #expect(back.json["ticket"]["state"].text == "waiting")
        let chosen = try client.post("/api/v1/tickets/\(id)/call", #"{"window": "W2"}"#)
        #expect(chosen.status == 200)
        #expect(chosen.json["ticket"]["window"].text == "W2")
        #expect(chosen.json["why"]["rule"].text == "chosen")
    }

    @Test func `a ticket nobody has is not found`() throws {
        let client = try TestHall().client()
        #expect(try client.get("/api/v1/tickets/nothing").problem == "unknown-ticket")
        #expect(try client.post("/api/v1/tickets/nothing/reactivate").status == 404)
        let called = try client.post("/api/v1/tickets/nothing/call", #"{"window": "W1"}"#)
        #expect(called.problem == "unknown-ticket")
    }
}
