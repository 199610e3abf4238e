// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The directory that holds all a controller writes, held by one process at a time.
///
/// As long as the value lives, the file `lock` in it is locked; the system lets go of it when the
/// process ends in any way, so a kill leaves nothing to clean up.
package final class DataDirectory: Sendable {
    static let lockName = "lock"

    package let path: String
    private let lock: CInt

    /// Makes the directory if need be, closes it to other users and locks it.
    ///
    /// Throws `JournalError.inUse` when another process has it and `.storage` when it cannot be
    /// made.
    package init(_ path: String) throws(JournalError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw .system(errno, "cannot make the directory \(path)", path: path)
        }
        guard chmod(path, 0o700) == 0 else {
            throw .system(errno, "cannot close \(path) to other users", path: path)
        }
        let lock = open(path + "/" + Self.lockName, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .system(errno, "cannot open \(path)/lock", path: path) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(lock)
            throw code == EWOULDBLOCK
                ? .inUse(directory: path) : .system(code, "cannot lock \(path)/lock", path: path)
        }
        self.path = path
        self.lock = lock
    }

    deinit {
        // Closing alone would leave it locked while a process being started still shares the file.
        flock(lock, LOCK_UN)
        close(lock)
    }

    /// The path of a file in the directory.
    package func file(_ name: String) -> String {
        path + "/" + name
    }
}

extension DataDirectory {
    /// The start of a small file, at most a thousand bytes; nil only when there is none.
    func read(_ name: String) throws(JournalError) -> [UInt8]? {
        let handle = open(file(name), O_RDONLY | O_CLOEXEC)
        guard handle >= 0 else {
            let code = errno
            guard code != ENOENT else { return nil }
            throw .system(code, "cannot open \(file(name))", path: path)
        }
        defer { close(handle) }
        var bytes = [UInt8](repeating: 0, count: 1000)
        let count = Glibc.read(handle, &bytes, bytes.count)
        guard count >= 0 else { throw .system(errno, "cannot read \(file(name))", path: path) }
        return Array(bytes.prefix(count))
    }

    /// Writes a small file so that after a power cut it is there whole or not at all.
    func write(_ text: String, to name: String, mode: mode_t) throws(JournalError) {
        let target = file(name)
        let draft = target + ".new"
        unlink(draft)
        let handle = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard handle >= 0 else { throw .system(errno, "cannot make \(draft)", path: path) }
        let content = Array(text.utf8)
        let isWritten =
            Glibc.write(handle, content, content.count) == content.count && fsync(handle) == 0
        let code = errno
        close(handle)
        guard isWritten else { throw .system(code, "cannot write \(draft)", path: path) }
        guard rename(draft, target) == 0 else {
            throw .system(errno, "cannot name \(target)", path: path)
        }
        try DurableFiles.sync(path)
    }
}

extension JournalError {
    /// What the system said, by its error number, about a file or directory.
    static func system(_ code: CInt, _ what: String, path: String) -> JournalError {
        .storage(
            code: Int(code), message: "\(what): \(String(cString: strerror(code)))",
            mend: Mend(.makeWritable, path))
    }
}
