// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

/// The whole way, from a finger to what people see: every part is real but the devices, which are
/// software behind real terminals.
struct WalkTests {
    /// A hall with its bench, and what happens there.
    private struct Scene {
        let client: HallClient
        private let changes: Follower

        init() throws {
            let hall = try TestHall(HallText(printer: "virtual", hasDesk: true))
            client = try hall.client()
            changes = try Follower(path: "/api/v1/bench/events", of: hall)
        }

        /// The bench once it is as wanted; looked at whenever something there changed.
        func bench(where isSo: (JSONValue) -> Bool) throws -> JSONValue {
            while true {
                _ = try changes.next()
                let bench = try client.get("/api/v1/bench").json
                if isSo(bench) { return bench }
            }
        }

        func tap() throws -> String {
            let body = #"{"service": "general", "kiosk": "door"}"#
            return try client.post("/api/v1/tickets", body).json["id"].text ?? ""
        }

        func press(_ body: String) throws {
            let answer = try client.post("/api/v1/bench/keypads/keypad-W1/press", body)
            #expect(answer.status == 204, "\(answer.text)")
        }

        /// Waits until a ticket's paper is as wanted.
        func paper(of ticket: String, is state: String, _ reason: String? = nil) throws {
            let staff = try Follower("staff", of: client.hall)
            while true {
                let row = try client.get("/api/v1/tickets/\(ticket)").json
                if row["print"].text == state, row["printReason"].text == reason { return }
                _ = try staff.next()
            }
        }

        func slips(_ bench: JSONValue, with number: String) -> Int {
            bench["printers"].row("P1")["slips"].list.count { slip in
                slip["text"].list.contains { $0.text?.contains(number) == true }
            }
        }
    }

    @Test func `a tap becomes a ticket in a hand`() throws {
        let scene = try Scene()
        let ticket = try scene.tap()
        try scene.paper(of: ticket, is: "confirmed")
        let bench = try scene.bench { scene.slips($0, with: "A001") == 1 }
        let slip = bench["printers"].row("P1")["slips"][0]
        #expect(slip["text"].list.contains { $0.text?.contains("综合") == true })
        let picture = try scene.client.get(slip["href"].text ?? "")
        #expect(picture["Content-Type"] == "image/bmp")
        #expect(picture.body.starts(with: Array("BM".utf8)))
        #expect(try scene.client.get("/api/v1/staff").json["unprinted"].list.isEmpty)
    }

    @Test func `a press becomes a number over a window`() throws {
        let scene = try Scene()
        _ = try scene.client.takeTicket()
        _ = try scene.bench { $0["keypads"][0]["waiting"].whole == 1 }
        try scene.press(#"{"key": "call"}"#)
        let called = try scene.bench {
            $0["signs"][0]["text"].text?.contains("A001") == true
                && $0["keypads"][0]["number"].text == "001"
        }
        #expect(called["keypads"][0]["waiting"].whole == 0)
        let window = try scene.client.get("/api/v1/windows/W1").json
        #expect(window["window"]["state"].text == "serving")
        #expect(window["sign"]["state"].text == "unconfirmed")
        #expect(window["sign"]["confirmed"].flag == false)
        try scene.press(#"{"key": "noShow"}"#)
        _ = try scene.bench { $0["keypads"][0]["number"] == .null }
        #expect(
            try scene.client.get("/api/v1/windows/W1").json["noShows"][0]["number"].text == "A001")
        let facts = try scene.client.get("/api/v1/facts?limit=1000").json["facts"].list
        let call = facts.first { $0["name"].text == "ticketCalled" }
        #expect(call?["actor"]["kind"].text == "device")
        #expect(call?["actor"]["id"].text == "keypad-W1")
    }

    @Test func `a key that cannot be obeyed beeps and changes nothing`() throws {
        let scene = try Scene()
        _ = try scene.bench { $0["keypads"][0]["waiting"].whole == 0 }
        let before = try scene.client.get("/api/v1/hall").json["windows"]
        try scene.press(#"{"key": "recall"}"#)
        _ = try scene.bench { $0["keypads"][0]["beeps"].whole == 1 }
        #expect(try scene.client.get("/api/v1/hall").json["windows"] == before)
    }

    @Test func `digits and the transfer key send a citizen to another window`() throws {
        let scene = try Scene()
        let ticket = try scene.client.takeTicket()
        _ = try scene.bench { $0["keypads"][0]["waiting"].whole == 1 }
        try scene.press(#"{"key": "call"}"#)
        _ = try scene.bench { $0["keypads"][0]["number"].text == "001" }
        try scene.press(#"{"key": "transfer", "digits": "3"}"#)
        _ = try scene.bench { $0["keypads"][0]["number"] == .null }
        let id = try #require(ticket["id"].text)
        let moved = try scene.client.get("/api/v1/tickets/\(id)").json
        #expect(moved["service"].text == "tax")
        #expect(moved["state"].text == "waiting")
    }

    @Test func `without paper a ticket is held with the reason, and a new roll prints it once`()
        throws
    {
        let scene = try Scene()
        let printer = "/api/v1/bench/printers/P1"
        #expect(try scene.client.post(printer, #"{"paperOut": true}"#).status == 204)
        let ticket = try scene.tap()
        try scene.paper(of: ticket, is: "held", "paper-out")
        let unprinted = try scene.client.get("/api/v1/staff").json["unprinted"]
        #expect(unprinted.list.map { $0["id"].text } == [ticket])
        #expect(try scene.client.post(printer, #"{"reload": true}"#).status == 204)
        try scene.paper(of: ticket, is: "confirmed")
        let bench = try scene.client.get("/api/v1/bench").json
        #expect(scene.slips(bench, with: "A001") == 1)
    }
}
