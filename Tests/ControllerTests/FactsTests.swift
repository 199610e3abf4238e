// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

struct FactsTests {
    @Test func `the record tells what happened, who did it and for which wish`() throws {
        let client = try TestHall().client()
        let mark = try #require(try client.get("/api/v1/hall").json["sequence"].whole)
        let ticket = try client.takeTicket(key: "tap-1")
        for action in ["call", "start", "finish"] { _ = try client.act("W1", action) }
        let page = try client.get("/api/v1/facts?after=\(mark)").json
        let facts = page["facts"].list
        #expect(
            facts.map { $0["name"].text }
                == ["ticketIssued", "ticketCalled", "serviceStarted", "ticketFinished"])
        #expect(facts.map { $0["sequence"].whole } == (1...4).map { mark + $0 })
        #expect(facts.allSatisfy { $0["payload"]["ticket"] == ticket["id"] })
        #expect(facts[0]["payload"]["number"].text == "A001")
        #expect(facts[0]["cause"]["key"]["text"].text == "tap-1")
        #expect(facts[0]["actor"]["kind"].text == "kiosk")
        #expect(facts[1]["actor"] == .object(["kind": .text("officer"), "id": .text("officer1")]))
        #expect(facts[3]["payload"]["startAssumed"].flag == false)
    }

    @Test func `pages of facts follow one another, and each hash is new`() throws {
        let client = try TestHall().client()
        for _ in 1...20 { _ = try client.takeTicket() }
        let all = try client.get("/api/v1/facts?limit=1000").json["facts"].list
        var paged: [JSONValue] = []
        while let page = Optional(
            try client.get("/api/v1/facts?after=\(paged.count)&limit=7").json["facts"].list),
            !page.isEmpty
        {
            #expect(page.count <= 7)
            paged += page
        }
        #expect(paged == all)
        #expect(all.map { $0["sequence"].whole } == (1...all.count).map(Int64.init))
        #expect(Set(all.compactMap { $0["hash"].text }).count == all.count)
        #expect(all.allSatisfy { $0["hash"].text?.count == 64 })
    }

    @Test(arguments: ["after=-1", "limit=0", "limit=5000", "after=99999999999999999999", "after=x"])
    func `a page nobody could mean is refused by the name of its number`(_ query: String) throws {
        let client = try TestHall().client()
        let answer = try client.get("/api/v1/facts?\(query)")
        #expect(answer.status == 400)
        #expect(answer.problem == "bad-request")
        #expect(answer.json["field"].text == query.prefix { $0 != "=" }.description)
    }

    @Test func `a restart goes on in the same epoch and with the next sequence`() throws {
        let hall = try TestHall()
        _ = try hall.client().takeTicket()
        let before = try hall.client().get("/api/v1/facts?limit=1000").json
        try hall.restart()
        let after = try hall.client().get("/api/v1/facts?limit=1000").json
        #expect(after["epoch"] == before["epoch"])
        let count = before["facts"].list.count
        #expect(Array(after["facts"].list.prefix(count)) == before["facts"].list)
        #expect(after["facts"][count]["name"].text == "controllerStarted")
        #expect(try hall.client().takeTicket()["number"].text == "A002")
    }
}
