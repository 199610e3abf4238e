// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

struct TidalTests {
    private let byLength = TidalRule(
        id: "length", service: "tax", waiting: 4, waitMinutes: nil, windows: ["w2", "w3"])
    private let byWait = TidalRule(
        id: "wait", service: "tax", waiting: nil, waitMinutes: 30, windows: ["w3"])

    /// Tax is served at window 1, deeds at windows 2 and 3; 1 and 3 are open.
    private func hall(_ rules: TidalRule...) throws -> TestHall {
        var structure = TestHall.structure
        structure.windows[1].services = ["deed"]
        structure.tidal = rules
        var hall = try TestHall(structure: structure)
        try hall.at("w1", .open("li"))
        try hall.at("w3", .open("zhao"))
        return hall
    }

    private func proposals(_ facts: [HallFact]) -> [TidalProposed] {
        facts.compactMap { if case .tidalProposed(let fact) = $0 { fact } else { nil } }
    }

    private func ended(
        _ rule: String, _ reason: TidalProposalEnded.Reason
    ) -> HallFact {
        .tidalProposalEnded(TidalProposalEnded(rule: rule, reason: reason))
    }

    /// Calls and finishes until so many wait.
    private func serve(_ hall: inout TestHall, until waiting: Int) throws {
        while let count = hall.hall.services["tax"]?.queue.count, count > waiting {
            try hall.call("w1")
            try hall.at("w1", .finish())
        }
    }

