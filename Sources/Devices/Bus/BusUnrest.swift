// SPDX-License-Identifier: Apache-2.0

/// Notices who speaks unasked: a broken unit, a loose wire, another controller.
struct BusUnrest: Sendable {
    /// Somebody fills the wire, and it is not known who.
    private(set) var isBabbling = false
    private var count = 0
    private var since: Int64 = .min
    private var lastAt: Int64 = .min
    private var frames: [UInt8: Int] = [:]

    /// So many stray bytes, or frames of one unit, in so many milliseconds are no accident.
    private static let byteLimit = 100
    private static let frameLimit = 5
    private static let window: Int64 = 2000
    /// Silence after which it is over.
    private static let rest: Int64 = 3000

    /// Bytes came that nobody had asked for.
    mutating func heard(_ bytes: Int, _ now: Int64) {
        open(now)
        count += bytes
        lastAt = now
        if count >= Self.byteLimit { isBabbling = true }
    }

    /// An answer came that nobody had asked for. True if its unit does that again and again.
    mutating func heard(from address: UInt8, _ now: Int64) -> Bool {
        open(now)
        frames[address, default: 0] += 1
        return frames[address, default: 0] >= Self.frameLimit
    }

    /// When to look whether it is over.
    var deadline: Int64? { isBabbling ? lastAt + Self.rest : nil }

    mutating func look(_ now: Int64) {
        if isBabbling, now - lastAt >= Self.rest { isBabbling = false }
    }

    private mutating func open(_ now: Int64) {
        guard since == .min || now - since >= Self.window else { return }
        since = now
        count = 0
        frames = [:]
    }
}
