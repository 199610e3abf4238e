// SPDX-License-Identifier: Apache-2.0

package import Facts
import GRDB
import Machine

/// How far a verification of the whole journal has come, and what it found.
package struct Verification: Sendable {
    package struct Failure: Sendable, Equatable {
        package var epoch: EpochID
        /// The first fact that is not sound.
        package var sequence: Int64
        package var check: JournalCheck
    }

    /// Facts found sound.
    package fileprivate(set) var rows: Int64 = 0
    /// Epochs they belong to.
    package fileprivate(set) var epochs = 0
    /// Signed heads found sound.
    package fileprivate(set) var heads: Int64 = 0
    /// The keys those were signed with, in hexadecimal.
    package fileprivate(set) var publicKeys: Set<String> = []
    /// How the texts facts speak of stand to those that are kept; counts nothing without a store.
    package fileprivate(set) var texts = TextAudit()
    /// Nil as long as all is sound.
    package fileprivate(set) var failure: Failure?
    /// Whether there is nothing more to look at.
    package fileprivate(set) var isFinished = false

    fileprivate var walk: ChainWalk?
    fileprivate var areRowsDone = false
    fileprivate var lastHeadRow: Int64 = 0
    /// Found in the last slice.
    fileprivate var commitments: [TextCommitment] = []
    fileprivate var erasures: [StoredRecord] = []

    package init() {}
}

extension JournalReader {
    /// Verifies everything: each fact against its hash, each hash against the one before, each
    /// signed head against its signature and the fact it names.
    ///
    /// - Parameters:
    ///   - side: where the texts facts speak of are kept; if nil, these are not looked at.
    ///   - progress: is told after each slice.
    package func verify(
        side: SideStore? = nil, progress: (Verification) -> Void = { _ in }
    ) throws(JournalError) -> Verification {
        var verification = Verification()
        while !verification.isFinished {
            verification = try verifySlice(after: verification, count: 1000, side: side)
            progress(verification)
        }
        return verification
    }

    /// Verifies up to `count` more facts or heads, so that a running hall can take turns between
    /// slices. Stops at the first that is not sound.
    package func verifySlice(
        after verification: Verification, count: Int, side: SideStore? = nil
    ) throws(JournalError) -> Verification {
        guard !verification.isFinished else { return verification }
        var next = try access { db in
            var next = verification
            next.commitments = []
            next.erasures = []
            if next.areRowsDone {
                try next.checkHeads(db, count: count)
            } else {
                try next.checkRows(db, count: count)
            }
            if next.failure != nil { next.isFinished = true }
            return next
        }
        if let side {
            try side.audit(next.commitments, into: &next.texts)
            for record in next.erasures {
                let fact = try record.recorded(as: HallFact.self).fact
                if case .textErased(let erased) = fact { next.texts.explain(erased.texts) }
            }
            if next.isFinished { next.texts.finish() }
        }
        return next
    }
}

extension Verification {
    fileprivate mutating func checkRows(_ db: Database, count: Int) throws {
        var walk = try self.walk ?? ChainWalk(db, after: 0)
        let sql = """
            SELECT \(StoredRecord.columns) FROM facts
            WHERE position > ? ORDER BY position LIMIT ?
            """
        var found = 0
        try db.eachRow(sql, [walk.position, Int64(max(1, count))]) { row in
            guard failure == nil else { return }
            found += 1
            failure = try walk.step(row, db)
            guard failure == nil else { return }
            rows += 1
            commitments += CommitmentScan.commitments(in: row.raw(StoredRecord.payloadColumn))
            if row.raw(StoredRecord.nameColumn).elementsEqual(TextErased.name.utf8) {
                erasures.append(StoredRecord(row))
            }
            if walk.sequence == 1 { epochs += 1 }
        }
        self.walk = walk
        areRowsDone = found < max(1, count)
    }

    fileprivate mutating func checkHeads(_ db: Database, count: Int) throws {
        var found: [(row: Int64, head: SignedHead)] = []
        let sql = """
            SELECT rowid, \(SignedHead.columns) FROM heads
            WHERE rowid > ? ORDER BY rowid LIMIT ?
            """
        try db.eachRow(sql, [lastHeadRow, Int64(max(1, count))]) { row in
            found.append((row.integer(0), SignedHead(row, from: 1)))
        }
        for (row, head) in found {
            if let check = try check(head, db) {
                let sequence = check == .missing ? firstMissing(head) : head.sequence
                failure = Failure(epoch: head.epoch, sequence: sequence, check: check)
                return
            }
            heads += 1
            publicKeys.insert(hexadecimal(head.publicKey))
            lastHeadRow = row
        }
        isFinished = found.count < max(1, count)
    }

    /// Where the journal was cut off, if a head names a fact past its end.
    private func firstMissing(_ head: SignedHead) -> Int64 {
        guard let walk, walk.epoch.id == head.epoch else { return head.sequence }
        return min(head.sequence, walk.sequence + 1)
    }

    private func check(_ head: SignedHead, _ db: Database) throws -> JournalCheck? {
        guard head.isValid else { return .signature }
        guard let epoch = try Epoch.all(db).first(where: { $0.id == head.epoch }) else {
            return .missing
        }
        let sql = "SELECT \(StoredRecord.columns) FROM facts WHERE position = \(epoch.base) + ?"
        var stored: StoredRecord?
        try db.eachRow(sql, [head.sequence]) { row in stored = StoredRecord(row) }
        guard let stored, stored.epoch == head.epoch else { return .missing }
        return stored.hash == head.hash ? nil : .headMismatch
    }
}
