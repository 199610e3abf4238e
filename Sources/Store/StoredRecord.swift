// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation

/// One row of the journal as it is stored, for readers that need not understand it.
package struct StoredRecord: Sendable, Equatable {
    package var epoch: EpochID
    package var sequence: Int64
    package var moment: Moment
    package var boot: String
    /// `YYYY-MM-DD`; nil before the first business day.
    package var date: String?
    package var actorKind: String
    package var actorID: String
    package var input: InputID
    package var key: IdempotencyKey?
    package var name: String
    package var version: Int
    /// JSON, exactly as it was hashed.
    package var payload: [UInt8]
    /// The hash of the record before, 32 bytes.
    package var previous: [UInt8]
    /// The hash of this record, 32 bytes.
    package var hash: [UInt8]
    /// The row's place in the file, counting across epochs from 1.
    var position: Int64
}

extension StoredRecord {
    /// The columns of `facts` in the order they are hashed, after `position` and before `hash`.
    static let hashedColumns = [
        "previous", "epoch", "sequence", "wall", "monotonic", "boot", "utcOffset", "date",
        "actorKind", "actor", "input", "idempotencyKey", "digest", "name", "version", "payload",
    ]

    /// Where name and payload are among `columns`.
    static let nameColumn: CInt = 14
    static let payloadColumn: CInt = 16

    static let columns = (["position"] + hashedColumns + ["hash"]).joined(separator: ", ")

    /// Inserts a row; its parameters are the columns in order.
    static let insertion = """
        INSERT INTO facts (\(columns))
        VALUES (\(Array(repeating: "?", count: hashedColumns.count + 2).joined(separator: ", ")))
        """

    /// Reads the row a statement over `columns` stands on.
    init(_ row: StatementRow) {
        self.init(
            epoch: EpochID(row.text(2) ?? ""),
            sequence: row.integer(3),
            moment: Moment(
                wall: row.integer(4), monotonic: row.integer(5),
                utcOffset: Int(row.integer(7))),
            boot: row.text(6) ?? "",
            date: row.text(8),
            actorKind: row.text(9) ?? "",
            actorID: row.text(10) ?? "",
            input: InputID(row.text(11) ?? ""),
            key: row.text(12).map { IdempotencyKey(text: $0, digest: row.text(13) ?? "") },
            name: row.text(Self.nameColumn) ?? "",
            version: Int(row.integer(15)),
            payload: row.blob(Self.payloadColumn), previous: row.blob(1), hash: row.blob(17),
            position: row.integer(0))
    }
}

extension StoredRecord {
    /// What the row says, in the words of one aggregate.
    ///
    /// Throws `JournalError.unknownFact` or `.undecodable`, naming the sequence.
    package func recorded<Fact: FactVocabulary>(
        as type: Fact.Type
    ) throws(JournalError) -> Recorded<Fact> {
        try recorded(as: type, decoder: JSONDecoder())
    }

    func recorded<Fact: FactVocabulary>(
        as type: Fact.Type, decoder: JSONDecoder
    ) throws(JournalError) -> Recorded<Fact> {
        do {
            let fact = try Fact.decode(
                name: name, version: version,
                with: PayloadDecoder(decoder: decoder, payload: Data(payload)))
            return Recorded(envelope: try envelope(), fact: fact)
        } catch let error as UnknownFact {
            throw .unknownFact(sequence: sequence, name: error.name, version: error.version)
        } catch let error as JournalError {
            throw error
        } catch {
            throw .undecodable(sequence: sequence, name: name, reason: "\(error)")
        }
    }

    private func envelope() throws(JournalError) -> Envelope {
        guard let kind = Actor.Kind(rawValue: actorKind) else {
            throw .undecodable(
                sequence: sequence, name: name, reason: "no actor is a \(actorKind)")
        }
        let civilDate = date.flatMap { CivilDate($0) }
        guard date == nil || civilDate != nil else {
            throw .undecodable(sequence: sequence, name: name, reason: "its date is no date")
        }
        guard moment.isOnAnyClock else {
            throw .undecodable(
                sequence: sequence, name: name, reason: "no clock can show its time")
        }
        return Envelope(
            epoch: epoch, sequence: sequence, moment: moment, boot: boot, date: civilDate,
            actor: Actor(kind, actorID), cause: Cause(input: input, key: key))
    }
}
