// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Testing

struct AnsweredKeysTests {
    @Test func `asking again under the same key gives the first answer and changes nothing`() {
        var engine = Engine.new()
        let first = engine.turn([input(.count(times: 2), key: "k")])
        let again = engine.turn([input(.count(times: 2), key: "k")])
        #expect(again.answers[0].facts == first.answers[0].facts)
        #expect(again.records.isEmpty)
        #expect(engine.state.total == 2)
    }

    @Test func `both may come in one batch`() {
        var engine = Engine.new()
        let turn = engine.turn([
            input(.count(times: 2), key: "k"), input(.count(times: 2), key: "k"),
        ])
        #expect(turn.answers[0].facts == turn.answers[1].facts)
        #expect(turn.answers[1].facts?.count == 2)
        #expect(engine.state.total == 2)
    }

    @Test func `the same key for another request is refused`() {
        var engine = Engine.new()
        _ = engine.turn([input(.count(times: 2), key: "k")])
        let turn = engine.turn([input(.count(times: 3), key: "k", digest: "other")])
        #expect(turn.answers[0].isKeyReused)
        #expect(turn.records.isEmpty)
        #expect(engine.state.total == 2)
    }

    @Test func `a key is known after the engine was made anew`() {
        var engine = Engine.new()
        let turn = engine.turn([input(.count(times: 2), key: "k")])
        var replayed = Engine.replaying(turn.records)
        #expect(
            replayed.turn([input(.count(times: 2), key: "k")]).answers[0].facts == [
                .counted(1), .counted(2),
            ])
        #expect(
            replayed.turn([input(.count(times: 2), key: "k", digest: "other")]).answers[0]
                .isKeyReused)
        #expect(replayed.sequence == engine.sequence)
    }

    @Test func `a key from before the facts that are replayed is remembered without them`() {
        var before = Engine.new()
        let old = before.turn([input(.count(times: 1), key: "k")]).records
        var engine = Engine(state: TallyHall(), epoch: "e1", boot: "b1", sequence: 700)
        for record in old { engine.remember(record) }
        let turn = engine.turn([input(.count(times: 1), key: "k")])
        #expect(turn.answers[0].facts == [.counted(1)])
        #expect(engine.state.total == 0)
        // The bell of a first turn, and nothing else.
        #expect(turn.records.map(\.envelope.sequence) == [701])
    }

    @Test func `a key is kept for a day and forgotten at last`() {
        var engine = Engine.new()
        _ = engine.turn([input(.count(times: 1), key: "k")])
        let dayLater = engine.turn([input(.count(times: 1), at: 24 * 60, key: "k")])
        #expect(dayLater.answers[0].facts == [.counted(1)])
        let later = engine.turn([input(.count(times: 1), at: 49 * 60, key: "k", digest: "new")])
        #expect(later.answers[0].facts == [.counted(2)])
    }

    @Test func `a key is known after the wall clock jumped by days within a boot`() {
        var engine = Engine.new()
        _ = engine.turn([input(.count(times: 1), key: "k")])
        for seconds in 1...2 as ClosedRange<Int64> {
            var again = input(.count(times: 1), at: 72 * 60, key: "k")
            again.moment.monotonic = seconds * 1000
            #expect(engine.turn([again]).answers[0].facts == [.counted(1)])
        }
        var next = input(.count(times: 1), at: 73 * 60, key: "l")
        next.moment.monotonic = 3600_000
        #expect(engine.turn([next]).answers[0].facts == [.counted(2)])
        let dayLater = input(.count(times: 1), at: 122 * 60, key: "k", digest: "new")
        #expect(engine.turn([dayLater]).answers[0].facts == [.counted(3)])
    }

    @Test func `requests without a key are never the same`() {
        var engine = Engine.new()
        _ = engine.turn([input(.count(times: 1)), input(.count(times: 1))])
        #expect(engine.state.total == 2)
    }
}
