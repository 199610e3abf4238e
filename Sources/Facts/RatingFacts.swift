// SPDX-License-Identifier: Apache-2.0

/// What a citizen thought of the service 好差评, in the five grades every hall has to offer.
package enum Grade: Int, Sendable, Codable, CaseIterable {
    /// 非常不满意
    case veryDissatisfied = 1
    /// 不满意
    case dissatisfied
    /// 基本满意
    case fair
    /// 满意
    case satisfied
    /// 非常满意
    case verySatisfied

    /// Whether somebody must look into it 差评.
    package var isLow: Bool { self <= .dissatisfied }
}

extension Grade: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A window asked a citizen to say what they thought of the service.
package struct RatingAsked: FactPayload, Hashable {
    package static let name = "ratingAsked"
    package var ticket: TicketID
    package var window: WindowID
    /// Whose service it is about.
    package var officer: OfficerID?
    /// What the ticket was served for.
    package var service: ServiceID
    /// For how long an answer is waited for.
    package var seconds: Int

    package init(
        ticket: TicketID, window: WindowID, officer: OfficerID?, service: ServiceID, seconds: Int
    ) {
        self.ticket = ticket
        self.window = window
        self.officer = officer
        self.service = service
        self.seconds = seconds
    }
}

/// What became of a question for a rating: a grade, or no answer, which is no grade.
package struct Rated: FactPayload, Hashable {
    /// Why there is no grade.
    package enum Unanswered: String, Sendable, Codable, CaseIterable {
        case timeout
        /// The window sent for the next before an answer came.
        case nextCalled
        case dayEnded
        /// The hall no longer has the window.
        case windowRemoved
    }

    package static let name = "rated"
    package var ticket: TicketID
    package var window: WindowID
    package var officer: OfficerID?
    package var service: ServiceID
    /// Nil: nobody answered 未评价, which says nothing about the service.
    package var grade: Grade?
    /// Set just when there is no grade.
    package var unanswered: Unanswered?

    package init(
        ticket: TicketID, window: WindowID, officer: OfficerID?, service: ServiceID,
        grade: Grade?, unanswered: Unanswered? = nil
    ) {
        self.ticket = ticket
        self.window = window
        self.officer = officer
        self.service = service
        self.grade = grade
        self.unanswered = unanswered
    }
}
