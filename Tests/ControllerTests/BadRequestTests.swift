// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

/// Requests nobody should send: each has a clear answer and changes nothing.
struct BadRequestTests {
    struct Wrong: Sendable {
        var path = "/api/v1/tickets"
        var body: String
        var status = 400
        var problem: String
        var field: String?
    }

    private static let wrongs: [Wrong] = [
        Wrong(
            body: #"{"service": "dentist"}"#, status: 422, problem: "unknown-service",
            field: "service"),
        Wrong(
            body: #"{"service": "general", "kiosk": "roof"}"#, status: 422,
            problem: "unknown-kiosk", field: "kiosk"),
        Wrong(body: "{}", problem: "missing-field", field: "service"),
        Wrong(body: "", problem: "missing-field", field: "service"),
        Wrong(body: #"{"service": null}"#, problem: "missing-field", field: "service"),
        Wrong(body: #"{"service": 7}"#, problem: "wrong-type", field: "service"),
        Wrong(body: #"{"service": ["general"]}"#, problem: "wrong-type", field: "service"),
        Wrong(body: #"{"service": ""}"#, problem: "wrong-type", field: "service"),
        Wrong(
            body: #"{"service": "\#(String(repeating: "a", count: 300))"}"#,
            problem: "wrong-type", field: "service"),
        // One character to the eye, and any number of bytes.
        Wrong(
            body: #"{"service": "general", "holder": "e"#
                + String(repeating: "\u{301}", count: 40) + #""}"#,
            problem: "wrong-type", field: "holder"),
        Wrong(
            body: #"{"service": "general", "class": "royal"}"#, problem: "wrong-type",
            field: "class"),
        Wrong(
            body: #"{"service": "general", "colour": "red"}"#, problem: "unknown-field",
            field: "colour"),
        Wrong(body: #"["general"]"#, problem: "malformed-json"),
        Wrong(body: #""general""#, problem: "malformed-json"),
        Wrong(body: #"{"service": "general""#, problem: "malformed-json"),
        Wrong(body: #"{"service": "general"} {}"#, problem: "malformed-json"),
        Wrong(body: #"{'service': 'general'}"#, problem: "malformed-json"),
        Wrong(
            body: String(repeating: "[", count: 30_000), problem: "malformed-json"),
        Wrong(
            body: #"{"service": "#
                + String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000)
                + "}", problem: "malformed-json"),
        Wrong(
            path: "/api/v1/windows/W1/pause", body: #"{"minutes": 1e400}"#,
            problem: "malformed-json"),
        Wrong(
            path: "/api/v1/windows/W1/pause", body: #"{"minutes": 2.5}"#, problem: "wrong-type",
            field: "minutes"),
        Wrong(
            path: "/api/v1/windows/W1/pause", body: #"{"minutes": 99999999999999999999}"#,
            problem: "wrong-type", field: "minutes"),
        Wrong(
            path: "/api/v1/windows/W1/call", body: #"{"now": true}"#, problem: "unknown-field",
            field: "now"),
        Wrong(
            path: "/api/v1/windows/W9/call", body: "{}", status: 404, problem: "unknown-window"),
        Wrong(
            path: "/api/v1/sessions", body: #"{"name": "officer1"}"#, problem: "missing-field",
            field: "password"),
    ]

    @Test func `a body that is not what is asked for is refused by name`() throws {
        let client = try TestHall().client()
        let before = try client.get("/api/v1/hall").text
        for wrong in Self.wrongs {
            let answer = try client.post(wrong.path, wrong.body)
            let sent = wrong.body.prefix(60)
            #expect(answer.status == wrong.status, "\(sent)")
            #expect(answer.problem == wrong.problem, "\(sent)")
            #expect(answer.json["field"].text == wrong.field, "\(sent)")
            #expect(answer.json["detail"].text?.isEmpty == false, "\(sent)")
        }
        #expect(try client.get("/api/v1/hall").text == before)
    }

    @Test(arguments: [
        (#"{"service": 7}"#, "text, 1–200"), (#"{"service": "general", "class": 3}"#, "priority"),
        (#"{"service": "general", "class": "royal"}"#, "normal / priority"),
        (#"{"service": "general", "colour": "red"}"#, "colour"), ("{}", "service"),
    ])
    func `a refused member is told with what would be right`(
        _ body: String, _ told: String
    ) throws {
        let answer = try TestHall().client().post(
            "/api/v1/tickets", body, key: nil, ["Accept-Language: en"])
        let detail = try #require(answer.json["detail"].text)
        #expect(detail.contains(told), "\(detail)")
    }

    @Test(arguments: [("zh-Hans", "没有"), ("zh-Hant", "沒有"), ("en", "service")])
    func `a refusal is worded in the language asked for`(
        _ language: String, _ word: String
    ) throws {
        let answer = try TestHall().client().post(
            "/api/v1/tickets", #"{"service": "dentist"}"#, key: nil,
            ["Accept-Language: \(language)"])
        let said = (answer.json["title"].text ?? "") + (answer.json["detail"].text ?? "")
        #expect(said.contains(word), "\(said)")
    }

    @Test func `bytes that are no text are refused in body and path`() throws {
        let client = try TestHall().client()
        let before = try client.get("/api/v1/hall").text
        let body = Array(#"{"service": ""#.utf8) + [0xFF, 0xFE, 0xC3] + Array(#""}"#.utf8)
        let head =
            "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n"
        try client.raw.send(Array(head.utf8) + body)
        let answer = try client.answer(to: "POST", "/api/v1/tickets")
        #expect(answer.status == 400)
        #expect(answer.problem == "malformed-json")
        try client.raw.ask("GET", "/api/v1/tickets/%FF%FE")
        #expect(try client.raw.answer().problem == "bad-request")
        #expect(try client.get("/api/v1/hall").text == before)
    }

    @Test func `a body of ten megabytes is refused`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let before = try client.get("/api/v1/hall").text
        let body = #"{"service": ""# + String(repeating: "a", count: 10 << 20) + #""}"#
        let answer = try client.post("/api/v1/tickets", body)
        #expect(answer.status == 413)
        #expect(answer.problem == "body-too-large")
        #expect(try hall.client().get("/api/v1/hall").text == before)
    }

    @Test func `half a request hurts nobody and leaves nothing`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let before = try client.get("/api/v1/hall").text
        let whole =
            "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 22\r\n\r\n"
            + #"{"service": "general"}"#
        for cut in stride(from: 1, to: whole.count, by: 9) {
            // Goes away in the middle.
            try RawClient(port: hall.port).send(String(whole.prefix(cut)))
        }
        let waiting = try RawClient(port: hall.port)
        try waiting.send(String(whole.dropLast(5)))
        #expect(try client.get("/api/v1/hall").text == before)
        try waiting.send(String(whole.suffix(5)))
        #expect(try waiting.answer().status == 201)
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
    func `only JSON is taken, so that no other site's form can act`(_ type: String) throws {
        let client = try TestHall().client()
        let before = try client.get("/api/v1/hall").text
        let body = #"{"service": "general"}"#
        try client.raw.send(
            "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(type)\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        let answer = try client.answer(to: "POST", "/api/v1/tickets")
        #expect(answer.status == 415)
        #expect(answer.problem == "unsupported-media-type")
        #expect(try client.get("/api/v1/hall").text == before)
    }

    @Test func `a page under another name for this machine is refused`() throws {
        let client = try TestHall().client()
        try client.raw.send("GET /api/v1/hall HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        #expect(try client.raw.answer().status == 421)
    }
}
