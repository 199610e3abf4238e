// SPDX-License-Identifier: Apache-2.0

package import Facts

/// Everybody who came on one day of a queue log, in the order of their arrivals.
package struct LoggedDay: Sendable {
    package var date: CivilDate
    package var people: [LoggedPerson]
}

/// A queue log read day by day, so that only one day is in memory.
///
/// Comma-separated, with a header that has `case_id`, `arrival`, `service_start`, `leave`,
/// `service_type`, `server`, `priority` and `outcome` in any order. Within a day rows may stand in
/// any order; days must follow one another.
package struct QueueLog {
    private var lines: LineReader
    private let header: QueueLogHeader
    private var ahead: LoggedPerson?

    package init(path: String) throws(QueueLogProblem) {
        var lines = try LineReader(path: path)
        guard let first = try lines.next() else { throw QueueLogProblem(.empty) }
        header = try QueueLogHeader(first)
        self.lines = lines
        ahead = try person()
    }

    /// The next day on which anybody came, or nil after the last.
    package mutating func nextDay() throws(QueueLogProblem) -> LoggedDay? {
        guard let first = ahead else { return nil }
        var day = LoggedDay(date: first.date, people: [first])
        ahead = nil
        while let person = try person() {
            guard person.date >= day.date else {
                throw QueueLogProblem(
                    .dayBefore, line: person.line, column: QueueLogColumn.arrival.rawValue,
                    values: [
                        "value": person.date.description, "other": day.date.description,
                    ])
            }
            guard person.date == day.date else {
                ahead = person
                break
            }
            day.people.append(person)
        }
        day.people.sort { ($0.arrival, $0.line) < ($1.arrival, $1.line) }
        return day
    }

    private mutating func person() throws(QueueLogProblem) -> LoggedPerson? {
        while let line = try lines.next() {
            // A file often ends with an empty line.
            if line.isEmpty { continue }
            return try header.row(line, number: lines.line).person()
        }
        return nil
    }
}
