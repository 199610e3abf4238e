// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

struct AdoptingTests {
    /// A hall whose copy knows A001 to A003, of which A001 is done; it goes on in the second block
    /// of ten numbers, and A011 was taken since.
    private func restored(numberBlock: Int? = 10) throws -> TestHall {
        var structure = TestHall.structure
        structure.numberBlock = numberBlock
        var hall = try TestHall(structure: structure)
        try hall.at("w1", .open("li"))
        for _ in 1...3 { try hall.take("tax") }
        try hall.call("w1")
        try hall.at("w1", .finish())
        hall.restore(block: 1)
        try hall.take("tax")
        return hall
    }

    private func slip(_ ordinal: Int, _ prefix: String = "A") -> OutstandingSlip {
        OutstandingSlip(ticket: TicketID("\(prefix)\(ordinal)"), prefix: prefix, ordinal: ordinal)
    }

    private func why(
        _ hall: inout TestHall, _ slips: [OutstandingSlip]
    ) -> Refusal? {
        let before = hall.journal.count
        let refusal = #expect(throws: Refusal.self) { try hall.ask(.adopt(slips)) }
        #expect(hall.journal.count == before, "all or none")
        return refusal
    }

    @Test func `a restored hall goes on in a block no paper has`() throws {
        let hall = try restored()
        #expect(try hall.ticket("t4").number == "A011")
    }

