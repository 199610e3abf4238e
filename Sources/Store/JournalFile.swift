// SPDX-License-Identifier: Apache-2.0

import Facts
import GRDB
import Machine

/// The database file of a journal: opening it, and what is in it.
enum JournalFile {
    /// "HKJ1": says in the file's header whose it is.
    static let applicationID: Int32 = 0x484B_4A31
    static let schema = 1
    static let name = "journal.sqlite"

    // `position` counts across epochs; a restored journal begins a new epoch after the rows it
    // was restored with, whose sequences start from 1 again.
    private static let tables = """
        CREATE TABLE epochs (
          -- The position of the last row before the epoch.
          base INTEGER PRIMARY KEY,
          epoch TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE facts (
          position INTEGER PRIMARY KEY,
          previous BLOB NOT NULL,
          epoch TEXT NOT NULL,
          sequence INTEGER NOT NULL,
          wall INTEGER NOT NULL,
          monotonic INTEGER NOT NULL,
          boot TEXT NOT NULL,
          utcOffset INTEGER NOT NULL,
          date TEXT,
          actorKind TEXT NOT NULL,
          actor TEXT NOT NULL,
          input TEXT NOT NULL,
          idempotencyKey TEXT,
          digest TEXT,
          name TEXT NOT NULL,
          version INTEGER NOT NULL,
          payload BLOB NOT NULL,
          hash BLOB NOT NULL
        ) STRICT;
        CREATE INDEX dayEnds ON facts (position, wall) WHERE name = 'dayClosed';
        CREATE TABLE heads (
          epoch TEXT NOT NULL,
          sequence INTEGER NOT NULL,
          hash BLOB NOT NULL,
          wall INTEGER NOT NULL,
          signature BLOB NOT NULL,
          publicKey BLOB NOT NULL
        ) STRICT;
        """

    /// Opens or makes the file at `path`, with the one connection it may have.
    ///
    /// One connection because SQLite before 3.51.3 can lose commits when two of them write and
    /// checkpoint a write-ahead log at the same time.
    static func open(in directory: DataDirectory) throws -> DatabaseQueue {
        let path = directory.file(name)
        // Numbers that people hold would be given again.
        let mustBeThere = try directory.read(SigningKey.name) != nil
        guard !mustBeThere || DurableFiles.exists(path) else {
            throw JournalError.emptied(path: path)
        }
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            if try db.isNew() {
                guard !mustBeThere else { throw JournalError.emptied(path: path) }
                try create(db)
            }
            try check(db, path: path)
            try db.makeDurable()
        }
        return queue
    }

    /// Opens a copy nobody writes to, and leaves it as it is.
    static func openCopy(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { db in try check(db, path: path) }
        return queue
    }

    private static func check(_ db: Database, path: String) throws {
        try db.check(applicationID: applicationID, schema: schema, path: path)
    }

    private static func create(_ db: Database) throws {
        try db.inTransaction(.immediate) {
            try db.execute(sql: tables)
            try db.execute(
                sql: "INSERT INTO epochs VALUES (0, ?)", arguments: [hexadecimal(Sodium.random(7))])
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(schema)")
            return .commit
        }
    }
}

/// One unbroken life of the journal within its file.
struct Epoch {
    var id: EpochID
    /// The position of the last row before it.
    var base: Int64

    /// What stands for the hash before its first record.
    var genesis: [UInt8] {
        var fields = FieldBytes()
        fields.add("hallkeeper journal 1")
        fields.add(id.text)
        return fields.hash()
    }

    /// All epochs, oldest first.
    static func all(_ db: Database) throws -> [Epoch] {
        var epochs: [Epoch] = []
        try db.eachRow("SELECT epoch, base FROM epochs ORDER BY base") { row in
            epochs.append(Epoch(id: EpochID(row.text(0) ?? ""), base: row.integer(1)))
        }
        guard epochs.allSatisfy({ $0.base >= 0 }) else {
            throw JournalError.damaged(sequence: 0, check: .edited)
        }
        return epochs
    }
}
