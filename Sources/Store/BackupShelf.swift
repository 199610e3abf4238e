// SPDX-License-Identifier: Apache-2.0

package import Facts

/// A directory in which backups are made day after day, the oldest making room for the newest.
package struct BackupShelf: Sendable {
    fileprivate static let prefix = "backup-"

    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// All backups on it, the oldest first; what holds no sound manifest is none.
    package var backups: [(name: String, manifest: BackupManifest)] { backups(endingWith: nil) }

    /// All backups, those of an epoch last and in the order of their facts: a clock that was wrong
    /// for a while must not make the newest look old, which would then be the next to go.
    private func backups(
        endingWith epoch: EpochID?
    ) -> [(name: String, manifest: BackupManifest)] {
        func age(_ backup: BackupManifest) -> (Int, Int64, Int64) {
            backup.epoch == epoch ? (1, backup.sequence, backup.wall) : (0, 0, backup.wall)
        }
        return DurableFiles.names(in: path)
            .filter { !Backup.isDraft(path + "/" + $0) }
            .compactMap { name in
                (try? BackupManifest.read(in: path + "/" + name)).map { (name, $0) }
            }
            .sorted { age($0.1) < age($1.1) }
    }

    /// The newest of a journal's epoch, and whether it holds all facts; nil if there is none.
    package func newest(
        of journal: JournalReader
    ) throws(JournalError) -> (manifest: BackupManifest, isUpToDate: Bool)? {
        let last = try journal.access { db in try BackupCheck.last(db) }
        guard let newest = backups(endingWith: last.epoch).last?.manifest,
            newest.epoch == last.epoch
        else { return nil }
        return (newest, newest.sequence == last.sequence)
    }

    /// Removes all but the newest `keep` backups, at least one.
    ///
    /// - Parameter epoch: the one that goes on; its backups are the newest.
    func prune(keep: Int, of epoch: EpochID) {
        for backup in backups(endingWith: epoch).dropLast(max(1, keep)) {
            Backup.clear(path + "/" + backup.name)
        }
    }

    /// Removes what is left of backups that were cut off: nobody would take them up again.
    func discardDrafts() {
        for name in DurableFiles.names(in: path) where name.hasPrefix(Self.prefix) {
            let directory = path + "/" + name
            if Backup.isDraft(directory) { Backup.discardDraft(directory) }
        }
    }
}

extension Backup {
    /// Makes one more backup on a shelf, named by the hall's time, and then removes the oldest.
    ///
    /// - Parameters:
    ///   - shelf: a directory that is there.
    ///   - keep: how many backups stay.
    package func writeNext(
        in shelf: BackupShelf, keep: Int, at moment: Moment,
        progress: (BackupProgress) -> Bool = { _ in true }
    ) throws(BackupError) -> (name: String, manifest: BackupManifest) {
        // Not made: where a stick is missing, it would be made on the wrong disk.
        guard DurableFiles.exists(shelf.path) else { throw .noShelf(path: shelf.path) }
        shelf.discardDrafts()
        let name = BackupShelf.prefix + moment.fileName
        let manifest = try write(
            to: shelf.path + "/" + name, at: moment.wall, progress: progress)
        shelf.prune(keep: keep, of: manifest.epoch)
        return (name, manifest)
    }
}

extension Moment {
    /// Date and time in the hall, to the second, as part of a file's name: `2026-11-23T120000`.
    var fileName: String {
        let seconds = Int((wall - date.start(utcOffset: utcOffset)) / 1000)
        let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60]
        return "\(date)T\(parts.map { $0.padded(2) }.joined())"
    }
}
