// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import GRDB
import GRDBSQLite

extension Database: HistoryShelf {
    func ticket(_ id: TicketID) throws -> TicketLine? {
        try rows("SELECT * FROM tickets WHERE ticket = ?", [id.text], TicketLine.init).first
    }

    func tally(_ key: TallyKey) throws -> Tally? {
        let sql = "SELECT * FROM tallies WHERE date = ? AND kind = ? AND name = ? AND hour = ?"
        let date = key.date.daysSince1970
        return try rows(sql, [date, key.kind.rawValue, key.name, key.hour], Tally.init).first
    }

    func openSessions() throws -> [WindowSession] {
        try rows("SELECT * FROM sessions WHERE closedAt IS NULL", [], WindowSession.init)
    }

    /// Makes a value of each row. Rows are read as SQLite converts them, so that a damaged file
    /// reads wrong and never stops the program.
    func rows<Value>(
        _ sql: String, _ arguments: [any DatabaseValueConvertible],
        _ make: (StatementRow) -> Value
    ) throws -> [Value] {
        let statement = try cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(arguments))
        defer { sqlite3_reset(statement.sqliteStatement) }
        var values: [Value] = []
        while true {
            switch sqlite3_step(statement.sqliteStatement) {
            case SQLITE_ROW: values.append(make(StatementRow(statement: statement.sqliteStatement)))
            case SQLITE_DONE: return values
            default: throw lastError
            }
        }
    }
}

extension StatementRow {
    fileprivate func optional(_ column: CInt) -> Int64? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : integer(column)
    }

    fileprivate func date(_ column: CInt) -> CivilDate {
        // Up to the last day of 9999: no calendar must be reckoned past its end.
        CivilDate(daysSince1970: Int(min(max(0, integer(column)), 2_932_896)))
    }
}

extension Database {
    /// Writes all that a slice changed.
    func write(_ page: HistoryPage<Database>) throws {
        for line in page.tickets.values { try line.write(self) }
        for (key, tally) in page.tallies { try tally.write(self, as: key) }
        for session in page.endedSessions + page.openSessions { try session.write(self) }
        for day in page.days { try day.write(self) }
        for (position, structure) in page.structures {
            try writeNames(of: structure, from: position)
        }
    }

    func put(_ table: String, _ values: [(any DatabaseValueConvertible)?]) throws {
        let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
        let statement = try cachedStatement(
            sql: "INSERT OR REPLACE INTO \(table) VALUES (\(places))")
        try statement.execute(arguments: StatementArguments(values))
    }
}

extension TicketLine {
    init(_ row: StatementRow) {
        let start = row.integer(7)
        func moment(_ column: CInt) -> Int64? { row.optional(column).map { start &+ $0 } }
        position = row.integer(0)
        lastPosition = position &+ row.integer(1)
        ticket = TicketID(row.text(2) ?? "")
        date = row.date(3)
        number = row.text(4) ?? ""
        service = ServiceID(row.text(5) ?? "")
        priority = row.integer(6) == 1 ? .priority : .normal
        issuedAt = start
        firstCalledAt = moment(8)
        calledAt = moment(9)
        startedAt = moment(10)
        endedAt = moment(11)
        window = row.text(12).map { WindowID($0) }
        officer = row.text(13).map { OfficerID($0) }
        outcome = row.text(14).flatMap(TicketOutcome.init)
        waitSeconds = row.optional(15).map { Int($0) }
        serviceSeconds = row.optional(16).map { Int($0) }
        recalls = Int(row.integer(17))
        holds = Int(row.integer(18))
        transfers = Int(row.integer(19))
        code = row.text(20)
        visit = row.text(21).map { TicketID($0) }
        caseNumber = row.text(22)
        rating = row.optional(23).map { PastRating(Grade(rawValue: Int($0))) }
    }

    fileprivate func write(_ db: Database) throws {
        func later(_ moment: Int64?) -> Int64? { moment.map { $0 &- issuedAt } }
        try db.put(
            "tickets",
            [
                position, lastPosition &- position, ticket.text, date.daysSince1970, number,
                service.text, priority == .priority ? 1 : 0, issuedAt, later(firstCalledAt),
                later(calledAt), later(startedAt), later(endedAt), window?.text, officer?.text,
                outcome?.rawValue, waitSeconds, serviceSeconds, recalls, holds, transfers,
                code, visit?.text, caseNumber, rating?.number,
            ])
    }
}

extension Tally {
    init(_ row: StatementRow) {
        issued = Int(row.integer(4))
        called = Int(row.integer(5))
        served = Int(row.integer(6))
        noShow = Int(row.integer(7))
        givenUp = Int(row.integer(8))
        voided = Int(row.integer(9))
        waitSeconds = Int(row.integer(10))
        serviceSeconds = Int(row.integer(11))
        waits = WaitSpread(bytes: row.raw(12))
        unanswered = Int(row.integer(13))
        grades = (14...18).map { Int(row.integer($0)) }
    }

    fileprivate func write(_ db: Database, as key: TallyKey) throws {
        try db.put(
            "tallies",
            [
                key.date.daysSince1970, key.kind.rawValue, key.name, key.hour, issued, called,
                served, noShow, givenUp, voided, waitSeconds, serviceSeconds, Data(waits.bytes),
                unanswered,
            ] + grades)
    }
}

extension TallyKey {
    init(_ row: StatementRow) {
        self.init(
            row.date(0), Kind(rawValue: Int(row.integer(1))) ?? .day, row.text(2) ?? "",
            hour: Int(row.integer(3)))
    }
}

extension WindowSession {
    init(_ row: StatementRow) {
        date = row.date(0)
        window = WindowID(row.text(1) ?? "")
        position = row.integer(2)
        officer = OfficerID(row.text(3) ?? "")
        openedAt = row.integer(4)
        closedAt = row.optional(5)
        served = Int(row.integer(6))
        noShow = Int(row.integer(7))
        let stored = row.text(8).map { Data($0.utf8) }
        pauses = stored.flatMap { try? JSONDecoder().decode([Pause].self, from: $0) } ?? []
    }

    fileprivate func write(_ db: Database) throws {
        let written = try pauses.isEmpty ? nil : CanonicalJSON().bytes(of: pauses)
        try db.put(
            "sessions",
            [
                date.daysSince1970, window.text, position, officer.text, openedAt, closedAt,
                served, noShow, written.map { String(decoding: $0, as: UTF8.self) },
            ])
    }
}

extension HistoryDay {
    init(_ row: StatementRow) {
        date = row.date(0)
        opened = row.integer(1)
        closedBefore = row.integer(2)
    }

    fileprivate func write(_ db: Database) throws {
        try db.put("days", [date.daysSince1970, opened, closedBefore])
    }
}
