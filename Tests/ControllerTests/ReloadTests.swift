// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Facts
import Foundation
import Machine
import Store
import TestSupport
import Testing

@testable import Controller

/// Another `hall.yaml` for a hall that runs.
struct ReloadTests {
    /// A service, a window with a sign, and lines, which the usual hall lacks.
    private static let more = """
        lines:
          - {id: signs, kind: qt-strip, device: virtual, baud: 115200}

        """

    private static var grown: String {
        let service = "  - {id: car, name: 车辆, prefix: C}\n"
        let window =
            "  - {id: W9, number: \"9\", services: [car], demoOfficer: officer9, "
            + "sign: {line: signs, address: 9}}\n"
        return HallText(more: more).text.replacing(
            "windows:\n", with: service + "windows:\n" + window)
    }

    private func write(_ text: String, for hall: TestHall) throws {
        try hall.files.write(text, to: "hall.yaml")
    }

    private func reload(_ hall: TestHall) throws -> ReloadOutcome {
        try #require(hall.controller).reload()
    }

    private func change(_ outcome: ReloadOutcome) throws -> ConfigurationChange {
        guard case .done(let change, _) = outcome else {
            Issue.record("\(outcome)")
            throw RawClientError(reason: "not reloaded")
        }
        return change
    }

    @Test func `a running hall gains a service, a window and a line, and pages follow`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let follower = try Follower("hall", of: hall)
        _ = try follower.next()
        #expect(try client.get("/api/v1/bench").status == 404)
        try write(Self.grown, for: hall)
        let change = try change(try reload(hall))
        #expect(change.services.added == ["car"] && change.windows.added == ["W9"])
        #expect(change.linesOpened == ["signs"] && change.trouble == nil)

