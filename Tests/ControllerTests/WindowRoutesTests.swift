// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

struct WindowRoutesTests {
    @Test func `calling names the ticket and says why this one`() throws {
        let client = try TestHall().client()
        let ticket = try client.takeTicket()
        let answer = try client.act("W1", "call")
        #expect(answer.status == 200)
        #expect(answer.json["ticket"]["id"] == ticket["id"])
        #expect(answer.json["ticket"]["state"].text == "called")
        #expect(answer.json["why"]["rule"].text == "oldest-first")
        #expect(answer.json["why"]["sentence"].text?.contains("A001") == true)
        #expect(answer.json["window"]["state"].text == "serving")
    }

    @Test(arguments: [("zh-Hans", "分钟"), ("zh-Hant", "分鐘"), ("en", "first in line")])
    func `why this one is said in the language asked for`(
        _ language: String, _ word: String
    ) throws {
        let client = try TestHall().client()
        _ = try client.takeTicket()
        let answer = try client.post(
            "/api/v1/windows/W1/call", "{}", key: nil, ["Accept-Language: \(language)"])
        #expect(answer.json["why"]["sentence"].text?.contains(word) == true, "\(answer.text)")
    }

    @Test func `calling when nobody waits has no content`() throws {
        let client = try TestHall().client()
        #expect(try client.act("W1", "call").status == 204)
    }

    @Test func `one citizen is called, called again, served and done`() throws {
        let client = try TestHall().client()
        _ = try client.takeTicket()
        _ = try client.act("W1", "call")
        let steps = [
            ("recall", "called", "serving"), ("start", "serving", "serving"),
            ("finish", "done", "open"),
        ]
        for (action, ticket, window) in steps {
            let answer = try client.act("W1", action)
            #expect(answer.status == 200, "\(action)")
            #expect(answer.json["ticket"]["state"].text == ticket)
            #expect(answer.json["window"]["state"].text == window)
        }
    }

    @Test(arguments: [("no-show", "noShow"), ("give-up", "givenUp"), ("hold", "held")])
    func `a called citizen may leave the window in other ways`(
        _ action: String, _ state: String
    ) throws {
        let client = try TestHall().client()
        _ = try client.takeTicket()
        _ = try client.act("W1", "call")
        let answer = try client.act("W1", action)
        #expect(answer.status == 200)
        #expect(answer.json["ticket"]["state"].text == state)
        #expect(answer.json["window"]["state"].text == "open")
    }

    @Test func `a transferred ticket waits for its new service`() throws {
        let client = try TestHall().client()
        let id = try #require(try client.takeTicket()["id"].text)
        _ = try client.act("W1", "call")
        let answer = try client.act("W1", "transfer", #"{"service": "tax"}"#)
        #expect(answer.json["ticket"]["state"].text == "waiting")
        #expect(answer.json["ticket"]["service"].text == "tax")
        #expect(answer.json["ticket"]["transferredFrom"].text == "general")
        #expect(try client.act("W3", "call").json["ticket"]["id"].text == id)
    }

    @Test func `a window pauses, resumes, closes and opens again`() throws {
        let client = try TestHall().client()
        let paused = try client.act("W1", "pause", #"{"reason": "break", "minutes": 10}"#)
        #expect(paused.json["window"]["state"].text == "paused")
        #expect(paused.json["window"]["reason"].text == "break")
        #expect(try client.act("W1", "call").problem == "window-paused")
        #expect(try client.act("W1", "resume").json["window"]["state"].text == "open")
        #expect(try client.act("W1", "close").json["window"]["state"].text == "closed")
        let opened = try client.act("W1", "open", #"{"officer": "officer9"}"#)
        #expect(opened.json["window"]["officer"]["id"].text == "officer9")
        let taken = try client.act("W1", "take-over", #"{"officer": "officer8"}"#)
        #expect(taken.json["window"]["officer"]["id"].text == "officer8")
    }

    @Test func `each refusal at a window has its status and changes nothing`() throws {
        let client = try TestHall().client()
        let refusals: [(String, String, String, Int, String)] = [
            ("W1", "start", "{}", 409, "no-ticket-in-hand"),
            ("W1", "finish", "{}", 409, "no-ticket-in-hand"),
            ("W1", "resume", "{}", 409, "window-not-paused"),
            ("W1", "open", "{}", 409, "already-open"),
            ("W1", "open", #"{"officer": "officer9"}"#, 409, "window-held-by-other"),
            ("W1", "take-over", #"{"officer": "officer2"}"#, 409, "officer-at-other-window"),
            ("W9", "call", "{}", 404, "unknown-window"),
            ("W1", "pause", #"{"minutes": 0}"#, 400, "wrong-type"),
            ("W1", "call", #"{"service": "tax"}"#, 400, "unknown-field"),
            ("W1", "transfer", "{}", 400, "missing-field"),
        ]
        let before = try client.get("/api/v1/hall").text
        for (window, action, body, status, problem) in refusals {
            let answer = try client.act(window, action, body)
            #expect(answer.status == status, "\(action)")
            #expect(answer.problem == problem, "\(action)")
        }
        #expect(try client.get("/api/v1/hall").text == before)
    }

    @Test func `with a ticket in hand neither call, pause nor close is possible`() throws {
        let client = try TestHall().client()
        _ = try client.takeTicket()
        _ = try client.takeTicket()
        _ = try client.act("W1", "call")
        let before = try client.get("/api/v1/hall").text
        for action in ["call", "pause", "close"] {
            let answer = try client.act("W1", action)
            #expect(answer.status == 409)
            #expect(answer.problem == "ticket-in-hand")
        }
        #expect(try client.get("/api/v1/hall").text == before)
        _ = try client.act("W1", "start")
        for action in ["start", "recall", "no-show"] {
            #expect(try client.act("W1", action).problem == "already-started")
        }
        let same = try client.act("W1", "transfer", #"{"service": "general"}"#)
        #expect(same.problem == "not-transferable")
        #expect(try client.act("W2", "call").status == 200)
    }

    @Test func `a closed window calls nobody`() throws {
        let client = try TestHall().client()
        _ = try client.takeTicket()
        _ = try client.act("W1", "close")
        #expect(try client.act("W1", "call").problem == "window-closed")
        #expect(try client.act("W1", "close").problem == "already-closed")
        #expect(try client.act("W2", "call").status == 200)
    }
}
