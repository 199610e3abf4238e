// SPDX-License-Identifier: Apache-2.0

package import Facts
import Machine

/// Turns what an identity-card reader hands over into a hash that means something for one day.
///
/// `day.key` holds the keys of the two newest days: a token read before midnight may come after the
/// new day's first. A third day's key takes the oldest's place, and then nobody, with the journal
/// and the directory in hand, can tell who took a number on that one's day. It is in no backup.
package final class DayKey: Sendable {
    private static let name = "day.key"
    private static let length = 32
    private static let kept = 2

    private struct Key {
        var date: CivilDate
        var bytes: [UInt8]

        init(date: CivilDate) {
            self.date = date
            bytes = Sodium.random(DayKey.length)
        }

        init?(line: Substring) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count == 2, let date = CivilDate(String(words[0])),
                let key = Machine.bytes(hexadecimal: String(words[1])), key.count == DayKey.length
            else { return nil }
            self.date = date
            bytes = key
        }

        var line: String { "\(date) \(hexadecimal(bytes))\n" }
    }

    private let directory: DataDirectory
    /// The newest last; nil until the file was read.
    private let keys = Guarded<[Key]?>(nil)

    package init(in directory: DataDirectory) {
        self.directory = directory
    }

    /// The person's name for this day, in hexadecimal; waits for the disk on a day's first. A day
    /// before those kept, which no token can be of, is taken for the oldest of them.
    package func person(_ token: String, on date: CivilDate) throws(JournalError) -> String {
        hexadecimal(Sodium.hash(Array(token.utf8), key: try key(of: date)))
    }

    private func key(of date: CivilDate) throws(JournalError) -> [UInt8] {
        try keys.withLock { keys throws(JournalError) in
            if keys == nil { keys = try read() }
            let known = keys ?? []
            if let key = known.first(where: { $0.date >= date }) { return key.bytes }
            let new = Key(date: date)
            let all = Array((known + [new]).suffix(Self.kept))
            try directory.write(all.map(\.line).joined(), to: Self.name, mode: 0o600)
            keys = all
            return new.bytes
        }
    }

    /// Lines that hold no key are left out: then the day gets another.
    private func read() throws(JournalError) -> [Key] {
        guard let text = try directory.read(Self.name) else { return [] }
        let keys = String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap(
            Key.init(line:))
        return Array(keys.sorted { $0.date < $1.date }.suffix(Self.kept))
    }
}
