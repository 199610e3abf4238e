// SPDX-License-Identifier: Apache-2.0

import Facts

/// Which requests were answered already, and with what.
///
/// An answer is the facts it recorded, so the journal remembers it too and a kill loses nothing.
struct AnsweredKeys<Fact: FactVocabulary>: Sendable {
    enum Found {
        case never
        case same([Recorded<Fact>])
        case other
    }

    /// Long enough for a client that was off for a night; a key used after that may count as new.
    static var keptMilliseconds: Int64 { 24 * 3_600_000 }

    private struct Entry: Sendable {
        var key: IdempotencyKey
        var records: [Recorded<Fact>]
    }

    private var entries: [Entry] = []
    /// Where a key's entry is. Kept apart from the entries, because a dictionary of plain numbers
    /// is several times as fast as one of a generic type.
    private var places: [String: Int] = [:]
    private var oldest: Int64?

    func look(up key: IdempotencyKey) -> Found {
        guard let place = places[key.text] else { return .never }
        let isSame = entries[place].key.digest == key.digest
        return isSame ? .same(entries[place].records) : .other
    }

    /// Takes in a fact the journal holds; an answer's facts come one after another.
    mutating func remember(_ record: Recorded<Fact>) {
        guard let key = record.envelope.cause.key else { return }
        if let place = places[key.text] {
            entries[place].records.append(record)
        } else {
            remember([record], for: key)
        }
    }

    /// Takes in the whole answer to a key that was not answered before.
    mutating func remember(_ records: [Recorded<Fact>], for key: IdempotencyKey) {
        guard let wall = records.first?.envelope.moment.wall else { return }
        places[key.text] = entries.count
        entries.append(Entry(key: key, records: records))
        oldest = min(oldest ?? wall, wall)
    }

    /// Forgets what both the wall clock and, within a boot, the clock that never steps call old.
    mutating func forget(before moment: Moment, in boot: String) {
        // Sweeping only when the oldest is twice too old keeps the cost per turn near nothing.
        guard let oldest, oldest < moment.wall - 2 * Self.keptMilliseconds else { return }
        let limit = moment.wall - Self.keptMilliseconds
        let steadyLimit = moment.monotonic - Self.keptMilliseconds
        let kept = entries.filter { entry in
            entry.records.contains { record in
                let envelope = record.envelope
                return envelope.moment.wall >= limit
                    || envelope.boot == boot && envelope.moment.monotonic >= steadyLimit
            }
        }
        self = AnsweredKeys()
        for entry in kept { remember(entry.records, for: entry.key) }
        // What a jump of the clock made look old must not bring a sweep with every turn.
        if self.oldest != nil { self.oldest = limit }
    }
}
