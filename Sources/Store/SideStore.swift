// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
import GRDB
import Machine

/// Text about people, in `side.sqlite`, from where it can be erased: masked names, notes, comments.
///
/// A fact holds a `TextCommitment` in its place, from which nobody can guess the text once the salt
/// is gone with it. Safe to use from any thread; calls wait for the disk.
package final class SideStore: Sendable {
    /// What became of a text.
    package enum Kept: Sendable, Equatable {
        case present(String)
        /// When, in wall milliseconds, and under which rule.
        case erased(at: Int64, rule: String)
        /// Nobody kept a text of that name, or somebody took it away without saying so.
        case missing
    }

    static let name = "side.sqlite"
    /// "HKS1".
    private static let applicationID: Int32 = 0x484B_5331
    private static let schema = 1
    private static let saltLength = 24
    private static let tables = """
        CREATE TABLE texts (
          id TEXT PRIMARY KEY NOT NULL,
          kind TEXT NOT NULL,
          subject TEXT NOT NULL,
          -- Text and salt go together, and then the two after `date` say why.
          text TEXT,
          salt BLOB,
          wall INTEGER NOT NULL,
          date TEXT NOT NULL,
          erasedAt INTEGER,
          rule TEXT,
          -- Whether the journal says so too.
          recorded INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX textsByDate ON texts (kind, date) WHERE text IS NOT NULL;
        CREATE INDEX textsUnrecorded ON texts (rule) WHERE erasedAt IS NOT NULL AND NOT recorded;
        CREATE INDEX textsBySubject ON texts (subject);
        """

    let queue: DatabaseQueue
    private let path: String
    private let files: FilesInPlace

    /// Opens the file of the directory, or makes it.
    ///
    /// Throws `JournalError.foreign`, `.newer` or `.storage`.
    package init(in directory: DataDirectory) throws(JournalError) {
        path = directory.file(Self.name)
        do {
            queue = try Self.open(path)
        } catch {
            throw JournalError(any: error, path: path)
        }
        files = FilesInPlace(path)
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            // What is erased must not stay behind in free pages of the file.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            if try db.isNew() {
                try db.inTransaction(.immediate) {
                    try db.execute(sql: tables)
                    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                    try db.execute(sql: "PRAGMA user_version = \(schema)")
                    return .commit
                }
            }
            try db.check(applicationID: applicationID, schema: schema, path: path)
            try db.makeDurable()
        }
        return queue
    }

    func access<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
        try files.check()
        do {
            return try queue.writeWithoutTransaction(body)
        } catch {
            throw JournalError(any: error, path: path)
        }
    }
}

extension SideStore {
    /// Keeps a text; when this returns, the disk has it and a fact may speak of it.
    ///
    /// - Parameters:
    ///   - kind: `name`, `note`, `comment`; retention goes by it.
    ///   - subject: the ticket it belongs to.
    ///   - moment: now; its date in the hall's zone is what retention counts from.
    package func keep(
        _ text: String, kind: String, subject: TicketID, at moment: Moment
    ) throws(JournalError) -> TextCommitment {
        let id = hexadecimal(Sodium.random(10))
        let salt = Sodium.random(Self.saltLength)
        try access { db in
            try db.execute(
                sql: """
                    INSERT INTO texts (id, kind, subject, text, salt, wall, date)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, kind, subject.text, text, Data(salt), moment.wall,
                    moment.date.description,
                ])
        }
        return TextCommitment(
            text: id, kind: kind, digest: Self.digest(of: text, kind: kind, salt: salt))
    }

    /// What became of the text a commitment names.
    package func read(_ id: String) throws(JournalError) -> Kept {
        try access { db in try Self.row(of: id, db)?.kept ?? .missing }
    }

    /// What was ever kept about a ticket, by the names of the texts, with their kinds.
    package func texts(
        about subject: TicketID
    ) throws(JournalError) -> [(id: String, kind: String, kept: Kept)] {
        try access { db in
            let sql = "SELECT id, kind FROM texts WHERE subject = ? ORDER BY wall, id"
            return try Row.fetchAll(db, sql: sql, arguments: [subject.text]).map { row in
                let id: String = row["id"]
                return (id, row["kind"], try Self.row(of: id, db)?.kept ?? .missing)
            }
        }
    }

    /// Takes a text away whose fact was never recorded, without a trace.
    package func forget(_ id: String) throws(JournalError) {
        try access { db in
            try db.execute(sql: "DELETE FROM texts WHERE id = ?", arguments: [id])
            try Self.emptyLog(db)
        }
    }

    /// The log would keep what was erased until it is written over.
    static func emptyLog(_ db: Database) throws {
        try db.checkpoint(.truncate)
    }

    /// The hash a fact holds: over salt, kind and text, laid out as the fields of a record are.
    private static func digest(of text: String, kind: String, salt: [UInt8]) -> String {
        var fields = FieldBytes()
        fields.add("hallkeeper text 1")
        fields.add(blob: salt)
        fields.add(kind)
        fields.add(text)
        return hexadecimal(fields.hash())
    }

    private struct Found {
        var kept: Kept
        var salt: [UInt8]
    }

    private static func row(of id: String, _ db: Database) throws -> Found? {
        let sql = "SELECT text, salt, erasedAt, rule FROM texts WHERE id = ?"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [id]) else { return nil }
        // Whatever a tampered file holds there must not stop the program.
        let text = String.fromDatabaseValue(row["text"])
        let salt = Data.fromDatabaseValue(row["salt"]).map(Array.init) ?? []
        if let text { return Found(kept: .present(text), salt: salt) }
        guard let at = Int64.fromDatabaseValue(row["erasedAt"]),
            let rule = String.fromDatabaseValue(row["rule"])
        else { return nil }
        return Found(kept: .erased(at: at, rule: rule), salt: [])
    }
}

extension SideStore {
    /// Folds everything into one file and closes it.
    func settle() throws(JournalError) { try queue.settle(path) }

    /// Asks how SQLite is set on the one connection there is, such as `synchronous`.
    package func pragma(_ name: String) throws(JournalError) -> String? {
        try access { db in try String.fetchOne(db, sql: "PRAGMA \(name)") }
    }

    /// Compares commitments with what is kept.
    func audit(
        _ commitments: [TextCommitment], into audit: inout TextAudit
    ) throws(JournalError) {
        guard !commitments.isEmpty else { return }
        var next = audit
        try access { db in
            for commitment in commitments {
                guard let found = try Self.row(of: commitment.text, db) else {
                    next.note(missing: commitment.text)
                    continue
                }
                switch found.kept {
                case .present(let text):
                    let digest = Self.digest(of: text, kind: commitment.kind, salt: found.salt)
                    next.note(commitment.text, matches: digest == commitment.digest)
                case .erased(_, let rule): next.note(commitment.text, erasedUnder: rule)
                case .missing: next.note(missing: commitment.text)
                }
            }
        }
        audit = next
    }
}
