// SPDX-License-Identifier: Apache-2.0

import Facts

/// Why one ticket was called before another, as a clerk can be told it.
package struct Explanation: Hashable, Sendable {
    /// Raw values name the sentences: `explain.came-earlier`.
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The second had no number yet.
        case notThereYet = "not-there-yet"
        case alreadyCalled = "already-called"
        case setAside = "set-aside"
        /// The second had got the right to come first on the next day.
        case deferred
        case alreadyServed = "already-served"
        case noShow = "no-show"
        case givenUp = "given-up"
        case void
        /// The window does not serve what the second waited for.
        case otherService = "other-service"
        case boundToWindow = "bound-to-window"
        case boundToOfficer = "bound-to-officer"
        /// The first had been set aside and was called again.
        case calledBack = "called-back"
        /// Somebody chose the first, against the rules' order.
        case chosen
        /// Somebody chose the first; by the rules too it stood before the second.
        case chosenInOrder = "chosen-in-order"
        case own
        case ownServices = "own-services"
        case appointmentDue = "appointment-due"
        /// Both had appointments that were due.
        case appointmentEarlier = "appointment-earlier"
        case preferred
        case ratioTurn = "ratio-turn"
        case aged
        case priority
        case headStart = "head-start"
        /// The second was a no-show and had come back behind others.
        case cameBack = "came-back"
        case cameEarlier = "came-earlier"
        /// The rules say the second, and nobody chose: what was done can't be explained.
        case unexplained
    }

    package var reason: Reason
    /// What the sentence needs: `first`, `second` (numbers; `second` is missing for a ticket the
    /// hall did not know yet), `window`, `other` (another window or an officer), `minutes` the first
    /// had waited, `time` of its appointment, `normal` and `priority` of the ratio.
    package var values: [String: String]

    /// The sentence's name in the locale files.
    package var key: String { "explain.\(reason.rawValue)" }
}
