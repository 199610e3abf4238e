// SPDX-License-Identifier: Apache-2.0

import Facts
import GRDB
import Machine

/// Looks whether a backup still is what was written.
enum BackupCheck {
    /// The last fact of a copied journal.
    struct Last {
        var epoch: EpochID
        var sequence: Int64
        /// Its hash, in hexadecimal.
        var head: String
        var date: CivilDate?
        /// Seconds the hall's zone was ahead of UTC.
        var utcOffset: Int
    }

    /// Verifies all of a copied journal, leaving it as it is, and gives its last fact.
    static func lastSound(
        of path: String, _ progress: (BackupProgress) -> Bool
    ) throws(BackupError) -> Last {
        do {
            let queue = try JournalFile.openCopy(path)
            defer { try? queue.close() }
            let reader = JournalReader(queue: queue, path: path)
            let all = try reader.access { db in
                try Int64.fetchOne(db, sql: "SELECT max(position) FROM facts") ?? 0
            }
            var verification = Verification()
            while !verification.isFinished {
                verification = try reader.verifySlice(after: verification, count: 5000)
                let percent = Int(verification.rows * 100 / max(1, all))
                guard progress(.checking(percent)) else { throw BackupError.stopped }
            }
            if let failure = verification.failure {
                throw BackupError.unsound(
                    path: path, sequence: failure.sequence, check: failure.check)
            }
            return try reader.access { db in try last(db) }
        } catch {
            throw BackupError(any: error, path: path)
        }
    }

    static func last(_ db: Database) throws -> Last {
        guard let epoch = try Epoch.all(db).last else {
            throw JournalError.damaged(sequence: 0, check: .missing)
        }
        var last = Last(
            epoch: epoch.id, sequence: 0, head: hexadecimal(epoch.genesis), utcOffset: 0)
        let sql = "SELECT \(StoredRecord.columns) FROM facts ORDER BY position DESC LIMIT 1"
        try db.eachRow(sql) { row in
            let record = StoredRecord(row)
            last = Last(
                epoch: record.epoch, sequence: record.sequence, head: hexadecimal(record.hash),
                date: record.date.flatMap { CivilDate($0) },
                utcOffset: record.moment.utcOffset)
        }
        return last
    }
}
