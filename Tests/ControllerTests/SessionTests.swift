// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

struct SessionTests {
    /// A hall that is no demo, with an account of each role.
    private func hall() throws -> TestHall {
        let hall = try TestHall(HallText(isDemo: false), isStarted: false)
        let accounts = [
            ("officer", "officer", "officer1"), ("officer2", "officer", nil),
            ("supervisor", "supervisor", nil), ("administrator", "administrator", nil),
        ]
        for (name, role, officer) in accounts {
            try Accounts.add(
                name: name, role: role, officer: officer, password: "open sesame",
                data: hall.data)
        }
        try hall.start()
        return hall
    }

    private func signedIn(_ name: String, _ hall: TestHall) throws -> HallClient {
        try hall.client(signedInAs: name, password: "open sesame")
    }

    private static let routes: [(method: String, path: String, body: String, least: Int)] = [
        ("GET", "/healthz", "", 0), ("GET", "/readyz", "", 0), ("GET", "/metrics", "", 0),
        ("GET", "/api/v1/hall", "", 0), ("GET", "/api/v1/board", "", 0),
        ("GET", "/api/v1/kiosk", "", 0), ("GET", "/api/v1/openapi.json", "", 0),
        ("POST", "/api/v1/tickets", #"{"service": "general"}"#, 0),
        ("GET", "/api/v1/windows/W1", "", 1), ("POST", "/api/v1/windows/W1/open", "{}", 1),
        ("POST", "/api/v1/windows/W1/call", "{}", 1),
        ("POST", "/api/v1/windows/W1/recall", "{}", 1),
        ("POST", "/api/v1/windows/W1/start", "{}", 1),
        ("POST", "/api/v1/windows/W1/finish", "{}", 1),
        ("POST", "/api/v1/windows/W1/no-show", "{}", 1),
        ("POST", "/api/v1/windows/W1/give-up", "{}", 1),
        ("POST", "/api/v1/windows/W1/hold", "{}", 1),
        ("POST", "/api/v1/windows/W1/transfer", #"{"service": "tax"}"#, 1),
        ("POST", "/api/v1/windows/W1/pause", "{}", 1),
        ("POST", "/api/v1/windows/W1/resume", "{}", 1),
        ("POST", "/api/v1/windows/W1/take-over", "{}", 1),
        ("POST", "/api/v1/windows/W1/close", "{}", 1),
        ("POST", "/api/v1/tickets/none/reactivate", "{}", 1),
        ("POST", "/api/v1/tickets/none/call", #"{"window": "W1"}"#, 1),
        ("GET", "/api/v1/events?topic=window/W1", "", 1),
        ("GET", "/api/v1/staff", "", 2), ("GET", "/api/v1/facts", "", 2),
        ("GET", "/api/v1/events?topic=staff", "", 2),
        ("GET", "/api/v1/history/days", "", 2), ("GET", "/api/v1/history/tickets", "", 2),
        ("GET", "/api/v1/history/days/2026-01-01", "", 2),
        ("GET", "/api/v1/history/tickets/none", "", 2),
        ("GET", "/api/v1/history/windows/W1", "", 2),
        ("GET", "/api/v1/history/officers/officer1", "", 2),
        ("GET", "/api/v1/history/why?first=A001&second=A002", "", 2),
    ]

    @Test func `each route lets in whom it is for and nobody else`() throws {
        let hall = try hall()
        let callers: [(name: String, rank: Int, cookie: String?)] = [
            ("nobody", 0, nil), ("officer", 1, try signedIn("officer", hall).cookie),
            ("supervisor", 2, try signedIn("supervisor", hall).cookie),
            ("administrator", 2, try signedIn("administrator", hall).cookie),
        ]
        for route in Self.routes {
            for (name, rank, cookie) in callers {
                // A stream takes its connection for itself.
                let client = try hall.client(cookie)
                let body = route.method == "POST" ? route.body : nil
                try client.ask(route.method, route.path, [], body)
                let status = try client.answer(to: route.method, route.path).status
                let refusal = rank == 0 ? 401 : 403
                if rank < route.least {
                    #expect(status == refusal, "\(name): \(route.method) \(route.path)")
                } else {
                    #expect(![401, 403].contains(status), "\(name): \(route.method) \(route.path)")
                }
            }
        }
    }

    @Test func `an officer works under their own name at their own window`() throws {
        let hall = try hall()
        let officer = try signedIn("officer", hall)
        #expect(
            try officer.get("/api/v1/sessions").json["account"]
                == .object([
                    "id": .text("officer1"), "name": .text("officer"), "role": .text("officer"),
                ]))
        let opened = try officer.act("W1", "open")
        #expect(opened.json["window"]["officer"]["id"].text == "officer1")
        let supervisor = try signedIn("supervisor", hall)
        #expect(try supervisor.act("W2", "open").problem == "missing-field")
        for stranger in ["officer", "supervisor", "nobody"] {
            let refused = try supervisor.act("W2", "open", #"{"officer": "\#(stranger)"}"#)
            #expect(refused.status == 422)
            #expect(refused.problem == "unknown-officer")
            #expect(refused.json["field"].text == "officer")
        }
        #expect(
            try supervisor.act("W2", "open", #"{"officer": "officer2"}"#).json["window"]["officer"][
                "id"
            ].text == "officer2")
        let before = try officer.get("/api/v1/hall").text
        for action in ["call", "pause", "close"] {
            let answer = try officer.act("W2", action)
            #expect(answer.status == 403)
            #expect(answer.problem == "not-your-window")
        }
        let other = try officer.act("W3", "open", #"{"officer": "officer2"}"#)
        #expect(other.problem == "not-your-window")
        #expect(try officer.act("W3", "open").problem == "officer-at-other-window")
        #expect(try officer.get("/api/v1/hall").text == before)
        #expect(try supervisor.act("W1", "close").status == 200)
    }

    @Test func `a wrong password and an unknown name are refused alike`() throws {
        let hall = try hall()
        let client = try hall.client()
        let wrong = try client.post(
            "/api/v1/sessions", #"{"name": "officer", "password": "open barley"}"#)
        let unknown = try client.post(
            "/api/v1/sessions", #"{"name": "stranger", "password": "open sesame"}"#)
        #expect(wrong.status == 401)
        #expect(wrong.problem == "sign-in-refused")
        #expect(wrong.text == unknown.text)
        #expect(wrong["Set-Cookie"] == nil)
        #expect(try client.get("/api/v1/sessions").text == "{\"account\":null}")
    }

    @Test func `signing out ends the session, and a restart does not`() throws {
        let hall = try hall()
        let cookie = try #require(try signedIn("supervisor", hall).cookie)
        try hall.restart()
        #expect(try hall.client(cookie).get("/api/v1/staff").status == 200)
        #expect(try hall.client(cookie).delete("/api/v1/sessions").status == 204)
        #expect(try hall.client(cookie).get("/api/v1/staff").problem == "not-signed-in")
        try hall.restart()
        #expect(try hall.client(cookie).get("/api/v1/staff").problem == "not-signed-in")
    }

    @Test func `in a demo this machine acts without signing in, and may sign in`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        #expect(try client.get("/api/v1/sessions").text == "{\"account\":null}")
        #expect(try client.get("/api/v1/staff").status == 200)
        let officer = try hall.client(signedInAs: "officer1", password: "hallkeeper")
        #expect(try officer.get("/api/v1/staff").problem == "not-allowed")
        #expect(try officer.act("W2", "pause").problem == "not-your-window")
    }

    @Test func `another site's page can do nothing`() throws {
        let client = try TestHall().client()
        let before = try client.get("/api/v1/hall").text
        let foreign = try client.post(
            "/api/v1/tickets", #"{"service": "general"}"#, key: nil,
            ["Origin: http://evil.example"])
        #expect(foreign.status == 403)
        #expect(foreign.problem == "forbidden-origin")
        #expect(try client.get("/api/v1/hall").text == before)
    }
}
