// SPDX-License-Identifier: Apache-2.0

package import Facts

/// What became of a question for a rating.
package enum RatingState: Hashable, Sendable {
    case open
    case graded(Grade)
    /// Nobody answered in time.
    case unanswered
}

/// A window's last question for a rating.
package struct Rating: Hashable, Sendable {
    package let asked: RatingAsked
    package let since: Stamp
    /// Tells a pad's answer to this question from a late one to the last: 1–255, another than the
    /// one before.
    package let reference: UInt8
    package internal(set) var state = RatingState.open

    /// How many bad grades staff is shown.
    static let lowKept = 20

    init(_ asked: RatingAsked, after last: Rating?, since: Stamp) {
        self.asked = asked
        self.since = since
        reference = (last?.reference ?? 0) % 255 + 1
    }

    package var ticket: TicketID { asked.ticket }
}

/// A bad grade, for those who have to look into it.
package struct LowRating: Hashable, Sendable {
    package let rated: Rated
    package let grade: Grade
    package let number: String
    /// Wall milliseconds.
    package let at: Int64
}
