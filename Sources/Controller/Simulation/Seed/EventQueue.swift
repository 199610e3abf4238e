// SPDX-License-Identifier: Apache-2.0

/// What will happen, soonest first; of what happens at the same time, what was planned first.
struct EventQueue<Event> {
    private struct Entry {
        var time: Int64
        var order: Int
        var event: Event

        func precedes(_ other: Entry) -> Bool { (time, order) < (other.time, other.order) }
    }

    /// A binary heap.
    private var entries: [Entry] = []
    private var planned = 0

    var nextTime: Int64? { entries.first?.time }

    mutating func plan(_ event: Event, at time: Int64) {
        planned += 1
        entries.append(Entry(time: time, order: planned, event: event))
        var child = entries.count - 1
        while child > 0, entries[child].precedes(entries[(child - 1) / 2]) {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> (time: Int64, event: Event)? {
        guard let first = entries.first else { return nil }
        entries[0] = entries[entries.count - 1]
        entries.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child].precedes(entries[least]) {
                least = child
            }
            if least == parent { return (first.time, first.event) }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
