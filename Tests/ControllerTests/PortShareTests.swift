// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Foundation
import TestSupport
import Testing
import Web

@testable import Controller

/// A printer on the kiosk's own computer: a hall and a sharer, two programs, and a printer of
/// software on a wire as slow as a real one.
struct PortShareTests {
    @Test func `a slip is confirmed over a shared port, unconfirmed when the sharer dies under it`()
        throws
    {
        let scene = try SharedPrinterScene()
        defer { scene.printer.stop() }
        let sharer = try scene.share()
        let hall = try scene.serve()
        let client = HallClient(try RawClient(port: hall.port), of: scene.files)
        let events = try Follower(
            path: "/api/v1/events?topic=staff",
            client: HallClient(try RawClient(port: hall.port), of: scene.files))

        let first = try scene.take(client)
        #expect(try scene.paper(of: first, client, events) == "confirmed")

        let before = try scene.bytesOut(client)
        let second = try scene.take(client)
        while try scene.bytesOut(client) < before + 100 {}
        sharer.kill()
        #expect(try scene.paper(of: second, client, events) == "unconfirmed")
        let printer = try client.get("/api/v1/lines").json["lines"].row("P1")
        #expect(printer["state"].text == "lost")
        #expect(printer["address"].text == "share://127.0.0.1:\(sharer.port)")

        let again = try scene.share(port: sharer.port)
        _ = try events.next { event in
            event.data["devices"].row("P1")["state"].text == "ok"
        }
        let third = try scene.take(client)
        #expect(try scene.paper(of: third, client, events) == "confirmed")
        #expect(hall.stop() == 0)
        #expect(again.stop() == 0)
    }

    @Test func `a pairing is the same on both sides, and its file is nobody else's`() throws {
        let files = try TemporaryDirectory()
        let (here, there) = (files.file("here.key"), files.file("there.key"))
        let paired = try Program.run(["port-share", "pair", here])
        #expect(paired.status == 0, "\(paired.errors)")
        let code = try #require(paired.output.split(separator: "\n").last)
        let wrong = String(code.dropLast()) + (code.hasSuffix("7") ? "8" : "7")
        let mistyped = try Program.run(["port-share", "enter", there], input: wrong + "\n")
        #expect(mistyped.status != 0 && mistyped.errors.contains("mistyped"))
        let entered = try Program.run(["port-share", "enter", there], input: code + "\n")
        #expect(entered.status == 0, "\(entered.errors)")
        #expect(try ShareKey(file: here) == ShareKey(file: there))
        let again = try Program.run(["port-share", "pair", here])
        #expect(again.status != 0 && again.errors.contains("is there already"))
    }

    @Test(arguments: [
        (["tcp://127.0.0.1:9100", "--listen", "127.0.0.1:0"], "no port that can be shared"),
        (["/dev/ttyUSB0", "--listen", "9200"], "no address to listen at"),
        (["/dev/ttyUSB0", "--listen", "example.org:0"], "address is wrong"),
        (["/dev/ttyUSB0", "--listen", "127.0.0.1:0", "--key", "/nowhere"], "not paired"),
    ])
    func `what cannot be shared is refused with its reason`(
        _ arguments: [String], _ reason: String
    ) throws {
        let files = try TemporaryDirectory()
        try ShareKey.random().save(to: files.file("key"))
        let key = arguments.contains("--key") ? [] : ["--key", files.file("key")]
        let outcome = try Program.run(["port-share"] + arguments + key)
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }

    @Test func `whatever a sharer says has its sentence in every language`() throws {
        let locales = try Locales(directory: TestHall.pages + "/locales")
        let keys =
            ShareConversation.Fault.allCases.map { "share.refused.\($0.rawValue)" }
            + ChannelError.Code.allCases.map { "reason.\($0.rawValue)" }
        for language in Language.allCases {
            let missing = keys.filter { locales.sentence($0, in: language) == nil }
            #expect(missing == [], "\(language)")
        }
    }
}

/// A hall whose only printer hangs on another computer, which is this one.
private final class SharedPrinterScene {
    /// Slow enough for a program to be killed while a slip is on the wire.
    private static let baud = 2400

    let files: TestHall
    let printer: VirtualHall
    private let keyFile: String
    private var port: UInt16 = 0

    init() throws {
        files = try TestHall(isStarted: false)
        keyFile = files.files.file("share.key")
        try ShareKey.random().save(to: keyFile)
        var configuration = HallConfiguration()
        let line = HallConfiguration.Line(
            id: "P1", kind: .escPos, wiring: .virtual, serial: .init(baud: Self.baud))
        configuration.printers = [.init(id: "P1", line: line)]
        printer = try VirtualHall(
            configuration: configuration, directory: files.files.path, glyphs: BenchScene.glyphs)
    }

    func share(port: UInt16 = 0) throws -> Program {
        let sharer = try Program([
            "port-share", "pty:\(files.files.file("P1"))", "--listen", "127.0.0.1:\(port)",
            "--key", keyFile,
        ])
        self.port = sharer.port
        return sharer
    }

    func serve() throws -> Program {
        let text = HallText(printer: "share://127.0.0.1:\(port)").text.replacing(
            "baud: 115200", with: "baud: \(Self.baud), key: \"\(keyFile)\"")
        try files.files.write(text, to: "hall.yaml")
        return try Program(serving: files.data, configuration: files.options.configuration)
    }

    func take(_ client: HallClient) throws -> String {
        let body = #"{"service": "general", "kiosk": "door"}"#
        return try #require(try client.post("/api/v1/tickets", body).json["id"].text)
    }

    func bytesOut(_ client: HallClient) throws -> Int64 {
        let line = try client.get("/api/v1/lines").json["lines"].row("P1")
        return try #require(line["counters"]["bytesOut"].whole)
    }

    /// What became of a ticket's slip, once that is known.
    func paper(
        of ticket: String, _ client: HallClient, _ events: Follower
    ) throws -> String? {
        while true {
            let print = try client.get("/api/v1/tickets/\(ticket)").json["print"].text
            guard ["queued", "printing"].contains(print) else { return print }
            _ = try events.next()
        }
    }
}
