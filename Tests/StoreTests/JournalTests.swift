// SPDX-License-Identifier: Apache-2.0

import Facts
import Store
import Testing

struct JournalTests {
    @Test func `a new journal is empty and has an epoch of its own`() throws {
        let scene = try Scene()
        let other = try Scene()
        let journal = try scene.open()
        let opened = try journal.load()
        #expect(opened.epoch == journal.epoch)
        #expect(opened.sequence == 0)
        #expect(opened.lastWall == nil)
        #expect(try journal.replayed().isEmpty)
        #expect(try other.open().epoch != journal.epoch)
    }

    @Test func `what was committed is there after opening again`() throws {
        let scene = try Scene()
        var journal: Journal<HallFact>? = try scene.open()
        try journal?.say([issued(1), issued(2)], wall: 1_795_392_000_000, key: "tap")
        try journal?.say([.windowClosed(WindowClosed(window: "w1", officer: nil))])
        let before = try journal?.replayed()
        journal = nil
        let again = try scene.open()
        #expect(try again.replayed() == before)
        #expect(before?.count == 3)
        #expect(before?.first?.fact == issued(1))
        #expect(before?.first?.envelope.cause.key?.text == "tap-1")
        #expect(again.sequence == 3)
        #expect(try again.load().lastWall == 1_795_392_000_000)
        try again.say([issued(3)])
        #expect(try again.replayed().map(\.envelope.sequence) == [1, 2, 3, 4])
    }

    @Test func `every commit is synced to the disk`() throws {
        let scene = try Scene()
        let journal = try scene.open()
        #expect(try journal.reader.pragma("synchronous") == "2")
        #expect(try journal.reader.pragma("journal_mode") == "wal")
    }

    @Test func `a start replays from the last end of a day`() throws {
        let scene = try Scene()
        let journal = try scene.open()
        try journal.say([issued(1), dayClosed, issued(1), dayClosed])
        try journal.say([issued(1), issued(2)])
        let opened = try journal.load()
        #expect(opened.sequence == 3)
        #expect(try journal.replayed().map(\.envelope.sequence) == [4, 5, 6])
    }

    @Test func `keys answered in the day before are still found`() throws {
        let scene = try Scene()
        let journal = try scene.open()
        try journal.say([issued(1)], wall: 1_000_000, key: "long ago")
        try journal.say([dayClosed], wall: 2_000_000)
        try journal.say([issued(1)], wall: 3_000_000, key: "too old")
        try journal.say([issued(2)], wall: 5_000_000, key: "yesterday")
        try journal.say([issued(3)], wall: 5_000_001)
        try journal.say([dayClosed], wall: 6_000_000)
        try journal.say([issued(1)], wall: 7_000_000, key: "today")
        let opened = try journal.load()
        let kept = try journal.recentlyAnswered(sinceWall: 4_000_000, before: opened)
        #expect(kept.map(\.envelope.cause.key?.text) == ["yesterday-4"])
        #expect(kept.first?.fact == issued(2))
    }

    @Test func `a batch that does not continue the journal is refused whole`() throws {
        let scene = try Scene()
        let journal = try scene.open()
        try journal.say([issued(1)])
        let batch = [2, 4].map {
            recorded(issued($0), sequence: Int64($0), epoch: journal.epoch)
        }
        #expect(throws: JournalError.outOfOrder(expected: 3, found: 4)) {
            try journal.commit(batch)
        }
        #expect(throws: JournalError.outOfOrder(expected: 2, found: 2)) {
            try journal.commit([recorded(issued(2), sequence: 2, epoch: "another")])
        }
        #expect(try journal.replayed().count == 1)
        try journal.say([issued(2)])
    }

    @Test func `raw rows are read in slices`() throws {
        let scene = try Scene()
        let journal = try scene.open()
        try journal.say((1...25).map(issued))
        let slice = try journal.reader.records(after: 10, limit: 10)
        #expect(slice.map(\.sequence) == Array(11...20))
        #expect(slice.first?.name == "ticketIssued")
        #expect(
            slice.first.map { String(decoding: $0.payload, as: UTF8.self) }?
                .hasPrefix(#"{"kiosk":"k1","number":"A011","ordinal":11,"#) == true)
        #expect(slice.last?.previous == slice.dropLast().last?.hash)
        #expect(try journal.reader.records(after: 20, limit: 10).count == 5)
        #expect(try journal.reader.records(after: 25, limit: 10).isEmpty)
        #expect(try journal.reader.records(after: .max, limit: .max).isEmpty)
        #expect(try journal.reader.records(after: -5, limit: 1).map(\.sequence) == [1])
        #expect(try journal.reader.records(after: 0, limit: 1, epoch: "unknown").isEmpty)
        let record: Recorded<HallFact>? = try slice.first?.recorded(as: HallFact.self)
        #expect(record?.fact == issued(11))
    }
}
