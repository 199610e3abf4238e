// SPDX-License-Identifier: Apache-2.0

/// How often somebody may be wrong in a minute.
///
/// A guess counts from the moment it is made, so that many made at once count too, and is taken
/// back when it was right.
struct WrongGuesses {
    struct Guess {
        let name: String
        let time: Int64

        /// - Parameters:
        ///   - name: of an account; there are only so many.
        ///   - time: monotonic milliseconds.
        init(by name: String, at time: Int64) {
            self.name = name
            self.time = time
        }
    }

    static let most = 5
    private static let span: Int64 = 60_000

    private var times: [String: [Int64]] = [:]

    /// Nil when the guess counts; else in how many milliseconds there is room for one.
    mutating func count(_ guess: Guess) -> Int64? {
        let recent = (times[guess.name] ?? []).filter { guess.time - $0 < Self.span }
        times[guess.name] = recent
        if recent.count >= Self.most, let first = recent.first {
            return first + Self.span - guess.time
        }
        times[guess.name, default: []].append(guess.time)
        return nil
    }

    mutating func takeBack(_ guess: Guess) {
        guard let index = times[guess.name]?.firstIndex(of: guess.time) else { return }
        times[guess.name]?.remove(at: index)
    }
}
