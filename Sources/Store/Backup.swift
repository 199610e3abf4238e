// SPDX-License-Identifier: Apache-2.0

import GRDB
import Glibc

/// How far a backup or a restore has come.
package enum BackupProgress: Sendable, Equatable {
    /// Percent of the journal's pages.
    case copying(Int)
    /// Percent of the facts in the copy.
    case checking(Int)
}

/// Writes all a hall needs to go on elsewhere into a directory of its own, while it works.
///
/// Files that only hold what can be made anew, such as views, are left out.
package struct Backup: Sendable {
    /// What must stay free beside a backup, in bytes.
    private static let reserve: Int64 = 64 << 20
    static let draftEnding = ".partial"

    private let journal: JournalReader
    private let side: SideStore?
    private let directory: DataDirectory
    private let configuration: String?
    private let accounts: (@Sendable (String) throws -> Void)?
    private let freeBytes: @Sendable (String) -> Int64?

    /// - Parameters:
    ///   - configuration: the path of `hall.yaml`, which is copied as it lies there.
    ///   - accounts: writes a copy of the accounts to a path.
    ///   - freeBytes: how much may be written where a directory is; nil when that cannot be told.
    package init(
        journal: JournalReader, side: SideStore?, in directory: DataDirectory,
        configuration: String? = nil, accounts: (@Sendable (String) throws -> Void)? = nil,
        freeBytes: @escaping @Sendable (String) -> Int64? = SpaceWatch.freeBytes
    ) {
        self.journal = journal
        self.side = side
        self.directory = directory
        self.configuration = configuration
        self.accounts = accounts
        self.freeBytes = freeBytes
    }

    /// Writes a backup; when this returns it is whole, checked and on the disk under its name.
    ///
    /// If it fails, nothing is left behind.
    /// - Parameters:
    ///   - target: a directory that is not there yet, in one that is.
    ///   - wall: now, in milliseconds since 1970.
    ///   - progress: is told as it goes on; when it says false, the backup is given up with
    ///     `BackupError.stopped`. Between two slices of the journal, while its connection is free.
    package func write(
        to target: String, at wall: Int64, progress: (BackupProgress) -> Bool = { _ in true }
    ) throws(BackupError) -> BackupManifest {
        guard !DurableFiles.exists(target) else { throw .exists(path: target) }
        let draft = target + Self.draftEnding
        do {
            let held = try Self.claim(draft)
            defer { Self.clear(draft) }
            let manifest = try fill(draft, at: wall, progress)
            unlink(held.file(DataDirectory.lockName))
            try DurableFiles.sync(draft)
            try DurableFiles.move(draft, to: target)
            try DurableFiles.sync(Self.parent(of: target))
            return manifest
        } catch {
            throw BackupError(any: error, path: target)
        }
    }

    /// All names in a backup or in a draft of one.
    private static let names = Set(
        (BackupManifest.names + [RestoreNotes.name]).flatMap { name in
            ["", "-journal", "-wal", "-shm"].map { name + $0 }
        } + [DataDirectory.lockName])

    /// Whether a directory is a backup that is being written, or was cut off.
    static func isDraft(_ directory: String) -> Bool {
        directory.hasSuffix(draftEnding)
            && DurableFiles.exists(directory + "/" + DataDirectory.lockName)
    }

    /// Makes the directory to write in; one that was cut off is made anew.
    private static func claim(_ draft: String) throws -> DataDirectory {
        let wasDraft = isDraft(draft)
        // A draft is locked until it is whole: this is a backup that was given such a name.
        guard wasDraft || !BackupManifest.isThere(in: draft) else {
            throw BackupError.exists(path: draft)
        }
        let held = try lock(draft)
        let found = DurableFiles.names(in: draft)
        guard found.allSatisfy(names.contains) else {
            // Somebody else's, who only happened to choose the name.
            if !wasDraft { unlink(held.file(DataDirectory.lockName)) }
            throw BackupError.exists(path: draft)
        }
        for name in found where name != DataDirectory.lockName { unlink(held.file(name)) }
        return held
    }

    private static func lock(_ draft: String) throws(BackupError) -> DataDirectory {
        do {
            return try DataDirectory(draft)
        } catch .inUse {
            throw .beingWritten(path: draft)
        } catch {
            throw .storage(error)
        }
    }

    /// Removes a draft that was cut off, unless it is being written or holds anything else.
    static func discardDraft(_ draft: String) {
        guard let held = try? claim(draft) else { return }
        clear(held.path)
    }

    /// Removes a backup or what there is of one, and nothing else.
    static func clear(_ directory: String) {
        for name in names { unlink(directory + "/" + name) }
        rmdir(directory)
    }

    static func parent(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        let parent = parts.dropLast().joined(separator: "/")
        return path.hasPrefix("/") ? "/" + parent : parent.isEmpty ? "." : parent
    }

    private func fill(
        _ draft: String, at wall: Int64, _ progress: (BackupProgress) -> Bool
    ) throws -> BackupManifest {
        let file = { (name: String) in draft + "/" + name }
        try lookForRoom(in: draft)
        // The texts after the journal: all of which a copied fact speaks were kept before it.
        try copy(journal.queue, to: file(BackupManifest.journal), progress)
        if let side {
            try copy(side.queue, to: file(BackupManifest.side)) { _ in progress(.copying(100)) }
        }
        try accounts?(file(BackupManifest.accounts))
        _ = try DurableFiles.copy(
            directory.file(SigningKey.name), to: file(BackupManifest.key))
        if let configuration {
            _ = try DurableFiles.copy(configuration, to: file(BackupManifest.configuration))
        }
        let last = try BackupCheck.lastSound(of: file(BackupManifest.journal), progress)
        var files: [String: FileDigest] = [:]
        for name in DurableFiles.names(in: draft) where name != DataDirectory.lockName {
            try DurableFiles.sync(file(name))
            files[name] = try DurableFiles.digest(of: file(name))
        }
        let manifest = BackupManifest(
            epoch: last.epoch, sequence: last.sequence, head: last.head, wall: wall,
            date: last.date, files: files)
        try manifest.write(in: draft)
        return manifest
    }

    private func copy(
        _ queue: DatabaseQueue, to path: String, _ progress: (BackupProgress) -> Bool
    ) throws {
        try DatabaseCopy.make(of: queue, at: path) { done, all in
            guard progress(.copying(done * 100 / max(1, all))) else { throw BackupError.stopped }
        }
    }

    private func lookForRoom(in draft: String) throws {
        guard let free = freeBytes(draft) else { return }
        var needed = Self.reserve
        for queue in [journal.queue, side?.queue].compactMap(\.self) {
            needed += try queue.writeWithoutTransaction { db in
                let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
                return try pages * (Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
            }
        }
        guard free >= needed else {
            throw BackupError.noRoom(path: draft, needed: needed, free: free)
        }
    }
}
