// SPDX-License-Identifier: Apache-2.0

/// What a pair was used for since the start.
package struct BusUse: Sendable, Equatable {
    /// Nanoseconds in which somebody was sending.
    package var busy: Int64 = 0
    /// Bytes sent, by whomever.
    package var bytes = 0
    /// Times that two or more began to send over each other.
    package var collisions = 0
    /// Bytes that were garbled by that.
    package var garbled = 0
    /// Bytes hit by noise.
    package var disturbed = 0

    /// The end of what is counted, and the end of the last garbled byte.
    private var busyUntil: Int64 = .min
    private var garbledUntil: Int64 = .min

    mutating func count(bytes count: Int, from start: Int64, to end: Int64) {
        bytes += count
        busy += max(0, end - max(start, busyUntil))
        busyUntil = max(busyUntil, end)
    }

    mutating func countGarbled(from start: Int64, to end: Int64) {
        garbled += 1
        if start > garbledUntil { collisions += 1 }
        garbledUntil = max(garbledUntil, end)
    }
}

/// Bytes that passed in one piece: a frame, or what there was of it.
package struct BusPassage: Sendable, Equatable {
    /// Who sent them.
    package var end: BusEnd
    /// When its first bit began and its last one ended, in nanoseconds.
    package var began: Int64
    package var ended: Int64
    /// What was sent, as far as it passed.
    package var sent: [UInt8]
    /// What those at the same baud rate heard of it.
    package var heard: [UInt8]
}

/// The last passages over a pair, for tests and for showing.
package struct BusTrace: Sendable {
    /// Passages kept at least; none are kept while it is nought.
    package var limit = 0
    /// Oldest first.
    package private(set) var passages: [BusPassage] = []

    /// The start of a frame is joined with its rest.
    mutating func add(_ passage: @autoclosure () -> BusPassage, frameEnd: UInt8?) {
        guard limit > 0 else { return }
        let new = passage()
        if let last = passages.last, last.end == new.end, last.ended == new.began,
            last.sent.last != frameEnd
        {
            passages[passages.count - 1].ended = new.ended
            passages[passages.count - 1].sent += new.sent
            passages[passages.count - 1].heard += new.heard
        } else {
            if passages.count >= 2 * limit { passages.removeFirst(limit) }
            passages.append(new)
        }
    }

    /// What was kept, which is then forgotten.
    package mutating func take() -> [BusPassage] {
        defer { passages = [] }
        return passages
    }
}
