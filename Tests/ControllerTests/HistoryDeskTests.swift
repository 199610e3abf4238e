// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Facts
import Foundation
import GRDB
import Machine
import Store
import TestSupport
import Testing

@testable import Controller

/// The history keeps up by itself, one slice after another, and answers in between.
struct HistoryDeskTests {
    private let files: TemporaryDirectory
    private let directory: DataDirectory
    private let journal: Journal<HallFact>

    init() throws {
        files = try TemporaryDirectory()
        directory = try DataDirectory(files.file("data"))
        journal = try Journal(in: directory)
    }

    private func issue(_ count: Int) throws {
        let date = CivilDate(daysSince1970: 20_780)
        let first = journal.sequence
        try journal.commit(
            (1...Int64(count)).map { index in
                let sequence = first + index
                let issued = TicketIssued(
                    ticket: TicketID("t\(sequence)"), number: "A\(sequence)", prefix: "A",
                    ordinal: Int(sequence), service: "general", priority: .normal, kiosk: nil,
                    printer: nil)
                return Recorded(
                    envelope: Envelope(
                        epoch: journal.epoch, sequence: sequence,
                        moment: Moment(
                            wall: date.start(utcOffset: 0) + sequence, monotonic: sequence,
                            utcOffset: 0),
                        boot: "b", date: date, actor: Actor(.kiosk, "k"),
                        cause: Cause(input: InputID("i\(sequence)"))),
                    fact: .ticketIssued(issued))
            })
    }

    private func ask(_ desk: HistoryDesk) -> (issued: Int, status: HistoryDesk.Status) {
        let answered = DispatchSemaphore(value: 0)
        let box = Guarded((issued: 0, status: HistoryDesk.Status()))
        desk.ask { history, status in
            let days = try? history.days(
                from: CivilDate(daysSince1970: 0), through: CivilDate(daysSince1970: 30_000))
            let issued = days?.first?.tally.issued ?? 0
            box.withLock { $0 = (issued, status) }
            answered.signal()
        }
        answered.wait()
        return box.withLock { $0 }
    }

    @Test func `who asks while it is made anew is answered, and told how far it is`() throws {
        try issue(5 * History.slice)
        let desk = HistoryDesk(in: directory, following: journal.reader)
        defer { desk.stop() }
        #expect(desk.status.isBehind, "nothing is in it yet")
        let first = ask(desk)
        #expect(first.issued == History.slice)
        #expect(first.status.isBehind)
        #expect(first.status.progress.of == Int64(5 * History.slice))
        // It goes on by itself: each answer finds it further than one slice a question.
        var last = first
        for _ in 0..<5 where last.status.isBehind { last = ask(desk) }
        #expect(last.issued == 5 * History.slice)
        #expect(last.status.rebuilds == 1)
    }

    @Test func `what is committed before a question is in the answer`() throws {
        let desk = HistoryDesk(in: directory, following: journal.reader)
        defer { desk.stop() }
        for round in 1...20 {
            try issue(3)
            desk.wake()
            desk.wake()
            #expect(ask(desk).issued == 3 * round)
        }
    }

    @Test func `it goes on slice by slice however much is committed meanwhile`() throws {
        try issue(5 * History.slice)
        let slices = DispatchSemaphore(value: 0)
        let waker = Guarded<HistoryDesk?>(nil)
        // Whoever waited for this pause would wait too long for the test.
        let desk = HistoryDesk(in: directory, following: journal.reader, pause: .seconds(3600)) {
            waker.withLock(\.self)?.wake()
            slices.signal()
            return true
        }
        defer { desk.stop() }
        waker.withLock { $0 = desk }
        desk.ask { _, _ in }
        for slice in 1...5 {
            #expect(slices.wait(timeout: .now() + 20) == .success, "slice \(slice)")
        }
        waker.withLock { $0 = nil }
    }

    @Test func `while the disk has no room to spare nothing is written`() throws {
        let room = Guarded(false)
        let desk = HistoryDesk(in: directory, following: journal.reader) {
            room.withLock { $0 }
        }
        defer { desk.stop() }
        try issue(10)
        #expect(ask(desk).issued == 0)
        room.withLock { $0 = true }
        #expect(ask(desk).issued == 10)
    }

    @Test func `a stopped history writes no more and lets go of its file`() throws {
        try issue(10)
        let desk = HistoryDesk(in: directory, following: journal.reader)
        #expect(ask(desk).issued == 10)
        desk.stop()
        try issue(10)
        desk.wake()
        #expect(ask(desk).issued == 0, "a closed file tells nothing")
        let after = HistoryDesk(in: directory, following: journal.reader)
        defer { after.stop() }
        let answer = ask(after)
        #expect(answer.issued == 20)
        #expect(answer.status.rebuilds == 0)
    }

    @Test func `whatever stands where the file belongs is taken away`() throws {
        try issue(10)
        let path = files.file("data/views.sqlite")
        try FileManager.default.createDirectory(
            atPath: path + "/in-the-way", withIntermediateDirectories: true)
        let desk = HistoryDesk(in: directory, following: journal.reader)
        defer { desk.stop() }
        // The file can always be made anew, so nothing is lost.
        #expect(ask(desk).issued == 10)
        #expect(desk.status.failure == nil)
    }

    @Test func `a slice that fails is told, and tried again though nothing is committed`() throws {
        try issue(10)
        let said = Guarded<[String]>([])
        let recovered = DispatchSemaphore(value: 0)
        let desk = HistoryDesk(
            in: directory, following: journal.reader, pause: .seconds(3600),
            log: { line in
                let count = said.withLock { lines in
                    lines.append(line)
                    return lines.count
                }
                if count == 2 { recovered.signal() }
            })
        defer { desk.stop() }
        #expect(ask(desk).issued == 10)
        try issue(10)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(
            path: files.file("data/views.sqlite"), configuration: configuration)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let held = ask(desk)
        #expect(held.status.failure != nil)
        #expect(held.status.isBehind)
        _ = ask(desk)
        #expect(said.withLock(\.count) == 1, "said once, not with every try")
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(recovered.wait(timeout: .now() + 20) == .success)
        #expect(!desk.status.isBehind)
        #expect(desk.status.progress.done == 20)
        #expect(desk.status.rebuilds == 1)
    }
}
