// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Foundation
import Hall
import Machine
import TestSupport
import Testing

@testable import Controller

/// When a trace begins, ends and is deleted.
struct TraceLogTests {
    private let files: TemporaryDirectory
    private let heard = Guarded<[String]>([])
    private let log: TraceLog

    init() throws {
        files = try TemporaryDirectory()
        log = TraceLog(directory: files.file("trace"), days: 2) { [heard] line in
            heard.withLock { $0.append(line) }
        }
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: files.file("trace")).sorted()
    }

    private func turn(
        _ sequence: Int64, day: Int = 0, minute: Int64 = 0,
        given: Conditions = Conditions()
    ) -> TracedTurn {
        let milliseconds = Int64(day) * 86_400_000 + minute * 60_000
        let moment = Moment(
            wall: 1_795_400_000_000 + milliseconds, monotonic: milliseconds, utcOffset: 28_800)
        let input = Input(
            id: InputID("i\(sequence)"), actor: .controller, moment: moment,
            command: Command.resumeHall)
        return TracedTurn(
            beginning: TraceHeader(epoch: "e", sequence: sequence, boot: "b"), date: moment.date,
            inputs: [input], given: given, clock: ("c", moment))
    }

    @Test func `each day has a file of its own, and old ones go`() throws {
        for day in 0...4 {
            for sequence in 1...3 { log.note(turn(Int64(day * 3 + sequence), day: day)) }
        }
        log.settle()
        let time = "-101320000.jsonl"
        #expect(try names() == ["25", "26", "27"].map { "2026-11-\($0)\(time)" })
        let last = try Trace(path: files.file("trace/2026-11-27\(time)"))
        #expect(last.header.sequence == 13)
        #expect(last.entries.map(\.what.cause) == ["i13", "i14", "i15"])
        #expect(!last.isCutOff)
    }

    @Test func `other files are left alone`() throws {
        for name in ["notes.txt", "2001-01-01.txt", "x.jsonl"] {
            try files.write("kept", to: "trace/\(name)")
        }
        try files.write("old", to: "trace/2001-01-01-000000000.jsonl")
        log.note(turn(1))
        log.settle()
        #expect(
            try names()
                == ["2001-01-01.txt", "2026-11-23-101320000.jsonl", "notes.txt", "x.jsonl"])
    }

    @Test func `while space is low nothing is written, and then a new file begins`() throws {
        log.note(turn(1))
        log.note(turn(2, given: Conditions(storageLow: true)))
        log.note(turn(3, minute: 1))
        log.note(turn(4, minute: 2))
        log.settle()
        let paths = try names().map { files.file("trace/\($0)") }
        #expect(try paths.map { try Trace(path: $0).header.sequence } == [1, 3])
        #expect(try paths.map { try Trace(path: $0).entries.count } == [1, 2])
        #expect(heard.withLock { $0 } == [])
    }

    @Test func `a refusal is told once, tried again after a minute, and leaves no gap`() throws {
        try files.write("in the way", to: "trace")
        for minute in Int64(0)...3 { log.note(turn(minute + 1, minute: minute)) }
        log.settle()
        #expect(heard.withLock(\.count) == 1)
        try FileManager.default.removeItem(atPath: files.file("trace"))
        log.note(turn(5, minute: 3))
        log.note(turn(6, minute: 5))
        log.note(turn(7, minute: 5))
        log.settle()
        let path = files.file("trace/\(try #require(try names().first))")
        #expect(try names().count == 1)
        #expect(try Trace(path: path).header.sequence == 6)
        #expect(try Trace(path: path).entries.count == 2)
    }

    @Test(
        arguments: [
            .applyConfiguration(
                digest: "d", structure: .empty,
                retired: Retirement(services: ["a": .transfer("b"), "c": .void], windows: ["w"])),
            .takeTicket(
                ticket: "t", service: "s", priority: .priority, kiosk: nil,
                details: TicketDetails(person: "p", visit: "v")),
            .atWindow("w", .pause(reason: nil, minutes: 5)),
            .atWindow("w", .finish(Finishing(outcome: "x", next: "s"))),
            .atWindow("w", .transfer(.officer("o"))), .adopt([]), .choosePolicy(nil, "w"),
            .pauseHall(reason: "fire drill \"A\"\n"),
        ] as [Command])
    func `a command is read as it was written`(command: Command) throws {
        let moment = Moment(wall: 1_795_400_000_000, monotonic: -3, utcOffset: -18_000)
        let key = IdempotencyKey(text: "k", digest: "d")
        var noted = turn(1, given: Conditions())
        noted.inputs = [
            Input(
                id: "i", actor: Actor(.device, "x"), moment: moment, key: key, command: command)
        ]
        log.note(noted)
        log.settle()
        let path = files.file("trace/\(try #require(try names().first))")
        guard case .input(let read, nil)? = try Trace(path: path).entries.first?.what else {
            Issue.record("no input")
            return
        }
        #expect(read.command == command)
        #expect(read.moment == moment)
        #expect(read.key == key)
        #expect(read.actor == Actor(.device, "x"))
    }
}
