// SPDX-License-Identifier: Apache-2.0

/// Why there is no backup, or nothing was restored, for the person who has to mend it.
package enum BackupError: Error, Equatable, CustomStringConvertible {
    /// Something stands where the backup is to be.
    case exists(path: String)
    /// Another command is writing the same backup.
    case beingWritten(path: String)
    /// `needed` and `free` are bytes.
    case noRoom(path: String, needed: Int64, free: Int64)
    /// The directory backups are to be made in is not there.
    case noShelf(path: String)
    /// Asked to stop; nothing was left behind.
    case stopped
    /// The directory holds no backup.
    case noBackup(path: String, Lack)
    /// A later release wrote the backup; `found` and `known` are formats.
    case newer(path: String, found: Int, known: Int)
    /// A file of the backup is not what was written.
    case damaged(path: String)
    /// The journal in the copy does not verify.
    case unsound(path: String, sequence: Int64, check: JournalCheck)
    /// The directory has a journal, and nobody said that it may be replaced.
    case hasJournal(directory: String)
    /// That day's numbers of the block were used as far as the backup knows.
    case blockUsed(block: Int, lastUsed: Int)
    case storage(JournalError)

    /// What a directory that is no backup lacks.
    package enum Lack: String, Sendable, CaseIterable {
        case noManifest
        /// Its manifest names files no backup has.
        case otherFiles
    }

    package var description: String {
        switch self {
        case .exists(let path):
            "\(path) exists already; name a directory that is not there yet"
        case .beingWritten(let path):
            "another command is writing \(path); wait for it, or name another directory"
        case .noRoom(let path, let needed, let free):
            "\(path) needs \(Self.megabytes(needed)) MB and its disk has "
                + "\(Self.megabytes(free)) MB; free space on it, or name a place on another disk"
        case .noShelf(let path):
            "\(path) is not there; plug in the disk it is on, or make the directory"
        case .stopped:
            "it was stopped before its end, and nothing of it was left behind; run it again"
        case .noBackup(let path, let lack):
            "\(path) is no backup (\(lack.rawValue)); name a directory that hallkeeper backup made"
        case .newer(let path, let found, let known):
            "\(path) has format \(found) and this release knows \(known); run a later release"
        case .damaged(let path):
            "\(path) is not what was backed up: it is damaged or gone; take another backup"
        case .unsound(let path, let sequence, let check):
            "\(path) cannot be trusted from fact \(sequence) on (\(check.rawValue): "
                + "\(check.sentence)); keep it and take an earlier backup"
        case .hasJournal(let directory):
            "\(directory) holds a journal already; name another directory, or say --replace to "
                + "put what is there aside"
        case .blockUsed(let block, let lastUsed):
            "block \(block) of the day's numbers may be in people's hands; say --block "
                + "\(lastUsed + 1) or more"
        case .storage(let error): "\(error)"
        }
    }

    static func megabytes(_ bytes: Int64) -> Int64 { (max(0, bytes) >> 20) + 1 }

    /// Any error from work on the files of a backup.
    package init(any error: any Error, path: String) {
        if let error = error as? BackupError {
            self = error
        } else {
            self = .storage(JournalError(any: error, path: path))
        }
    }
}
