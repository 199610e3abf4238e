// SPDX-License-Identifier: Apache-2.0

package import Facts
import GRDB

/// Reads the journal from any thread, a slice at a time.
///
/// It shares the journal's one connection, so a commit waits for the slice that is being read and
/// no longer: slices of up to a thousand rows take a few milliseconds.
package struct JournalReader: Sendable {
    let queue: DatabaseQueue
    let path: String

    /// Opens the journal of a controller that is stopped; whoever holds the directory may.
    package static func open(in directory: DataDirectory) throws(JournalError) -> JournalReader {
        let path = directory.file(JournalFile.name)
        do {
            return JournalReader(queue: try JournalFile.open(in: directory), path: path)
        } catch {
            throw JournalError(any: error, path: path)
        }
    }

    /// Opens the journal in a backup's directory and leaves it as it is.
    package static func openBackup(_ directory: String) throws(JournalError) -> JournalReader {
        let path = directory + "/" + JournalFile.name
        do {
            return JournalReader(queue: try JournalFile.openCopy(path), path: path)
        } catch {
            throw JournalError(any: error, path: path)
        }
    }

    /// The rows after a sequence, at most `limit`, as they are stored.
    ///
    /// - Parameter epoch: whose sequence is meant; the current one if nil. An epoch the journal
    ///   does not know gives no rows.
    package func records(
        after sequence: Int64, limit: Int, epoch: EpochID? = nil
    ) throws(JournalError) -> [StoredRecord] {
        try access { db in
            let epochs = try Epoch.all(db)
            guard let index = epochs.lastIndex(where: { epoch == nil || $0.id == epoch })
            else { return [] }
            let base = epochs[index].base
            let last = index + 1 < epochs.count ? epochs[index + 1].base : Int64.max
            var records: [StoredRecord] = []
            let sql = """
                SELECT \(StoredRecord.columns) FROM facts
                WHERE position > ? AND position <= ? ORDER BY position LIMIT ?
                """
            // A client's number must not overflow: past the end there is nothing either way.
            let (after, overflow) = base.addingReportingOverflow(max(0, sequence))
            guard !overflow else { return [] }
            try db.eachRow(sql, [after, last, Int64(max(0, limit))]) { row in
                records.append(StoredRecord(row))
            }
            return records
        }
    }

    /// Runs `body` on the connection, and says what failed as the journal's own error.
    func access<Result>(
        _ body: (Database) throws -> Result
    ) throws(JournalError) -> Result {
        do {
            return try queue.writeWithoutTransaction(body)
        } catch {
            throw JournalError(any: error, path: path)
        }
    }
}

extension JournalReader {
    /// Asks how SQLite is set on the one connection there is, such as `synchronous`, or sets it:
    /// `max_page_count = 10`.
    package func pragma(_ name: String) throws(JournalError) -> String? {
        try access { db in try String.fetchOne(db, sql: "PRAGMA \(name)") }
    }
}
