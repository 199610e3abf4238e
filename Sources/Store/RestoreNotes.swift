// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation

/// Which blocks of numbers a backup has been restored with, noted beside it: its own journal cannot
/// know, and a second machine restored from it on the same day must not give the first one's
/// numbers again.
struct RestoreNotes {
    static let name = "restored.txt"
    private static let longest = 64 << 10

    private let path: String

    init(in backup: String) {
        path = backup + "/" + Self.name
    }

    /// The highest block noted for a day; 0 if none is.
    func lastUsed(on date: CivilDate) -> Int {
        guard let handle = FileHandle(forReadingAtPath: path) else { return 0 }
        defer { try? handle.close() }
        let bytes = (try? handle.read(upToCount: Self.longest)) ?? Data()
        let day = date.description
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .compactMap { line -> Int? in
                let words = line.split(separator: " ")
                return words.count == 2 && words[0] == day ? Int(words[1]) : nil
            }
            .max() ?? 0
    }

    /// Notes a block, and says whether that could be done: the medium may not be writable.
    func note(_ block: Int, on date: CivilDate) -> Bool {
        let handle = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard handle >= 0 else { return false }
        defer { close(handle) }
        let line = Array("\(date) \(block)\n".utf8)
        return write(handle, line, line.count) == line.count && fsync(handle) == 0
    }
}
