// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Foundation
import Simulators
import TestSupport
import Testing

@testable import Controller

/// The program is killed again and again while people take numbers, officers call and a printer
/// prints; what was promised must hold each time it comes back.
///
/// `HALLKEEPER_KILLS` says how many times, `HALLKEEPER_SEED` how the moments are chosen.
struct KillTests {
    @Test func `killed at any moment it keeps every promise and gives and prints nothing twice`()
        throws
    {
        let environment = ProcessInfo.processInfo.environment
        let kills = environment["HALLKEEPER_KILLS"].flatMap { Int($0) } ?? 12
        let seed =
            environment["HALLKEEPER_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
        let scene = try KillScene(seed: seed)
        defer { scene.end() }
        for kill in 1...kills { try scene.play(kill) }
        try scene.finish()
        #expect(scene.ledger.starts == kills + 1, "seed \(seed)")
        #expect(scene.ledger.issued.count > kills, "seed \(seed)")
        #expect(scene.ledger.unconfirmedByRestart > 0, "no print was cut off, seed \(seed)")
        #expect(!scene.ledger.confirmed.isEmpty, "nothing was printed, seed \(seed)")
    }
}

/// A hall with one printer that goes on whatever becomes of the program.
private final class KillScene {
    private struct Wish {
        var key: String
        var path: String
        var body = "{}"

        var isTap: Bool { path == "/api/v1/tickets" }
    }

    private static let windows = ["W1", "W2"]

    private(set) var ledger = Ledger()
    private let seed: UInt64
    private var random: SeededRandom
    private let files: TestHall
    private let devices: VirtualHall
    private var wishes: [Wish] = []
    private var answers: [String: RawAnswer] = [:]
    private var slips: [String: Int] = [:]
    private var lastSlip = 0
    private var comment: Comment = ""

    init(seed: UInt64) throws {
        self.seed = seed
        random = SeededRandom(seed: seed)
        files = try TestHall(isStarted: false)
        var configuration = HallConfiguration()
        let line = HallConfiguration.Line(
            id: "P1", kind: .escPos, wiring: .virtual, serial: .init(baud: 115_200))
        configuration.printers = [.init(id: "P1", line: line)]
        devices = try VirtualHall(
            configuration: configuration, directory: files.files.path,
            glyphs: BenchScene.glyphs)
        let text = HallText(printer: "pty:\(files.files.file("P1"))").text
        try files.files.write(text, to: "hall.yaml")
    }

    func end() {
        devices.stop()
    }

    /// One life of the program: what the one before promised is looked at, then it is killed.
    func play(_ kill: Int) throws {
        comment = "seed \(seed), kill \(kill)"
        let program = try start()
        try audit(program)
        if kill.isMultiple(of: 6) { try awaitPaper(program) }
        program.killLater(microseconds: Int.random(in: 2000...250_000, using: &random))
        try work(program, kill)
        program.kill()
        let verified = try Program.run(["journal", "verify", "--data", files.data])
        #expect(verified.status == 0, "\(verified.errors), \(comment)")
    }

    func finish() throws {
        comment = "seed \(seed), at the end"
        let program = try start()
        try audit(program)
        try awaitPaper(program)
        readSlips()
        #expect(program.stop() == 0, comment)
    }

    private func start() throws -> Program {
        try Program(serving: files.data, configuration: files.options.configuration)
    }

    /// Everybody asks at once, again and again, until nobody answers any more.
    private func work(_ program: Program, _ kill: Int) throws {
        wishes = []
        answers = [:]
        let clients = try (1...8).map { _ in try RawClient(port: program.port) }
        for round in 0..<10_000 {
            var asked: [(client: RawClient, key: String)] = []
            for (place, client) in clients.enumerated() {
                let wish = wish(round, place, key: "k\(kill)-\(round)-\(place)")
                let key = ["Idempotency-Key: \(wish.key)"]
                wishes.append(wish)
                guard (try? client.ask("POST", wish.path, headers: key, body: wish.body)) != nil
                else { continue }
                asked.append((client, wish.key))
            }
            // What was answered before the kill may still be read after it.
            for (client, key) in asked { answers[key] = try? client.answer() }
            if asked.allSatisfy({ answers[$0.key] == nil }) { return }
        }
        Issue.record("never killed, \(comment)")
    }

