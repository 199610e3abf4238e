// SPDX-License-Identifier: Apache-2.0

import Facts

/// Asking citizens what they thought of the service 好差评. It is theirs to answer or not: no answer
/// goes down as that, and a window asks a ticket once.
extension Hall {
    private var ratingRules: RatingRules { rules.rating ?? RatingRules(ask: .byKey) }

    /// Nothing where the hall does not ask at the end of service, or this ticket was asked before.
    func askingAtFinish(_ ticket: Ticket, at window: Window) -> [HallFact] {
        guard ratingRules.ask ?? .atFinish == .atFinish, ticket.ratings[window.id] == nil else {
            return []
        }
        return [question(to: ticket, at: window)]
    }

    /// Because an officer pressed the key.
    func asking(_ ticket: Ticket, at window: Window) throws(Refusal) -> HallFact {
        guard ratingRules.ask != .never else { throw Refusal(.ratingOff) }
        guard ticket.ratings[window.id] == nil else {
            throw Refusal(.ratingAskedAlready, values: ["number": ticket.number])
        }
        return question(to: ticket, at: window)
    }

    private func question(to ticket: Ticket, at window: Window) -> HallFact {
        .ratingAsked(
            RatingAsked(
                ticket: ticket.id, window: window.id, officer: window.officer,
                service: ticket.service, seconds: min(max(1, ratingRules.seconds ?? 20), 600)))
    }

    /// - Parameter window: nil: where the ticket was asked last.
    func rating(
        _ ticket: Ticket, at window: WindowID?, _ grade: Grade
    ) throws(Refusal) -> HallFact {
        let values = ["number": ticket.number]
        let asked = window.map { [$0] } ?? Array(ticket.ratings.keys)
        let open = asked.compactMap { windows[$0]?.rating }
            .filter { $0.ticket == ticket.id && $0.state == .open }
        // Two are open if it was sent on at once.
        if let last = open.max(by: {
            ($0.since.wall, $0.asked.window) < ($1.since.wall, $1.asked.window)
        }) {
            return answer(to: last, grade: grade)
        }
        let states = asked.compactMap { ticket.ratings[$0] }
        guard !states.isEmpty else { throw Refusal(.ratingNotAsked, values: values) }
        throw Refusal(states.contains(.unanswered) ? .ratingOver : .alreadyRated, values: values)
    }

    /// That nobody answered what a window asked last, if it still waits.
    func unanswered(at window: Window, _ why: Rated.Unanswered) -> [HallFact] {
        guard let rating = window.rating, rating.state == .open else { return [] }
        return [answer(to: rating, grade: nil, why)]
    }

    private func answer(
        to rating: Rating, grade: Grade?, _ why: Rated.Unanswered? = nil
    ) -> HallFact {
        let asked = rating.asked
        return .rated(
            Rated(
                ticket: asked.ticket, window: asked.window, officer: asked.officer,
                service: asked.service, grade: grade, unanswered: why))
    }
}

// MARK: - What the hall says by itself

extension Hall {
    /// Questions whose time is over.
    func ratingsTurning(at moment: Moment) -> [HallFact] {
        guard !openRatings.isEmpty else { return [] }
        return openRatings.sorted().compactMap { windows[$0] }.flatMap { window in
            millisecondsLeft(at: window, moment) == 0 ? unanswered(at: window, .timeout) : []
        }
    }

    /// When the next question is over, in monotonic milliseconds.
    func nextRatingOver(after moment: Moment) -> Int64? {
        openRatings.compactMap { windows[$0] }
            .compactMap { millisecondsLeft(at: $0, moment) }.min()
            .map { moment.monotonic + $0 }
    }

    var ratingsEnding: [HallFact] {
        openRatings.sorted().compactMap { windows[$0] }
            .flatMap { unanswered(at: $0, .dayEnded) }
    }

    /// The citizen stands there, so a pause of the whole hall gives them no more time; nor does a
    /// clock that was set back over a restart.
    private func millisecondsLeft(at window: Window, _ moment: Moment) -> Int64? {
        guard let rating = window.rating, rating.state == .open else { return nil }
        let passed = timers.millisecondsPassed(since: rating.since, at: moment)
        return passed < 0 ? 0 : max(0, Int64(rating.asked.seconds) * 1000 - passed)
    }
}

// MARK: - What it comes to

extension Hall {
    mutating func apply(_ fact: RatingAsked, at moment: Moment) {
        let last = windows[fact.window]?.rating
        windows[fact.window]?.rating = Rating(fact, after: last, since: timers.stamp(moment))
        tickets[fact.ticket]?.ratings[fact.window] = .open
        openRatings.insert(fact.window)
    }

    mutating func apply(_ fact: Rated, at moment: Moment) {
        let state = fact.grade.map(RatingState.graded) ?? .unanswered
        if windows[fact.window]?.rating?.ticket == fact.ticket {
            windows[fact.window]?.rating?.state = state
        }
        tickets[fact.ticket]?.ratings[fact.window] = state
        openRatings.remove(fact.window)
        guard let grade = fact.grade, grade.isLow else { return }
        let low = LowRating(
            rated: fact, grade: grade, number: tickets[fact.ticket]?.number ?? "", at: moment.wall)
        lowRatings = Array(([low] + lowRatings).prefix(Rating.lowKept))
    }
}
