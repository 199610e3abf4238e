// SPDX-License-Identifier: Apache-2.0

/// The whole hall paused 全厅暂停: a fire drill, work on the power, the centre's own meeting.
package struct HallPaused: FactPayload, Hashable {
    package static let name = "hallPaused"
    /// A reason key of the hall's, not free text.
    package var reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

/// The whole hall goes on, everybody in the place they had.
package struct HallResumed: FactPayload {
    package static let name = "hallResumed"

    package init() {}
}

/// A supervisor chose among the hall's policies.
package struct PolicyChosen: FactPayload, Hashable {
    package static let name = "policyChosen"
    /// Nil: as the configuration says.
    package var policy: String?
    /// For this window alone; nil: for the hall.
    package var window: WindowID?

    package init(policy: String?, window: WindowID?) {
        self.policy = policy
        self.window = window
    }
}

/// What becomes of those who still wait when the day ends.
package enum ClosingChoice: String, Hashable, Sendable, Codable, CaseIterable {
    /// Everybody who has a number is served.
    case serveOn = "serve-on"
    /// Everybody gets a slip that lets them go first on the next day of work.
    case nextDay = "next-day"
}

/// A supervisor chose what becomes of those who still wait.
package struct ClosingChosen: FactPayload, Hashable {
    package static let name = "closingChosen"
    package var choice: ClosingChoice
    /// For this service alone; nil: for all.
    package var service: ServiceID?

    package init(choice: ClosingChoice, service: ServiceID?) {
        self.choice = choice
        self.service = service
    }
}

/// So many wait, or so long, that another window should help.
package struct TidalProposed: FactPayload, Hashable {
    package static let name = "tidalProposed"
    /// The rule that says so.
    package var rule: String
    package var service: ServiceID
    /// The window proposed; nil when none of the rule's is free.
    package var window: WindowID?
    package var waiting: Int
    /// Minutes somebody who comes now is likely to wait, if that can be said.
    package var waitMinutes: Int?

    package init(
        rule: String, service: ServiceID, window: WindowID?, waiting: Int, waitMinutes: Int?
    ) {
        self.rule = rule
        self.service = service
        self.window = window
        self.waiting = waiting
        self.waitMinutes = waitMinutes
    }
}

/// A proposal is no longer on the table: taken up, turned down, needless by now, or of yesterday.
package struct TidalProposalEnded: FactPayload, Hashable {
    package enum Reason: String, Hashable, Sendable, Codable {
        case accepted, dismissed, eased
        case dayEnded = "day-ended"
    }

    package static let name = "tidalProposalEnded"
    package var rule: String
    package var reason: Reason

    package init(rule: String, reason: Reason) {
        self.rule = rule
        self.reason = reason
    }
}

/// A person had a window help a service out.
package struct TidalOpened: FactPayload, Hashable {
    package static let name = "tidalOpened"
    package var window: WindowID
    package var service: ServiceID

    package init(window: WindowID, service: ServiceID) {
        self.window = window
        self.service = service
    }
}

/// A window no longer helps a service out.
package struct TidalClosed: FactPayload, Hashable {
    package static let name = "tidalClosed"
    package var window: WindowID
    package var service: ServiceID

    package init(window: WindowID, service: ServiceID) {
        self.window = window
        self.service = service
    }
}
