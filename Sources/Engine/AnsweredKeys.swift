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

    /// Long enough for a client that was off for a night; a key used after that counts as new.
    static var keptMilliseconds: Int64 { 24 * 3_600_000 }

    private struct Entry: Sendable {
        var digest: String
        var records: [Recorded<Fact>]
    }

    private var entries: [String: Entry] = [:]
    private var oldest: Int64?

    func look(up key: IdempotencyKey) -> Found {
        guard let entry = entries[key.text] else { return .never }
        return entry.digest == key.digest ? .same(entry.records) : .other
    }

    /// Takes in a fact the journal holds; an answer's facts come one after another.
    mutating func remember(_ record: Recorded<Fact>) {
        guard let key = record.envelope.cause.key else { return }
        // A key that was forgotten and then used anew names the newer request.
        if entries[key.text]?.records.last?.envelope.cause.input != record.envelope.cause.input {
            entries[key.text] = Entry(digest: key.digest, records: [])
        }
        entries[key.text]?.records.append(record)
        note(record)
    }

    /// Takes in the whole answer to a key.
    mutating func remember(_ records: [Recorded<Fact>], for key: IdempotencyKey) {
        guard let first = records.first else { return }
        entries[key.text] = Entry(digest: key.digest, records: records)
        note(first)
    }

    private mutating func note(_ record: Recorded<Fact>) {
        let wall = record.envelope.moment.wall
        oldest = min(oldest ?? wall, wall)
    }

    mutating func forget(before moment: Moment) {
        // Sweeping only when the oldest is twice too old keeps the cost per turn near nothing.
        guard let oldest, oldest < moment.wall - 2 * Self.keptMilliseconds else { return }
        let limit = moment.wall - Self.keptMilliseconds
        entries = entries.filter { entry in
            entry.value.records.contains { $0.envelope.moment.wall >= limit }
        }
        self.oldest = entries.values.lazy.compactMap { $0.records.first?.envelope.moment.wall }
            .min()
    }
}
