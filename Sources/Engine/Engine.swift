// SPDX-License-Identifier: Apache-2.0

package import Facts

/// One wish of somebody, as it came in.
package struct Input<Command: Sendable>: Sendable {
    package var id: InputID
    package var actor: Actor
    package var moment: Moment
    /// The client's own name for this wish, if it may ask again.
    package var key: IdempotencyKey?
    package var command: Command

    package init(
        id: InputID, actor: Actor, moment: Moment, key: IdempotencyKey? = nil, command: Command
    ) {
        self.id = id
        self.actor = actor
        self.moment = moment
        self.key = key
        self.command = command
    }
}

extension Input: Codable where Command: Codable {}

/// What became of an input.
package enum Answer<A: Aggregate>: Sendable {
    /// These facts were recorded for it, now or, if it was asked before, then.
    case done([Recorded<A.Fact>])
    /// Nothing changed.
    case refused(A.Refusal)
    /// The key was used before for another request; nothing changed.
    case keyReused
    /// Nothing could be written; nothing changed.
    case storageFailed
    /// Too much is waiting already; nothing changed.
    case busy
}

/// What a turn came to: facts to commit, then answers to give, in the order of the inputs.
package struct Turn<A: Aggregate>: Sendable {
    package var records: [Recorded<A.Fact>] = []
    package var answers: [Answer<A>] = []
}

/// Decides inputs one after another, each on the state the one before it left.
///
/// Pure: no thread, no clock, no file. Whoever runs it commits `Turn.records` before giving any
/// answer; if that fails, the engine must be thrown away and made anew from the journal, since
/// its state has already moved on.
package struct Engine<A: Aggregate>: Sendable {
    package private(set) var state: A
    package let epoch: EpochID
    package let boot: String
    /// The sequence of the last fact; 0 in a new journal.
    package private(set) var sequence: Int64
    private var answered = AnsweredKeys<A.Fact>()

    /// For how long answers to keys are known, in wall milliseconds.
    package static var answersKeptMilliseconds: Int64 { AnsweredKeys<A.Fact>.keptMilliseconds }

    /// - Parameter sequence: of the last fact before those that will be replayed.
    package init(state: A, epoch: EpochID, boot: String, sequence: Int64 = 0) {
        self.state = state
        self.epoch = epoch
        self.boot = boot
        self.sequence = sequence
    }

    /// Takes in a fact that the journal already holds.
    package mutating func replay(_ record: Recorded<A.Fact>) {
        take(record)
        answered.remember(record)
    }

    /// Takes in the answer to a key from before the facts that are replayed.
    package mutating func remember(_ record: Recorded<A.Fact>) {
        answered.remember(record)
    }

    /// Decides each input in order.
    package mutating func turn(
        _ inputs: [Input<A.Command>], given conditions: Conditions = Conditions()
    ) -> Turn<A> {
        var turn = Turn<A>()
        turn.answers.reserveCapacity(inputs.count)
        for input in inputs {
            pass(to: input.moment, cause: input.id, into: &turn)
            turn.answers.append(answer(input, given: conditions, into: &turn))
        }
        return turn
    }

    /// Says what is due when nobody asked for anything.
    package mutating func turn(at moment: Moment, cause: InputID) -> Turn<A> {
        var turn = Turn<A>()
        pass(to: moment, cause: cause, into: &turn)
        return turn
    }

    private mutating func pass(to moment: Moment, cause: InputID, into turn: inout Turn<A>) {
        for fact in state.due(at: moment) {
            let envelope = envelope(moment, by: .controller, cause: Cause(input: cause))
            let record = Recorded(envelope: envelope, fact: fact)
            take(record)
            turn.records.append(record)
        }
        answered.forget(before: moment, in: boot)
    }

    private mutating func answer(
        _ input: Input<A.Command>, given conditions: Conditions, into turn: inout Turn<A>
    ) -> Answer<A> {
        if let key = input.key {
            switch answered.look(up: key) {
            case .same(let records): return .done(records)
            case .other: return .keyReused
            case .never: break
            }
        }
        let decision = state.decide(
            input.command, by: input.actor, at: input.moment, given: conditions)
        switch decision {
        case .failure(let refusal):
            return .refused(refusal)
        case .success(let facts):
            var records: [Recorded<A.Fact>] = []
            records.reserveCapacity(facts.count)
            let cause = Cause(input: input.id, key: input.key)
            for fact in facts {
                let record = Recorded(
                    envelope: envelope(input.moment, by: input.actor, cause: cause), fact: fact)
                take(record)
                records.append(record)
                turn.records.append(record)
            }
            if let key = input.key { answered.remember(records, for: key) }
            return .done(records)
        }
    }

    private mutating func take(_ record: Recorded<A.Fact>) {
        state.apply(record.fact, record.envelope)
        // Facts from before a restore count on their own.
        if record.envelope.epoch == epoch { sequence = record.envelope.sequence }
    }

    private func envelope(_ moment: Moment, by actor: Actor, cause: Cause) -> Envelope {
        Envelope(
            epoch: epoch, sequence: sequence + 1, moment: moment, boot: boot,
            date: state.businessDate, actor: actor, cause: cause)
    }
}
