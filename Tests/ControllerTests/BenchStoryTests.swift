// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Controller

/// The demo hall from the citizen's tap to paper and from the officer's key to the lit sign: a
/// whole controller, whose virtual devices hang on real pseudo-terminals.
struct BenchStoryTests {
    @Test func `when the demo begins its signs greet and its keypads count`() throws {
        let demo = try DemoHall()
        try demo.waits {
            let bench = try demo.client.get("/api/v1/bench").json
            return bench["signs"].list.allSatisfy { isGreeting($0["text"].text) }
                && bench["keypads"].list.allSatisfy { $0["waiting"].whole == 0 }
        }
        let bench = try demo.client.get("/api/v1/bench").json
        #expect(bench["signs"].list.count == 12)
        #expect(bench["keypads"].list.count == 12)
        #expect(bench["units"].list.count == 8)
    }

    /// Window units greet in two languages in turn.
    private func isGreeting(_ text: String?) -> Bool {
        ["欢迎光临", "Welcome"].contains { text?.hasPrefix($0) == true }
    }

    @Test func `a unit that was swapped or restarted shows the number in hand again by itself`()
        throws
    {
        let demo = try DemoHall()
        let number = try #require(try demo.takeTicket()["number"].text)
        let press = try demo.client.post(
            "/api/v1/bench/keypads/keypad-W02/press", #"{"key":"call"}"#)
        #expect(press.status == 204)
        func sign() throws -> String {
            let bench = try demo.client.get("/api/v1/bench").json
            return bench["signs"].row("sign-W02")["text"].text ?? ""
        }
        try demo.waits { try sign().contains(number) }
        for body in [#"{"restart":true}"#, #"{"swap":true}"#] {
            let path = "/api/v1/bench/units/unit-W02"
            let before = try demo.client.get("/api/v1/bench").json["units"].row("unit-W02")
            #expect(try demo.client.post(path, body).status == 204)
            #expect(!(try sign().contains(number)), "nothing stale stands on it")
            try demo.waits { try sign().contains(number) }
            let after = try demo.client.get("/api/v1/bench").json["units"].row("unit-W02")
            #expect(before != after)
        }
    }

    @Test func `a question at a unit's pad is answered there once, and the answer is the ticket's`()
        throws
    {
        let demo = try DemoHall()
        let ticket = try demo.takeTicket()
        let window = "/api/v1/windows/W03"
        #expect(try demo.client.post(window + "/call", "").status == 200)
        #expect(try demo.client.post(window + "/finish", "").status == 200)
        let unit = "/api/v1/bench/units/unit-W03"
        try demo.waits {
            try demo.client.get("/api/v1/bench").json["units"].row("unit-W03")["rating"]
                == .flag(true)
        }
        #expect(try demo.client.post(unit, #"{"grade":2}"#).status == 204)
        try demo.waits(toBeRated: ticket)
        #expect(try demo.client.post(unit, #"{"grade":5}"#).status == 404, "nobody asks")
    }

    @Test func `a tap becomes paper, and a key lights the sign`() throws {
        let demo = try DemoHall()
        let ticket = try demo.takeTicket()
        let number = try #require(ticket["number"].text)
        try demo.waits(toBePrinted: ticket, "confirmed")
        let slip = try demo.printer()["slips"][0]
        #expect(slip["text"].list.contains(.text(number)))
        let picture = try demo.client.get(try #require(slip["href"].text))
        #expect(picture.status == 200)
        #expect(picture.body.starts(with: Array("BM".utf8)))

        let press = try demo.client.post(
            "/api/v1/bench/keypads/keypad-W01/press", #"{"key":"call"}"#)
        #expect(press.status == 204)
        try demo.waits {
            let sign = try demo.client.get("/api/v1/bench").json["signs"].row("sign-W01")
            return sign["text"].text?.contains(number) == true && sign["flashing"] == .flag(true)
        }
        let path = "/api/v1/tickets/\(try #require(ticket["id"].text))"
        #expect(try demo.client.get(path).json["state"].text == "called")
        let keypad = try demo.client.get("/api/v1/bench").json["keypads"].row("keypad-W01")
        #expect(keypad["lost"].whole == 0)
    }

    @Test func `another printer prints what one cannot; without any the ticket waits for a roll`()
        throws
    {
        let demo = try DemoHall()
        func wish(_ printer: String, _ body: String) throws {
            let path = "/api/v1/bench/printers/\(printer)"
            #expect(try demo.client.post(path, body).status == 204)
        }
        try wish("P1", #"{"paperOut":true}"#)
        let first = try demo.takeTicket()
        try demo.waits(toBePrinted: first, "confirmed")
        #expect(try demo.client.get(demo.path(of: first)).json["printer"].text == "P2")
        try wish("P2", #"{"paperOut":true}"#)
        let second = try demo.takeTicket()
        try demo.waits(toBePrinted: second, "held")
        try wish("P1", #"{"reload":true}"#)
        try demo.waits(toBePrinted: second, "confirmed")
        #expect(try demo.printer()["slips"].list.count == 1)
    }
}

/// The demo as it ships, with somebody who watches its bench and its wall.
private struct DemoHall {
    let client: HallClient
    private let bench: HallClient
    private let wall: HallClient

    init() throws {
        let hall = try TestHall(isStarted: false)
        let demo = TestHall.pages + "/../examples/demo-hall.yaml"
        let text = try #require(FileManager.default.contents(atPath: demo))
        try hall.files.write(String(decoding: text, as: UTF8.self), to: "hall.yaml")
        try hall.start()
        client = try hall.client()
        bench = try hall.client()
        wall = try hall.client()
        try bench.ask("GET", "/api/v1/bench/events")
        try wall.ask("GET", "/api/v1/events?topic=staff")
        for follower in [bench, wall] { #expect(try follower.raw.answer().status == 200) }
    }

    func takeTicket() throws -> JSONValue {
        let answer = try client.post(
            "/api/v1/tickets", #"{"service": "general", "kiosk": "K1"}"#)
        #expect(answer.status == 201, "\(answer.text)")
        return answer.json
    }

    func path(of ticket: JSONValue) -> String {
        "/api/v1/tickets/\(ticket["id"].text ?? "none")"
    }

    func printer() throws -> JSONValue {
        try client.get("/api/v1/bench").json["printers"].row("P1")
    }

    /// Waits for something seen on the bench; throws when nothing more happens there.
    func waits(_ holds: () throws -> Bool) throws {
        while !(try holds()) { _ = try bench.raw.nextEvent() }
    }

    /// Waits until staff see the ticket's low grade; throws when nothing more happens in the hall.
    func waits(toBeRated ticket: JSONValue) throws {
        let number = ticket["number"]
        while !(try client.get("/api/v1/staff").json["lowRatings"].list.contains {
            $0["number"] == number
        }) { _ = try wall.raw.nextEvent() }
    }

    /// Waits for what becomes of a ticket's paper; throws when nothing more happens in the hall.
    func waits(toBePrinted ticket: JSONValue, _ wanted: String) throws {
        let path = path(of: ticket)
        while try client.get(path).json["print"].text != wanted { _ = try wall.raw.nextEvent() }
    }
}
