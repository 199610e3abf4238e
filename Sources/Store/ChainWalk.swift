// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// Goes along the chain row by row and says where it breaks.
struct ChainWalk {
    struct Failure: Equatable {
        var sequence: Int64
        var check: JournalCheck
    }

    private let epochs: [Epoch]
    private var epoch: Epoch
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

    /// Checks the next row, of a statement over `StoredRecord.columns`.
    mutating func step(_ row: OpaquePointer) -> Failure? {
        let expected = position + 1
        if let next = epochs.first(where: { $0.base == position }), next.base > epoch.base {
            epoch = next
            hash = next.genesis
        }
        let count = CInt(StoredRecord.hashedColumns.count)
        let found = sqlite3_column_int64(row, 0)
        let sequence = expected - epoch.base
        if found != expected { return Failure(sequence: sequence, check: .missing) }
        fields.load(row, from: 1, count: count)
        let stored = fields.hash()
        guard same(stored, row, count + 1) else {
            return Failure(sequence: sequence, check: .edited)
        }
        let claimed = sqlite3_column_int64(row, 3)
        if claimed != sequence {
            // Whole rows that stand elsewhere were moved, or those between were taken out.
            return Failure(sequence: sequence, check: claimed > sequence ? .missing : .reordered)
        }
        guard same(hash, row, 1) else { return Failure(sequence: sequence, check: .unlinked) }
        position = expected
        hash = stored
        return nil
    }

    private func same(_ hash: [UInt8], _ row: OpaquePointer, _ column: CInt) -> Bool {
        let stored = UnsafeRawBufferPointer(
            start: sqlite3_column_blob(row, column), count: Int(sqlite3_column_bytes(row, column)))
        return stored.elementsEqual(hash)
    }
}
