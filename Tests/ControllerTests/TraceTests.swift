// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Machine
import Store
import TestSupport
import Testing

@testable import Controller

/// What came in is kept beside the journal, and a day can be lived through again.
struct TraceTests {
    /// A morning with a refusal, a repeated wish and a restart in it.
    private func morning() throws -> TestHall {
        let hall = try TestHall()
        let client = try hall.client()
        for key in ["tap-1", "tap-2", "tap-1"] { _ = try client.takeTicket(key: key) }
        _ = try client.takeTicket("tax")
        _ = try client.act("W1", "call")
        #expect(try client.act("W1", "call").status == 409)
        try hall.restart()
        let other = try hall.client()
        _ = try other.takeTicket(key: "tap-2")
        for action in ["finish", "call", "no-show"] { _ = try other.act("W1", action) }
        hall.stop()
        return hall
    }

    private func traces(_ hall: TestHall) throws -> [String] {
        let directory = hall.files.file("data/trace")
        return try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            .map { "\(directory)/\($0)" }
    }

    private func replay(
        _ trace: String, _ data: String
    ) throws -> (outcome: TraceOutcome, differences: [TraceDifference]) {
        var differences: [TraceDifference] = []
        let outcome = try TraceReplay.run(trace, data: data) { differences.append($0) }
        return (outcome, differences)
    }

    private func change(_ path: String, _ change: (inout [String]) throws -> Void) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var lines = text.split(separator: "\n").map(String.init)
        try change(&lines)
        try (lines.joined(separator: "\n") + "\n").write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    @Test func `a traced day comes to the very facts the journal holds`() throws {
        let hall = try morning()
        let traces = try traces(hall)
        #expect(traces.count == 2, "one for each start")
        var facts = 0
        for trace in traces {
            let (outcome, differences) = try replay(trace, hall.data)
            #expect(differences == [])
            #expect(outcome.differences == 0)
            #expect(outcome.beyond == 0)
            #expect(outcome.inputs > outcome.agreedFacts / 2)
            facts += outcome.agreedFacts
        }
        let reader = try JournalReader.open(in: DataDirectory(hall.data))
        #expect(try reader.records(after: 0, limit: 10_000).count == facts)
    }

    @Test func `what comes to something else is told with both sides`() throws {
        let hall = try morning()
        let trace = try traces(hall)[0]
        var line = 0
        try change(trace) { lines in
            line = try #require(lines.firstIndex { $0.contains(#""service":"tax""#) }) + 1
            lines[line - 1].replace(#""service":"tax""#, with: #""service":"general""#)
        }
        let (outcome, differences) = try replay(trace, hall.data)
        // The call after it finds one more waiting, and says so.
        #expect(outcome.differences == 2)
        #expect(differences.last?.input.contains("call") == true)
        let difference = try #require(differences.first)
        #expect(difference.line == line)
        #expect(difference.input.contains("takeTicket"))
        #expect(difference.then.first?.hasPrefix("ticketIssued") == true)
        #expect(difference.then.first?.contains("T001") == true)
        #expect(difference.now.first?.contains("A003") == true)
    }

    @Test func `a fact whose input is missing is told and taken as it happened`() throws {
        let hall = try morning()
        let trace = try traces(hall)[0]
        try change(trace) { lines in
            let tap = try #require(lines.firstIndex { $0.contains("tap-2") })
            lines.remove(at: tap)
        }
        let (outcome, differences) = try replay(trace, hall.data)
        #expect(outcome.differences == 1)
        #expect(differences.first?.line == nil)
        #expect(differences.first?.then.first?.contains("A002") == true)
    }

    @Test func `a damaged line is named`() throws {
        let hall = try morning()
        let trace = try traces(hall)[0]
        try change(trace) { $0[4] = String($0[4].dropLast(3)) }
        #expect {
            try replay(trace, hall.data)
        } throws: { error in
            guard case .damaged(trace, 5, _)? = error as? TraceProblem else { return false }
            return true
        }
    }

