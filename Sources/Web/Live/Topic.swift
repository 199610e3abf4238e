// SPDX-License-Identifier: Apache-2.0

/// The last events of one topic. Pure: it says what a client is to get, others send it.
struct Topic {
    private struct Entry {
        let sequence: UInt64
        let bytes: [UInt8]
    }

    struct Follower {
        let stream: EventStream
        /// What the client has; it gets only what is newer.
        let after: UInt64
    }

    private var ring: [Entry] = []
    private var oldest = 0
    private let capacity: Int
    /// Everything after this sequence is in the ring; what was at or before it may not be.
    private(set) var floor: UInt64
    /// Those who follow, by identity.
    var followers: [ObjectIdentifier: Follower] = [:]
    /// Those whose full view is still being made.
    var newcomers: [ObjectIdentifier: EventStream] = [:]

    init(capacity: Int, floor: UInt64) {
        self.capacity = max(capacity, 1)
        self.floor = floor
    }

    /// The newest sequence known.
    var head: UInt64 {
        guard !ring.isEmpty else { return floor }
        return ring[(oldest + ring.count - 1) % ring.count].sequence
    }

    /// `false` when the sequence is not greater than the last one's.
    mutating func append(sequence: UInt64, bytes: [UInt8]) -> Bool {
        guard sequence > head else { return false }
        let entry = Entry(sequence: sequence, bytes: bytes)
        if ring.count < capacity {
            ring.append(entry)
        } else {
            floor = ring[oldest].sequence
            ring[oldest] = entry
            oldest = (oldest + 1) % capacity
        }
        return true
    }

    /// The events after a sequence, or `nil` when some of them are gone from the ring or together
    /// are larger than `limit` bytes.
    func events(after sequence: UInt64, limit: Int = .max) -> [[UInt8]]? {
        guard sequence >= floor else { return nil }
        var events: [[UInt8]] = []
        var size = 0
        for index in 0..<ring.count {
            let entry = ring[(oldest + index) % ring.count]
            guard entry.sequence > sequence else { continue }
            size += entry.bytes.count
            guard size <= limit else { return nil }
            events.append(entry.bytes)
        }
        return events
    }

    /// Ends all its streams.
    func end() {
        for follower in followers.values { follower.stream.end() }
        for stream in newcomers.values { stream.end() }
    }
}
