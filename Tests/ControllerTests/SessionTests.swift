// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Web

@testable import Controller

struct SessionTests {
    /// A hall that is no demo, with an account of each role.
    private func hall() throws -> TestHall {
        let hall = try TestHall(HallText(isDemo: false), isStarted: false)
        let accounts = [
            ("officer", "officer", "officer1"), ("officer2", "officer", nil),
            ("supervisor", "supervisor", nil), ("administrator", "administrator", nil),
            ("kiosk", "citizenKiosk", "door"), ("display", "display", nil),
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

    /// Who is let in, everybody of a higher rank too.
    private enum Rank: Int {
        case anybody, kiosk, officer, supervisor, administrator
    }

    private static let routes: [(method: String, path: String, body: String, least: Rank)] = [
        ("GET", "/healthz", "", .anybody), ("GET", "/readyz", "", .anybody),
        ("GET", "/metrics", "", .anybody), ("GET", "/api/v1/hall", "", .anybody),
        ("GET", "/api/v1/board", "", .anybody), ("GET", "/api/v1/kiosk", "", .kiosk),
        ("GET", "/api/v1/openapi.json", "", .anybody),
        ("POST", "/api/v1/tickets", #"{"service": "general"}"#, .kiosk),
        ("GET", "/api/v1/tickets/none", "", .anybody),
        ("POST", "/api/v1/appointments/none/check-in", "{}", .kiosk),
        ("GET", "/api/v1/events?topic=hall", "", .anybody),
        ("GET", "/api/v1/sessions", "", .anybody), ("POST", "/api/v1/sessions", "{}", .anybody),
        ("POST", "/api/v1/tickets/none/give-up", "{}", .kiosk),
        ("POST", "/api/v1/kiosks/door/person", #"{"token": "1"}"#, .kiosk),
        ("GET", "/api/v1/windows/W1", "", .officer),
        ("GET", "/api/v1/windows/W1/next", "", .officer),
        ("POST", "/api/v1/windows/W1/open", "{}", .officer),
        ("POST", "/api/v1/windows/W1/call", "{}", .officer),
        ("POST", "/api/v1/windows/W1/recall", "{}", .officer),
        ("POST", "/api/v1/windows/W1/start", "{}", .officer),
        ("POST", "/api/v1/windows/W1/finish", "{}", .officer),
        ("POST", "/api/v1/windows/W1/no-show", "{}", .officer),
        ("POST", "/api/v1/windows/W1/give-up", "{}", .officer),
        ("POST", "/api/v1/windows/W1/hold", "{}", .officer),
        ("POST", "/api/v1/windows/W1/transfer", #"{"service": "tax"}"#, .officer),
        ("POST", "/api/v1/windows/W1/return", "{}", .officer),
        ("POST", "/api/v1/windows/W1/rating/ask", "{}", .officer),
        ("POST", "/api/v1/windows/W1/pause", "{}", .officer),
        ("POST", "/api/v1/windows/W1/resume", "{}", .officer),
        ("POST", "/api/v1/windows/W1/take-over", "{}", .officer),
        ("POST", "/api/v1/windows/W1/close", "{}", .officer),
        ("POST", "/api/v1/tickets/none/reactivate", "{}", .officer),
        ("POST", "/api/v1/tickets/none/check-in", "{}", .officer),
        ("POST", "/api/v1/tickets/none/call", #"{"window": "W1"}"#, .officer),
        ("GET", "/api/v1/events?topic=window/W1", "", .officer),
        ("POST", "/api/v1/tickets/none/rating", #"{"grade": 5}"#, .kiosk),
        ("GET", "/api/v1/appointments", "", .supervisor),
        ("POST", "/api/v1/appointments", #"{"service": "general", "at": 1}"#, .supervisor),
        ("DELETE", "/api/v1/appointments/none", "", .supervisor),
        ("GET", "/api/v1/staff", "", .supervisor), ("GET", "/api/v1/facts", "", .supervisor),
        ("GET", "/api/v1/lines", "", .supervisor),
        ("GET", "/api/v1/events?topic=staff", "", .supervisor),
        ("POST", "/api/v1/hall/policy", "{}", .supervisor),
        ("POST", "/api/v1/hall/policy/preview", "{}", .supervisor),
        ("POST", "/api/v1/hall/closing", #"{"choice": "serve-on"}"#, .supervisor),
        ("POST", "/api/v1/hall/resume", "{}", .supervisor),
        ("POST", "/api/v1/hall/pause", #"{"reason": "fire-drill"}"#, .supervisor),
        ("POST", "/api/v1/tides/open", "{}", .supervisor),
        ("POST", "/api/v1/tides/close", "{}", .supervisor),
        ("POST", "/api/v1/tides/dismiss", "{}", .supervisor),
        ("POST", "/api/v1/tickets/adopt", #"{"numbers": ["A001"]}"#, .supervisor),
        ("GET", "/api/v1/history/days", "", .supervisor),
        ("GET", "/api/v1/history/tickets", "", .supervisor),
        ("GET", "/api/v1/history/days/2026-01-01", "", .supervisor),
        ("GET", "/api/v1/history/tickets/none", "", .supervisor),
        ("GET", "/api/v1/history/windows/W1", "", .supervisor),
        ("GET", "/api/v1/history/officers/officer1", "", .supervisor),
        ("GET", "/api/v1/history/why?first=A001&second=A002", "", .supervisor),
        ("GET", "/api/v1/printers", "", .officer),
        ("POST", "/api/v1/printers/none/roll", "", .officer),
        ("POST", "/api/v1/printers/none/test", "", .officer),
        ("POST", "/api/v1/tickets/none/reprint", "", .officer),
        ("POST", "/api/v1/tickets/none/paper", #"{"way": "handed"}"#, .officer),
        ("GET", "/api/v1/bench", "", .administrator),
        ("GET", "/api/v1/bench/printers/none/slips/1.bmp", "", .administrator),
        ("GET", "/api/v1/bench/signs/none.bmp", "", .administrator),
        ("GET", "/api/v1/bench/slip.png?printer=none", "", .administrator),
        ("POST", "/api/v1/bench/printers/none", "{}", .administrator),
        ("POST", "/api/v1/bench/lines/none", "{}", .administrator),
        ("POST", "/api/v1/bench/keypads/none/press", "{}", .administrator),
        (
            "POST", "/api/v1/lines/none/units", #"{"uid":"0123456789ab","address":1}"#,
            .administrator
        ),
        ("POST", "/api/v1/bench/units/none", "{}", .administrator),
        ("GET", "/api/v1/bench/events", "", .administrator),
        // Last, since it ends the session.
        ("DELETE", "/api/v1/sessions", "", .anybody),
    ]

    @Test func `each route lets in whom it is for and nobody else`() throws {
        let hall = try hall()
        let callers: [(name: String, rank: Rank, cookie: String?)] = [
            ("nobody", .anybody, nil), ("display", .anybody, try signedIn("display", hall).cookie),
            ("kiosk", .kiosk, try signedIn("kiosk", hall).cookie),
            ("officer", .officer, try signedIn("officer", hall).cookie),
            ("supervisor", .supervisor, try signedIn("supervisor", hall).cookie),
            ("administrator", .administrator, try signedIn("administrator", hall).cookie),
        ]
        for route in Self.routes {
            for (name, rank, cookie) in callers {
                // A stream takes its connection for itself.
                let client = try hall.client(cookie)
                let body = route.method == "POST" ? route.body : nil
                try client.ask(route.method, route.path, [], body)
                let status = try client.answer(to: route.method, route.path).status
                let refusal = cookie == nil ? 401 : 403
                // What citizens think of an officer's service is not the officer's to say.
                let isBarred = name == "officer" && route.path.hasSuffix("/rating")
                if rank.rawValue < route.least.rawValue || isBarred {
                    #expect(status == refusal, "\(name): \(route.method) \(route.path)")
                } else {
                    #expect(![401, 403].contains(status), "\(name): \(route.method) \(route.path)")
                }
            }
        }
    }

    @Test func `no route is left out above`() throws {
        let controller = try #require(try hall().controller)
        for route in controller.routes {
            let wanted = route.pattern.split(separator: "/")
            let isTried = Self.routes.contains { method, path, _, _ in
                let parts = path.prefix { $0 != "?" }.split(separator: "/")
                return method == route.method && parts.count == wanted.count
                    && zip(wanted, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
            }
            #expect(isTried, "\(route.method) \(route.pattern)")
        }
    }

    @Test func `a kiosk speaks for itself alone`() throws {
        let kiosk = try signedIn("kiosk", try hall())
        let card = #"{"token": "1"}"#
        #expect(try kiosk.post("/api/v1/kiosks/door/person", card).status == 204)
        #expect(try kiosk.post("/api/v1/kiosks/other/person", card).problem == "not-allowed")
        for path in ["/api/v1/tickets", "/api/v1/appointments/none/check-in"] {
            let body = path.hasSuffix("tickets") ? #""service": "general", "# : ""
            let other = try kiosk.post(path, "{\(body)\"kiosk\": \"other\"}")
            #expect(other.problem == "not-allowed", "\(path)")
        }
        #expect(try kiosk.get("/api/v1/kiosk?kiosk=other").problem == "not-allowed")
        #expect(try kiosk.get("/api/v1/kiosk?kiosk=door").status == 200)
    }

    @Test
    func `numbers at a kiosk are taken by the kiosk or by staff, not by whoever knows its name`()
        throws
    {
        let hall = try hall()
        let tap = #"{"service": "general", "kiosk": "door"}"#
        #expect(try hall.client().post("/api/v1/tickets", tap).problem == "not-signed-in")
        #expect(try signedIn("display", hall).post("/api/v1/tickets", tap).problem == "not-allowed")
        for name in ["kiosk", "officer"] {
            let taken = try signedIn(name, hall).post("/api/v1/tickets", tap)
            #expect(taken.status == 201, "\(name)")
            #expect(taken.json["kiosk"].text == "door", "\(name)")
        }
    }

    @Test func `after a few wrong codes a kiosk hears no more for a while, others do`() throws {
        let hall = try hall()
        let kiosk = try signedIn("kiosk", hall)
        for code in 1...WrongGuesses.most {
            let answer = try kiosk.post("/api/v1/appointments/0000000\(code)/check-in")
            #expect(answer.problem == "unknown-appointment")
        }
        let refused = try kiosk.post("/api/v1/appointments/00000009/check-in")
        #expect(refused.status == 429)
        #expect(refused.problem == "too-many-guesses")
        let seconds = try #require(refused["Retry-After"].flatMap { Int($0) })
        #expect((1...60).contains(seconds))
        #expect(refused.json["detail"].text?.contains("\(seconds)") == true)
        let officer = try signedIn("officer", hall)
        #expect(
            try officer.post("/api/v1/appointments/00000009/check-in").problem
                == "unknown-appointment")
    }

    @Test func `a kiosk's browser keeps its session, a person's does not`() throws {
        let hall = try hall()
        func cookie(_ name: String) throws -> String {
            let body = #"{"name": "\#(name)", "password": "open sesame"}"#
            return try #require(try hall.client().post("/api/v1/sessions", body)["Set-Cookie"])
        }
        #expect(try cookie("kiosk").contains("Max-Age=34560000"))
        #expect(try !cookie("officer").contains("Max-Age"))
    }

    @Test func `whoever reads the id of a ticket in hand learns nothing and can do nothing`() throws
    {
        let hall = try hall()
        let officer = try signedIn("officer", hall)
        let kiosk = try signedIn("kiosk", hall)
        let stranger = try hall.client()
        _ = try officer.act("W1", "open")
        _ = try kiosk.takeTicket()
        _ = try officer.act("W1", "call")
        _ = try officer.act("W1", "finish", #"{"case": "2026-18"}"#)
        let taken = try kiosk.post(
            "/api/v1/tickets", #"{"service": "general", "case": "2026-18"}"#)
        let id = try #require(taken.json["id"].text, "\(taken.text)")
        _ = try officer.act("W1", "call")
        #expect(try stranger.get("/api/v1/hall").text.contains(id))
        _ = try officer.act("W1", "return")
        #expect(try officer.get("/api/v1/tickets/\(id)").json["case"].text == "2026-18")
        let seen = try stranger.get("/api/v1/tickets/\(id)")
        #expect(seen.status == 200)
        #expect(seen.json["case"] == .null)
        #expect(try stranger.post("/api/v1/tickets/\(id)/give-up").problem == "not-signed-in")
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

    @Test func `the demo's password opens nothing once the hall is no demo any more`() throws {
        let hall = try TestHall()
        hall.stop()
        try hall.files.write(HallText(isDemo: false).text, to: "hall.yaml")
        try hall.start()
        for name in ["supervisor", "administrator", "officer1"] {
            let body = #"{"name": "\#(name)", "password": "hallkeeper"}"#
            #expect(try hall.client().post("/api/v1/sessions", body).problem == "sign-in-refused")
        }
    }
}
