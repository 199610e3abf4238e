// SPDX-License-Identifier: Apache-2.0

import Facts
import GRDB
import Glibc
import Machine

/// A backup's files beside the places they are meant for, while the journal gets its new epoch.
struct RestoredCopy {
    static let scratch = "restoring"

    private let directory: DataDirectory
    private let manifest: BackupManifest
    private let notes: RestoreNotes

    /// Copies all files; what an earlier attempt left is thrown away.
    init(
        of backup: String, _ manifest: BackupManifest, in data: DataDirectory,
        _ step: (Restore.Step) -> Void
    ) throws {
        Self.clear(in: data)
        directory = try DataDirectory(data.file(Self.scratch))
        self.manifest = manifest
        notes = RestoreNotes(in: backup)
        for (name, digest) in manifest.files.sorted(by: { $0.key < $1.key }) {
            let copied = try DurableFiles.copy(backup + "/" + name, to: directory.file(name))
            guard copied == digest else { throw BackupError.damaged(path: backup + "/" + name) }
            step(.copied(name))
        }
    }

    static func clear(in data: DataDirectory) {
        Backup.clear(data.file(scratch))
    }

    /// Begins a new epoch in the copied journal, whose first fact says where it came from.
    func begin(by occasion: Occasion, block: Int?) throws -> Restore.Outcome {
        let journal = try Journal<HallFact>(in: directory)
        let last = try journal.reader.access { db in try BackupCheck.last(db) }
        let moment = occasion.moment
        // A machine whose clock has lost its battery must not lead the hall into the past.
        let date = max(moment.date, last.date ?? moment.date)
        let (structure, lastUsed) = try known(journal, on: date)
        let block = block ?? lastUsed + 1
        guard block > lastUsed else {
            throw BackupError.blockUsed(block: block, lastUsed: lastUsed)
        }
        let restored = JournalRestored(
            fromEpoch: last.epoch, fromSequence: last.sequence, backedUpAt: manifest.wall,
            date: date, block: block)
        try journal.beginEpoch()
        try journal.append(.journalRestored(restored), by: occasion)
        if DurableFiles.exists(directory.file(BackupManifest.side)) {
            // Copied after the journal, it may know of erasures the journal does not.
            let side = try SideStore(in: directory)
            try side.forgetRecorded(since: manifest.wall)
            try side.settle()
        }
        try journal.settle()
        return Restore.Outcome(
            epoch: journal.epoch, restored: restored,
            isNoted: notes.note(block, on: date), structure: structure)
    }

    /// The configuration in force, and the last block the day's numbers were given from.
    private func known(
        _ journal: Journal<HallFact>, on date: CivilDate
    ) throws -> (HallStructure?, Int) {
        var structure: HallStructure?
        try journal.replay(try journal.load()) { record in
            switch record.fact {
            case .dayClosed(let closed): structure = closed.configuration?.structure
            case .configurationApplied(let applied): structure = applied.structure
            default: break
            }
        }
        var lastUsed = notes.lastUsed(on: date)
        for record in try journal.reader.records(named: JournalRestored.name) {
            guard case .journalRestored(let earlier) = try record.recorded(as: HallFact.self).fact,
                earlier.date == date
            else { continue }
            lastUsed = max(lastUsed, earlier.block)
        }
        // Notes are a file anybody may edit.
        return (structure, min(max(0, lastUsed), Restore.highestBlock))
    }
}

extension JournalReader {
    /// All rows of one name, for the rare kinds of facts.
    fileprivate func records(named name: String) throws(JournalError) -> [StoredRecord] {
        try access { db in
            var records: [StoredRecord] = []
            let sql = "SELECT \(StoredRecord.columns) FROM facts WHERE name = '\(name)'"
            try db.eachRow(sql) { row in records.append(StoredRecord(row)) }
            return records
        }
    }
}

extension Journal {
    /// Begins a new epoch after the last row.
    fileprivate func beginEpoch() throws(JournalError) {
        try reader.access { db in
            // In a journal without facts the new epoch takes the old one's place.
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO epochs
                    VALUES ((SELECT coalesce(max(position), 0) FROM facts), ?)
                    """,
                arguments: [hexadecimal(Sodium.random(7))])
        }
        _ = try load()
    }

    /// Folds the write-ahead log into the file and closes it, so that it can be moved alone.
    fileprivate func settle() throws(JournalError) {
        try reader.queue.settle(reader.path)
    }
}