    @Test func `more waiting than the rule says has the first free window proposed, once`()
        throws
    {
        var hall = try hall(byLength)
        for _ in 1...4 { try hall.take("tax") }
        #expect(hall.tick() == [])
        try hall.take("tax")
        let deadline = try #require(hall.hall.nextDeadline(after: hall.moment))
        #expect(deadline <= hall.moment.monotonic + 1000)
        #expect(
            hall.tick() == [
                .tidalProposed(
                    TidalProposed(
                        rule: "length", service: "tax", window: "w3", waiting: 5,
                        waitMinutes: nil))
            ])
        try hall.take("tax")
        #expect(hall.tick() == [])
        #expect(hall.hall.proposals["length"]?.window == "w3")
        #expect(hall.replayed().proposals == hall.hall.proposals)
    }

    @Test func `a window with work of its own is not free`() throws {
        for busy in [true, false] {
            var hall = try hall(byLength)
            try hall.take("deed")
            if busy { try hall.call("w3") }
            for _ in 1...5 { try hall.take("tax") }
            #expect(proposals(hall.facts + hall.tick()).map(\.window) == [nil])
        }
    }

    @Test func `a likely wait longer than the rule says proposes too`() throws {
        var hall = try hall(byWait)
        for _ in 1...2 { try hall.take("tax") }
        hall.pass(seconds: 1)
        #expect(hall.tick() == [])
        try hall.take("tax")
        #expect(hall.tick() == [], "waits are looked at once a second")
        #expect(hall.hall.nextDeadline(after: hall.moment) == hall.moment.monotonic + 1000)
        hall.pass(seconds: 1)
        // Ten minutes a case: three before, and half of the one at the window.
        #expect(proposals(hall.tick()).map(\.waitMinutes) == [35])
    }

    @Test func `a proposal goes when the tide is down to half, not before`() throws {
        var hall = try hall(byLength)
        for _ in 1...5 { try hall.take("tax") }
        hall.tick()
        try serve(&hall, until: 3)
        #expect(hall.tick() == [])
        #expect(!hall.facts.contains(ended("length", .eased)))
        try serve(&hall, until: 2)
        hall.tick()
        #expect(hall.facts.contains(ended("length", .eased)))
        for _ in 1...3 { try hall.take("tax") }
        #expect(proposals(hall.tick()).count == 1, "it may come back at once")
    }

    @Test func `a proposal by the wait goes when the queue is empty or short`() throws {
        var hall = try hall(byWait)
        for _ in 1...3 { try hall.take("tax") }
        hall.pass(seconds: 1)
        hall.tick()
        try hall.at("w1", .close)
        hall.pass(seconds: 1)
        #expect(hall.tick() == [], "without a window no wait is known")
        try hall.at("w1", .open("li"))
        #expect(!hall.facts.contains(ended("wait", .eased)))
        try serve(&hall, until: 1)
        hall.pass(seconds: 1)
        hall.tick()
        #expect(hall.facts.contains(ended("wait", .eased)))
    }

    @Test func `a proposal turned down comes back after a quarter of an hour`() throws {
        var hall = try hall(byLength)
        for _ in 1...5 { try hall.take("tax") }
        hall.tick()
        #expect(try hall.ask(.dismissTidal(rule: "length")) == [ended("length", .dismissed)])
        #expect(hall.refusal(.dismissTidal(rule: "length")) == .unknownTidalRule)
        hall.pass(seconds: 899)
        #expect(hall.tick() == [])
        let deadline = try #require(hall.hall.nextDeadline(after: hall.moment))
        #expect(deadline == hall.moment.monotonic + 1000)
        hall.pass(seconds: 1)
        #expect(proposals(hall.tick()).count == 1)
    }

    @Test func `a person has a window help out, and that answers the proposal`() throws {
        var hall = try hall(byLength)
        for _ in 1...6 { try hall.take("tax") }
        hall.tick()
        #expect(
            try hall.ask(.openTidal("w3", "tax")) == [
                .tidalOpened(TidalOpened(window: "w3", service: "tax")),
                ended("length", .accepted),
            ])
        #expect(hall.tick() == [], "help is on its way")
        #expect(try hall.call("w3")?.service == "tax")
        hall.pass(seconds: 900)
        #expect(proposals(hall.tick()).map(\.window) == [nil], "and still too many wait")
        try hall.ask(.closeTidal("w3", "tax"))
        #expect(try hall.window("w3").tidal == [])
        #expect(hall.refusal(.closeTidal("w3", "tax")) == .notHelping)
    }

    @Test func `a window helps out unasked too, but only by a rule`() throws {
        var hall = try hall(byLength)
        #expect(hall.refusal(.openTidal("none", "tax")) == .unknownWindow)
        #expect(hall.refusal(.openTidal("w3", "none")) == .unknownService)
        #expect(hall.refusal(.openTidal("w2", "tax")) == .windowClosed)
        #expect(hall.refusal(.closeTidal("none", "tax")) == .unknownWindow)
        let refusal = #expect(throws: Refusal.self) { try hall.ask(.openTidal("w1", "stamp")) }
        #expect(
            refusal == Refusal(.notTidal, values: ["window": "1", "service": "印章"]))
        #expect(try hall.ask(.openTidal("w3", "tax")).count == 1)
        #expect(hall.refusal(.openTidal("w3", "tax")) == .alreadyHelping)
        try hall.at("w3", .close)
        #expect(try hall.window("w3").tidal == [])
    }

    @Test func `help and proposals end with the day, and are said to`() throws {
        var hall = try hall(byLength)
        for _ in 1...6 { try hall.take("tax") }
        try hall.ask(.openTidal("w3", "tax"))
        hall.pass(seconds: 900)
        #expect(proposals(hall.tick()).count == 1)
        hall.pass(seconds: 86_400)
        let facts = hall.tick()
        let ends = [
            .tidalClosed(TidalClosed(window: "w3", service: "tax")), ended("length", .dayEnded),
        ]
        #expect(facts.dropLast(2).suffix(2) == ends, "the day is closed and the next opened then")
        #expect(try hall.window("w3").state == .open)
        #expect(try hall.window("w3").tidal == [])
        for _ in 1...5 { try hall.take("tax") }
        #expect(proposals(hall.tick()).count == 1, "nobody answered it, so it need not keep quiet")
    }

    @Test func `a paused hall proposes nothing`() throws {
        var hall = try hall(byLength)
        for _ in 1...4 { try hall.take("tax") }
        let last = try hall.take("tax")
        try hall.ask(.pauseHall(reason: "drill"))
        let before = proposals(hall.facts).count
        hall.pass(seconds: 3600)
        #expect(hall.tick() == [])
        try hall.ask(.resumeHall)
        hall.tick()
        #expect(proposals(hall.facts).count == 1)
        #expect(before == 1, "\(last.number) had already made it one too many")
    }

    @Test func `no rule makes proposals that come and go by themselves`() throws {
        for number in [Int.min, -1, 0, 1, .max] {
            for waiting in 0...3 {
                let twice = TidalRule(
                    id: "same", service: "tax", waiting: number, waitMinutes: nil, windows: [])
                let again = TidalRule(
                    id: "same", service: "tax", waiting: 1, waitMinutes: number,
                    windows: ["none"])
                let gone = TidalRule(
                    id: "gone", service: "none", waiting: number, waitMinutes: number,
                    windows: [])
                var hall = try hall(twice, again, gone)
                for _ in 0..<waiting { try hall.take("tax") }
                hall.pass(seconds: 1)
                hall.tick()
                hall.pass(seconds: 1)
                #expect(hall.tick() == [])
                let deadline = try #require(hall.hall.nextDeadline(after: hall.moment))
                #expect(deadline > hall.moment.monotonic + 1000)
            }
        }
    }
}
