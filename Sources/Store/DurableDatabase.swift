// SPDX-License-Identifier: Apache-2.0

import GRDB

/// What all files of this room have in common.
extension Database {
    /// Whether nobody has put anything into the file yet.
    func isNew() throws -> Bool {
        try Int.fetchOne(self, sql: "PRAGMA application_id") == 0
            && Int.fetchOne(self, sql: "PRAGMA user_version") == 0
            && Int.fetchOne(self, sql: "SELECT count(*) FROM sqlite_master") == 0
    }

    /// Throws `JournalError.foreign` for another program's file and `.newer` for a later release's.
    func check(applicationID: Int32, schema: Int, path: String) throws {
        let application = try Int32.fetchOne(self, sql: "PRAGMA application_id")
        guard application == applicationID else { throw JournalError.foreign(path: path) }
        let found = try Int.fetchOne(self, sql: "PRAGMA user_version") ?? 0
        guard found <= schema else {
            throw JournalError.newer(path: path, found: found, known: schema)
        }
    }

    /// From here on a commit returns only when the disk has it.
    func makeDurable() throws {
        // GRDB would set synchronous=NORMAL if it were told of the write-ahead log.
        try execute(sql: "PRAGMA journal_mode = WAL")
        try execute(sql: "PRAGMA synchronous = FULL")
        guard try Int.fetchOne(self, sql: "PRAGMA synchronous") == 2 else {
            throw JournalError.storage(
                code: 0, message: "SQLite does not take synchronous=FULL",
                mend: Mend(.otherLibrary, ""))
        }
    }
}

extension DatabaseQueue {
    /// Folds the write-ahead log into the file at `path`, closes it and makes it last, so that it
    /// can be moved alone.
    func settle(_ path: String) throws(JournalError) {
        do {
            try writeWithoutTransaction { db in
                _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
            }
            try close()
        } catch {
            throw JournalError(any: error, path: path)
        }
        try DurableFiles.sync(path)
    }
}
