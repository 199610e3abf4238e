// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
import Glibc

/// `access.sqlite`: accounts and sessions. The only connection to its file.
struct AccessStore: Sendable {
    private let database: DatabaseQueue

    init(path: String) throws {
        var configuration = Configuration()
        configuration.journalMode = .wal
        // The last owner of the file may still be closing it.
        configuration.busyMode = .timeout(5)
        database = try DatabaseQueue(path: path, configuration: configuration)
        chmod(path, S_IRUSR | S_IWUSR)
        // GRDB sets NORMAL when it opens WAL; a sign-out must survive a power cut.
        let level = try database.writeWithoutTransaction { database -> Int? in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(database, sql: "PRAGMA synchronous")
        }
        guard level == 2 else { throw AccessError.notDurable }
        var migrator = DatabaseMigrator()
        migrator.registerMigration("accounts and sessions") { database in
            try database.execute(
                sql: """
                    CREATE TABLE account (
                        name TEXT PRIMARY KEY NOT NULL, password TEXT NOT NULL,
                        role TEXT NOT NULL, subject TEXT
                    ) STRICT;
                    CREATE TABLE session (
                        digest BLOB PRIMARY KEY NOT NULL,
                        account TEXT NOT NULL REFERENCES account(name) ON DELETE CASCADE,
                        startedAt INTEGER NOT NULL, seenAt INTEGER NOT NULL
                    ) STRICT;
                    """)
        }
        try migrator.migrate(database)
    }

    /// The account and its password hash.
    func account(named name: String) throws -> (Account, password: String)? {
        try database.read { database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM account WHERE name = ?", arguments: [name]),
                let account = Account(row: row)
            else { return nil }
            return (account, row["password"])
        }
    }

    func accounts() throws -> [Account] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM account ORDER BY name")
                .compactMap(Account.init(row:))
        }
    }

    /// How many had a name that was free; the others are left out.
    func insert(_ accounts: [Account], password: String) throws -> Int {
        try database.write { database in
            var count = 0
            for account in accounts {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO account VALUES (?, ?, ?, ?)",
                    arguments: [account.name, password, account.role.rawValue, account.subject])
                count += database.changesCount
            }
            return count
        }
    }

    /// `false` when there is no such account.
    func setPassword(_ password: String, of name: String) throws -> Bool {
        try database.write { database in
            try database.execute(
                sql: "UPDATE account SET password = ? WHERE name = ?",
                arguments: [password, name])
            return database.changesCount == 1
        }
    }

    /// Its sessions go with it. `false` when there is no such account.
    func deleteAccount(named name: String) throws -> Bool {
        try database.write { database in
            try database.execute(sql: "DELETE FROM account WHERE name = ?", arguments: [name])
            return database.changesCount == 1
        }
    }

    func sessions() throws -> [[UInt8]: Session] {
        try database.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT * FROM session JOIN account ON account.name = session.account")
            var sessions: [[UInt8]: Session] = [:]
            for row in rows {
                guard let account = Account(row: row) else { continue }
                let digest: [UInt8] = Array(row["digest"] as Data)
                sessions[digest] = Session(
                    account: account, startedAt: row["startedAt"], seenAt: row["seenAt"])
            }
            return sessions
        }
    }

    func insert(_ session: Session, digest: [UInt8]) throws {
        try database.write { database in
            try database.execute(
                sql: "INSERT INTO session VALUES (?, ?, ?, ?)",
                arguments: [
                    Data(digest), session.account.name, session.startedAt, session.seenAt,
                ])
        }
    }

    func setSeen(_ digest: [UInt8], at time: Int64) throws {
        try database.write { database in
            try database.execute(
                sql: "UPDATE session SET seenAt = ? WHERE digest = ?",
                arguments: [time, Data(digest)])
        }
    }

    func deleteSessions(_ digests: [[UInt8]]) throws {
        try database.write { database in
            for digest in digests {
                try database.execute(
                    sql: "DELETE FROM session WHERE digest = ?", arguments: [Data(digest)])
            }
        }
    }
}

extension AccessStore {
    /// Writes the accounts to a file that is made for it. Sessions stay behind: one that was ended
    /// since must not come back with the copy.
    func copy(to path: String) throws {
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "VACUUM INTO ?", arguments: [path])
        }
        let copy = try DatabaseQueue(path: path)
        try copy.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA secure_delete = ON; DELETE FROM session")
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
        }
        try copy.close()
        chmod(path, S_IRUSR | S_IWUSR)
    }
}

extension Account {
    /// `nil` for a role of a later release.
    fileprivate init?(row: Row) {
        guard let role = Role(rawValue: row["role"]) else { return nil }
        self.init(name: row["name"], role: role, subject: row["subject"])
    }
}
