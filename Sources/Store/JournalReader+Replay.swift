// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
import GRDB

/// Where to begin when a state is made anew from the journal.
package struct Opened: Sendable, Equatable {
    package var epoch: EpochID
    /// The sequence, in that epoch, of the last fact before those a replay gives.
    package var sequence: Int64
    /// Wall time of the last fact to replay, in milliseconds since 1970; nil if there is none.
    package var lastWall: Int64?
    /// The position of the last row before those to replay.
    var before: Int64
    /// The position of the last row to replay, if not all are.
    var last = Int64.max

    /// Where the last day ended before `last`.
    init(_ db: Database, in epoch: Epoch, upTo last: Int64 = .max) throws {
        let dayEnd = try Int64.fetchOne(
            db, sql: "SELECT max(position) FROM facts WHERE name = 'dayClosed' AND position <= ?",
            arguments: [last])
        // A tampered file may hold any number there.
        before = max(1, dayEnd ?? 1) - 1
        self.last = last
        self.epoch = epoch.id
        sequence = max(0, before - epoch.base)
        lastWall = try Int64.fetchOne(
            db, sql: "SELECT wall FROM facts WHERE position <= ? ORDER BY position DESC LIMIT 1",
            arguments: [last])
    }
}

extension JournalReader {
    /// Where to begin to come to the state right after a fact; nil when this journal has no such
    /// epoch or has not come so far in it.
    ///
    /// - Parameter sequence: 0 for the state in which the epoch began.
    package func opened(at sequence: Int64, of epoch: EpochID) throws(JournalError) -> Opened? {
        try access { db in
            let epochs = try Epoch.all(db)
            guard sequence >= 0, let index = epochs.firstIndex(where: { $0.id == epoch }) else {
                return nil
            }
            let (last, overflow) = epochs[index].base.addingReportingOverflow(sequence)
            let found = try String.fetchOne(
                db, sql: "SELECT epoch FROM facts WHERE position = ?", arguments: [last])
            guard !overflow, sequence == 0 || found == epoch.text else { return nil }
            return try Opened(db, in: epochs[index], upTo: last)
        }
    }

    /// Hands over the facts from the end of a day on, oldest first, each checked against the chain
    /// before it is decoded.
    ///
    /// Throws `.damaged`, `.unknownFact` or `.undecodable` at the first that is not sound.
    /// `take` must not use the journal or a reader: the connection is busy giving the facts.
    package func replay<Fact: FactVocabulary>(
        _ opened: Opened, as type: Fact.Type, _ take: (Recorded<Fact>) -> Void
    ) throws(JournalError) {
        let decoder = JSONDecoder()
        try access { db in
            var walk = try ChainWalk(db, after: opened.before)
            let sql = """
                SELECT \(StoredRecord.columns) FROM facts
                WHERE position > ? AND position <= ? ORDER BY position
                """
            try db.eachRow(sql, [opened.before, opened.last]) { row in
                if let failure = try walk.step(row, db) {
                    throw JournalError.damaged(sequence: failure.sequence, check: failure.check)
                }
                take(try StoredRecord(row).recorded(as: type, decoder: decoder))
            }
        }
    }

    /// The keyed facts since `sinceWall` (milliseconds since 1970) from before those `replay`
    /// gives, so that a key answered yesterday is still known.
    package func recentlyAnswered<Fact: FactVocabulary>(
        sinceWall: Int64, before opened: Opened, as type: Fact.Type
    ) throws(JournalError) -> [Recorded<Fact>] {
        let decoder = JSONDecoder()
        return try access { db in
            // Days that ended before then need not be looked through.
            let start = try Int64.fetchOne(
                db, sql: "SELECT max(position) FROM facts WHERE name = 'dayClosed' AND wall < ?",
                arguments: [sinceWall])
            var records: [Recorded<Fact>] = []
            let sql = """
                SELECT \(StoredRecord.columns) FROM facts
                WHERE position > ? AND position <= ? AND wall >= ?
                AND idempotencyKey IS NOT NULL ORDER BY position
                """
            try db.eachRow(sql, [start ?? 0, opened.before, sinceWall]) { row in
                records.append(try StoredRecord(row).recorded(as: type, decoder: decoder))
            }
            return records
        }
    }
}
