// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Facts
import Foundation

/// Measures the program beside baselines on the same machine, in the same minutes.
@main
struct Bench: ParsableCommand {
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case server, engine, live, paper, start, slip, bus, year
    }

    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures speed and size; builds of hallkeeper and bare-http lie beside it.")

    @Option(help: "Where to write the figures as JSON.")
    var json: String?

    @Option(help: "What to measure; all if not given.")
    var only: [Part] = []

    @Option(help: "The hall that is measured.")
    var config = "examples/demo-hall.yaml"

    @Option(help: "The directory of the pages.")
    var pages = "kiosk"

    @Option(help: "Working days of the year.")
    var days = 250

    @Option(help: "Seconds for each number of clients.")
    var seconds = 4.0

    @Option(help: "A Python that has python-escpos, to compare slips with.")
    var python: String?

    func run() throws {
        let programs = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().path(percentEncoded: false)
        // Beside the build: the system's temporary directory may be memory. One name for all runs,
        // so that nothing is left for ever of one that was stopped.
        let scratch = programs + "/bench-data"
        try? FileManager.default.removeItem(atPath: scratch)
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let places = Places(
            programs: programs, configuration: config, pages: pages, scratch: scratch)
        let structure = try HallFile.read(config).structure
        var results = Results(machine: Machine(directory: scratch))
        let parts = only.isEmpty ? Part.allCases : only
        if parts.contains(.server) { try measureServer(places, structure, &results) }
        if parts.contains(.engine) { try measureEngine(places, &results) }
        if parts.contains(.live) { try measureLive(places, structure, &results) }
        if parts.contains(.paper) {
            tell("from a tap to the slip's first byte")
            results.paper = try PaperBench(places, structure: structure)
        }
        if parts.contains(.start) {
            tell("start with an empty journal")
            results.starts.append(try StartBench(places, facts: 0, days: 0, data: nil))
        }
        if parts.contains(.slip) {
            tell("slips")
            results.slips = try SlipBench(places, python: python).rows
        }
        if parts.contains(.bus) { results.bus = try BusBench(tell: tell) }
        if parts.contains(.year) {
            let year = try YearBench(places, days: max(2, days), tell: tell)
            results.starts.append(year.start)
            results.year = year
        }
        results.machine.loadAfter = Machine.load()
        results.judge()
        tell("")
        FileHandle.standardOutput.write(Data(results.tables.utf8))
        if let json { try write(results, to: json) }
        if results.aims.contains(where: { !$0.isMet }) { tell("An aim is missed.") }
    }

    private func measureEngine(_ places: Places, _ results: inout Results) throws {
        // Also as the server batched under load, where the aim counts.
        let achieved = results.tickets.last.map { Int($0.batch.rounded()) }
        for batch in Set([1, 8, 64, 512] + [achieved].compactMap { $0 }).sorted() {
            tell("engine and raw SQLite, \(batch) in a batch")
            results.engine.append(try EngineBench(places: places).run(batch: batch))
        }
    }

    private func measureServer(
        _ places: Places, _ structure: HallStructure, _ results: inout Results
    ) throws {
        let server = try started(places, "server")
        tell("at rest")
        Clock.pass(milliseconds: 2000)
        let (start, cpu) = (Clock.now(), try server.cpuSeconds())
        Clock.pass(milliseconds: 5000)
        var memory = Results.Memory(
            atRestMegabytes: try server.residentMegabytes(),
            idleCPUPercent: (try server.cpuSeconds() - cpu) / Clock.seconds(since: start) * 100,
            underLoadMegabytes: 0)
        let bench = TicketBench(server: server, structure: structure)
        for clients in [1, 8, 64] {
            tell("tickets, clients: \(clients)")
            results.tickets.append(try bench.take(clients: clients, seconds: seconds))
        }
        for officers in [1, structure.windows.count] {
            tell("calls, officers: \(officers)")
            results.calls.append(try bench.call(officers: officers, seconds: seconds))
        }
        (results.issued, results.called) = try bench.checkExactlyOnce()
        memory.underLoadMegabytes = try server.residentMegabytes()
        results.memory = memory
        tell("GET /hall beside bare C")
        results.hallView = try HallViewBench(server: server, places)
    }

    private func measureLive(
        _ places: Places, _ structure: HallStructure, _ results: inout Results
    ) throws {
        tell("live clients")
        let server = try started(places, "live")
        results.live = try LiveBench(server: server, structure: structure)
    }

    private func started(_ places: Places, _ name: String) throws -> Child {
        let start = Clock.now()
        let child = try Child(hallkeeper: places, data: places.directory(name))
        _ = try child.ready(since: start)
        return child
    }

    private func write(_ results: Results, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(results)
        data.append(UInt8(ascii: "\n"))
        try data.write(to: URL(filePath: path))
    }

    private func tell(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