    @Test(arguments: [
        (#""wall":1"#, #""wall":999999"#), (#""monotonic":"#, #""monotonic":9999999999999"#),
        (#""utcOffset":"#, #""utcOffset":99999999999"#), (#""wall":1"#, #""wall":-99999991"#),
    ])
    func `a line at a time no clock can show is damaged`(
        _ text: String, _ other: String
    ) throws {
        let hall = try morning()
        let trace = try traces(hall)[0]
        try change(trace) { $0[4].replace(text, with: other, maxReplacements: 1) }
        #expect {
            try replay(trace, hall.data)
        } throws: { error in
            guard case .damaged(trace, 5, _)? = error as? TraceProblem else { return false }
            return true
        }
    }

    @Test func `a last line without its end is left out and told`() throws {
        let hall = try morning()
        let trace = try traces(hall)[0]
        var bytes = try Data(contentsOf: URL(filePath: trace))
        bytes.removeLast(7)
        try bytes.write(to: URL(filePath: trace))
        let (outcome, differences) = try replay(trace, hall.data)
        #expect(outcome.isCutOff)
        #expect(differences == [])
    }

    @Test func `another hall's journal, an older copy and a running hall are refused`() throws {
        let hall = try morning()
        let other = try TestHall()
        let traces = try traces(hall)
        #expect {
            try replay(traces[0], other.data)
        } throws: { error in
            guard case .journal(.inUse)? = error as? TraceProblem else { return false }
            return true
        }
        other.stop()
        for data in [other.data, other.data + "/nowhere"] {
            #expect {
                try replay(traces[1], data)
            } throws: { error in
                switch error as? TraceProblem {
                case .otherJournal?: data == other.data
                case .noJournal?: data != other.data
                default: false
                }
            }
        }
        #expect(!FileManager.default.fileExists(atPath: other.data + "/nowhere"))
    }

    @Test func `a backup serves as well, as far as it goes, and is left as it is`() throws {
        let hall = try morning()
        let backup = hall.files.file("backup")
        let written = try Program.run([
            "backup", backup, "--data", hall.data, "--config", hall.options.configuration,
        ])
        #expect(written.status == 0, "\(written.errors)")
        func files() throws -> [String: Data] {
            let names = try FileManager.default.contentsOfDirectory(atPath: backup)
            return try Dictionary(
                uniqueKeysWithValues: names.map {
                    ($0, try Data(contentsOf: URL(filePath: "\(backup)/\($0)")))
                })
        }
        let before = try files()
        try hall.start()
        _ = try hall.client().takeTicket()
        hall.stop()
        let traces = try traces(hall)
        #expect(try replay(traces[1], backup).outcome.beyond == 0)
        let later = try replay(traces[2], backup)
        #expect(later.outcome.beyond > 0)
        #expect(later.differences == [])
        #expect(try files() == before)
    }

    @Test func `a trace that cannot be written fails nothing and is told once`() throws {
        let hall = try TestHall(isStarted: false)
        try hall.files.write("no directory", to: "data/trace")
        let heard = Guarded<[String]>([])
        try hall.start { line in heard.withLock { $0.append(line) } }
        for _ in 1...5 { _ = try hall.client().takeTicket() }
        hall.stop()
        #expect(heard.withLock { $0 }.count { $0.contains("trace") } == 1)
    }

    @Test func `at the terminal it says how far both agree, and where not`() throws {
        let hall = try morning()
        let trace = try traces(hall)[1]
        let arguments = ["simulate", "--trace", trace, "--data", hall.data]
        let same = try Program.run(arguments)
        #expect(same.status == 0, "\(same.errors)")
        #expect(same.output.contains("facts are as the journal holds them"))
        try change(trace) { lines in
            let action = try #require(lines.firstIndex { $0.contains("noShow") })
            lines[action].replace("noShow", with: "giveUp")
        }
        let other = try Program.run(arguments)
        #expect(other.status != 0)
        #expect(other.output.contains("journal: ticketNoShow A002"))
        #expect(other.output.contains("now: ticketGivenUp A002"))
        #expect(other.errors.contains("1 inputs come to something else"))
    }
}
