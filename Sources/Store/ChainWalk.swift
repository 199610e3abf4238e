// SPDX-License-Identifier: Apache-2.0

import Facts
import GRDB

/// Goes along the chain row by row and says where it breaks.
struct ChainWalk {
    private let epochs: [Epoch]
    private(set) var epoch: Epoch
    private(set) var position: Int64
    private var hash: [UInt8]
    private var fields = FieldBytes()

    /// Stands on the row at `position`, taking its hash as sound; 0 is before the first.
    init(_ db: Database, after position: Int64) throws {
        let epochs = try Epoch.all(db)
        guard let epoch = epochs.last(where: { $0.base < max(1, position) }) else {
            throw JournalError.damaged(sequence: 0, check: .missing)
        }
        self.epochs = epochs
        self.epoch = epoch
        self.position = position
        self.hash = epoch.genesis
        if position > epoch.base {
            var found: [UInt8]?
            let sql = "SELECT \(StoredRecord.columns) FROM facts WHERE position = ?"
            try db.eachRow(sql, [position]) { row in found = StoredRecord(row).hash }
            guard let found else {
                throw JournalError.damaged(sequence: position - epoch.base, check: .missing)
            }
            self.hash = found
        }
    }

    /// The sequence, in its epoch, of the row it stands on.
    var sequence: Int64 { position - epoch.base }

    /// Checks the next row, of a statement over `StoredRecord.columns`.
    mutating func step(_ row: StatementRow, _ db: Database) throws -> Verification.Failure? {
        if let next = epochs.first(where: { $0.base == position }), next.base > epoch.base {
            epoch = next
            hash = next.genesis
        }
        let count = CInt(StoredRecord.hashedColumns.count)
        let expected = sequence + 1
        guard row.integer(0) == position + 1 else {
            return try notHere(expected, db)
        }
        fields.load(row, from: 1, count: count)
        let found = fields.hash()
        guard row.raw(count + 1).elementsEqual(found) else { return failure(expected, .edited) }
        guard row.integer(3) == expected else { return try notHere(expected, db) }
        guard row.raw(1).elementsEqual(hash) else { return failure(expected, .unlinked) }
        position += 1
        hash = found
        return nil
    }

    /// Says what became of a fact that is not in its place. Looks through the whole journal, for
    /// once.
    private func notHere(_ expected: Int64, _ db: Database) throws -> Verification.Failure {
        let isElsewhere = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM facts WHERE epoch = ? AND sequence = ?)",
            arguments: [epoch.id.text, expected])
        return failure(expected, isElsewhere == true ? .reordered : .missing)
    }

    private func failure(_ sequence: Int64, _ check: JournalCheck) -> Verification.Failure {
        Verification.Failure(epoch: epoch.id, sequence: sequence, check: check)
    }
}
