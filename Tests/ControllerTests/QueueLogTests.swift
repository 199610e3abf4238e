// SPDX-License-Identifier: Apache-2.0

import Controller
import Facts
import Simulators
import TestSupport
import Testing

struct QueueLogTests {
    private static func problem(_ text: String) throws -> QueueLogProblem? {
        try problem(bytes: Array(text.utf8))
    }

    private static func problem(bytes: [UInt8]) throws -> QueueLogProblem? {
        let directory = try TemporaryDirectory()
        try directory.write(bytes: bytes, to: "log.csv")
        do throws(QueueLogProblem) {
            var log = try QueueLog(path: directory.file("log.csv"))
            while try log.nextDay() != nil {}
            return nil
        } catch {
            return error
        }
    }

    private static let good =
        "1,0,1999-02-01T09:00:00,1999-02-01T09:01:00,"
        + "1999-02-01T09:02:00,A,S1,0,served"

    @Test(arguments: [
        ("09:00:00,A,S1,0,served", QueueLogProblem.Kind.fieldCount, ""),
        ("1,0,1999-02-30T09:00:00,,1999-02-01T09:02:00,A,,0,abandoned", .badTime, "arrival"),
        ("1,0,1999-02-01T09:60:00,,1999-02-01T09:02:00,A,,0,abandoned", .badTime, "arrival"),
        ("1,0,1999-02-01T09:00:00,,1999-02-01,A,,0,abandoned", .badTime, "leave"),
        ("1,0,1999-02-01T09:00:00,,,A,,0,abandoned", .missingValue, "leave"),
        (
            "1,0,1999-02-01T09:00:00,,1999-02-01T09:02:00,A,S1,0,served", .missingValue,
            "service_start"
        ),
        (
            "1,0,1999-02-01T09:00:00,,1999-02-01T09:02:00,,,0,abandoned", .missingValue,
            "service_type"
        ),
        ("1,0,1999-02-01T09:00:00,,1999-02-01T08:59:59,A,,0,abandoned", .beforeOther, "leave"),
        (
            "1,0,1999-02-01T09:00:00,1999-02-01T08:00:00,1999-02-01T09:02:00,A,S1,0,served",
            .beforeOther, "service_start"
        ),
        (
            "1,0,1999-02-01T09:00:00,1999-02-01T09:03:00,1999-02-01T09:02:00,A,S1,0,served",
            .beforeOther, "leave"
        ),
        (
            "1,0,1999-02-01T09:00:00,1999-02-01T09:01:00,1999-02-01T09:02:00,A,S1,0,abandoned",
            .unexpectedValue, "service_start"
        ),
        ("1,0,1999-02-01T09:00:00,,1999-02-01T09:02:00,A,,7,abandoned", .badPriority, "priority"),
        ("1,0,1999-02-01T09:00:00,,1999-02-01T09:02:00,A,,0,left", .badOutcome, "outcome"),
        ("1,0,1999-01-31T09:00:00,,1999-01-31T09:02:00,A,,0,abandoned", .dayBefore, "arrival"),
    ])
    func `a row that cannot be is named by line and column`(
        row: String, kind: QueueLogProblem.Kind, column: String
    ) throws {
        let text = [LogText.header, Self.good, row, Self.good].joined(separator: "\n")
        let problem = try #require(try Self.problem(text))
        #expect(problem.kind == kind)
        #expect(problem.line == 3)
        #expect(problem.column == column)
    }

    @Test func `a header must name every column once`() throws {
        #expect(try Self.problem("")?.kind == .empty)
        let missing = LogText.header.replacing("server", with: "agent")
        #expect(try Self.problem(missing)?.column == "server")
        #expect(try Self.problem(LogText.header + ",leave")?.kind == .columnTwice)
        #expect(throws: QueueLogProblem.self) { try QueueLog(path: "/nowhere/log.csv") }
    }

    @Test func `columns may stand in any order, rows too, and quotes hold commas`() throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            "\u{FEFF}outcome,priority,server,service_type,leave,service_start,arrival,case_id\r\n"
                + "served,2,S1,\"A, \"\"b\"\"\",1999-02-01 09:05:00,1999-02-01 09:01:00,"
                + "1999-02-01 09:00:30,2\r\n\r\n"
                + "abandoned,,,B,1999-02-01 09:05:00,,1999-02-01 09:00:00,1",
            to: "log.csv")
        var log = try QueueLog(path: directory.file("log.csv"))
        let day = try #require(try log.nextDay())
        #expect(day.people.map(\.caseID) == ["1", "2"])
        #expect(day.people.last?.service == "A, \"b\"")
        #expect(day.people.last?.priority == .priority)
        #expect(day.people.map(\.wait) == [300, 30])
        #expect(try log.nextDay() == nil)
    }

    @Test func `bytes that are no text, and lines without end, are refused`() throws {
        let header = Array((LogText.header + "\n").utf8)
        #expect(try Self.problem(bytes: header + [0xFF, 0xFE])?.kind == .notText)
        let endless = [UInt8](repeating: 0x31, count: 300_000)
        #expect(try Self.problem(bytes: header + endless)?.kind == .lineTooLong)
        #expect(try Self.problem(bytes: endless)?.kind == .lineTooLong)
    }

    @Test func `a damaged log is read or refused, never more`() throws {
        var random = SeededRandom(seed: 5)
        let good = Array(
            [LogText.header, Self.good, Self.good, Self.good]
                .joined(separator: "\n").utf8)
        var refused = 0
        for _ in 0..<400 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            if try Self.problem(bytes: bytes) != nil { refused += 1 }
        }
        #expect(refused > 300)
    }
}
