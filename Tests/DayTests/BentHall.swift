// SPDX-License-Identifier: Apache-2.0

import Facts

@testable import Hall

/// The hall, with a fault planted in its rules if there is to be one: it decides by a state that is
/// not the true one, or says other facts than it decided.
struct BentHall: Aggregate {
    struct Bend: Sendable {
        /// What the rules see instead of the hall.
        var sight: @Sendable (inout Hall) -> Void = { _ in }
        /// What is said instead of a fact.
        var speech: @Sendable (HallFact) -> HallFact? = { $0 }
    }

    var hall: Hall
    private let bend: Bend?

    init(_ hall: Hall, _ bend: Bend? = nil) {
        self.hall = hall
        self.bend = bend
    }

    var businessDate: CivilDate? { hall.businessDate }

    func due(at moment: Moment) -> [HallFact] { said(seen.due(at: moment)) }

    func nextDeadline(after moment: Moment) -> Int64? { seen.nextDeadline(after: moment) }

    func decide(
        _ command: Command, by actor: Actor, at moment: Moment, given conditions: Conditions
    ) -> Result<[HallFact], Refusal> {
        seen.decide(command, by: actor, at: moment, given: conditions).map(said)
    }

    mutating func apply(_ fact: HallFact, _ envelope: Envelope) { hall.apply(fact, envelope) }

    private var seen: Hall {
        guard let bend else { return hall }
        var hall = hall
        bend.sight(&hall)
        return hall
    }

    private func said(_ facts: [HallFact]) -> [HallFact] {
        guard let bend else { return facts }
        return facts.compactMap(bend.speech)
    }
}
