// SPDX-License-Identifier: Apache-2.0

import Controller
import Engine
import Facts
import Hall
import Store

/// What a ticket costs the engine and its journal after one day and after a year of them, and raw
/// SQLite inserting the same rows: in turns, so that what else the machine does falls on all alike.
struct DayCostBench: Encodable {
    /// Medians over the rounds, of one ticket: taken, called, started, finished.
    struct Side: Encodable {
        var milliseconds: Double
        var cpuMicroseconds: Double

        fileprivate init(_ costs: [Cost]) {
            milliseconds = costs.map(\.seconds).median * 1e3
            cpuMicroseconds = costs.map(\.cpuMicroseconds).median
        }
    }

    private static let rounds = 9
    private static let turns = 100
    private static let visitsPerTurn = 2
    private static let visits = turns * visitsPerTurn

    let days: Int
    let firstDay: Side
    let lastDay: Side
    let raw: Side
    /// The last day's to the first's: 1 is flat.
    let ratio: Double
    let cpuRatio: Double

    init(_ places: Places, days: Int, firstDay: String, lastDay: String) throws {
        var first = try HallSpine(takingUp: Journal(in: DataDirectory(firstDay)), places)
        var last = try HallSpine(takingUp: Journal(in: DataDirectory(lastDay)), places)
        let bare = try RawJournal(copying: places.directory("raw-visits"))
        var costs: (first: [Cost], last: [Cost], raw: [Cost]) = ([], [], [])
        for round in 0..<Self.rounds {
            // Who comes first must not matter.
            if round.isMultiple(of: 2) { costs.first.append(try Self.round(&first)) }
            let before = last.journal.sequence
            costs.last.append(try Self.round(&last))
            if !round.isMultiple(of: 2) { costs.first.append(try Self.round(&first)) }
            costs.raw.append(
                try Self.insert(
                    last.journal.reader.records(after: before, limit: 8 * Self.visits), bare))
        }
        self.days = days
        self.firstDay = Side(costs.first)
        self.lastDay = Side(costs.last)
        raw = Side(costs.raw)
        ratio = self.lastDay.milliseconds / self.firstDay.milliseconds
        cpuRatio = self.lastDay.cpuMicroseconds / self.firstDay.cpuMicroseconds
    }

    private static func round(_ spine: inout HallSpine) throws -> Cost {
        let turns = (0..<turns).map { _ in (0..<visitsPerTurn).flatMap { _ in spine.visit() } }
        return try Cost(tickets: visits) {
            for inputs in turns { try spine.turn(inputs) }
        }
    }

    private static func insert(_ records: [StoredRecord], _ bare: RawJournal) throws -> Cost {
        let rows = records.map(RawJournal.Row.init)
        let batch = rows.count / turns
        guard batch > 0 else { throw BenchFailure("a round left no facts") }
        return try Cost(tickets: visits) {
            for start in stride(from: 0, to: rows.count, by: batch) {
                try bare.commit(rows[start..<min(start + batch, rows.count)])
            }
        }
    }
}

extension HallSpine {
    /// One citizen's way through the hall, at windows in rotation.
    fileprivate mutating func visit() -> [Input<Command>] {
        let window = nextWindow()
        let service = window.services.first ?? structure.services[0].id
        let commands: [Command] = [
            .takeTicket(ticket: RandomID.ticket(), service: service, priority: .normal, kiosk: nil),
            .atWindow(window.id, .call), .atWindow(window.id, .start),
            .atWindow(window.id, .finish()),
        ]
        let at = now
        return commands.map { input($0, at: at) }
    }
}
