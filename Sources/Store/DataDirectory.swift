// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The directory that holds all a controller writes, held by one process at a time.
///
/// As long as the value lives, the file `lock` in it is locked; the system lets go of it when the
/// process ends in any way, so a kill leaves nothing to clean up.
package final class DataDirectory: Sendable {
    package let path: String
    private let lock: CInt

    /// Makes the directory if need be, closes it to other users and locks it.
    ///
    /// Throws `JournalError.inUse` when another process has it and `.storage` when it cannot be
    /// made.
    package init(_ path: String) throws(JournalError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw .system("cannot make the directory \(path)", path: path)
        }
        guard chmod(path, 0o700) == 0 else {
            throw .system("cannot close \(path) to other users", path: path)
        }
        let lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .system("cannot open \(path)/lock", path: path) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let held = errno == EWOULDBLOCK
            let failure = JournalError.system("cannot lock \(path)/lock", path: path)
            close(lock)
            throw held ? .inUse(directory: path) : failure
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

extension JournalError {
    /// The system's last error, `errno`, about a file or directory.
    static func system(_ what: String, path: String) -> JournalError {
        let code = errno
        return .storage(
            code: Int(code), message: "\(what): \(String(cString: strerror(code)))",
            mend: "make \(path) writable for this user and see that its disk has room")
    }
}
