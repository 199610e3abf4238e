// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// Why the journal could not do what was asked, for the person who has to mend it.
package enum JournalError: Error, Equatable, CustomStringConvertible {
    /// Another process holds the data directory.
    case inUse(directory: String)
    /// The file is no journal of this program's.
    case foreign(path: String)
    /// The file is empty or gone, though the directory had a journal before.
    case emptied(path: String)
    /// The file was written by a later release; `found` and `known` are schema versions.
    case newer(path: String, found: Int, known: Int)
    /// The disk or the database refused. Nothing of the batch was written; `code` is SQLite's
    /// extended result code or, for a directory or key file, the system's error number.
    case storage(code: Int, message: String, mend: Mend)
    /// What is stored is not what was written.
    case damaged(sequence: Int64, check: JournalCheck)
    /// A fact that this release does not know: a later release wrote it.
    case unknownFact(sequence: Int64, name: String, version: Int)
    /// The chain holds, yet the payload cannot be read.
    case undecodable(sequence: Int64, name: String, reason: String)
    /// A fact that cannot be written as JSON, such as one with an infinite number.
    case unencodable(sequence: Int64, reason: String)
    /// A batch does not continue the journal; nothing of it was written.
    case outOfOrder(expected: Int64, found: Int64)

    package var description: String {
        switch self {
        case .inUse(let directory):
            "\(directory) is in use by another process; stop that one first, or give this one "
                + "another data directory"
        case .foreign(let path):
            "\(path) is not a journal of this program; move it away or name another directory"
        case .emptied(let path):
            "\(path) is empty or gone, though facts were recorded here before; restore the last "
                + "backup, or, to begin again with the first number, move \(SigningKey.name) away"
        case .newer(let path, let found, let known):
            "\(path) has schema \(found) and this release knows \(known); run a later release"
        case .storage(let code, let message, let mend):
            "storage refused: \(message) (\(code)); \(mend)"
        case .damaged(let sequence, let check):
            "the journal is damaged at fact \(sequence): \(check.sentence); keep a copy of it "
                + "and restore the last backup"
        case .unknownFact(let sequence, let name, let version):
            "fact \(sequence) is \(name) version \(version), which this release does not know; "
                + "run the release that wrote it or a later one"
        case .undecodable(let sequence, let name, let reason):
            "fact \(sequence) (\(name)) cannot be read: \(reason); run the release that wrote it"
        case .unencodable(let sequence, let reason):
            "fact \(sequence) cannot be written: \(reason)"
        case .outOfOrder(let expected, let found):
            "fact \(found) was handed in where \(expected) is next; load the journal again"
        }
    }
}

/// What to do so that the disk takes what it refused.
package struct Mend: Sendable, Equatable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case freeSpace, makeWritable, checkDisk, closeOther, restoreBackup, look
        case putBackFile, putBackKey, otherLibrary, shorterPath
    }

    package let kind: Kind
    /// What it is done to.
    package let path: String

    package init(_ kind: Kind, _ path: String) {
        self.kind = kind
        self.path = path
    }

    package var description: String {
        switch kind {
        case .freeSpace: "free space on the disk that holds \(path)"
        case .makeWritable:
            "make \(path) and its directory writable for this user, on a disk that has room"
        case .checkDisk: "check the disk that holds \(path) and the system's log"
        case .closeOther: "close the other program that has \(path) open"
        case .restoreBackup: "keep a copy of \(path) and restore the last backup"
        case .look: "look at the message and at the disk that holds \(path)"
        case .putBackFile:
            "put \(path) back, or stop the hall and restore its last backup"
        case .putBackKey:
            "put \(path) back from the backup, or move it away to get a new one"
        case .otherLibrary: "run with a SQLite library that does"
        case .shorterPath: "use a shorter path than \(path) for the data, on a disk with room"
        }
    }
}

/// What a verification looks at, named by what is wrong when it fails.
package enum JournalCheck: String, Sendable, Codable, CaseIterable {
    /// The stored fields no longer give the stored hash.
    case edited
    /// A fact is not there.
    case missing
    /// A fact stands where another belongs.
    case reordered
    /// The hash before it is not the one it was written after: the fact before was replaced.
    case unlinked
    /// The journal has another hash than the one that was signed.
    case headMismatch
    /// A signature is not by the key beside it.
    case signature

    var sentence: String {
        switch self {
        case .edited: "its content was changed"
        case .missing: "it is missing"
        case .reordered: "another fact stands in its place"
        case .unlinked: "it does not follow from the fact before, which was replaced"
        case .headMismatch: "it is not the fact that was signed"
        case .signature: "the signature over it is not valid"
        }
    }
}

extension JournalError {
    /// What SQLite said, with what to do about it.
    init(_ error: DatabaseError, path: String) {
        let message = error.message ?? "no reason given"
        let primary = error.extendedResultCode.rawValue & 0xff
        if primary == SQLITE_NOTADB {
            self = .foreign(path: path)
            return
        }
        let mend: Mend.Kind =
            switch primary {
            case SQLITE_FULL: .freeSpace
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .makeWritable
            case SQLITE_IOERR: .checkDisk
            case SQLITE_BUSY, SQLITE_LOCKED: .closeOther
            case SQLITE_CORRUPT: .restoreBackup
            default: .look
            }
        self = .storage(
            code: Int(error.extendedResultCode.rawValue), message: message,
            mend: Mend(mend, path))
    }

    /// Any error from work on the database at `path`.
    init(any error: any Error, path: String) {
        switch error {
        case let error as JournalError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        default:
            self = .storage(code: 0, message: "\(error)", mend: Mend(.look, path))
        }
    }
}
