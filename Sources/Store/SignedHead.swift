// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
import GRDB
import Machine

/// A signed statement that at a time the journal ended in a certain fact.
///
/// Whoever holds one can tell later whether the journal up to that fact is still the same.
///
/// What is signed (Ed25519) are the fields `hallkeeper head 1`, epoch, sequence, hash and wall,
/// laid out as the fields of a record are.
package struct SignedHead: Sendable, Equatable {
    package var epoch: EpochID
    package var sequence: Int64
    /// The hash of the fact with that sequence.
    package var hash: [UInt8]
    /// When it was signed, in milliseconds since 1970.
    package var wall: Int64
    package var signature: [UInt8]
    package var publicKey: [UInt8]

    /// Whether the signature is by the key beside it; whose key that is, the holder must know.
    package var isValid: Bool {
        Sodium.verify(signature, of: message, by: publicKey)
    }

    private var message: [UInt8] {
        var fields = FieldBytes()
        fields.add("hallkeeper head 1")
        fields.add(epoch.text)
        fields.add(sequence)
        fields.add(blob: hash)
        fields.add(wall)
        return fields.bytes
    }
}

extension SignedHead {
    init(epoch: EpochID, sequence: Int64, hash: [UInt8], wall: Int64, key: SigningKey) {
        self.init(
            epoch: epoch, sequence: sequence, hash: hash, wall: wall, signature: [],
            publicKey: key.publicKey)
        signature = key.sign(message)
    }

    static let columns = "epoch, sequence, hash, wall, signature, publicKey"

    /// Reads a row whose columns from `first` on are `columns`.
    init(_ row: StatementRow, from first: CInt = 0) {
        self.init(
            epoch: EpochID(row.text(first) ?? ""), sequence: row.integer(first + 1),
            hash: row.blob(first + 2), wall: row.integer(first + 3),
            signature: row.blob(first + 4), publicKey: row.blob(first + 5))
    }

    func insert(_ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO heads (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                epoch.text, sequence, Data(hash), wall, Data(signature), Data(publicKey),
            ])
    }
}

extension JournalReader {
    /// The head that was signed last; nil if none was.
    package func lastHead() throws(JournalError) -> SignedHead? {
        try access { db in
            let sql = "SELECT \(SignedHead.columns) FROM heads ORDER BY rowid DESC LIMIT 1"
            var head: SignedHead?
            try db.eachRow(sql) { row in head = SignedHead(row) }
            return head
        }
    }
}
