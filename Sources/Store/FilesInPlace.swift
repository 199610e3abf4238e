// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Notices when the files a journal writes to are moved or deleted: SQLite would go on writing, and
/// nobody would find again what it was told.
struct FilesInPlace {
    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            device = status.st_dev
            inode = status.st_ino
        }
    }

    private let known: [(path: String, identity: Identity)]

    /// - Parameter path: of an open database; its write-ahead log is looked after too.
    init(_ path: String) {
        known = [path, path + "-wal"].compactMap { file in
            Identity(file).map { (file, $0) }
        }
    }

    /// Throws `.storage` when a file is no longer where it was.
    func check() throws(JournalError) {
        for file in known where Identity(file.path) != file.identity {
            throw .storage(
                code: Int(ENOENT), message: "\(file.path) was moved or deleted",
                mend: Mend(.putBackFile, file.path))
        }
    }
}
