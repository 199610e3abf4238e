// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

/// One window and the two officers who hold it in turn: what they mean to do. Times are wall
/// milliseconds.
struct SimulatedPost {
    /// What the officer will do with the ticket in hand, and its holder.
    struct Case {
        enum Ending {
            case finish(outcome: String?)
            case goOn(ServiceID)
            case hold(HoldKind, until: Int64)
            case transfer(TransferTarget)
            case putBack
        }

        var ticket: TicketID
        /// When the holder is at the window; nil: does not come.
        var arrivesAt: Int64?
        /// Whether the officer tells the hall when service begins.
        var saysStart: Bool
        var serviceMilliseconds: Int64
        var endsAt: Int64
        var ending: Ending
    }

    struct Pause {
        var at: Int64
        var minutes: Int
        var reason: String?
        /// Whether the other officer takes over, so that the window goes on.
        var isCovered = false
    }

    let window: WindowID
    /// A post, and the B post who covers for them.
    let officers: [OfficerID]
    var opensAt: Int64 = 0
    var closesAt: Int64 = 0
    /// Those still to come, soonest first.
    var pauses: [Pause] = []
    var pausedUntil: Int64?
    /// Until when the B post holds the window.
    var coveredUntil: Int64?
    /// Set aside, and when each may be called back.
    var held: [(ticket: TicketID, at: Int64)] = []
    var inHand: Case?
    /// When it last looked for somebody and nobody was there; nil: it has not.
    var idleSince: Int64?
    /// Refusals in a row.
    var refusals = 0
    /// Only the last wake-up planned counts.
    var wake = 0

    init(_ window: WindowID) {
        self.window = window
        officers = ["a", "b"].map { OfficerID("\(window.text.lowercased())-\($0)") }
    }
}
