// SPDX-License-Identifier: Apache-2.0

/// What a hall lets happen to a ticket after it was called. Members left out follow common
/// practice, named at each.
package struct TicketRules: Hashable, Sendable, Codable {
    /// Recalls after the call; nil: 2.
    package var recalls: Int?
    /// Seconds between a call or recall and the next recall; nil: 20.
    package var recallPauseSeconds: Int?
    /// Seconds after the last call or recall before a no-show may be said; nil: 0.
    package var noShowAfterSeconds: Int?
    /// Recalls that must have been made before a no-show may be said; nil: 0.
    package var noShowAfterRecalls: Int?
    /// How often a no-show may come back; nil: 1.
    package var reactivations: Int?
    /// Minutes after the no-show in which it may; nil: 30.
    package var reactivationMinutes: Int?
    /// How many tickets go before one that came back, at least 1; nil: 2.
    package var reactivatedAfter: Int?
    /// Whether officers may call a chosen ticket out of turn; nil: yes.
    package var chosenCalls: Bool?
    /// Nil: citizens are asked what they thought of the service only if an officer has them asked.
    package var rating: RatingRules?

    package init(
        recalls: Int? = nil, recallPauseSeconds: Int? = nil, noShowAfterSeconds: Int? = nil,
        noShowAfterRecalls: Int? = nil, reactivations: Int? = nil,
        reactivationMinutes: Int? = nil, reactivatedAfter: Int? = nil, chosenCalls: Bool? = nil,
        rating: RatingRules? = nil
    ) {
        self.rating = rating
        self.recalls = recalls
        self.recallPauseSeconds = recallPauseSeconds
        self.noShowAfterSeconds = noShowAfterSeconds
        self.noShowAfterRecalls = noShowAfterRecalls
        self.reactivations = reactivations
        self.reactivationMinutes = reactivationMinutes
        self.reactivatedAfter = reactivatedAfter
        self.chosenCalls = chosenCalls
    }
}

/// When citizens are asked what they thought of the service 好差评.
package struct RatingRules: Hashable, Sendable, Codable {
    package enum Asking: String, Sendable, Codable, CaseIterable {
        /// When service ends, and earlier if an officer presses the key.
        case atFinish
        /// Only when an officer presses the key.
        case byKey
        case never
    }

    /// Nil: when service ends.
    package var ask: Asking?
    /// Seconds an answer is waited for; nil: 20.
    package var seconds: Int?

    package init(ask: Asking? = nil, seconds: Int? = nil) {
        self.ask = ask
        self.seconds = seconds
    }
}

/// A key with the words people read for it: an outcome of a case, a reason of a pause.
package struct NamedCode: Hashable, Sendable, Codable {
    package var id: String
    package var name: LocalizedText

    package init(id: String, name: LocalizedText) {
        self.id = id
        self.name = name
    }
}

/// How appointments 预约 are taken.
package struct AppointmentRules: Hashable, Sendable, Codable {
    /// Minutes before its time from which one who is there goes before those without; nil: 0.
    package var earlyMinutes: Int?
    /// Minutes after its time until which one who comes late still has it; nil: 15. Later the
    /// appointment is missed, and the holder takes a ticket as everybody does.
    package var lateMinutes: Int?
    /// The grid appointments are made on, in minutes from midnight; nil: 30.
    package var slotMinutes: Int?
    /// How many each service takes in one slot; nil: as many as ask.
    package var perSlot: Int?

    package init(
        earlyMinutes: Int? = nil, lateMinutes: Int? = nil, slotMinutes: Int? = nil,
        perSlot: Int? = nil
    ) {
        self.earlyMinutes = earlyMinutes
        self.lateMinutes = lateMinutes
        self.slotMinutes = slotMinutes
        self.perSlot = perSlot
    }
}

/// When to propose that another window helps a service out 潮汐窗口.
package struct TidalRule: Hashable, Sendable, Codable {
    package var id: String
    package var service: ServiceID
    /// Proposes when more than so many wait; nil: the length does not matter.
    package var waiting: Int?
    /// Proposes when somebody who comes now is likely to wait longer than so many minutes; nil: the
    /// wait does not matter.
    package var waitMinutes: Int?
    /// The windows that may help out, the first free one is proposed.
    package var windows: [WindowID]

    package init(
        id: String, service: ServiceID, waiting: Int?, waitMinutes: Int?, windows: [WindowID]
    ) {
        self.id = id
        self.service = service
        self.waiting = waiting
        self.waitMinutes = waitMinutes
        self.windows = windows
    }
}
