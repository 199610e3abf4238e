// SPDX-License-Identifier: Apache-2.0

import Facts
package import Hall

/// One pair that the engine called the other way round than the log.
package struct OrderDifference: Sendable {
    /// The engine called this one first, the log later.
    package var first: LoggedPerson
    package var second: LoggedPerson
    package var reason: Explanation.Reason
    /// The window that called the first.
    package var window: String
}

/// What was to be said about the order at each call of a day.
struct OrderReasons {
    /// Indices of people.
    struct Pair: Hashable {
        var first: Int
        var second: Int
    }

    private var reasons: [Pair: Explanation.Reason] = [:]

    /// Asks for the reason at the moment of a call, the only one at which it can be told.
    mutating func note(
        _ person: Int, before others: [Int], of people: [LoggedPerson],
        reason: (Int) -> Explanation.Reason?
    ) {
        guard let start = people[person].start else { return }
        for other in others {
            guard let otherStart = people[other].start, otherStart < start else { continue }
            reasons[Pair(first: person, second: other)] = reason(other)
        }
    }

    /// Finds every pair of which the log served one strictly before the other and the engine called
    /// them strictly the other way round; by the log's order of the one the engine had first.
    ///
    /// - Parameter calls: when the engine called each, in seconds; nil: never.
    func differences(
        _ people: [LoggedPerson], _ calls: [Int64?],
        _ told: (Pair, Explanation.Reason) throws -> Void
    ) rethrows {
        let served = people.indices.filter { people[$0].start != nil && calls[$0] != nil }
            .sorted { (people[$0].start ?? 0, $0) < (people[$1].start ?? 0, $1) }
        // Those the log served before, in the engine's order.
        var before: [(call: Int64, person: Int)] = []
        var sameStart: [(call: Int64, person: Int)] = []
        for person in served {
            if let last = sameStart.last, people[last.person].start != people[person].start {
                for entry in sameStart { before.insert(entry, at: Self.place(of: entry, before)) }
                sameStart = []
            }
            let call = calls[person] ?? 0
            for other in before[Self.place(of: (call, .max), before)...] {
                let pair = Pair(first: person, second: other.person)
                // Of those who waited too, each call has said why.
                try told(pair, reasons[pair] ?? .notThereYet)
            }
            sameStart.append((call, person))
        }
    }

    private static func place(
        of entry: (call: Int64, person: Int), _ sorted: [(call: Int64, person: Int)]
    ) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < entry { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
