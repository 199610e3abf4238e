// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
import GRDB
import GRDBSQLite

/// The durable record of all facts of one aggregate: a SQLite file in which every fact carries the
/// hash of the one before.
///
/// Owned by one thread, the engine's; everybody else reads through `reader`. When a call that
/// writes has thrown, the owner throws its engine away and loads again.
package final class Journal<Fact: FactVocabulary> {
    /// The row the next one is written after.
    private struct Tail {
        var epoch: Epoch
        var sequence: Int64 = 0
        var hash: [UInt8]
    }

    /// Reads the same file, from any thread.
    package let reader: JournalReader
    /// Keeps the directory locked for as long as the file is open.
    private let directory: DataDirectory
    private let files: FilesInPlace
    private var writer = RecordWriter()
    private var tail: Tail
    private var signingKey: SigningKey?

    /// Opens `journal.sqlite` in the directory, or makes it with a new random epoch.
    ///
    /// Throws `JournalError.foreign` for another program's file, `.newer` for a later release's,
    /// `.emptied` when there was a journal before and `.storage` when the disk or the file's
    /// permissions refuse.
    package init(in directory: DataDirectory) throws(JournalError) {
        self.directory = directory
        reader = try JournalReader.open(in: directory)
        tail = try reader.access { db in try Self.tail(db) }
        // Only now, since the first read makes the write-ahead log.
        files = FilesInPlace(directory.file("journal.sqlite"))
        // Before the first fact, so that a journal lost later is not taken for a first start.
        if tail.sequence == 0 { _ = try key() }
    }

    /// The current epoch.
    package var epoch: EpochID { tail.epoch.id }

    /// The sequence of the last fact committed; 0 when the epoch has none.
    package var sequence: Int64 { tail.sequence }

    private static func tail(_ db: Database) throws -> Tail {
        guard let epoch = try Epoch.all(db).last else {
            throw JournalError.damaged(sequence: 0, check: .missing)
        }
        var tail = Tail(epoch: epoch, hash: epoch.genesis)
        let sql = "SELECT \(StoredRecord.columns) FROM facts ORDER BY position DESC LIMIT 1"
        try db.eachRow(sql) { row in
            let last = StoredRecord(row)
            guard last.position > epoch.base else { return }
            tail.sequence = last.sequence
            tail.hash = last.hash
        }
        return tail
    }
}

// MARK: - Writing

extension Journal {
    /// Writes all records or none, and returns only when the disk has them.
    ///
    /// Throws `JournalError.storage` when the disk or database refuses; then nothing of the batch
    /// is in the journal, and whoever decided the batch must load again.
    package func commit(_ records: [Recorded<Fact>]) throws(JournalError) {
        guard !records.isEmpty else { return }
        try files.check()
        var next = tail
        try reader.access { db in
            try db.run("BEGIN IMMEDIATE")
            do {
                let statement = try db.cachedStatement(sql: StoredRecord.insertion).sqliteStatement
                for record in records {
                    try insert(
                        record.fact.payload, in: record.envelope, after: &next, statement, db)
                }
                try db.run("COMMIT")
            } catch {
                // SQLite may have rolled back by itself; then there is nothing left to undo.
                if db.isInsideTransaction { try? db.run("ROLLBACK") }
                throw error
            }
        }
        tail = next
    }

    /// Asks for as much room as a batch may need and gives it back, to learn whether the disk takes
    /// writes again.
    package func probe() throws(JournalError) {
        try files.check()
        try reader.access { db in
            try db.inTransaction(.immediate) {
                try db.execute(
                    sql: """
                        CREATE TABLE probe (bytes BLOB);
                        INSERT INTO probe VALUES (zeroblob(65536));
                        DROP TABLE probe;
                        """)
                return .commit
            }
        }
    }

    private func insert(
        _ payload: any FactPayload, in envelope: Envelope, after tail: inout Tail,
        _ statement: OpaquePointer, _ db: Database
    ) throws {
        let sequence = envelope.sequence
        guard sequence == tail.sequence &+ 1, envelope.epoch == tail.epoch.id else {
            throw JournalError.outOfOrder(expected: tail.sequence &+ 1, found: sequence)
        }
        defer { sqlite3_reset(statement) }
        let position = tail.epoch.base &+ sequence
        guard
            let hash = try writer.insert(
                payload, in: envelope, at: position, after: tail.hash, with: statement)
        else { throw db.lastError }
        tail.sequence = sequence
        tail.hash = hash
    }
}

extension Journal {
    /// Signs the last fact committed and keeps the head in the journal; `wall` is now, in
    /// milliseconds since 1970.
    ///
    /// Gives the last head again when nothing was committed since, and nil when the epoch has no
    /// fact. A failure leaves the facts as they are.
    package func signHead(at wall: Int64) throws(JournalError) -> SignedHead? {
        guard tail.sequence > 0 else { return nil }
        if let last = try reader.lastHead(), last.epoch == epoch, last.sequence == sequence {
            return last
        }
        let key = try key()
        let head = SignedHead(
            epoch: epoch, sequence: sequence, hash: tail.hash, wall: wall, key: key)
        try reader.access { db in try head.insert(db) }
        return head
    }

    private func key() throws(JournalError) -> SigningKey {
        if let signingKey { return signingKey }
        let key = try SigningKey(in: directory)
        signingKey = key
        return key
    }
}

// MARK: - Loading

extension Journal {
    /// Finds the last end of a day, from which the state is made anew, and takes up writing after
    /// the last row there is.
    package func load() throws(JournalError) -> Opened {
        let (tail, opened) = try reader.access { db in
            let tail = try Self.tail(db)
            return (tail, try Opened(db, in: tail.epoch))
        }
        self.tail = tail
        return opened
    }

    /// `JournalReader.replay` in this journal's words.
    package func replay(
        _ opened: Opened, _ take: (Recorded<Fact>) -> Void
    ) throws(JournalError) {
        try reader.replay(opened, as: Fact.self, take)
    }

    /// `JournalReader.recentlyAnswered` in this journal's words.
    package func recentlyAnswered(
        sinceWall: Int64, before opened: Opened
    ) throws(JournalError) -> [Recorded<Fact>] {
        try reader.recentlyAnswered(sinceWall: sinceWall, before: opened, as: Fact.self)
    }
}
