// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import GRDB
import Machine

/// How far the history has followed the journal.
package struct HistoryProgress: Sendable, Equatable {
    /// Facts that are in the history.
    package var done: Int64 = 0
    /// Facts in the journal.
    package var of: Int64 = 0

    package init() {}
}

/// `views.sqlite`: what happened on every day, made from the journal and nothing else.
///
/// A file that is missing, damaged, of another schema or of another journal is thrown away and
/// made anew. Used by one queue alone.
package final class History {
    /// How many facts one slice takes at most. In a large hall each slice writes hundreds of
    /// counts and sessions anew, however few facts it has.
    package static let slice = 2000
    /// How many are read at once: few enough that a commit waiting for the journal's connection is
    /// not held up for more than some milliseconds.
    private static let reading = 500

    private let path: String
    /// Nil once closed, so that nothing keeps the journal's file open.
    private var reader: JournalReader?
    private let decoder = JSONDecoder()
    private var open: DatabaseQueue?
    package private(set) var progress = HistoryProgress()
    /// How often the file was made anew since the program started.
    package private(set) var rebuilds = 0

    package init(in directory: DataDirectory, following reader: JournalReader) {
        path = directory.file(HistoryFile.name)
        self.reader = reader
    }

    /// Takes in the next slice of the journal.
    ///
    /// - Returns: whether there is more.
    /// - Throws: when the journal can't be read, the disk refuses or another program holds the
    ///   file; then nothing of the slice was taken in, and it may be tried again.
    package func advance(limit: Int = History.slice) throws -> Bool {
        let cursor = try read { db in try Cursor(db) }
        guard let reader else { throw CancellationError() }
        guard let slice = try Self.slice(after: cursor, limit: limit, from: reader) else {
            // The journal is not the one that was followed: it was restored, or replaced.
            try discard()
            progress = HistoryProgress()
            return true
        }
        if let last = slice.records.last {
            try access { queue in
                try queue.write { db in try take(slice.records, upTo: last, after: cursor, db) }
            }
        }
        progress.done = slice.records.last?.position ?? cursor.position
        progress.of = slice.end
        return progress.done < progress.of
    }

    private static func slice(
        after cursor: Cursor, limit: Int, from reader: JournalReader
    ) throws -> (records: [StoredRecord], end: Int64)? {
        var slice = try reader.slice(after: cursor, limit: min(limit, reading))
        while let last = slice?.records.last, let count = slice?.records.count, count < limit {
            let read = Cursor(position: last.position, hash: last.hash, lastDayClosed: 0)
            // What is not the journal that was followed any more is found out by the next slice.
            guard let more = try reader.slice(after: read, limit: min(limit - count, reading)),
                !more.records.isEmpty
            else { break }
            slice?.records += more.records
            slice?.end = more.end
        }
        return slice
    }

    /// When the whole hall was paused on a day, from the journal, since it is seldom.
    package func hallPauses(on day: HistoryDay) throws -> [WindowSession.Pause] {
        guard let reader else { throw CancellationError() }
        let records = try reader.records(
            named: [DayClosed.name, DayOpened.name, HallPaused.name, HallResumed.name],
            from: max(1, day.closedBefore), through: end(of: day))
        var pauses = HallPauses()
        for record in records {
            let recorded = try record.recorded(as: HallFact.self, decoder: decoder)
            pauses.take(recorded.fact, at: recorded.envelope.moment.wall)
        }
        return pauses.told
    }

    /// Lets go of both files for good; whoever asks later gets an error.
    package func close() {
        reader = nil
        try? open?.close()
        open = nil
    }

    /// Runs `body` on the file.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try access { queue in try queue.read(body) }
    }

    private func access<Result>(_ body: (DatabaseQueue) throws -> Result) throws -> Result {
        do {
            return try body(database())
        } catch let error as DatabaseError where error.isDamage {
            try discard()
            throw error
        }
    }

    private func database() throws -> DatabaseQueue {
        if let open { return open }
        guard reader != nil else { throw CancellationError() }
        let (queue, isNew) = try HistoryFile.open(path)
        if isNew { rebuilds += 1 }
        open = queue
        return queue
    }

    private func discard() throws {
        try? open?.close()
        open = nil
        try HistoryFile.discard(path)
    }

    /// Rows and cursor in one transaction: after a kill, none or all of the slice is in.
    private func take(
        _ records: [StoredRecord], upTo last: StoredRecord, after cursor: Cursor, _ db: Database
    ) throws {
        var page = HistoryPage(db, lastDayClosed: cursor.lastDayClosed)
        for record in records {
            // A fact that can't be read has no place in the history, and the journal's own check
            // says what is wrong with it.
            guard !Self.passedBy.contains(record.name),
                let recorded = try? record.recorded(as: HallFact.self, decoder: decoder)
            else { continue }
            try page.take(recorded.fact, recorded.envelope, at: record.position)
        }
        try db.write(page)
        let next = Cursor(
            position: last.position, hash: last.hash, lastDayClosed: page.lastDayClosed)
        try next.write(db)
    }

    /// Facts that change nothing here and need not even be decoded.
    private static let passedBy: Set<String> = [
        ControllerStarted.name, PrintStarted.name, PrintOutcome.name, DeviceChanged.name,
    ]
}

/// How far the journal has been followed: written in the same transaction as the rows.
struct Cursor {
    var position: Int64
    /// Of the row at `position`, to know the journal again; empty before the first.
    var hash: [UInt8]
    var lastDayClosed: Int64

    init(position: Int64, hash: [UInt8], lastDayClosed: Int64) {
        self.position = position
        self.hash = hash
        self.lastDayClosed = lastDayClosed
    }

    init(_ db: Database) throws {
        let rows = try db.rows("SELECT * FROM cursor", []) { row in
            Cursor(
                position: row.integer(0), hash: row.blob(1), lastDayClosed: row.integer(2))
        }
        guard let row = rows.first else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        self = row
    }

    func write(_ db: Database) throws {
        try db.execute(
            sql: "UPDATE cursor SET position = ?, hash = ?, lastDayClosed = ?",
            arguments: [position, Data(hash), lastDayClosed])
    }
}

extension JournalReader {
    /// The rows after a cursor, and the position of the last row there is; nil when the row at the
    /// cursor is not the one it names.
    func slice(
        after cursor: Cursor, limit: Int
    ) throws(JournalError) -> (records: [StoredRecord], end: Int64)? {
        try access { db in
            var records: [StoredRecord] = []
            let sql = """
                SELECT \(StoredRecord.columns) FROM facts
                WHERE position >= ? ORDER BY position LIMIT ?
                """
            let known: Int64 = cursor.position > 0 ? 1 : 0
            try db.eachRow(sql, [cursor.position, Int64(limit) + known]) { row in
                records.append(StoredRecord(row))
            }
            if known > 0 {
                guard let last = records.first, last.position == cursor.position,
                    last.hash == cursor.hash
                else { return nil }
                records.removeFirst()
            }
            let end = try Int64.fetchOne(db, sql: "SELECT max(position) FROM facts")
            return (records, end ?? 0)
        }
    }
}