    @Test func `slips stand behind whom the copy knew and before whoever came since`() throws {
        var hall = try restored()
        try hall.take("tax", .priority)
        try hall.ask(.adopt([slip(9), slip(4)]))
        try hall.ask(.adopt([slip(6)]))
        let line = try #require(hall.hall.services["tax"]?.queue.everybody)
        #expect(
            try line.map { try hall.ticket($0.ticket).number } == [
                "A002", "A003", "A004", "A006", "A009", "A011", "A012",
            ])
        #expect(try hall.ticket("A4").adopted)
        #expect(hall.replayed().tickets == hall.hall.tickets)
    }

    @Test func `a slip the hall knows is told with its state`() throws {
        var hall = try restored()
        try hall.ask(.adopt([slip(5)]))
        for (ordinal, number, state) in [
            (1, "A001", "done"), (2, "A002", "waiting"), (11, "A011", "waiting"),
            (5, "A005", "waiting"),
        ] {
            let refusal = why(&hall, [slip(4), slip(ordinal)])
            #expect(refusal?.kind == .slipKnown)
            #expect(refusal?.values == ["number": number, "state": state])
        }
    }

    @Test func `a slip that never was is refused and no other of the command adopted`() throws {
        var hall = try restored()
        for ordinal in [Int.min, -1, 0, 12, 20, .max] {
            let refusal = why(&hall, [slip(4), slip(ordinal)])
            #expect(refusal?.kind == .slipNeverIssued)
            #expect(refusal?.values["number"] != nil)
        }
        let unknown = Refusal(.unknownPrefix, field: "numbers", values: ["prefix": "Z"])
        #expect(why(&hall, [slip(4, "Z")]) == unknown)
        #expect(hall.hall.tickets["A4"] == nil)
    }

    @Test func `one command names each slip and each id once`() throws {
        var hall = try restored()
        #expect(why(&hall, [slip(4), slip(4)])?.kind == .slipKnown)
        var twin = slip(5)
        twin.ticket = "A4"
        #expect(why(&hall, [slip(4), twin])?.kind == .ticketExists)
        twin.ticket = "t1"
        #expect(why(&hall, [twin])?.kind == .ticketExists)
        #expect(try hall.ask(.adopt([])) == [])
    }

    @Test func `five hundred slips are taken at once and one more is not`() throws {
        var hall = try restored(numberBlock: nil)
        #expect(why(&hall, (4...504).map { slip($0) })?.kind == .tooManySlips)
        #expect(try hall.ask(.adopt((4...503).map { slip($0) })).count == 500)
    }

    @Test func `slips are adopted on the day of the restore alone`() throws {
        var fresh = try TestHall()
        #expect(why(&fresh, [slip(1)])?.kind == .notRestored)
        var hall = try restored()
        hall.pass(seconds: 86_400)
        hall.tick()
        #expect(why(&hall, [slip(4)])?.kind == .notRestored)
        #expect(try hall.take("tax").number == "A001", "a new day begins in the first block")
    }

    @Test func `of a copy from the day before any number of today may be out`() throws {
        var structure = TestHall.structure
        structure.numberBlock = 10
        var hall = try TestHall(structure: structure)
        for _ in 1...3 { try hall.take("tax") }
        hall.pass(seconds: 86_400)
        hall.restore(block: 1)
        hall.tick()
        #expect(try hall.take("tax").number == "A011")
        try hall.ask(.adopt([slip(1), slip(10), slip(2, "B")]))
        let line = try #require(hall.hall.services["tax"]?.queue.everybody.map(\.ticket))
        #expect(line == ["A1", "A10", "t4"])
        #expect(hall.replayed().tickets == hall.hall.tickets)
    }

    @Test func `restored twice, slips of both lost stretches are adopted`() throws {
        var hall = try restored()
        hall.restore(block: 2)
        #expect(try hall.take("tax").number == "A021")
        try hall.ask(.adopt([slip(20), slip(12)]))
        #expect(why(&hall, [slip(22)])?.kind == .slipNeverIssued)
    }

    @Test func `restored twice, slips lost the first time stand where they stood then`() throws {
        var hall = try restored()
        hall.restore(block: 2)
        try hall.ask(.adopt([slip(12), slip(6)]))
        let line = try #require(hall.hall.services["tax"]?.queue.everybody)
        #expect(
            try line.map { try hall.ticket($0.ticket).number } == [
                "A002", "A003", "A006", "A011", "A012",
            ])
        #expect(why(&hall, [slip(1)])?.kind == .slipKnown)
        #expect(hall.replayed().tickets == hall.hall.tickets)
    }

    @Test func `smaller blocks do not lead a restored hall back to numbers on paper`() throws {
        var hall = try restored()
        var structure = TestHall.structure
        structure.numberBlock = 4
        try hall.ask(.applyConfiguration(digest: "d2", structure: structure))
        #expect(try hall.take("deed").number == "B011")
    }

    @Test func `who is adopted has not waited since before the copy was made`() throws {
        var structure = TestHall.structure
        structure.calling = CallingStructure(
            policies: [
                .init(
                    id: "aging", name: LocalizedText(zhHans: "按时长"),
                    rules: CallingRules(classes: .priority, agingMinutes: 30))
            ], standard: "aging")
        var hall = try TestHall(structure: structure)
        try hall.at("w1", .open("li"))
        hall.restore(block: 1)
        try hall.ask(.adopt([slip(4)]))
        try hall.take("tax", .priority)
        #expect(try hall.call("w1")?.priority == .priority)
    }

    @Test func `slips are not adopted while the disk is low`() throws {
        var hall = try restored()
        hall.conditions.storageLow = true
        #expect(why(&hall, [slip(4)])?.kind == .storageLow)
    }

    @Test func `slips of the day stand behind who waited overnight, whatever the clock was`() throws
    {
        var structure = TestHall.structure
        structure.services[0].overnight = true
        let rules = CallingRules(classes: .oldest, priorityHeadStartSeconds: 60)
        structure.calling = CallingStructure(
            policies: [.init(id: "p", name: LocalizedText(zhHans: "p"), rules: rules)],
            standard: "p")
        var hall = try TestHall(structure: structure)
        try hall.at("w1", .open("li"))
        hall.pass(seconds: 3600)
        try hall.take("tax")
        // The copy is made by a clock that was set back, and taken up again on the next day.
        hall.stepClock(seconds: -3600)
        let copied = hall.moment.wall
        hall.stepClock(seconds: 86_400)
        hall.restore(block: 1, backedUpAt: copied)
        hall.tick()
        try hall.ask(.adopt([slip(7)]))
        #expect(try hall.call("w1")?.number == "A001")
    }
}
