// SPDX-License-Identifier: Apache-2.0

/// Growing pauses after failed attempts, by account and source: guessing becomes slow, and nobody
/// can lock another person out for good.
struct SignInDelays {
    struct Key: Hashable {
        let account: String
        let source: String
    }

    private struct Failures {
        var count: Int
        var last: Int64
    }

    private static let limit = 4096

    private let first: Int64
    private let longest: Int64
    private var failures: [Key: Failures] = [:]

    init(first: Int64, longest: Int64) {
        self.first = first
        self.longest = longest
    }

    /// Milliseconds until the next attempt is heard; 0 when it is heard now.
    func pause(for key: Key, at now: Int64) -> Int64 {
        guard let failed = failures[key] else { return 0 }
        // A clock that was set back must not make a pause longer than it was.
        return max(0, delay(after: failed.count) - max(0, now - failed.last))
    }

    mutating func failed(_ key: Key, at now: Int64) {
        if failures[key] == nil, failures.count >= SignInDelays.limit { forgetOldest() }
        failures[key] = Failures(count: (failures[key]?.count ?? 0) + 1, last: now)
    }

    mutating func succeeded(_ key: Key) {
        failures[key] = nil
    }

    private func delay(after count: Int) -> Int64 {
        min(longest, first << Int64(min(count - 1, 20)))
    }

    private mutating func forgetOldest() {
        guard let oldest = failures.min(by: { $0.value.last < $1.value.last }) else { return }
        failures[oldest.key] = nil
    }
}