        let told = try follower.next { $0.name == "configurationApplied" }
        #expect(told.data["whole"] == .flag(true))
        #expect(told.data["windows"].list.contains { $0["id"].text == "W9" })
        #expect(Contract.shared.complaints(about: told.data, as: "Change") == [])
        #expect(try client.takeTicket("car")["number"].text == "C001")
        let officer = try Follower("window/W9", of: hall)
        #expect(try officer.next().data["window"]["state"].text == "open")
        #expect(try client.act("W9", "call").status == 200)
        let signs = try client.get("/api/v1/bench").json["signs"].list
        #expect(signs.map { $0["id"].text } == ["sign-W9"])
        #expect(try client.get("/api/v1/staff").json["hallWide"]["revision"].whole == 2)
    }

    @Test func `a line that stays keeps its thread, and one that changed gets another`() throws {
        var text = HallText(hasDesk: true)
        text.printer = "virtual"
        let hall = try TestHall(text)
        let ports = try #require(hall.controller?.ports)
        let before = ports.threads.withLock { ($0.signs["signs"], $0.printers["P1"]) }
        try write(
            text.text.replacing("baud: 115200, columns", with: "baud: 9600, columns"), for: hall)
        let change = try change(try reload(hall))
        #expect(change.linesOpened == ["P1"] && change.linesClosed == ["P1"])
        let after = ports.threads.withLock { ($0.signs["signs"], $0.printers["P1"]) }
        #expect(before.0 != nil && before.0 === after.0)
        #expect(after.1 != nil && before.1 !== after.1)
        let ticket = try hall.client().post(
            "/api/v1/tickets", #"{"service": "general", "kiosk": "door"}"#)
        #expect(ticket.json["print"].text == "queued")
    }

    @Test func `a window that goes takes its sign out of the hall's devices`() throws {
        let text = HallText(hasDesk: true)
        let hall = try TestHall(text)
        let client = try hall.client()
        let follower = try Follower("staff", of: hall)
        func devices(_ data: JSONValue) -> Set<String> {
            Set(data["devices"].list.compactMap { $0["id"].text })
        }
        let officer = try Follower("window/W1", of: hall)
        _ = try officer.next()
        var known = devices(try follower.next().data)
        while !known.contains("sign-W1") { known.formUnion(devices(try follower.next().data)) }
        let without = text.text.split(separator: "\n").filter { !$0.contains("{id: W1,") }
        try write(without.joined(separator: "\n"), for: hall)
        let change = try change(try reload(hall))
        #expect(change.windows.removed == ["W1"] && change.linesClosed == [])
        _ = try follower.next { $0.name == "deviceChanged" && $0.data["whole"] == .flag(true) }
        let left = devices(try client.get("/api/v1/staff").json)
        #expect(!left.contains("sign-W1") && !left.contains("keypad-W1") && left.contains("signs"))
        #expect(try client.get("/api/v1/windows/W1").status == 404)
        // The page of a window that is gone is not left with what was.
        let end = try officer.next { $0.name.isEmpty }
        #expect(end.data == .null)
    }

    @Test func `a broken file, or none, leaves the old one in force and is told`() throws {
        let hall = try TestHall(isStarted: false)
        let heard = Guarded<[ReloadOutcome]>([])
        hall.reloaded = { outcome in heard.withLock { $0.append(outcome) } }
        try hall.start()
        try write(HallText(more: "colour: red\n").text, for: hall)
        guard case .unsound(let problems) = try reload(hall) else {
            Issue.record("taken")
            return
        }
        #expect(problems.problems.map(\.path) == ["colour"])
        try FileManager.default.removeItem(atPath: hall.options.configuration)
        guard case .unsound(let missing) = try reload(hall) else {
            Issue.record("taken")
            return
        }
        #expect(missing.problems.map(\.kind) == [.unreadable])
        #expect(heard.withLock(\.count) == 2)
        #expect(try hall.client().get("/api/v1/staff").json["hallWide"]["revision"].whole == 1)
    }

    @Test func `a service with tickets is removed only with a word on them`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let ticket = try client.takeTicket("tax")
        let without = HallText().text
            .replacing("  - {id: tax, name: 税务, prefix: T}\n", with: "")
            .replacing("[general, tax]", with: "[general]").replacing("[tax]", with: "[general]")
        try write(without, for: hall)
        #expect(try reload(hall) == .refused("still-in-use", values: ["name": "tax"]))
        #expect(try client.get("/api/v1/hall").json["services"].list.count == 2)
        try write(without + "retired: [{service: tax, transfer: general}]\n", for: hall)
        let change = try change(try reload(hall))
        #expect(change.services.removed == ["tax"] && change.ticketsMoved == 1)
        let id = try #require(ticket["id"].text)
        #expect(try client.get("/api/v1/tickets/\(id)").json["service"].text == "general")
        // Words on what is long gone do no harm.
        try hall.restart()
        #expect(try reload(hall) == .done(ConfigurationChange(), revision: 2))
    }

    @Test func `what changed is told by its id, and what is in no list as well`() throws {
        let hall = try TestHall(HallText(hasDesk: true))
        let text = HallText(hasDesk: true).text
            .replacing("typicalMinutes: 5", with: "typicalMinutes: 6")
            .replacing("{line: signs, address: 1}", with: "{line: signs, address: 2}")
        try write(text, for: hall)
        var change = try change(try reload(hall))
        #expect(change.services.changed == ["general"] && change.windows == .init())
        #expect(change.devices.changed == ["sign-W1"] && !change.isOtherwise)
        #expect(change.sentences.map(\.key) == ["change.servicesChanged", "change.devicesChanged"])
        try write(text + "retention: {note: 9}\n", for: hall)
        change = try self.change(try reload(hall))
        #expect(change.sentences.map(\.key) == ["change.otherwise"])
        #expect(try reload(hall) == .done(ConfigurationChange(), revision: 2))
    }

    @Test func `what needs a restart is said and left`() throws {
        let hall = try TestHall()
        try write(
            HallText(
                isDemo: false, more: "listen: {hostNames: [hall.test]}\nretention: {trace: 3}\n"
            ).text, for: hall)
        let change = try change(try reload(hall))
        #expect(change.needsRestart == ["hall.demo", "listen", "retention.trace"])
        #expect(try hall.client().get("/api/v1/hall").json["demo"] == .flag(true))
    }

    @Test func `while the disk refuses nothing is taken up, and afterwards it is`() throws {
        let hall = try TestHall()
        let reader = try #require(hall.controller?.api.reader)
        try write(Self.grown, for: hall)
        _ = try reader.pragma("query_only = 1")
        #expect(try reload(hall) == .unavailable)
        #expect(hall.controller?.configuration.structure.windows.count == 3)
        _ = try reader.pragma("query_only = 0")
        // The disk is tried again once a second.
        let start = ContinuousClock.now
        var outcome = try reload(hall)
        while outcome == .unavailable, start.duration(to: .now) < .seconds(10) {
            outcome = try reload(hall)
        }
        #expect(try change(outcome).windows.added == ["W9"])
    }

    @Test func `two reloads at once make one revision`() throws {
        let hall = try TestHall()
        try write(Self.grown, for: hall)
        let controller = try #require(hall.controller)
        let outcomes = Guarded<[ReloadOutcome]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            let outcome = controller.reload()
            outcomes.withLock { $0.append(outcome) }
        }
        let revisions = outcomes.withLock { $0 }.map { outcome in
            if case .done(_, let revision) = outcome { revision } else { 0 }
        }
        #expect(revisions == [2, 2, 2, 2])
    }

    @Test func `reloads among tickets lose none and give none twice`() throws {
        let hall = try TestHall()
        let controller = try #require(hall.controller)
        let clients = try (1...8).map { _ in try hall.client() }
        var numbers: [String] = []
        for round in 1...12 {
            for client in clients {
                try client.ask("POST", "/api/v1/tickets", [], #"{"service": "general"}"#)
            }
            try write(round % 2 == 0 ? HallText().text : Self.grown, for: hall)
            guard case .done = controller.reload() else {
                Issue.record("round \(round)")
                continue
            }
            for client in clients {
                let answer = try client.answer(to: "POST", "/api/v1/tickets")
                numbers.append(answer.json["number"].text ?? "")
            }
        }
        #expect(numbers.sorted() == (1...96).map { "A" + $0.padded(3) })
        let hallNow = try clients[0].get("/api/v1/hall").json
        #expect(hallNow["services"].list.first?["waiting"].whole == 96)
        #expect(controller.ports.threads.withLock { $0.signs.isEmpty })
    }

    @Test func `what a file would do is said of a hall that runs and of one that does not`() throws
    {
        let hall = try TestHall()
        let client = try hall.client()
        _ = try client.takeTicket("tax")
        try hall.files.write(Self.grown, to: "新 50%.yaml")
        let path = hall.files.file("新 50%.yaml")
        func plan() throws -> ReloadOutcome? {
            try ConfigurationCommand.plan(path, against: hall.data)
        }
        let running = try #require(try plan())
        #expect(try change(running).services.added == ["car"])
        #expect(try client.get("/api/v1/hall").json["services"].list.count == 2)
        hall.stop()
        guard case .done(let change, let revision) = try #require(try plan()) else {
            Issue.record("refused")
            return
        }
        #expect(change.windows.added == ["W9"] && revision == 2)
        let elsewhere = try ConfigurationCommand.plan(path, against: hall.data + "/none")
        #expect(elsewhere == nil)
    }

    @Test func `the command and the signal have the running program reload`() throws {
        let hall = try TestHall(isStarted: false)
        let program = try Program(serving: hall.data, configuration: hall.options.configuration)
        let client = HallClient(try RawClient(port: program.port), of: hall)
        try write(Self.grown, for: hall)
        let done = try Program.run(["reload", "--data", hall.data])
        #expect(done.status == 0 && done.output.contains("revision 2"), "\(done.errors)")
        #expect(done.output.contains("new services: car"), "\(done.output)")
        try write("hall: {nme: x}\n", for: hall)
        let refused = try Program.run(["reload", "--data", hall.data])
        #expect(refused.status != 0)
        #expect(refused.errors.contains("hall.yaml:1: hall.nme: Unknown key"), "\(refused.errors)")
        let follower = try Follower(
            path: "/api/v1/events?topic=hall",
            client: HallClient(try RawClient(port: program.port), of: hall))
        _ = try follower.next()
        try write(HallText().text, for: hall)
        program.signal(SIGHUP)
        _ = try follower.next { $0.name == "configurationApplied" }
        #expect(try client.get("/api/v1/hall").json["services"].list.count == 2)
        let planned = try Program.run([
            "check", hall.options.configuration, "--against", hall.data,
        ])
        #expect(planned.status == 0 && planned.output.contains("nothing changes"))
        #expect(program.stop() == 0)
        #expect(try Program.run(["reload", "--data", hall.data]).status != 0)
    }
}
