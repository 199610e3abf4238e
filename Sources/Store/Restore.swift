// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
import GRDB
import Glibc
import Machine

/// Makes a data directory from a backup, in which a hall goes on in a new epoch.
///
/// A power cut at any moment leaves either no journal, and then a start is refused and the same
/// command can be given again, or the whole of it.
package struct Restore: Sendable {
    /// What a restore has done so far.
    package enum Step: Sendable, Equatable {
        /// Percent of the facts in the backup.
        case checked(Int)
        /// A file lies beside the place it is meant for.
        case copied(String)
        /// The copied journal has its new epoch.
        case begun
        /// A file that was there before was put aside.
        case putAside(String)
        /// A file is where the hall looks for it; the journal is the last.
        case placed(String)
    }

    /// What became of it.
    package struct Outcome: Sendable, Equatable {
        package var epoch: EpochID
        package var restored: JournalRestored
        /// Whether the backup now says that the block is used, should it be restored once more.
        package var isNoted: Bool
        /// The hall as it was configured at the time of the backup.
        package var structure: HallStructure?
        /// Where the files are that were there before; nil if there were none.
        package var aside: String?
    }

    /// Beyond it numbers are too long for anybody.
    package static let highestBlock = 1000

    let backup: String
    let data: String
    let block: Int?
    let replace: Bool

    /// - Parameters:
    ///   - backup: the directory `Backup` wrote.
    ///   - data: the directory to make or fill.
    ///   - block: in which block of the day's numbers the hall goes on, from 1; nil for the first
    ///     that was not used as far as the backup and the notes beside it know.
    ///   - replace: whether a journal that is there may be put aside.
    package init(backup: String, data: String, block: Int? = nil, replace: Bool = false) {
        self.backup = backup
        self.data = data
        self.block = block
        self.replace = replace
    }

    /// Does it, and returns when all is on the disk. Until the backup has proved sound, nothing is
    /// touched.
    ///
    /// - Parameter step: is told of each thing done.
    package func run(
        by occasion: Occasion, step: (Step) -> Void = { _ in }
    ) throws(BackupError) -> Outcome {
        do {
            // Before the long look at the backup, and made only after it.
            let there = DurableFiles.exists(data) ? try DataDirectory(data) : nil
            let isTaken = DurableFiles.holdsSomething(data + "/" + BackupManifest.journal)
            guard replace || !isTaken else { throw BackupError.hasJournal(directory: data) }
            let (manifest, utcOffset) = try check(step)
            var occasion = occasion
            occasion.moment.utcOffset = utcOffset
            let directory = try there ?? DataDirectory(data)
            if there == nil { try DurableFiles.sync(Backup.parent(of: data)) }
            var outcome = try RestoredCopy(of: backup, manifest, in: directory, step)
                .begin(by: occasion, block: block)
            step(.begun)
            outcome.aside = try place(in: directory, manifest, at: occasion, step)
            return outcome
        } catch {
            throw BackupError(any: error, path: data)
        }
    }

    private func check(_ step: (Step) -> Void) throws -> (BackupManifest, utcOffset: Int) {
        let manifest = try BackupManifest.read(in: backup)
        for (name, digest) in manifest.files.sorted(by: { $0.key < $1.key }) {
            let path = backup + "/" + name
            guard let found = try? DurableFiles.digest(of: path), found == digest else {
                throw BackupError.damaged(path: path)
            }
        }
        let path = backup + "/" + BackupManifest.journal
        let last = try BackupCheck.lastSound(of: path) { progress in
            if case .checking(let percent) = progress { step(.checked(percent)) }
            return true
        }
        guard last.epoch == manifest.epoch, last.sequence == manifest.sequence,
            last.head == manifest.head
        else { throw BackupError.damaged(path: path) }
        return (manifest, last.utcOffset)
    }

    /// Puts the pieces in their places; the journal last, since a hall begins where one is.
    private func place(
        in directory: DataDirectory, _ manifest: BackupManifest, at occasion: Occasion,
        _ step: (Step) -> Void
    ) throws -> String? {
        let scratch = directory.file(RestoredCopy.scratch)
        func put(_ name: String) throws {
            guard DurableFiles.exists(scratch + "/" + name) else { return }
            try DurableFiles.move(scratch + "/" + name, to: directory.file(name))
            step(.placed(name))
        }
        // Where a key is and no journal, no start takes the hall for a new one.
        if !DurableFiles.exists(directory.file(BackupManifest.key)) {
            try put(BackupManifest.key)
            try DurableFiles.sync(directory.path)
        }
        let aside = try Aside(in: directory, at: occasion.moment).putAll(step)
        for ending in ["", "-wal", "-shm"] { unlink(directory.file("views.sqlite" + ending)) }
        for name in [BackupManifest.key, BackupManifest.side, BackupManifest.accounts] {
            try put(name)
        }
        // The configuration is people's to edit: what is there stays.
        if !DurableFiles.exists(directory.file(BackupManifest.configuration)) {
            try put(BackupManifest.configuration)
        }
        try DurableFiles.sync(directory.path)
        try put(BackupManifest.journal)
        try DurableFiles.sync(directory.path)
        RestoredCopy.clear(in: directory)
        return aside
    }
}

/// Where files go that were in a data directory before.
private struct Aside {
    private let directory: DataDirectory
    private let path: String

    init(in directory: DataDirectory, at moment: Moment) {
        self.directory = directory
        var path = directory.file("before-restore-\(moment.fileName)")
        while DurableFiles.exists(path) { path += "-again" }
        self.path = path
    }

    /// Moves what there is, the journal first: without it no hall begins here. Nil if there was
    /// nothing.
    func putAll(_ step: (Restore.Step) -> Void) throws -> String? {
        let names = [BackupManifest.journal, BackupManifest.side, BackupManifest.accounts]
            .flatMap { name in ["", "-wal", "-shm"].map { name + $0 } }
            .filter { DurableFiles.exists(directory.file($0)) }
        guard !names.isEmpty else { return nil }
        try DurableFiles.makeDirectory(path)
        // The key stays until the new one takes its place at once.
        _ = link(directory.file(BackupManifest.key), path + "/" + BackupManifest.key)
        for name in names {
            try DurableFiles.move(directory.file(name), to: path + "/" + name)
            step(.putAside(name))
        }
        try DurableFiles.sync(path)
        try DurableFiles.sync(directory.path)
        return path
    }
}
