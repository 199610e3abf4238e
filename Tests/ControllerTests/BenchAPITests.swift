// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Controller
@testable import Web

/// The bench's routes, asked as the server would.
struct BenchAPITests {
    /// A bench of the scene's devices and its routes, taken down after `body`.
    private func withBench(_ body: (Bench, BenchRouter) throws -> Void) throws {
        let directory = NSTemporaryDirectory() + "bench-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let bench = try #require(
            try Bench(configuration: BenchScene.configuration, directory: directory))
        defer { bench.stop() }
        try body(bench, BenchRouter(bench))
    }

    @Test func `the overview names every virtual device and nothing else`() throws {
        try withBench { _, router in
            let overview = try router.object("GET", "")
            #expect(router.ids(overview["printers"]) == ["P1"])
            #expect(router.ids(overview["signs"]) == ["sign-W01", "sign-W02"])
            #expect(router.ids(overview["keypads"]) == ["keypad-W01", "keypad-W02"])
            #expect(router.ids(overview["lines"]) == ["signs", "keypads"])
            #expect(overview["glyphs"] == .flag(DotFont.installed != nil))
        }
    }

    @Test func `a sign is a bitmap of lamps, and what is not there is not found`() throws {
        try withBench { _, router in
            let answer = router.answer("GET", "/signs/sign-W01.bmp")
            #expect(answer.status == 200)
            #expect(answer.headers.contains(Header("Content-Type", "image/bmp")))
            guard case .bytes(let bytes) = answer.body else {
                Issue.record("no bytes")
                return
            }
            #expect(bytes.starts(with: Array("BM".utf8)))
            for path in [
                "/signs/sign-W01", "/signs/sign-W03.bmp", "/signs/.bmp",
                "/printers/P1/slips/1.bmp", "/printers/P1/slips/x.bmp", "/printers/P1/slips/1",
                "/printers/P9/slips/1.bmp",
            ] {
                #expect(router.answer("GET", path).status == 404, "\(path)")
            }
        }
    }

    @Test func `a printer obeys all that one wish says`() throws {
        try withBench { bench, router in
            let body = #"{"paperOut":true,"coverOpen":true,"unplugged":true,"noise":0.25}"#
            #expect(router.answer("POST", "/printers/P1", body).status == 204)
            let printer = try #require(bench.hall.overview().printers.first)
            #expect(printer.faults.paperOut && printer.faults.coverOpen)
            #expect(printer.unplugged && printer.noise == 0.25)
            #expect(router.answer("POST", "/printers/P1", #"{"reload":true}"#).status == 204)
            let reloaded = try #require(bench.hall.overview().printers.first)
            #expect(!reloaded.faults.paperOut && reloaded.faults.coverOpen)
            #expect(reloaded.paperMillimetres == 80_000)
            for (fault, member) in [
                ("hot", \BenchView.Faults.headHot), ("break", \.broken), ("power-off", \.off),
            ] {
                let body = #"{"fault":"\#(fault)"}"#
                #expect(router.answer("POST", "/printers/P1", body).status == 204)
                let faulty = try #require(bench.hall.overview().printers.first)
                #expect(faulty.faults[keyPath: member], "\(fault)")
            }
        }
    }

    @Test func `a line obeys, and a line that is real is not found`() throws {
        try withBench { bench, router in
            #expect(router.answer("POST", "/lines/signs", #"{"noise":1}"#).status == 204)
            #expect(bench.hall.overview().lines.first?.noise == 1)
            #expect(router.answer("POST", "/lines/far", #"{"noise":1}"#).status == 404)
            #expect(router.answer("POST", "/printers/signs", "{}").status == 404)
        }
    }

    @Test(arguments: [
        ("/printers/P1", #"{"paperOut":1}"#, "wrong-type", "paperOut"),
        ("/printers/P1", #"{"fault":"burn"}"#, "wrong-type", "fault"),
        ("/printers/P1", #"{"onFire":true}"#, "unknown-field", "onFire"),
        ("/lines/signs", #"{"noise":1.5}"#, "wrong-type", "noise"),
        ("/lines/signs", #"{"noise":-0.1}"#, "wrong-type", "noise"),
        ("/keypads/keypad-W01/press", "{}", "missing-field", "key"),
        ("/keypads/keypad-W01/press", #"{"key":"launch"}"#, "wrong-type", "key"),
        (
            "/keypads/keypad-W01/press", #"{"key":"transfer","digits":"1a"}"#, "wrong-type",
            "digits"
        ),
    ])
    func `a wish that makes no sense is refused and changes nothing`(
        _ path: String, _ body: String, _ kind: String, _ field: String
    ) throws {
        try withBench { bench, router in
            let before = bench.hall.overview()
            let answer = router.answer("POST", path, body)
            guard case .problem(let problem) = answer.body else {
                Issue.record("no problem")
                return
            }
            #expect(problem.kind.name == kind)
            #expect(problem.field == field)
            let after = bench.hall.overview()
            #expect(after.printers == before.printers && after.lines == before.lines)
        }
    }

    @Test func `a press with a name is pressed once`() throws {
        try withBench { bench, router in
            let path = "/keypads/keypad-W02/press"
            let call = #"{"key":"call"}"#
            for _ in 0..<40 {
                #expect(router.answer("POST", path, call, key: "k").status == 204)
            }
            let other = router.answer("POST", path, #"{"key":"recall"}"#, key: "k")
            #expect(other.status == 422)
            // Nobody listens, and a keypad remembers sixteen presses.
            #expect(bench.hall.overview().keypads[1].lost <= 1)
            for number in 0..<40 {
                #expect(router.answer("POST", path, call, key: "k\(number)").status == 204)
            }
            #expect(bench.hall.overview().keypads[1].lost >= 24)
        }
    }

    @Test func `a page is first told to fetch everything and then what changed`() throws {
        let feed = BenchFeed()
        let everything = BenchChange(signs: ["sign-W01"])
        let answer = feed.open(
            for: Request(method: "GET", segments: []), isStillAllowed: { true },
            everything: everything)
        guard case .stream(let stream) = answer else {
            Issue.record("no stream")
            return
        }
        defer { stream.closed() }
        #expect(read(stream).hasSuffix("event: view\ndata: {\"signs\":[\"sign-W01\"]}\n\n"))
        feed.tell(BenchChange(printers: ["P1"]))
        #expect(read(stream).hasSuffix("event: changed\ndata: {\"printers\":[\"P1\"]}\n\n"))
    }

    @Test func `without virtual devices every route says that there is no bench`() throws {
        var configuration = BenchScene.configuration
        configuration.printers = []
        configuration.lines = configuration.lines.filter { $0.wiring != .virtual }
        let bench = try Bench(configuration: configuration, directory: "/proc/none")
        #expect(bench == nil)
        let router = BenchRouter(bench)
        for route in router.routes {
            let path = String(route.pattern.dropFirst("/api/v1/bench".count))
                .replacing("{id}", with: "P1").replacing("{name}", with: "1.bmp")
            guard case .problem(let problem) = router.answer(route.method, path).body else {
                Issue.record("\(path)")
                continue
            }
            #expect(problem.kind == .benchUnavailable)
        }
    }

    @Test func `only a demo's own machine and administrators may use the bench`() {
        func account(_ role: Role) -> Caller {
            .account(Account(name: "a", role: role), token: "t")
        }
        #expect(Caller.demo.may(.bench))
        #expect(account(.administrator).may(.bench))
        #expect(!Caller.anyone.may(.bench))
        for role in [Role.officer, .supervisor, .citizenKiosk, .display] {
            #expect(!account(role).may(.bench))
        }
    }

    private func read(_ stream: EventStream) -> String {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
            let count = stream.read(into: buffer) ?? 0
            return String(decoding: buffer.prefix(count), as: UTF8.self)
        }
    }
}

/// The bench's routes, everybody admitted.
private struct BenchRouter {
    private struct NoAnswer: Error {}

    private let router: Router<Need, Caller>

    init(_ bench: Bench?) {
        let api = BenchAPI(bench: { bench }) { _ in { true } }
        router = Router(routes: api.routes) { _, _ in .admitted(.demo) }
    }

    var routes: [Route<Need, Caller>] { router.routes }

    func answer(
        _ method: String, _ path: String, _ body: String = "", key: String? = nil
    ) -> Response {
        let segments = "api/v1/bench\(path)".split(separator: "/").map(String.init)
        var request = Request(method: method, segments: segments)
        request.body = Array(body.utf8)
        if let key { request.headers = Headers([Header("Idempotency-Key", key)]) }
        guard case .answer(let response) = router.outcome(for: request) else {
            return .empty(0)
        }
        return response
    }

    func object(_ method: String, _ path: String) throws -> [String: JSONValue] {
        guard case .bytes(let bytes) = answer(method, path).body else { throw NoAnswer() }
        return try JSONDecoder().decode([String: JSONValue].self, from: Data(bytes))
    }

    func ids(_ rows: JSONValue?) -> [String] {
        guard case .list(let list) = rows else { return [] }
        return list.compactMap {
            guard case .object(let row) = $0, case .text(let id)? = row["id"] else { return nil }
            return id
        }
    }
}
