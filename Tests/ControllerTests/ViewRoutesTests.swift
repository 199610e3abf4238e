// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

struct ViewRoutesTests {
    @Test func `the hall shows services and windows as configured`() throws {
        let client = try TestHall().client()
        let hall = try client.get("/api/v1/hall").json
        #expect(hall["name"].text == "试验大厅")
        #expect(hall["names"]["en"].text == "Test hall")
        #expect(hall["demo"].flag == true)
        #expect(hall["insecureLAN"].flag == false)
        #expect(hall["services"].list.map { $0["id"].text } == ["general", "tax"])
        #expect(hall["services"][0]["prefix"].text == "A")
        #expect(hall["services"][0]["open"].flag == true)
        #expect(hall["windows"].list.map { $0["number"].text } == ["1", "2", "3"])
        #expect(hall["windows"][0]["state"].text == "open")
        #expect(hall["windows"][0]["officer"]["id"].text == "officer1")
        #expect(hall["windows"][1]["services"] == .list([.text("general"), .text("tax")]))
    }

    @Test func `each fact moves the hall's sequence and what it counts`() throws {
        let client = try TestHall().client()
        let before = try client.get("/api/v1/hall").json
        _ = try client.takeTicket()
        let after = try client.get("/api/v1/hall").json
        #expect(after["epoch"] == before["epoch"])
        #expect(try #require(after["sequence"].whole) == (before["sequence"].whole ?? 0) + 1)
        #expect(after["services"].row("general")["waiting"].whole == 1)
        _ = try client.act("W1", "call")
        let called = try client.get("/api/v1/hall").json
        #expect(called["services"].row("general")["waiting"].whole == 0)
        #expect(called["windows"].row("W1")["state"].text == "serving")
        #expect(called["windows"].row("W1")["ticket"]["number"].text == "A001")
        #expect(called["windows"].row("W1")["ticket"]["state"].text == "called")
    }

    @Test func `a service without an open window is not open and still gives numbers`() throws {
        let client = try TestHall().client()
        _ = try client.act("W2", "close")
        _ = try client.act("W3", "close")
        let hall = try client.get("/api/v1/hall").json
        #expect(hall["services"].row("tax")["open"].flag == false)
        #expect(try client.takeTicket("tax")["wait"] == .null)
    }

    @Test func `the board shows the newest call first`() throws {
        let client = try TestHall().client()
        for window in ["W1", "W2"] {
            _ = try client.takeTicket()
            _ = try client.act(window, "call")
            _ = try client.act(window, "recall")
        }
        let board = try client.get("/api/v1/board").json
        #expect(board["calls"].list.map { $0["number"].text } == ["A002", "A001"])
        #expect(board["calls"][0]["window"].text == "2")
        #expect(board["calls"][0]["recall"].whole == 1)
        #expect(board["windows"].list.count == 3)
    }

    @Test func `the officer's page shows who is next and what became of the others`() throws {
        let client = try TestHall().client()
        for _ in 1...14 { _ = try client.takeTicket() }
        for action in ["hold", "no-show", "finish"] {
            _ = try client.act("W1", "call")
            _ = try client.act("W1", action)
        }
        let view = try client.get("/api/v1/windows/W1").json
        #expect(view["window"]["id"].text == "W1")
        #expect(view["waiting"].whole == 11)
        #expect(
            view["byService"]
                == .list([
                    .object(["service": .text("general"), "waiting": .whole(11)])
                ]))
        #expect(view["next"].list.count == 10)
        #expect(view["next"][0]["number"].text == "A004")
        #expect(view["held"].list.map { $0["number"].text } == ["A001"])
        #expect(view["noShows"].list.map { $0["number"].text } == ["A002"])
        #expect(view["counts"]["served"].whole == 1)
        #expect(view["counts"]["noShow"].whole == 1)
        #expect(try client.get("/api/v1/windows/W9").problem == "unknown-window")
    }

    @Test func `the supervisor's wall shows who waits longest and how the disk is`() throws {
        let client = try TestHall().client()
        _ = try client.takeTicket()
        let staff = try client.get("/api/v1/staff").json
        #expect(staff["windows"].row("W1")["waiting"].whole == 1)
        #expect(staff["services"].row("general")["longestWaitSeconds"].whole == 0)
        #expect(staff["storage"]["state"].text == "ok")
        #expect(staff["unprinted"].list.isEmpty)
    }

    @Test func `a kiosk knows its name and what it may offer`() throws {
        let client = try TestHall().client()
        let kiosk = try client.get("/api/v1/kiosk?kiosk=door").json
        #expect(kiosk["kiosk"]["id"].text == "door")
        #expect(kiosk["services"].list.count == 2)
        #expect(try client.get("/api/v1/kiosk").json["kiosk"] == kiosk["kiosk"])
        let unknown = try client.get("/api/v1/kiosk?kiosk=elsewhere")
        #expect(unknown.status == 422)
        #expect(unknown.problem == "unknown-kiosk")
    }

    @Test func `health, readiness and figures are there for those who watch`() throws {
        let client = try TestHall().client()
        _ = try client.takeTicket()
        #expect(try client.get("/healthz").json["alive"].flag == true)
        #expect(try client.get("/readyz").json["ready"].flag == true)
        let metrics = try client.get("/metrics")
        #expect(metrics["Content-Type"]?.hasPrefix("text/plain") == true)
        let lines = metrics.text.split(separator: "\n")
        #expect(lines.contains("hallkeeper_tickets_total 1"))
        #expect(lines.contains(#"hallkeeper_waiting{service="general"} 1"#))
        #expect(lines.contains(#"hallkeeper_windows{state="open"} 3"#))
        #expect(lines.contains("hallkeeper_failed_commits_total 0"))
    }

    @Test func `a path or method nobody serves is told apart`() throws {
        let client = try TestHall().client()
        #expect(try client.get("/api/v1/nothing").problem == "not-found")
        let wrong = try client.post("/api/v1/hall")
        #expect(wrong.problem == "method-not-allowed")
        #expect(wrong["Allow"] == "GET, HEAD")
    }

    @Test func `pages are served beside the interface, and head says the same without a body`()
        throws
    {
        let client = try TestHall().client()
        let page = try client.get("/kiosk")
        #expect(page.status == 200)
        #expect(page["Content-Type"]?.hasPrefix("text/html") == true)
        try client.ask("HEAD", "/api/v1/hall")
        let head = try client.raw.answer(toHead: true)
        #expect(head.status == 200)
        #expect(head["Content-Type"] == "application/json")
    }
}
