// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDBSQLite

/// The history made anew from a year by the running program while tickets are taken, beside SQLite
/// only reading the same rows.
struct RebuildBench: Encodable {
    let facts: Int
    /// From the start of the program until the history is whole.
    let seconds: Double
    let factsPerSecond: Double
    let rowsReadPerSecond: Double
    /// `factsPerSecond / rowsReadPerSecond`.
    let ratio: Double
    let meanwhile: PacedTickets
    /// The same server, once it is done.
    let atRest: PacedTickets
    let historyBytesPerTicket: Double

    init(_ places: Places, data: String, tickets: Int) throws {
        for end in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: "\(data)/views.sqlite\(end)")
        }
        let server = try Child(hallkeeper: places, data: data)
        let start = Clock.now()
        _ = try server.ready(since: start)
        var lookAt = Clock.now()
        meanwhile = try PacedTickets(server, firstKey: 10_000_000) {
            guard Clock.now() >= lookAt else { return false }
            lookAt = Clock.now() + 200_000_000
            return try server.metric("history_behind") == 0
        }
        seconds = Clock.seconds(since: start)
        facts = Int(try server.metric("history_of"))
        atRest = try PacedTickets(server, firstKey: 20_000_000, seconds: 5)
        server.stop()
        historyBytesPerTicket = try Places.size(of: "\(data)/views.sqlite") / Double(tickets)
        factsPerSecond = Double(facts) / seconds
        rowsReadPerSecond = try Self.rowsReadPerSecond("\(data)/journal.sqlite")
        ratio = factsPerSecond / rowsReadPerSecond
    }

    private static func rowsReadPerSecond(_ path: String) throws -> Double {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        var statement: OpaquePointer?
        let sql = "SELECT * FROM facts ORDER BY position"
        guard
            sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK,
            sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK
        else { throw BenchFailure("SQLite: \(String(cString: sqlite3_errmsg(connection)))") }
        defer { sqlite3_finalize(statement) }
        let columns = sqlite3_column_count(statement)
        let start = Clock.now()
        var rows = 0
        var bytes = 0
        while sqlite3_step(statement) == SQLITE_ROW {
            rows += 1
            for column in 0..<columns { bytes &+= Int(sqlite3_column_bytes(statement, column)) }
        }
        guard bytes > 0 else { throw BenchFailure("\(path) holds nothing") }
        return Double(rows) / Clock.seconds(since: start)
    }
}
