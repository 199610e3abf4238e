// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `hallkeeper simulate`, at a terminal.
struct SimulateProgramTests {
    @Test func `two runs of one seed print the same bytes, and say that it is simulated`() throws {
        let directory = try TemporaryDirectory()
        try directory.write(HallText().text, to: "hall.yaml")
        let arguments = [
            "simulate", "--seed", "9", "--days", "2", "--config", directory.file("hall.yaml"),
        ]
        let once = try Program.run(arguments)
        #expect(once.status == 0, "\(once.errors)")
        #expect(once.output.hasPrefix("Simulated: seed 9, 2 working days, 3 windows"))
        #expect(once.output.contains("2025-01-07"))
        #expect(try Program.run(arguments).output == once.output)
    }

    @Test func `a hall of so many windows whose days were kept can be served`() throws {
        let directory = try TemporaryDirectory()
        let data = directory.file("year")
        let made = try Program.run([
            "simulate", "--seed", "9", "--days", "2", "--windows", "27", "--tickets-per-day", "40",
            "--journal", data,
        ])
        #expect(made.status == 0, "\(made.errors)")
        let file = data + "/hall.yaml"
        let check = try Program.run(["check", file, "--against", data])
        #expect(check.status == 0, "\(check.errors)")
        let hall = try Program(serving: data, configuration: file)
        #expect(hall.stop() == 0)
    }

    @Test func `a queue log is replayed, and every difference in order is written down`() throws {
        let directory = try TemporaryDirectory()
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:05:00")
        log.served("09:01:00", "09:06:00", "09:09:00")
        log.served("09:02:00", "09:05:00", "09:06:00")
        try directory.write(log.text, to: "log.csv")
        let outcome = try Program.run([
            "simulate", "--log", directory.file("log.csv"), "--differences",
            directory.file("differences.txt"),
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("  1  A joined the queue before B."))
        let lines = try String(contentsOfFile: directory.file("differences.txt"), encoding: .utf8)
        #expect(lines.hasPrefix("1999-02-01: p2 (A, line 3, came 09:01:00"))
        #expect(lines.contains("joined the queue before p3 (A, line 4, came 09:02:00"))
    }

    @Test func `a broken log is refused with its line and column`() throws {
        let directory = try TemporaryDirectory()
        var log = LogText()
        log.served("09:00:00", "08:00:00", "09:05:00")
        try directory.write(log.text, to: "log.csv")
        let outcome = try Program.run(["simulate", "--log", directory.file("log.csv")])
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("log.csv:2: service_start: “1999-02-01T08:00:00”"))
        #expect(try Program.run(["simulate"]).status != 0)
    }
}
