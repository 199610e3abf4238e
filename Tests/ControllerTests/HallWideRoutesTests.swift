// SPDX-License-Identifier: Apache-2.0

import Facts
import Store
import TestSupport
import Testing

@testable import Controller

struct HallWideRoutesTests {
    private static let rules = """
        calling:
          standard: plain
          policies:
            - {id: plain, name: 先到先办, classes: oldest}
            - {id: ratio, name: 二比一, classes: ratio, normal: 2, priority: 1}
        pauseReasons: [{id: fire-drill, name: {zh-Hans: 消防演练, en: Fire drill}}]
        outcomes: [{id: done, name: 办结}, {id: missing, name: 一次性告知}]
        tidal:
          - {id: t1, service: tax, waiting: 2, windows: [W1]}
        """

    private func hall() throws -> TestHall {
        var text = HallText()
        text.more = Self.rules
        return try TestHall(text)
    }

    @Test func `one press pauses the whole hall, and everybody hears why`() throws {
        let client = try hall().client()
        let paused = try client.post("/api/v1/hall/pause", #"{"reason": "fire-drill"}"#)
        #expect(paused.status == 200, "\(paused.text)")
        #expect(paused.json["pause"]["names"]["en"].text == "Fire drill")
        let refused = try client.post("/api/v1/tickets", #"{"service": "general"}"#)
        #expect(refused.status == 503)
        #expect(refused.problem == "hall-paused")
        let told = try client.act("W1", "call")
        #expect(told.json["detail"].text?.contains("fire-drill") == false, "a key is no sentence")
        for page in ["hall", "board", "kiosk?kiosk=door", "windows/W1"] {
            let view = try client.get("/api/v1/\(page)").json
            #expect(view["pause"]["reason"].text == "fire-drill", "\(page)")
        }
        let kiosk = try client.get("/api/v1/kiosk?kiosk=door").json["services"].list.first
        #expect(kiosk?["refusal"].text == "hall-paused")
        #expect(try client.post("/api/v1/hall/pause", #"{"reason": "fire-drill"}"#).status == 503)
        #expect(try client.post("/api/v1/hall/resume").status == 200)
        #expect(try client.post("/api/v1/hall/resume").problem == "hall-not-paused")
        _ = try client.takeTicket()
    }

    @Test func `a reason the hall does not have is refused and names those it has`() throws {
        let client = try hall().client()
        let answer = try client.post("/api/v1/hall/pause", #"{"reason": "tea"}"#)
        #expect(answer.status == 422)
        #expect(answer.problem == "unknown-reason")
        #expect(answer.text.contains("fire-drill"))
        #expect(try client.get("/api/v1/hall").json["pause"]["paused"] == .flag(false))
    }

    @Test func `what a policy would do is seen before it is chosen, and then it is in force`()
        throws
    {
        let client = try hall().client()
        for number in 1...4 {
            let kind = number == 4 ? "priority" : "normal"
            _ = try client.post(
                "/api/v1/tickets", #"{"service": "general", "class": "\#(kind)"}"#)
        }
        let preview = try client.post("/api/v1/hall/policy/preview", #"{"policy": "ratio"}"#)
        #expect(preview.status == 200, "\(preview.text)")
        let queue = preview.json["queues"].list.first
        let numbers = { (order: JSONValue?) in order?.list.compactMap { $0["number"].text } }
        #expect(numbers(queue?["now"]) == ["A001", "A002", "A003", "A004"])
        #expect(numbers(queue?["then"]) == ["A001", "A002", "A004", "A003"])
        #expect(queue?["moves"].list.count == 2)
        let order = try client.get("/api/v1/windows/W1/next").json
        #expect(numbers(order["order"])?.last == "A004", "a preview changes nothing")
        #expect(order["order"].list.first?["why"]["sentence"].text?.contains("A001") == true)
        let chosen = try client.post("/api/v1/hall/policy", #"{"policy": "ratio"}"#)
        #expect(chosen.json["policy"].text == "ratio")
        let after = try client.get("/api/v1/windows/W1/next").json
        #expect(after["policy"].text == "ratio")
        #expect(numbers(after["order"]) == ["A001", "A002", "A004", "A003"])
    }

    @Test func `rules can be tried that no policy has yet, and a hole in them is named`() throws {
        let client = try hall().client()
        let path = "/api/v1/hall/policy/preview"
        let tried = try client.post(path, #"{"classes": "priority", "agingMinutes": 30}"#)
        #expect(tried.status == 200, "\(tried.text)")
        #expect(try client.post(path, #"{"classes": "ratio"}"#).json["field"].text == "normalTurns")
        #expect(try client.post(path).json["field"].text == "policy")
        #expect(try client.post(path, #"{"policy": "best"}"#).problem == "unknown-policy")
        let nowhere = #"{"policy": "ratio", "window": "W9"}"#
        #expect(try client.post(path, nowhere).problem == "unknown-window")
    }

    @Test func `a window helps out when a person says so, not before`() throws {
        let client = try hall().client()
        for _ in 1...3 { _ = try client.takeTicket("tax") }
        let staff = try client.get("/api/v1/staff").json["hallWide"]
        #expect(staff["proposals"].list.first?["window"].text == "W1")
        #expect(try client.act("W1", "call").status == 204, "it was only proposed")
        let tide = #"{"window": "W1", "service": "tax"}"#
        let opened = try client.post("/api/v1/tides/open", tide)
        #expect(opened.json["tidal"].list.count == 1, "\(opened.text)")
        #expect(opened.json["proposals"].list.isEmpty)
        #expect(try client.act("W1", "call").json["ticket"]["number"].text == "T001")
        #expect(try client.post("/api/v1/tides/close", tide).json["tidal"].list.isEmpty)
        #expect(
            try client.post("/api/v1/tides/open", #"{"window": "W2", "service": "tax"}"#).problem
                == "not-tidal")
    }

    @Test func `a case ends in one of the hall's ways, with a note kept apart from the record`()
        throws
    {
        let hall = try hall()
        let client = try hall.client()
        _ = try client.takeTicket()
        _ = try client.act("W1", "call")
        let unknown = try client.act("W1", "finish", #"{"outcome": "lost"}"#)
        #expect(unknown.problem == "unknown-outcome")
        let note = #"{"outcome": "missing", "note": "张三缺房产证", "case": "2026-17"}"#
        let done = try client.act("W1", "finish", note)
        #expect(done.json["ticket"]["state"].text == "done", "\(done.text)")
        let facts = try client.get("/api/v1/facts?limit=1000").text
        #expect(facts.contains("missing") && !facts.contains("房产证"))
    }

    @Test func `a note can be read until it is erased, and then when and why it was`() throws {
        let hall = try hall()
        let client = try hall.client()
        let id = try #require(try client.takeTicket()["id"].text)
        _ = try client.act("W1", "call")
        _ = try client.act("W1", "finish", #"{"note": "张三缺房产证"}"#)
        let story = "/api/v1/history/tickets/\(id)"
        let note = try client.get(story).json["texts"][0]
        #expect(note["content"].text == "张三缺房产证")
        #expect(note["kind"].text == "note")
        let side = try #require(hall.controller?.api.side)
        _ = try side.erase(ErasureRule(name: "request", subject: TicketID(id)), at: 7)
        let erased = try client.get(story).json["texts"][0]
        #expect(erased["text"] == note["text"])
        #expect(erased["content"] == .null)
        #expect(erased["erasedAt"].whole == 7)
        #expect(erased["rule"].text == "request")
    }

    @Test func `a visit goes on under its number, and another day by the number of its case`()
        throws
    {
        let client = try hall().client()
        let first = try client.takeTicket()
        _ = try client.act("W1", "call")
        let next = try client.act("W1", "finish", #"{"next": "tax", "case": "2026-18"}"#)
        #expect(next.json["ticket"]["number"] == first["number"])
        #expect(next.json["ticket"]["state"].text == "waiting")
        #expect(next.json["ticket"]["steps"] == .list([.text("general")]))
        let again = try client.post(
            "/api/v1/tickets", #"{"service": "tax", "case": "2026-18"}"#)
        #expect(again.status == 201, "\(again.text)")
        #expect(again.json["case"].text == "2026-18")
        let unknown = try client.post(
            "/api/v1/tickets", #"{"service": "tax", "case": "2026-19"}"#)
        #expect(unknown.status == 422, "\(unknown.text)")
        #expect(unknown.problem == "unknown-case")
    }

    @Test func `a ticket is sent to one window, back to the queue, set aside and given up`() throws
    {
        let client = try hall().client()
        let ticket = try client.takeTicket("tax")
        let id = ticket["id"].text ?? ""
        _ = try client.act("W2", "call")
        let sent = try client.act("W2", "transfer", #"{"window": "W3"}"#)
        #expect(sent.json["ticket"]["forWindow"].text == "W3", "\(sent.text)")
        #expect(try client.act("W2", "call").status == 204)
        #expect(try client.act("W3", "call").json["ticket"]["id"].text == id)
        let back = try client.act("W3", "return")
        #expect(back.json["ticket"]["state"].text == "waiting")
        _ = try client.act("W2", "call")
        let held = try client.act("W2", "hold", #"{"kind": "without-papers"}"#)
        #expect(held.json["ticket"]["hold"].text == "without-papers")
        let elsewhere = try client.post("/api/v1/tickets/\(id)/call", #"{"window": "W3"}"#)
        #expect(elsewhere.status == 200, "any window may take it up: \(elsewhere.text)")
        #expect(
            try client.act("W3", "transfer", #"{"window": "W1", "service": "tax"}"#).status == 400)
        _ = try client.act("W3", "return")
        let gone = try client.post("/api/v1/tickets/\(id)/give-up")
        #expect(gone.json["ticket"]["state"].text == "givenUp")
        #expect(
            try client.post("/api/v1/tickets/\(id)/give-up").problem == "ticket-not-givable")
    }

    @Test(arguments: [
        (#"{"numbers": []}"#, "numbers"), (#"{"numbers": ["A"]}"#, "numbers"),
        (#"{"numbers": ["A3-A1"]}"#, "numbers"), (#"{"numbers": ["A1-B2"]}"#, "numbers"),
        (#"{"numbers": ["A1-A9999"]}"#, "numbers"), (#"{"numbers": "A1"}"#, "numbers"),
        (#"{"numbers": ["A0000000001"]}"#, "numbers"), (#"{}"#, "numbers"),
    ])
    func `slips that cannot be read are refused by name`(_ body: String, _ field: String) throws {
        let client = try hall().client()
        let answer = try client.post("/api/v1/tickets/adopt", body)
        #expect(answer.status == 400, "\(answer.text)")
        #expect(answer.json["field"].text == field)
    }

    @Test func `nothing is adopted where nothing was restored`() throws {
        let client = try hall().client()
        let answer = try client.post("/api/v1/tickets/adopt", #"{"numbers": ["A017-A019"]}"#)
        #expect(answer.problem == "not-restored")
    }
}
