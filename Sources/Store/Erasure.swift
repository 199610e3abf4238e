// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
import GRDB

/// Which texts are to be erased: those for which all that is given holds.
package struct ErasureRule: Sendable, Equatable, Codable {
    /// The kinds of text that are kept.
    package static let kinds = ["name", "note", "comment"]

    /// Under which name it is remembered: `retention` or `request`.
    package var name: String
    package var kind: String?
    /// The ticket they belong to.
    package var subject: TicketID?
    /// The one text, by its name in this store.
    package var text: String?
    /// Kept on a day before this one.
    package var before: CivilDate?

    package init(
        name: String, kind: String? = nil, subject: TicketID? = nil, text: String? = nil,
        before: CivilDate? = nil
    ) {
        self.name = name
        self.kind = kind
        self.subject = subject
        self.text = text
        self.before = before
    }

    /// Whether it says nothing that holds for some texts only.
    package var meansAll: Bool {
        subject == nil && text == nil && before == nil
    }

    fileprivate var condition: (sql: String, arguments: StatementArguments) {
        let parts: [(String, String?)] = [
            ("kind = ?", kind), ("subject = ?", subject?.text), ("id = ?", text),
            ("date < ?", before?.description),
        ]
        let given = parts.compactMap { part in part.1.map { (part.0, $0) } }
        return (
            (["text IS NOT NULL"] + given.map(\.0)).joined(separator: " AND "),
            StatementArguments(given.map(\.1))
        )
    }
}

extension SideStore {
    /// Erases text and salt of what the rule names, for good, and gives the names of those erased.
    ///
    /// A row stays that says when and under which rule. A rule that means all erases nothing.
    package func erase(_ rule: ErasureRule, at wall: Int64) throws(JournalError) -> [String] {
        guard !rule.meansAll else { return [] }
        return try access { db in
            let (condition, arguments) = rule.condition
            var erased: [String] = []
            try db.inTransaction(.immediate) {
                erased = try String.fetchAll(
                    db, sql: "SELECT id FROM texts WHERE \(condition) ORDER BY id",
                    arguments: arguments)
                for id in erased {
                    try db.execute(
                        sql: """
                            UPDATE texts SET text = NULL, salt = NULL, erasedAt = ?, rule = ?
                            WHERE id = ?
                            """,
                        arguments: [wall, rule.name, id])
                }
                return .commit
            }
            try Self.emptyLog(db)
            return erased
        }
    }

    /// Erases what has been kept for longer than the hall wants, kind by kind.
    ///
    /// - Parameters:
    ///   - days: for how many days after the one it was kept on a kind of text stays; kinds that
    ///     are not named stay.
    ///   - now: today is its date in the hall's zone.
    package func applyRetention(_ days: [String: Int], at now: Moment) throws(JournalError) {
        for (kind, kept) in days.sorted(by: { $0.key < $1.key }) where kept >= 0 {
            let first = CivilDate(daysSince1970: now.date.daysSince1970 - kept)
            let rule = ErasureRule(name: "retention", kind: kind, before: first)
            _ = try erase(rule, at: now.wall)
        }
    }

    /// Names of erased texts, by rule, of which nobody has said yet that the journal knows.
    package func unrecorded() throws(JournalError) -> [String: [String]] {
        try access { db in
            var texts: [String: [String]] = [:]
            let sql = """
                SELECT rule, id FROM texts WHERE erasedAt IS NOT NULL AND NOT recorded ORDER BY id
                """
            for row in try Row.fetchAll(db, sql: sql) {
                texts[row["rule"], default: []].append(row["id"])
            }
            return texts
        }
    }

    /// Says that the journal has the erasure of these texts.
    package func setRecorded(_ texts: [String]) throws(JournalError) {
        try access { db in
            try db.inTransaction(.immediate) {
                for id in texts {
                    try db.execute(
                        sql: "UPDATE texts SET recorded = 1 WHERE id = ?", arguments: [id])
                }
                return .commit
            }
        }
    }

    /// Takes back what was said since a wall time: the journal beside this store is older.
    func forgetRecorded(since wall: Int64) throws(JournalError) {
        try access { db in
            try db.execute(
                sql: "UPDATE texts SET recorded = 0 WHERE erasedAt >= ?", arguments: [wall])
        }
    }
}
