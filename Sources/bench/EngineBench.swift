// SPDX-License-Identifier: Apache-2.0

import Controller
import Engine
import Facts
import Foundation
import Hall
import Store

/// The engine with its journal beside raw SQLite: the same rows, in the same batches, in turns.
struct EngineBench {
    /// Medians over the rounds, of one batch size.
    struct Row: Encodable {
        var batch: Int
        var ticketsPerSecond: Double
        var rawPerSecond: Double
        /// `ticketsPerSecond / rawPerSecond`.
        var ratio: Double
        var cpuMicroseconds: Double
        var rawCPUMicroseconds: Double
    }

    private static let rounds = 11

    let places: Places

    func run(batch: Int) throws -> Row {
        // Enough for the median of a round to mean something, and no more than a second of disk.
        let batches = max(24, min(200, 6400 / batch))
        let tickets = batch * batches
        let raw = try RawJournal(copying: places.directory("raw-\(batch)"))
        let directory = try DataDirectory(places.directory("engine-\(batch)"))
        var spine = try HallSpine(takingUp: Journal(in: directory), places)
        var costs: [(engine: Cost, raw: Cost)] = []
        for _ in 0..<Self.rounds {
            let before = spine.journal.sequence
            let inputs = (0..<batches).map { _ in (0..<batch).map { _ in spine.takeTicket() } }
            let engine = try Cost(tickets: tickets) {
                for inputs in inputs { try spine.turn(inputs) }
            }
            let rows = try spine.journal.reader.records(after: before, limit: tickets)
                .map(RawJournal.Row.init)
            guard rows.count == tickets else { throw BenchFailure("a ticket is missing") }
            let raw = try Cost(tickets: tickets) {
                for start in stride(from: 0, to: tickets, by: batch) {
                    try raw.commit(rows[start..<(start + batch)])
                }
            }
            costs.append((engine, raw))
        }
        let engine = costs.map(\.engine.seconds).median
        let bare = costs.map(\.raw.seconds).median
        return Row(
            batch: batch, ticketsPerSecond: 1 / engine, rawPerSecond: 1 / bare,
            ratio: bare / engine, cpuMicroseconds: costs.map(\.engine.cpuMicroseconds).median,
            rawCPUMicroseconds: costs.map(\.raw.cpuMicroseconds).median)
    }
}

/// What one round of one side took, per ticket.
struct Cost {
    let seconds: Double
    let cpuMicroseconds: Double

    init(tickets: Int, _ body: () throws -> Void) rethrows {
        let start = Clock.now()
        let cpu = Clock.threadCPU()
        try body()
        seconds = Clock.seconds(since: start) / Double(tickets)
        cpuMicroseconds = Double(Clock.threadCPU() - cpu) / 1e3 / Double(tickets)
    }
}

/// A hall's engine and journal in this process.
struct HallSpine {
    let journal: Journal<HallFact>
    let structure: HallStructure
    var engine: Engine<Hall>
    private let clock: HallClock
    private var made = 0

    /// - Parameter journal: is taken up where it ends.
    init(takingUp journal: Journal<HallFact>, _ places: Places) throws {
        let configuration = try HallFile.read(places.configuration)
        self.journal = journal
        structure = configuration.structure
        clock = HallClock(zone: configuration.zone)
        let moment = clock.now()
        let opened = try journal.load()
        var engine = Engine<Hall>(
            state: Hall(), epoch: opened.epoch, boot: HallClock.boot(), sequence: opened.sequence)
        try journal.replay(opened) { engine.replay($0) }
        self.engine = engine
        var commands: [Command] = [
            .controllerStarted(boot: HallClock.boot()),
            .applyConfiguration(digest: "bench", structure: structure),
        ]
        for window in structure.windows {
            commands.append(.atWindow(window.id, .open(OfficerID("officer-\(window.id)"))))
        }
        try turn(commands.map { input($0, at: moment) })
    }

    var now: Moment { clock.now() }

    mutating func turn(_ inputs: [Input<Command>]) throws {
        try journal.commit(engine.turn(inputs).records)
    }

    mutating func input(_ command: Command, at moment: Moment) -> Input<Command> {
        made += 1
        var key: IdempotencyKey?
        if case .takeTicket = command {
            key = IdempotencyKey(
                text: "bench-\(made)", digest: String(repeating: "0123456789abcdef", count: 4))
        }
        let actor: Actor =
            if case .atWindow(let window, _) = command {
                Actor(.officer, "officer-\(window)")
            } else { Actor(.kiosk, "none") }
        return Input(
            id: RandomID.input(), actor: actor, moment: moment, key: key, command: command)
    }

    mutating func nextWindow() -> HallStructure.Window {
        structure.windows[made % structure.windows.count]
    }

    mutating func takeTicket() -> Input<Command> {
        let service = structure.services[made % structure.services.count].id
        return input(
            .takeTicket(
                ticket: RandomID.ticket(), service: service, priority: .normal, kiosk: nil),
            at: now)
    }
}
