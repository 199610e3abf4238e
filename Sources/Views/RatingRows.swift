// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// A question for a rating as everybody at the window may see it: never the grade, which is the
/// citizen's and not for the officer to look at.
package struct RatingRow: Encodable, Hashable, Sendable {
    package enum State: String, Encodable, Sendable, CaseIterable {
        case asked, answered, unanswered
    }

    package var ticket: TicketID
    package var number: String
    package var state: State
    /// Wall milliseconds until which an answer is taken.
    package var until: Int64

    package init(_ rating: Rating, in hall: Hall) {
        ticket = rating.ticket
        number = hall.tickets[rating.ticket]?.number ?? ""
        until = rating.since.wall + Int64(rating.asked.seconds) * 1000
        state =
            switch rating.state {
            case .open: .asked
            case .graded: .answered
            case .unanswered: .unanswered
            }
    }
}

/// A bad grade as those see it who have to look into it.
package struct LowRatingRow: Encodable, Hashable, Sendable {
    package var ticket: TicketID
    package var number: String
    package var window: WindowID
    package var officer: OfficerID?
    package var service: ServiceID
    package var grade: Int
    /// Wall milliseconds.
    package var at: Int64

    package init(_ low: LowRating) {
        ticket = low.rated.ticket
        number = low.number
        window = low.rated.window
        officer = low.rated.officer
        service = low.rated.service
        grade = low.grade.rawValue
        at = low.at
    }
}
