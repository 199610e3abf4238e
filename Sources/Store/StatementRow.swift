// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// The row a statement stands on, valid until the next step.
///
/// SQLite converts what it finds to what is asked for, so a file somebody tampered with reads
/// wrong, and never stops the program.
struct StatementRow {
    let statement: OpaquePointer

    func integer(_ column: CInt) -> Int64 {
        sqlite3_column_int64(statement, column)
    }

    /// Nil when the column holds nothing.
    func text(_ column: CInt) -> String? {
        guard let start = sqlite3_column_text(statement, column) else { return nil }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The bytes in place, valid until the next step.
    func raw(_ column: CInt) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement, column)
        return UnsafeRawBufferPointer(
            start: start, count: Int(sqlite3_column_bytes(statement, column)))
    }

    func blob(_ column: CInt) -> [UInt8] {
        [UInt8](raw(column))
    }
}

extension Database {
    /// Runs a statement without rows, compiled once.
    func run(_ sql: StaticString) throws {
        let statement = try cachedStatement(sql: "\(sql)").sqliteStatement
        let result = sqlite3_step(statement)
        let error = result == SQLITE_DONE ? nil : lastError
        sqlite3_reset(statement)
        if let error { throw error }
    }

    /// Hands every row of a query to `body`, without making values of columns nobody asks for.
    func eachRow(
        _ sql: String, _ arguments: [Int64] = [], _ body: (StatementRow) throws -> Void
    ) throws {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        for (index, argument) in arguments.enumerated() {
            sqlite3_bind_int64(statement, CInt(index + 1), argument)
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try body(StatementRow(statement: statement))
            case SQLITE_DONE: return
            default: throw lastError
            }
        }
    }

    /// What SQLite said last on this connection.
    var lastError: DatabaseError {
        let connection = sqliteConnection
        return DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: sqlite3_errmsg(connection).map { String(cString: $0) })
    }
}
