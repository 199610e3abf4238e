// SPDX-License-Identifier: Apache-2.0

/// Who gave a wrong key, and how long nobody listens to them for it: a second, twice as long each
/// time, by the address they come from, so that nobody can lock out another.
struct Distrust {
    private struct Stranger {
        var failures = 0
        var until: Int64 = .min
    }

    /// Milliseconds an address is not listened to at the most: whoever mends a pairing looks on.
    private static let limit: Int64 = 16_000
    /// Addresses that are remembered; of more, the one whose time is up first is forgotten.
    private static let memory = 64

    /// How many failures are told of in a minute, whoever they are of.
    private static let toldLimit = 10

    private var minute: Int64 = .min
    private var told = 0
    private var strangers: [String: Stranger] = [:]

    func isShut(_ address: String, now: Int64) -> Bool {
        strangers[address].map { now < $0.until } ?? false
    }

    /// True if it is to be told: a log must not be filled by whoever likes.
    mutating func failed(_ address: String, now: Int64) -> Bool {
        if strangers[address] == nil, strangers.count >= Self.memory,
            let first = strangers.min(by: { $0.value.until < $1.value.until })
        {
            strangers[first.key] = nil
        }
        var stranger = strangers[address] ?? Stranger()
        stranger.until = now + min(1000 << Int64(min(stranger.failures, 10)), Self.limit)
        stranger.failures += 1
        strangers[address] = stranger
        if minute != now / 60_000 { (minute, told) = (now / 60_000, 0) }
        told += 1
        return told <= Self.toldLimit
    }

    mutating func succeeded(_ address: String) { strangers[address] = nil }
}
