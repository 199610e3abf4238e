// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Testing

struct TurnTests {
    @Test func `each input is decided on what the one before it left`() {
        var engine = Engine.new()
        let turn = engine.turn([
            input(.count(times: 6)), input(.count(times: 6)), input(.count(times: 4)),
        ])
        #expect(turn.answers[0].facts == (1...6).map { .counted($0) })
        #expect(turn.answers[1].refusal == .full)
        #expect(turn.answers[2].facts == (7...10).map { .counted($0) })
        #expect(engine.state.total == 10)
    }

    @Test func `sequences count on without gaps from turn to turn`() {
        var engine = Engine.new()
        var sequences: [Int64] = []
        for hour: Int64 in 0..<5 {
            let inputs = [
                input(.count(times: 2), at: hour * 60), input(.count(times: 99), at: hour * 60),
            ]
            sequences += engine.turn(inputs).records.map(\.envelope.sequence)
            sequences += engine.turn(at: moment(minutes: hour * 60 + 30), cause: "clock")
                .records.map(\.envelope.sequence)
        }
        #expect(sequences == Array(1...15))
        #expect(engine.sequence == 15)
    }

    @Test func `what is due is said before the input that came after it`() {
        var engine = Engine.new()
        let turn = engine.turn([
            input(.count(times: 1), at: 0, id: "first"), input(.count(times: 1), at: 59),
            input(.count(times: 1), at: 60, id: "late"),
        ])
        #expect(turn.records.map(\.fact) == [.bell, .counted(1), .counted(2), .bell, .counted(3)])
        #expect(turn.records[3].envelope.actor == .controller)
        #expect(turn.records[3].envelope.cause == Cause(input: "late"))
        #expect(turn.answers[2].facts == [.counted(3)])
    }

    @Test func `the clock alone says what is due`() {
        var engine = Engine.new()
        #expect(engine.turn(at: moment(minutes: 0), cause: "clock").records.map(\.fact) == [.bell])
        #expect(engine.turn(at: moment(minutes: 59), cause: "clock").records.isEmpty)
        #expect(engine.turn(at: moment(minutes: 60), cause: "clock").records.map(\.fact) == [.bell])
        #expect(engine.state.nextDeadline(after: moment(minutes: 60)) == 7_200_000)
    }

    @Test func `a refused input changes nothing`() {
        var engine = Engine.new()
        _ = engine.turn([input(.count(times: 9))])
        let before = engine.state.total
        let sequence = engine.sequence
        let turn = engine.turn([input(.count(times: 2), key: "k")])
        #expect(turn.records.isEmpty)
        #expect(engine.state.total == before)
        #expect(engine.sequence == sequence)
        // The key was not used up: a smaller wish under it is granted.
        #expect(
            engine.turn([input(.count(times: 1), key: "k", digest: "other")]).answers[0].facts == [
                .counted(10)
            ])
    }

    @Test func `rules are told when space runs out`() {
        var engine = Engine.new()
        let low = engine.turn([input(.countUnlessLow)], given: Conditions(storageLow: true))
        #expect(low.answers[0].refusal == .spaceLow)
        #expect(engine.turn([input(.countUnlessLow)]).answers[0].facts == [.counted(1)])
    }

    @Test func `an envelope says who, why, when and on which day`() throws {
        var engine = Engine.new()
        let turn = engine.turn([input(.count(times: 1), at: 3, key: "k", id: "in-7")])
        let first = try #require(turn.records.first).envelope
        #expect(first.date == nil)
        let last = try #require(turn.records.last).envelope
        #expect(last.epoch == "e1")
        #expect(last.sequence == 2)
        #expect(last.boot == "b1")
        #expect(last.moment == moment(minutes: 3))
        #expect(last.date?.description == "2026-11-23")
        #expect(last.actor == Actor(.kiosk, "k1"))
        #expect(last.cause == Cause(input: "in-7", key: IdempotencyKey(text: "k", digest: "body")))
    }

    @Test func `replaying what was recorded gives the state again`() {
        var engine = Engine.new()
        var records: [Recorded<TallyFact>] = []
        for hour: Int64 in 0..<4 {
            records += engine.turn([input(.count(times: 2), at: hour * 60)]).records
        }
        let again = Engine.replaying(records)
        #expect(again.state.total == engine.state.total)
        #expect(again.state.bells == engine.state.bells)
        #expect(again.sequence == engine.sequence)
    }

    @Test func `facts from before a restore do not count in the new epoch`() {
        var first = Engine.new()
        let old = first.turn([input(.count(times: 3))]).records
        var engine = Engine(state: TallyHall(), epoch: "e2", boot: "b1")
        for record in old { engine.replay(record) }
        #expect(engine.state.total == 3)
        #expect(engine.sequence == 0)
        #expect(engine.turn([input(.count(times: 1))]).records.map(\.envelope.sequence) == [1])
    }
}
