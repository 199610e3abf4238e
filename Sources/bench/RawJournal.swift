// SPDX-License-Identifier: Apache-2.0

import Facts
import GRDBSQLite
import Store

/// The baseline: SQLite's own calls, one prepared insertion, the same table and settings as the
/// journal, rows made beforehand. Nobody decides, encodes or hashes anything.
final class RawJournal {
    /// One row as it is bound.
    struct Row {
        fileprivate enum Field {
            case integer(Int64)
            case text([UInt8])
            case blob([UInt8])
            case null
        }

        fileprivate let fields: [Field]

        init(_ record: StoredRecord) {
            func text(_ text: String?) -> Field { text.map { .text(Array($0.utf8)) } ?? .null }
            fields = [
                .integer(record.sequence), .blob(record.previous), text(record.epoch.text),
                .integer(record.sequence), .integer(record.moment.wall),
                .integer(record.moment.monotonic), text(record.boot),
                .integer(Int64(record.moment.utcOffset)), text(record.date),
                text(record.actorKind), text(record.actorID), text(record.input.text),
                text(record.key?.text), text(record.key?.digest), text(record.name),
                .integer(Int64(record.version)), .blob(record.payload), .blob(record.hash),
            ]
        }
    }

    private var connection: OpaquePointer?
    private var insertion: OpaquePointer?

    /// Lets the journal make its file in a new directory, and takes that over.
    init(copying directory: String) throws {
        do {
            _ = try Journal<HallFact>(in: DataDirectory(directory))
        }
        try check(sqlite3_open(directory + "/journal.sqlite", &connection))
        try run("PRAGMA synchronous = FULL")
        let values = Array(repeating: "?", count: 18).joined(separator: ", ")
        let sql = "INSERT INTO facts VALUES (\(values))"
        try check(sqlite3_prepare_v2(connection, sql, -1, &insertion, nil))
    }

    deinit {
        sqlite3_finalize(insertion)
        sqlite3_close(connection)
    }

    func commit(_ rows: ArraySlice<Row>) throws {
        try run("BEGIN IMMEDIATE")
        for row in rows {
            try insert(row.fields[...], as: 1)
            sqlite3_reset(insertion)
        }
        try run("COMMIT")
    }

    /// Binds the fields in place, one inside the other, so that none is copied.
    private func insert(_ fields: ArraySlice<Row.Field>, as index: CInt) throws {
        guard let field = fields.first else {
            return try check(sqlite3_step(insertion), expecting: SQLITE_DONE)
        }
        let rest = fields.dropFirst()
        switch field {
        case .integer(let number):
            sqlite3_bind_int64(insertion, index, number)
            try insert(rest, as: index + 1)
        case .null:
            sqlite3_bind_null(insertion, index)
            try insert(rest, as: index + 1)
        case .text(let bytes):
            try bytes.withUnsafeBytes {
                let start = $0.baseAddress?.assumingMemoryBound(to: CChar.self)
                sqlite3_bind_text(insertion, index, start, CInt($0.count), nil)
                try insert(rest, as: index + 1)
            }
        case .blob(let bytes):
            try bytes.withUnsafeBytes {
                sqlite3_bind_blob(insertion, index, $0.baseAddress, CInt($0.count), nil)
                try insert(rest, as: index + 1)
            }
        }
    }

    private func run(_ sql: String) throws {
        try check(sqlite3_exec(connection, sql, nil, nil, nil))
    }

    private func check(_ code: CInt, expecting expected: CInt = SQLITE_OK) throws {
        guard code == expected else {
            throw BenchFailure("SQLite: \(String(cString: sqlite3_errmsg(connection)))")
        }
    }
}
