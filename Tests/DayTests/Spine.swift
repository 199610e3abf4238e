// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall

/// Engine and journal as the controller runs them: commit, then answer; after a power cut start
/// from what the journal holds.
struct Spine {
    /// What becomes of a turn.
    enum Fate {
        case completes
        /// The power goes before the commit: nothing of it is left.
        case cutBeforeCommit
        /// The power goes after the commit: it happened, and nobody was told.
        case cutBeforeAnswer
    }

    /// A break of the house's promises, done on purpose to prove that it is noticed.
    enum Sabotage {
        case none
        /// The commit loses its last fact.
        case loseFact
        /// The commit writes its last fact twice, as a batch sent again would.
        case repeatFact
        /// Answers to keys are forgotten at a start.
        case forgetKeys
        /// Every restore of a day goes on in the same block of numbers.
        case sameBlock
    }

    private(set) var engine: Engine<BentHall>
    /// What a power cut leaves.
    private(set) var disk: [Recorded<HallFact>] = []
    /// The state by replay alone, from the last closed day on.
    private(set) var replayed: Hall
    private let policy: any CallingPolicy
    private let sabotage: Sabotage
    private let bend: BentHall.Bend?
    private var starts = 0
    private var epoch: EpochID = "e0"

    init(
        policy: any CallingPolicy, sabotage: Sabotage = .none, bend: BentHall.Bend? = nil
    ) {
        self.policy = policy
        self.sabotage = sabotage
        self.bend = bend
        engine = Engine(state: BentHall(Hall(policy: policy), bend), epoch: epoch, boot: "b0")
        replayed = Hall(policy: policy)
    }

    var hall: Hall { engine.state.hall }
    var boot: String { engine.boot }

    /// - Returns: the answers, or nil if nobody was told.
    mutating func turn(
        _ inputs: [Input<Command>], at moment: Moment, given conditions: Conditions = Conditions(),
        fate: Fate = .completes
    ) -> [Answer<BentHall>]? {
        let turn =
            inputs.isEmpty
            ? engine.turn(at: moment, cause: "clock") : engine.turn(inputs, given: conditions)
        if fate != .cutBeforeCommit { commit(turn.records) }
        return fate == .completes ? turn.answers : nil
    }

    /// Throws the engine away and makes it anew from the journal, as a start does.
    mutating func restart() {
        starts += 1
        let last = disk.lastIndex { if case .dayClosed = $0.fact { true } else { false } } ?? 0
        let sequence = disk.last { $0.envelope.epoch == epoch }?.envelope.sequence ?? 0
        engine = Engine(
            state: BentHall(Hall(policy: policy), bend), epoch: epoch, boot: "b\(starts)",
            sequence: sequence)
        for record in disk[..<last] where sabotage != .forgetKeys { engine.remember(record) }
        for var record in disk[last...] {
            if sabotage == .forgetKeys { record.envelope.cause.key = nil }
            engine.replay(record)
        }
    }

    /// Takes the journal back from a copy that has its first facts only, as `restore` does, and
    /// begins a new epoch in it.
    mutating func restore(_ kept: Int, backedUpAt: Int64, block: Int, at moment: Moment) {
        disk.removeSubrange(kept...)
        guard var last = disk.last?.envelope else { return }
        if case .dayOpened(let day)? = disk.last?.fact { last.date = day.date }
        let restored = JournalRestored(
            fromEpoch: last.epoch, fromSequence: last.sequence, backedUpAt: backedUpAt,
            date: max(moment.date, last.date ?? moment.date),
            block: sabotage == .sameBlock ? 1 : block)
        epoch = EpochID("e\(starts + 1)")
        let envelope = Envelope(
            epoch: epoch, sequence: 1, moment: moment, boot: "b\(starts + 1)", date: last.date,
            actor: Actor(.administrator, "root"), cause: Cause(input: "restore"))
        replayed = Hall(policy: policy)
        let copy = disk
        disk = []
        commit(copy + [Recorded(envelope: envelope, fact: .journalRestored(restored))])
    }

    private mutating func commit(_ records: [Recorded<HallFact>]) {
        var records = records
        if records.count > 1, let last = records.last {
            switch sabotage {
            case .loseFact: records.removeLast()
            case .repeatFact: records.append(last)
            case .none, .forgetKeys, .sameBlock: break
            }
        }
        disk += records
        for record in records {
            if case .dayClosed = record.fact { replayed = Hall(policy: policy) }
            replayed.apply(record.fact, record.envelope)
        }
    }
}
