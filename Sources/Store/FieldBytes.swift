// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Machine

/// The fields of one record in the order of the journal's columns, as the bytes that are hashed.
///
/// The same bytes are bound to the insertion, and when a record is read back they are made from
/// the stored columns, never by encoding anything again.
///
/// Layout: for each field a length (four bytes, most significant first) and that many bytes. An
/// integer is eight bytes, two's complement, most significant first; a text is its UTF-8; a
/// payload or hash is itself; an absent field is the length `FFFFFFFF` and nothing more. The
/// record's hash is BLAKE2b with 32 bytes of output and no key over all of it.
struct FieldBytes {
    private enum Field {
        case integer(Int64)
        case text(Range<Int>)
        case blob(Range<Int>)
        case null
    }

    private(set) var bytes: [UInt8] = []
    private var fields: [Field] = []

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
    }

    mutating func add(_ number: Int64) {
        addLength(8)
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        fields.append(.integer(number))
    }

    mutating func add(_ text: String) {
        var text = text
        let range = text.withUTF8 { add(raw: UnsafeRawBufferPointer($0)) }
        fields.append(.text(range))
    }

    mutating func add(blob: [UInt8]) {
        let range = blob.withUnsafeBytes { add(raw: $0) }
        fields.append(.blob(range))
    }

    mutating func addNull() {
        withUnsafeBytes(of: UInt32.max) { bytes.append(contentsOf: $0) }
        fields.append(.null)
    }

    /// The hash over all fields added so far.
    func hash() -> [UInt8] {
        Sodium.hash(bytes)
    }

    private mutating func add(raw: UnsafeRawBufferPointer) -> Range<Int> {
        addLength(raw.count)
        let start = bytes.count
        bytes.append(contentsOf: raw)
        return start..<bytes.count
    }

    private mutating func addLength(_ length: Int) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: length).bigEndian) {
            bytes.append(contentsOf: $0)
        }
    }
}

extension FieldBytes {
    /// Takes over `count` columns of the row a statement stands on, as they are stored.
    mutating func load(_ row: StatementRow, from first: CInt, count: CInt) {
        clear()
        for column in first..<(first + count) {
            switch sqlite3_column_type(row.statement, column) {
            case SQLITE_INTEGER: add(row.integer(column))
            case SQLITE_NULL: addNull()
            default:
                let range = add(raw: row.raw(column))
                fields.append(.blob(range))
            }
        }
    }

    /// Binds all fields to the parameters from `first` on and lets `body` run the statement.
    ///
    /// The parameters point into this value and mean nothing after `body` returns.
    func bind<Result>(
        to statement: OpaquePointer, from first: CInt, _ body: () throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBytes { all in
            for (index, field) in fields.enumerated() {
                let parameter = first + CInt(index)
                switch field {
                case .integer(let number): sqlite3_bind_int64(statement, parameter, number)
                case .null: sqlite3_bind_null(statement, parameter)
                case .text(let range):
                    let text = all.baseAddress.map { $0 + range.lowerBound }
                    sqlite3_bind_text(
                        statement, parameter, text?.assumingMemoryBound(to: CChar.self),
                        CInt(range.count), nil)
                case .blob(let range):
                    let blob = all.baseAddress.map { $0 + range.lowerBound }
                    sqlite3_bind_blob(statement, parameter, blob, CInt(range.count), nil)
                }
            }
            return try body()
        }
    }
}
