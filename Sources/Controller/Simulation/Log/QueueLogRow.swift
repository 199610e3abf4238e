// SPDX-License-Identifier: Apache-2.0

import Facts

/// What the columns of a queue log are called.
enum QueueLogColumn: String, CaseIterable {
    case caseID = "case_id"
    case arrival
    case serviceStart = "service_start"
    case leave
    case serviceType = "service_type"
    case server
    case priority
    case outcome
}

/// Which field of a row is which column.
struct QueueLogHeader {
    private let places: [QueueLogColumn: Int]
    private let count: Int

    /// - Throws: when a column is missing or there twice; columns of other names are not looked at.
    init(_ line: String) throws(QueueLogProblem) {
        let names = QueueLogRow.fields(of: line)
        var places: [QueueLogColumn: Int] = [:]
        for (place, name) in names.enumerated() {
            guard let column = QueueLogColumn(rawValue: name) else { continue }
            guard places.updateValue(place, forKey: column) == nil else {
                throw QueueLogProblem(.columnTwice, line: 1, column: name)
            }
        }
        for column in QueueLogColumn.allCases where places[column] == nil {
            throw QueueLogProblem(.missingColumn, line: 1, column: column.rawValue)
        }
        self.places = places
        count = names.count
    }

    func row(_ line: String, number: Int) throws(QueueLogProblem) -> QueueLogRow {
        let fields = QueueLogRow.fields(of: line)
        guard fields.count == count else {
            throw QueueLogProblem(
                .fieldCount, line: number,
                values: ["found": String(fields.count), "expected": String(count)])
        }
        return QueueLogRow(number: number, values: places.mapValues { fields[$0] })
    }
}

/// The fields of one row, not yet believed.
struct QueueLogRow {
    let number: Int
    let values: [QueueLogColumn: String]

    /// - Throws: the first thing wrong with the row.
    func person() throws(QueueLogProblem) -> LoggedPerson {
        let arrival = try time(.arrival)
        let leave = try time(.leave)
        var start: Int64?
        switch try present(.outcome) {
        case "served": start = try time(.serviceStart)
        case "abandoned":
            guard text(.serviceStart).isEmpty else {
                throw problem(.unexpectedValue, .serviceStart)
            }
        default: throw problem(.badOutcome, .outcome)
        }
        if let start, start < arrival { throw before(.serviceStart, .arrival) }
        if leave < start ?? arrival {
            throw before(.leave, start == nil ? .arrival : .serviceStart)
        }
        let server = text(.server)
        return LoggedPerson(
            line: number, caseID: text(.caseID), service: ServiceID(try present(.serviceType)),
            server: server.isEmpty || start == nil ? nil : server, priority: try priority(),
            arrival: arrival, start: start, leave: leave)
    }

    /// 2 is the class that is let go earlier; 0 and 1 wait alike.
    private func priority() throws(QueueLogProblem) -> PriorityClass {
        switch text(.priority) {
        case "", "0", "1": .normal
        case "2": .priority
        default: throw problem(.badPriority, .priority)
        }
    }

    private func text(_ column: QueueLogColumn) -> String { values[column] ?? "" }

    private func present(_ column: QueueLogColumn) throws(QueueLogProblem) -> String {
        let text = text(column)
        guard !text.isEmpty else { throw problem(.missingValue, column) }
        return text
    }

    private func time(_ column: QueueLogColumn) throws(QueueLogProblem) -> Int64 {
        guard let time = Self.seconds(try present(column)) else { throw problem(.badTime, column) }
        return time
    }

    private func problem(
        _ kind: QueueLogProblem.Kind, _ column: QueueLogColumn
    ) -> QueueLogProblem {
        QueueLogProblem(
            kind, line: number, column: column.rawValue,
            values: ["value": String(text(column).prefix(60))])
    }

    private func before(_ column: QueueLogColumn, _ other: QueueLogColumn) -> QueueLogProblem {
        var problem = problem(.beforeOther, column)
        problem.values["other"] = other.rawValue
        return problem
    }

    /// Reads `1999-02-01T06:59:54`, also with a blank for the T; nil for anything else.
    static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 19, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let date = CivilDate(String(text.prefix(10))),
            let hour = number(bytes[11...12]), let minute = number(bytes[14...15]),
            let second = number(bytes[17...18]), hour < 24, minute < 60, second < 60
        else { return nil }
        return Int64(date.daysSince1970) * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// The time of day as people write it, with seconds.
    static func text(_ seconds: Int64) -> String {
        let moment = Moment(wall: seconds * 1000, monotonic: 0, utcOffset: 0)
        return "\(moment.clockText):\(Int(seconds % 60).padded(2))"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return number
    }

    /// The fields of a line of comma-separated values; one in quotes may have commas in it.
    static func fields(of line: String) -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var rest = line[...]
        while let character = rest.popFirst() {
            switch character {
            case "\"" where isQuoted && rest.first == "\"":
                field.append("\"")
                rest.removeFirst()
            case "\"" where isQuoted || field.isEmpty: isQuoted.toggle()
            case "," where !isQuoted:
                fields.append(field)
                field = ""
            default: field.append(character)
            }
        }
        return fields + [field]
    }
}
