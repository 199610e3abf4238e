// SPDX-License-Identifier: Apache-2.0

package import Facts
import Machine

/// Turns what an identity-card reader hands over into a hash that means something for one day.
///
/// `day.key` holds the key with its day; a new day writes another over it, and then nobody, with
/// the journal and the directory in hand, can tell who took a number. It is in no backup.
package final class DayKey: Sendable {
    private static let name = "day.key"
    private static let length = 32

    private struct Key {
        var date: String
        var bytes: [UInt8]
    }

    private let directory: DataDirectory
    private let key = Guarded<Key?>(nil)

    package init(in directory: DataDirectory) {
        self.directory = directory
    }

    /// The person's name for this day, in hexadecimal; waits for the disk on a day's first.
    package func person(_ token: String, on date: CivilDate) throws(JournalError) -> String {
        let key = try key(of: date.description)
        return hexadecimal(Sodium.hash(Array(token.utf8), key: key))
    }

    private func key(of date: String) throws(JournalError) -> [UInt8] {
        try key.withLock { key throws(JournalError) in
            if key == nil { key = try read() }
            if let key, key.date == date { return key.bytes }
            let new = Key(date: date, bytes: Sodium.random(Self.length))
            try directory.write(
                "\(new.date) \(hexadecimal(new.bytes))\n", to: Self.name, mode: 0o600)
            key = new
            return new.bytes
        }
    }

    /// Nil for a file that holds no key: then the day gets another.
    private func read() throws(JournalError) -> Key? {
        guard let text = try directory.read(Self.name) else { return nil }
        let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let bytes = bytes(hexadecimal: String(words[1])),
            bytes.count == Self.length
        else { return nil }
        return Key(date: String(words[0]), bytes: bytes)
    }
}
