// SPDX-License-Identifier: Apache-2.0

/// Why something could not be done, as the key of a sentence in the locale files, for people who
/// read another language than the log's.
package struct Reason: Codable, Sendable, Equatable {
    package let key: String
    /// What the sentence and its parts need.
    package let values: [String: String]
    /// Placeholders that stand for sentences, with the keys of these.
    package let parts: [String: String]

    package init(
        _ key: String, _ values: [String: String] = [:], parts: [String: String] = [:]
    ) {
        self.key = key
        self.values = values
        self.parts = parts
    }
}

extension JournalError {
    /// The same as `description`, in keys.
    package var reason: Reason {
        switch self {
        case .inUse(let directory): Reason("journal.inUse", ["directory": directory])
        case .foreign(let path): Reason("journal.foreign", ["path": path])
        case .emptied(let path):
            Reason("journal.emptied", ["path": path, "key": SigningKey.name])
        case .newer(let path, let found, let known):
            Reason("journal.newer", ["path": path, "found": "\(found)", "known": "\(known)"])
        case .storage(let code, let message, let mend):
            Reason(
                "journal.storage",
                ["code": "\(code)", "message": message, "path": mend.path],
                parts: ["mend": "journal.mend.\(mend.kind.rawValue)"])
        case .damaged(let sequence, let check):
            Reason(
                "journal.damaged", ["sequence": "\(sequence)"],
                parts: ["check": "verify.check.\(check.rawValue)"])
        case .unknownFact(let sequence, let name, let version):
            Reason(
                "journal.unknownFact",
                ["sequence": "\(sequence)", "name": name, "version": "\(version)"])
        case .undecodable(let sequence, let name, let detail):
            Reason(
                "journal.undecodable",
                ["sequence": "\(sequence)", "name": name, "detail": detail])
        case .unencodable(let sequence, let detail):
            Reason("journal.unencodable", ["sequence": "\(sequence)", "detail": detail])
        case .outOfOrder(let expected, let found):
            Reason("journal.outOfOrder", ["expected": "\(expected)", "found": "\(found)"])
        }
    }
}

extension BackupError {
    /// The same as `description`, in keys.
    package var reason: Reason {
        switch self {
        case .exists(let path): Reason("backup.exists", ["path": path])
        case .beingWritten(let path): Reason("backup.beingWritten", ["path": path])
        case .noRoom(let path, let needed, let free):
            Reason(
                "backup.noRoom",
                [
                    "path": path, "needed": "\(Self.megabytes(needed))",
                    "free": "\(Self.megabytes(free))",
                ])
        case .noShelf(let path): Reason("backup.noShelf", ["path": path])
        case .stopped: Reason("backup.stopped")
        case .noBackup(let path, let lack):
            Reason("backup.\(lack.rawValue)", ["path": path, "name": BackupManifest.name])
        case .newer(let path, let found, let known):
            Reason("backup.newer", ["path": path, "found": "\(found)", "known": "\(known)"])
        case .damaged(let path): Reason("backup.damaged", ["path": path])
        case .unsound(let path, let sequence, let check):
            Reason(
                "backup.unsound", ["path": path, "sequence": "\(sequence)"],
                parts: ["check": "verify.check.\(check.rawValue)"])
        case .hasJournal(let directory): Reason("backup.hasJournal", ["directory": directory])
        case .blockUsed(let block, let lastUsed):
            Reason("backup.blockUsed", ["block": "\(block)", "next": "\(lastUsed + 1)"])
        case .storage(let error): error.reason
        }
    }
}
