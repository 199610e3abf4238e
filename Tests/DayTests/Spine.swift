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
    }

    private(set) var engine: Engine<Hall>
    /// What a power cut leaves.
    private(set) var disk: [Recorded<HallFact>] = []
    /// The state by replay alone, from the last closed day on.
    private(set) var replayed: Hall
    private let policy: any CallingPolicy
    private let sabotage: Sabotage
    private var starts = 0
    private var epoch: EpochID = "e0"

    init(policy: any CallingPolicy, sabotage: Sabotage = .none) {
        self.policy = policy
        self.sabotage = sabotage
        engine = Engine(state: Hall(policy: policy), epoch: epoch, boot: "b0")
        replayed = Hall(policy: policy)
    }

    var hall: Hall { engine.state }

    /// - Returns: the answers, or nil if nobody was told.
    mutating func turn(
        _ inputs: [Input<Command>], at moment: Moment, given conditions: Conditions = Conditions(),
        fate: Fate = .completes
    ) -> [Answer<Hall>]? {
        let turn =
            inputs.isEmpty
            ? engine.turn(at: moment, cause: "clock") : engine.turn(inputs, given: conditions)
        if fate != .cutBeforeCommit { commit(turn.records) }
        return fate == .completes ? turn.answers : nil
    }

    /// Throws the engine away and makes it anew from the journal, as a start does.
    ///
    /// - Parameter restored: the journal was taken back from a backup and begins a new epoch.
    mutating func restart(restored: Bool = false) {
        starts += 1
        if restored { epoch = EpochID("e\(starts)") }
        let last = disk.lastIndex { if case .dayClosed = $0.fact { true } else { false } } ?? 0
        let sequence = disk.last { $0.envelope.epoch == epoch }?.envelope.sequence ?? 0
        engine = Engine(
            state: Hall(policy: policy), epoch: epoch, boot: "b\(starts)", sequence: sequence)
        for record in disk[..<last] where sabotage != .forgetKeys { engine.remember(record) }
        for var record in disk[last...] {
            if sabotage == .forgetKeys { record.envelope.cause.key = nil }
            engine.replay(record)
        }
    }

    private mutating func commit(_ records: [Recorded<HallFact>]) {
        var records = records
        if records.count > 1, let last = records.last {
            switch sabotage {
            case .loseFact: records.removeLast()
            case .repeatFact: records.append(last)
            case .none, .forgetKeys: break
            }
        }
        disk += records
        for record in records {
            if case .dayClosed = record.fact { replayed = Hall(policy: policy) }
            replayed.apply(record.fact, record.envelope)
        }
    }
}
