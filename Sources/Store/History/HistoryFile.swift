// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Glibc

/// The database file of the history: opening it, and what is in it.
enum HistoryFile {
    /// "HKV1": says in the file's header whose it is.
    static let applicationID: Int32 = 0x484B_5631
    /// Another one is thrown away and made anew from the journal, so any change just counts it up.
    static let schema = 3
    static let name = "views.sqlite"

    // Moments of a ticket are milliseconds after its issue, and its last position counts from its
    // first, because small numbers take few bytes. What a ticket went through is not kept here: it
    // is read from the journal, between the two positions.
    private static let tables = """
        CREATE TABLE cursor (
          -- Of the last row of the journal that is in here.
          position INTEGER NOT NULL,
          hash BLOB NOT NULL,
          lastDayClosed INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE days (
          date INTEGER PRIMARY KEY,
          opened INTEGER NOT NULL,
          closedBefore INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE tickets (
          position INTEGER PRIMARY KEY,
          span INTEGER NOT NULL,
          ticket TEXT NOT NULL UNIQUE,
          date INTEGER NOT NULL,
          number TEXT NOT NULL,
          service TEXT NOT NULL,
          priority INTEGER NOT NULL,
          issuedAt INTEGER NOT NULL,
          firstCalled INTEGER,
          called INTEGER,
          started INTEGER,
          ended INTEGER,
          window TEXT,
          officer TEXT,
          outcome TEXT,
          waitSeconds INTEGER,
          serviceSeconds INTEGER,
          recalls INTEGER NOT NULL,
          holds INTEGER NOT NULL,
          transfers INTEGER NOT NULL,
          code TEXT,
          visit TEXT,
          caseNumber TEXT,
          -- 1 to 5; 0 for a question nobody answered.
          rating INTEGER
        ) STRICT;
        CREATE INDEX cases ON tickets (caseNumber) WHERE caseNumber IS NOT NULL;
        -- What services and windows were called from a position of the journal on.
        CREATE TABLE names (
          kind INTEGER NOT NULL,
          name TEXT NOT NULL,
          position INTEGER NOT NULL,
          told TEXT NOT NULL,
          PRIMARY KEY (kind, name, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tallies (
          date INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          name TEXT NOT NULL,
          hour INTEGER NOT NULL,
          issued INTEGER NOT NULL,
          called INTEGER NOT NULL,
          served INTEGER NOT NULL,
          noShow INTEGER NOT NULL,
          givenUp INTEGER NOT NULL,
          voided INTEGER NOT NULL,
          waitSeconds INTEGER NOT NULL,
          serviceSeconds INTEGER NOT NULL,
          waits BLOB NOT NULL,
          unanswered INTEGER NOT NULL,
          grade1 INTEGER NOT NULL,
          grade2 INTEGER NOT NULL,
          grade3 INTEGER NOT NULL,
          grade4 INTEGER NOT NULL,
          grade5 INTEGER NOT NULL,
          PRIMARY KEY (date, kind, name, hour)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sessions (
          date INTEGER NOT NULL,
          window TEXT NOT NULL,
          position INTEGER NOT NULL,
          officer TEXT NOT NULL,
          openedAt INTEGER NOT NULL,
          closedAt INTEGER,
          served INTEGER NOT NULL,
          noShow INTEGER NOT NULL,
          pauses TEXT,
          PRIMARY KEY (date, window, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX openSessions ON sessions (window) WHERE closedAt IS NULL;
        """

    /// Opens the file, or makes an empty one in place of a damaged one or of anything else:
    /// everything in it can be made anew from the journal.
    ///
    /// - Returns: the one connection, and whether the file is empty.
    /// - Throws: when the disk refuses or another program holds the file, which stays as it is.
    static func open(_ path: String) throws -> (queue: DatabaseQueue, isNew: Bool) {
        if let queue = try openSound(path) { return (queue, false) }
        try discard(path)
        let queue = try connect(path)
        try queue.write { db in
            try db.execute(sql: tables)
            try db.execute(sql: "INSERT INTO cursor VALUES (0, x'', 0)")
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(schema)")
        }
        return (queue, true)
    }

    private static func openSound(_ path: String) throws -> DatabaseQueue? {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
            !isDirectory.boolValue
        else { return nil }
        do {
            let queue = try connect(path)
            return try queue.read(isSound) ? queue : nil
        } catch let error as DatabaseError where error.isDamage {
            return nil
        }
    }

    /// Deletes the file with its log. Whoever has it open goes on with what nobody finds any more.
    static func discard(_ path: String) throws {
        for file in [path, path + "-wal", path + "-shm"]
        where FileManager.default.fileExists(atPath: file) {
            try FileManager.default.removeItem(atPath: file)
        }
    }

    /// One connection only, because SQLite before 3.51.3 can lose commits when two of them write
    /// and checkpoint a write-ahead log at the same time.
    private static func connect(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        // Sets synchronous=NORMAL too: a power cut may undo the last slices, together with the
        // cursor, and they are taken from the journal again.
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        chmod(path, S_IRUSR | S_IWUSR)
        return queue
    }

    private static func isSound(_ db: Database) throws -> Bool {
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == applicationID,
            try Int.fetchOne(db, sql: "PRAGMA user_version") == schema,
            try Int.fetchOne(db, sql: "SELECT count(*) FROM cursor") == 1
        else { return false }
        // A flipped byte reads as a number like any other; only this looks at every page.
        return try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok"
    }
}

extension DatabaseError {
    /// Whether what is in the file is wrong, so that only a new one helps: not so when the disk
    /// refuses or another program holds it, which passes.
    var isDamage: Bool {
        [
            .SQLITE_CORRUPT, .SQLITE_NOTADB,
            // Its tables are not ours, or their rows are not what we write.
            .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH,
        ].contains(resultCode)
    }
}
