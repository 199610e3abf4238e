// SPDX-License-Identifier: Apache-2.0

package import Facts

/// A directory in which backups are made day after day, the oldest making room for the newest.
package struct BackupShelf: Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// All backups on it, the oldest first; what holds no sound manifest is none.
    package var backups: [(name: String, manifest: BackupManifest)] {
        DurableFiles.names(in: path).compactMap { name in
            (try? BackupManifest.read(in: path + "/" + name)).map { (name, $0) }
        }
        .sorted { $0.1.wall < $1.1.wall }
    }

    /// Whether the newest holds all facts a journal has.
    package func isUpToDate(with journal: JournalReader) throws(JournalError) -> Bool {
        let last = try journal.access { db in try BackupCheck.last(db) }
        guard let newest = backups.last?.manifest else { return false }
        return newest.epoch == last.epoch && newest.sequence == last.sequence
    }

    /// Removes all but the newest `keep` backups, at least one, and gives the names of those gone.
    package func prune(keep: Int) -> [String] {
        backups.dropLast(max(1, keep)).map { backup in
            Backup.clear(path + "/" + backup.name)
            return backup.name
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
        let name = "backup-\(moment.fileName)"
        let manifest = try write(
            to: shelf.path + "/" + name, at: moment.wall, progress: progress)
        _ = shelf.prune(keep: keep)
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
