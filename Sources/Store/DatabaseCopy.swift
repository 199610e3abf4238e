// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// Copies a database that is in use, a slice of pages at a time.
///
/// It reads through the one connection the database has, so that what is committed between two
/// slices is carried into the copy by SQLite itself, and so that whoever commits waits for one
/// slice at most.
struct DatabaseCopy {
    /// 400 KiB with the usual pages: under a millisecond on the slowest machine we know.
    static let pagesPerSlice: CInt = 100
    /// After so many slices the copy is sent to its disk, while nobody waits: a slow stick must not
    /// make the next slice, or a sync of the journal, wait for all of it at once.
    private static let slicesPerSync = 16

    private let queue: DatabaseQueue
    private let path: String
    private let target: OpaquePointer

    /// Copies to a file that is made for it; it ends as one file, without a write-ahead log.
    ///
    /// - Parameter between: hears after each slice how many pages are copied, of how many. The
    ///   connection is free while it runs; if it throws, the copy is given up.
    static func make(
        of queue: DatabaseQueue, at path: String,
        between: (_ done: Int, _ of: Int) throws -> Void
    ) throws {
        do {
            var handle: OpaquePointer?
            let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
            let opened = sqlite3_open_v2(path, &handle, flags, nil)
            guard let handle, opened == SQLITE_OK else {
                sqlite3_close(handle)
                throw DatabaseError(resultCode: ResultCode(rawValue: opened))
            }
            defer { sqlite3_close(handle) }
            // A copy that was cut off is thrown away, so it needs no care until it is whole.
            sqlite3_exec(handle, "PRAGMA synchronous = OFF", nil, nil, nil)
            try DatabaseCopy(queue: queue, path: path, target: handle).run(between)
        } catch let error as DatabaseError {
            throw JournalError(error, path: path)
        }
        // It has write-ahead logging from its source.
        try DatabaseQueue(path: path).settle(path)
    }

    private func run(_ between: (Int, Int) throws -> Void) throws {
        let backup = try queue.writeWithoutTransaction { db in
            guard let backup = sqlite3_backup_init(target, "main", db.sqliteConnection, "main")
            else { throw failure(sqlite3_extended_errcode(target)) }
            return backup
        }
        // It hangs on the source's connection, where nobody else may be at work meanwhile.
        defer { queue.writeWithoutTransaction { _ in _ = sqlite3_backup_finish(backup) } }
        var slices = 0
        while true {
            let (result, left, all) = queue.writeWithoutTransaction { _ in
                let result = sqlite3_backup_step(backup, Self.pagesPerSlice)
                return (
                    result, Int(sqlite3_backup_remaining(backup)),
                    Int(sqlite3_backup_pagecount(backup))
                )
            }
            guard result == SQLITE_OK || result == SQLITE_DONE else { throw failure(result) }
            try between(all - left, all)
            if result == SQLITE_DONE { return }
            slices += 1
            // This lets go of SQLite's locks on the copy, which nobody else opens.
            if slices.isMultiple(of: Self.slicesPerSync) { try DurableFiles.sync(path) }
        }
    }

    private func failure(_ code: CInt) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: sqlite3_errstr(code).map { String(cString: $0) })
    }
}
