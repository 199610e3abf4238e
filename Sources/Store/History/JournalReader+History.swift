// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
import GRDB

extension JournalReader {
    /// How many rows are read before a commit that waits for the connection gets its turn.
    static var slice: Int64 { 1000 }

    /// The facts between two positions that are about a ticket, as they are stored, oldest first;
    /// ends of days, which name all that live on, are left out.
    package func records(
        naming ticket: TicketID, from first: Int64, through last: Int64
    ) throws(JournalError) -> [StoredRecord] {
        // Payloads are written without blanks, so this is how one says which ticket it is about.
        let needle = Data("\"ticket\":\"\(ticket.text)\"".utf8)
        return try records(
            where: "name <> '\(DayClosed.name)' AND instr(payload, ?) > 0", [needle],
            from: first, through: last)
    }

    /// The facts between two positions that have one of these names, as they are stored.
    func records(
        named names: [String], from first: Int64, through last: Int64
    ) throws(JournalError) -> [StoredRecord] {
        let places = names.map { _ in "?" }.joined(separator: ", ")
        return try records(where: "name IN (\(places))", names, from: first, through: last)
    }

    private func records(
        where condition: String, _ arguments: [any DatabaseValueConvertible],
        from first: Int64, through last: Int64
    ) throws(JournalError) -> [StoredRecord] {
        let sql = """
            SELECT \(StoredRecord.columns) FROM facts
            WHERE position >= ? AND position <= ? AND \(condition) ORDER BY position
            """
        var records: [StoredRecord] = []
        var start = first
        while start <= last {
            let end = min(last, start &+ (Self.slice - 1))
            records += try access { db in
                try db.rows(sql, [start, end] + arguments, StoredRecord.init)
            }
            start = end &+ 1
        }
        return records
    }

    /// Hands over the facts from a position on, oldest first, until `take` has enough.
    ///
    /// `take` runs between two reads, so that it may take its time.
    package func read<Fact: FactVocabulary>(
        from position: Int64, as type: Fact.Type, _ take: (Recorded<Fact>) -> Bool
    ) throws(JournalError) {
        let decoder = JSONDecoder()
        let sql = """
            SELECT \(StoredRecord.columns) FROM facts
            WHERE position >= ? ORDER BY position LIMIT \(Self.slice)
            """
        var next = position
        while true {
            let records = try access { db in try db.rows(sql, [next], StoredRecord.init) }
            guard let last = records.last else { return }
            next = last.position + 1
            for record in records
            where take(try record.recorded(as: type, decoder: decoder)) { return }
        }
    }
}
