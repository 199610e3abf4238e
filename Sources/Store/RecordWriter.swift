// SPDX-License-Identifier: Apache-2.0

import Facts
import GRDBSQLite

/// Turns records into rows of the journal.
struct RecordWriter {
    private let encoder = PayloadEncoder()
    private var fields = FieldBytes()
    /// A day has one date, and writing it out costs more than hashing a record.
    private var writtenDate: (date: CivilDate, text: String)?

    /// Runs an insertion over `StoredRecord.columns` for a fact and gives its hash; nil if
    /// SQLite refused.
    mutating func insert(
        _ payload: any FactPayload, in envelope: Envelope, at position: Int64,
        after previous: [UInt8], with statement: OpaquePointer
    ) throws(JournalError) -> [UInt8]? {
        try fill(payload, in: envelope, after: previous)
        let hash = fields.hash()
        sqlite3_bind_int64(statement, 1, position)
        let result = fields.bind(to: statement, from: 2) {
            hash.withUnsafeBytes { hash in
                sqlite3_bind_blob(
                    statement, CInt(StoredRecord.hashedColumns.count + 2), hash.baseAddress,
                    CInt(hash.count), nil)
                return sqlite3_step(statement)
            }
        }
        return result == SQLITE_DONE ? hash : nil
    }

    /// Lays out the fields in the order of `StoredRecord.hashedColumns`.
    private mutating func fill(
        _ payload: any FactPayload, in envelope: Envelope, after previous: [UInt8]
    ) throws(JournalError) {
        fields.clear()
        fields.add(blob: previous)
        fields.add(envelope.epoch.text)
        fields.add(envelope.sequence)
        fields.add(envelope.moment.wall)
        fields.add(envelope.moment.monotonic)
        fields.add(envelope.boot)
        fields.add(Int64(envelope.moment.utcOffset))
        if let date = envelope.date { fields.add(text(of: date)) } else { fields.addNull() }
        fields.add(envelope.actor.kind.rawValue)
        fields.add(envelope.actor.id)
        fields.add(envelope.cause.input.text)
        if let key = envelope.cause.key {
            fields.add(key.text)
            fields.add(key.digest)
        } else {
            fields.addNull()
            fields.addNull()
        }
        fields.add(type(of: payload).name)
        fields.add(Int64(type(of: payload).version))
        do {
            fields.add(blob: try encoder.bytes(of: payload))
        } catch {
            throw .unencodable(sequence: envelope.sequence, reason: "\(error)")
        }
    }

    private mutating func text(of date: CivilDate) -> String {
        if let writtenDate, writtenDate.date == date { return writtenDate.text }
        let text = date.description
        writtenDate = (date, text)
        return text
    }
}
