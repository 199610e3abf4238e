// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import TestSupport
import Testing
import Web

@testable import Controller

/// The program itself, at a terminal.
struct ProgramTests {
    private func files() throws -> TestHall {
        try TestHall(isStarted: false)
    }

    private func verify(_ hall: TestHall) throws -> Program.Outcome {
        try Program.run(["journal", "verify", "--data", hall.data])
    }

    @Test func `it says where it serves, serves, and stops in order when asked`() throws {
        let hall = try files()
        let program = try Program(serving: hall.data, configuration: hall.options.configuration)
        let client = HallClient(try RawClient(port: program.port), of: hall)
        #expect(try client.takeTicket()["number"].text == "A001")
        #expect(program.stop() == 0)
        try hall.start()
        #expect(try hall.client().takeTicket()["number"].text == "A002")
    }

    @Test func `verify finds a sound record sound, stopped or running`() throws {
        let hall = try TestHall()
        for _ in 1...5 { _ = try hall.client().takeTicket() }
        let running = try verify(hall)
        #expect(running.status == 0, "\(running.errors)")
        #expect(running.output.contains("The journal is sound"))
        hall.stop()
        let stopped = try verify(hall)
        #expect(stopped.status == 0)
        #expect(stopped.output.contains("1 signed heads"), "\(stopped.output)")
    }

    @Test func `verify names the fact that was changed`() throws {
        let hall = try TestHall()
        for _ in 1...5 { _ = try hall.client().takeTicket() }
        let facts = try hall.client().get("/api/v1/facts?limit=1000").json["facts"].list
        let third = try #require(facts.first { $0["payload"]["number"].text == "A003" })
        hall.stop()
        var edited = try Data(contentsOf: URL(filePath: hall.journal))
        let place = try #require(edited.range(of: Data(#""A003""#.utf8)))
        edited.replaceSubrange(place, with: Data(#""A009""#.utf8))
        try edited.write(to: URL(filePath: hall.journal))
        let outcome = try verify(hall)
        #expect(outcome.status != 0)
        let sequence = try #require(third["sequence"].whole)
        #expect(
            outcome.errors.contains(
                "cannot be trusted from fact \(sequence) on (its content was changed)"),
            "\(outcome.errors)")
        let start = try Program.run([
            "--config", hall.options.configuration, "--data", hall.data, "--port", "0",
        ])
        #expect(start.status != 0)
        #expect(start.errors.contains("damaged at fact \(sequence)"), "\(start.errors)")
        #expect(try Data(contentsOf: URL(filePath: hall.journal)) == edited)
    }

    @Test func `verify without a record says so and makes none`() throws {
        let hall = try files()
        let outcome = try verify(hall)
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("is not there"))
        #expect(!FileManager.default.fileExists(atPath: hall.data))
    }

    @Test func `check finds a sound file sound and names what is wrong with another`() throws {
        let hall = try files()
        let path = hall.options.configuration
        let sound = try Program.run(["check", "--config", path])
        #expect(sound.status == 0)
        #expect(sound.output.contains("3 windows, 2 services"))
        try hall.files.write(
            HallText(more: "colour: red\n").text.replacing("demo: true", with: "demo: maybe"),
            to: "hall.yaml")
        let wrong = try Program.run(["check", "--config", path])
        #expect(wrong.status != 0)
        #expect(wrong.errors.contains("hall.yaml:4: hall.demo: "), "\(wrong.errors)")
        #expect(wrong.errors.contains("colour: Unknown key"), "\(wrong.errors)")
        #expect(try Program.run(["check", "--config", "/nowhere"]).status != 0)
    }

    @Test func `an account added while the hall is stopped may sign in`() throws {
        let hall = try TestHall(HallText(isDemo: false), isStarted: false)
        let add = ["account", "add", "zhang", "--role", "supervisor", "--data", hall.data]
        let added = try Program.run(add, input: "open sesame\n")
        #expect(added.status == 0, "\(added.errors)")
        let again = try Program.run(add, input: "open sesame\n")
        #expect(again.status != 0)
        try hall.start()
        let supervisor = try hall.client(signedInAs: "zhang", password: "open sesame")
        #expect(try supervisor.get("/api/v1/staff").status == 200)
        #expect(try Program.run(add, input: "open sesame\n").status != 0, "while it runs")
    }

    @Test func `whatever is wrong with a record or a file has its sentence in every language`()
        throws
    {
        let locales = try Locales(directory: TestHall.pages + "/locales")
        let keys =
            JournalCheck.allCases.map { "verify.check.\($0.rawValue)" }
            + ConfigurationProblem.Kind.allCases.map { "config.\($0.rawValue)" }
        for language in Language.allCases {
            let missing = keys.filter { locales.sentence($0, in: language) == nil }
            #expect(missing == [], "\(language)")
        }
    }
}
