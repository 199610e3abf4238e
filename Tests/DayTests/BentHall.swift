// SPDX-License-Identifier: Apache-2.0

import Facts

@testable import Hall

/// The hall, with a fault planted in its rules if there is to be one: it decides by a state that is
/// not the true one, or says other facts than it decided.
struct BentHall: Aggregate {
    struct Bend: Sendable {
        /// What the rules see instead of the hall when somebody asks for something.
        var sight: @Sendable (inout Hall) -> Void = { _ in }
        /// What they see when they say what is due.
        var dusk: @Sendable (inout Hall) -> Void = { _ in }
        /// What is said instead of a fact; nil: nothing.
        var speech: @Sendable (HallFact) -> HallFact? = { $0 }
        /// Whether what the edge says is ignored.
        var isDeaf = false
    }

    var hall: Hall
    private let bend: Bend?

    init(_ hall: Hall, _ bend: Bend? = nil) {
        self.hall = hall
        self.bend = bend
    }

    var businessDate: CivilDate? { hall.businessDate }

    func due(at moment: Moment) -> [HallFact] { said(seen(\.dusk).due(at: moment)) }

    func nextDeadline(after moment: Moment) -> Int64? {
        seen(\.dusk).nextDeadline(after: moment)
    }

    func decide(
        _ command: Command, by actor: Actor, at moment: Moment, given conditions: Conditions
    ) -> Result<[HallFact], Refusal> {
        let heard = bend?.isDeaf == true ? Conditions() : conditions
        return seen(\.sight).decide(command, by: actor, at: moment, given: heard).map(said)
    }

    mutating func apply(_ fact: HallFact, _ envelope: Envelope) { hall.apply(fact, envelope) }

    private func seen(_ by: KeyPath<Bend, @Sendable (inout Hall) -> Void>) -> Hall {
        guard let bend else { return hall }
        var hall = hall
        bend[keyPath: by](&hall)
        return hall
    }

    private func said(_ facts: [HallFact]) -> [HallFact] {
        guard let bend else { return facts }
        return facts.compactMap(bend.speech)
    }
}
