// SPDX-License-Identifier: Apache-2.0

/// What the edge knows at a turn and the rules must respect.
package struct Conditions: Sendable, Equatable, Codable {
    /// Space for new tickets has run out; outcomes of what is under way are still taken.
    package var storageLow: Bool

    package init(storageLow: Bool = false) {
        self.storageLow = storageLow
    }
}

/// A part of the world as a value, with its rules. All of it is pure.
///
/// Rules only ever decide facts; state changes only by `apply`, so replaying the facts gives the
/// state, whatever the rules have become since.
package protocol Aggregate: Sendable {
    /// What people, devices and the clock ask for.
    associatedtype Command: Sendable
    associatedtype Fact: FactVocabulary
    /// A reason to change nothing, for the one who asked.
    associatedtype Refusal: Error, Equatable

    /// The business day that is open, if one is.
    var businessDate: CivilDate? { get }

    /// What must be said first because time has passed, such as that a new day began.
    func due(at moment: Moment) -> [Fact]

    /// Monotonic milliseconds at which `due` should be asked again, if it ever should.
    func nextDeadline(after moment: Moment) -> Int64?

    /// What a command comes to.
    func decide(
        _ command: Command, by actor: Actor, at moment: Moment, given conditions: Conditions
    ) -> Result<[Fact], Refusal>

    /// Makes a fact true of the state. Never refuses: what is in the journal happened.
    mutating func apply(_ fact: Fact, _ envelope: Envelope)
}