    private func wish(_ round: Int, _ place: Int, key: String) -> Wish {
        if place < Self.windows.count {
            let action = round.isMultiple(of: 2) ? "call" : "finish"
            return Wish(key: key, path: "/api/v1/windows/\(Self.windows[place])/\(action)")
        }
        let isPrinted = Int.random(in: 0..<20, using: &random) == 0
        return Wish(
            key: key, path: "/api/v1/tickets",
            body: isPrinted
                ? #"{"service": "general", "kiosk": "door"}"# : #"{"service": "general"}"#)
    }
}

// What must hold after a kill.
extension KillScene {
    private func audit(_ program: Program) throws {
        let client = try RawClient(port: program.port)
        try readFacts(client)
        ledger.check(comment)
        for wish in wishes {
            guard let answer = answers[wish.key] else { continue }
            if wish.isTap {
                #expect(answer.status == 201, "\(answer.text), \(comment)")
                #expect(ledger.issued[wish.key] == issued(answer), comment)
            } else if answer.status == 200, wish.path.hasSuffix("call") {
                #expect(ledger.called[wish.key] == answer.json["ticket"]["id"].text, comment)
            }
        }
        for wish in wishes where wish.isTap { try askAgain(wish, client) }
        try readFacts(client)
        ledger.check(comment)
        readSlips()
    }

    /// Whoever got no answer asks again, and whoever got one gets the same.
    private func askAgain(_ wish: Wish, _ client: RawClient) throws {
        let key = ["Idempotency-Key: \(wish.key)"]
        let before = answers[wish.key].map(issued) ?? ledger.issued[wish.key]
        let first = try client.request("POST", wish.path, headers: key, body: wish.body)
        #expect(first.status == 201, "\(first.text), \(comment)")
        if let before { #expect(issued(first) == before, comment) }
        let second = try client.request("POST", wish.path, headers: key, body: wish.body)
        #expect(issued(second) == issued(first), comment)
        let other = try client.request(
            "POST", wish.path, headers: key, body: #"{"service": "tax"}"#)
        #expect(other.status == 422, comment)
    }

    private func issued(_ answer: RawAnswer) -> Ledger.Issued {
        Ledger.Issued(
            id: answer.json["id"].text ?? "none", number: answer.json["number"].text ?? "none")
    }

    /// Lets the program live until one more slip is known to be on paper.
    private func awaitPaper(_ program: Program) throws {
        let stream = try RawClient(port: program.port)
        try stream.ask("GET", "/api/v1/events?topic=staff")
        _ = try stream.answer()
        let client = try RawClient(port: program.port)
        let before = ledger.confirmed.count
        try tapForPaper(client)
        while ledger.confirmed.count == before {
            guard try stream.nextEvent().contains("event: printOutcome") else { continue }
            try readFacts(client)
            // On a busy machine the printer's answer may have come too late to be believed.
            if ledger.confirmed.count == before { try tapForPaper(client) }
        }
    }

    private func tapForPaper(_ client: RawClient) throws {
        let body = #"{"service": "general", "kiosk": "door"}"#
        let key = "paper-\(ledger.sequence)"
        try askAgain(Wish(key: key, path: "/api/v1/tickets", body: body), client)
        try readFacts(client)
    }

    private func readFacts(_ client: RawClient) throws {
        while true {
            let page = try client.request(
                "GET", "/api/v1/facts?after=\(ledger.sequence)&limit=1000")
            let facts = page.json["facts"].list
            guard !facts.isEmpty else { return }
            ledger.take(facts, comment)
        }
    }

    /// The paper that really came out.
    private func readSlips() {
        for slip in devices.overview().printers[0].slips where slip.index > lastSlip {
            lastSlip = slip.index
            for line in slip.text {
                let word = line.filter { !$0.isWhitespace }
                guard word.wholeMatch(of: #/A\d{3,}/#) != nil else { continue }
                slips[word, default: 0] += 1
                #expect(slips[word] == 1, "\(word) came out twice, \(comment)")
            }
        }
        for number in ledger.confirmed {
            #expect(slips[number] == 1, "\(number) is said to be on paper, \(comment)")
        }
    }
}
