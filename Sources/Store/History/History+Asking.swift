// SPDX-License-Identifier: Apache-2.0

package import Facts
import GRDB

/// Which tickets are looked for; what is nil is not asked.
package struct TicketSearch: Sendable {
    package var date: CivilDate?
    package var number: String?
    package var service: ServiceID?
    package var window: WindowID?
    package var officer: OfficerID?
    package var outcome: TicketOutcome?
    package var caseNumber: String?
    /// A number, an officer, a case or a ticket's id, whichever it fits.
    package var text: String?
    /// Only tickets issued before this position.
    package var before: Int64?
    package var limit = 50

    package init() {}
}

extension History {
    /// Days of the hall with their figures, oldest first.
    package func days(
        from first: CivilDate, through last: CivilDate
    ) throws -> [(date: CivilDate, tally: Tally)] {
        try read { db in
            try db.rows(
                "SELECT * FROM tallies WHERE date >= ? AND date <= ? AND kind = ? ORDER BY date",
                [first.daysSince1970, last.daysSince1970, TallyKey.Kind.day.rawValue]
            ) { (TallyKey($0).date, Tally($0)) }
        }
    }

    /// All that was counted on one day, in the order of kinds, names and hours.
    package func tallies(on date: CivilDate) throws -> [(key: TallyKey, tally: Tally)] {
        try read { db in
            try db.rows("SELECT * FROM tallies WHERE date = ?", [date.daysSince1970]) {
                (TallyKey($0), Tally($0))
            }
        }
    }

    /// Where a day lies in the journal; nil if it was no day of this hall's.
    package func day(_ date: CivilDate) throws -> HistoryDay? {
        try read { db in
            try db.rows("SELECT * FROM days WHERE date = ?", [date.daysSince1970], HistoryDay.init)
                .first
        }
    }

    /// The last day the hall was open.
    package func lastDay() throws -> CivilDate? {
        try read { db in
            try db.rows("SELECT * FROM days ORDER BY date DESC LIMIT 1", [], HistoryDay.init)
                .first?.date
        }
    }

    /// Who held which window on a day, by window and in order of time.
    package func sessions(on date: CivilDate) throws -> [WindowSession] {
        try read { db in
            try db.rows(
                "SELECT * FROM sessions WHERE date = ?", [date.daysSince1970], WindowSession.init)
        }
    }

    package func ticket(_ id: TicketID) throws -> TicketLine? {
        try read { db in try db.ticket(id) }
    }

    /// The first ticket of the visit a case belongs to, so that it can go on on another day; nil for
    /// a case nobody heard of.
    package func visit(ofCase number: String) throws -> TicketID? {
        try read { db in
            try db.rows(
                "SELECT * FROM tickets WHERE caseNumber = ? ORDER BY position LIMIT 1", [number],
                TicketLine.init
            ).first.map { $0.visit ?? $0.ticket }
        }
    }

    /// Tickets of that number which lived on that day, whenever they were issued.
    package func tickets(numbered number: String, on day: HistoryDay) throws -> [TicketLine] {
        try read { db in
            try db.rows(
                """
                SELECT * FROM tickets WHERE number = ? AND position + span >= ? AND date <= ?
                ORDER BY position
                """,
                [number, day.opened, day.date.daysSince1970], TicketLine.init)
        }
    }

    /// The tickets that fit, newest first.
    package func tickets(_ search: TicketSearch) throws -> [TicketLine] {
        var conditions = ["position < ?"]
        var arguments: [any DatabaseValueConvertible] = [search.before ?? .max]
        func ask(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
            let values = values.compactMap(\.self)
            guard !values.isEmpty else { return }
            conditions.append(condition)
            arguments += values
        }
        ask("date = ?", search.date?.daysSince1970)
        ask("number = ?", search.number)
        ask("service = ?", search.service?.text)
        ask("window = ?", search.window?.text)
        ask("officer = ?", search.officer?.text)
        ask("outcome = ?", search.outcome?.rawValue)
        ask("caseNumber = ?", search.caseNumber)
        ask(
            "(number = upper(?) OR officer = ? OR ticket = ? OR caseNumber = ?)", search.text,
            search.text, search.text, search.text)
        return try read { db in
            try db.rows(
                """
                SELECT * FROM tickets WHERE \(conditions.joined(separator: " AND "))
                ORDER BY position DESC LIMIT \(max(0, search.limit))
                """, arguments, TicketLine.init)
        }
    }
}
