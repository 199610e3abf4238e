// SPDX-License-Identifier: Apache-2.0

package import Facts

/// What a window asks about two tickets to tell which goes first, in this order; the first question
/// they answer differently decides.
package enum CallingPiece: Hashable, Sendable, CaseIterable {
    case own, help, appointment, preferred, turn, arrival
}

/// A hall's rules at one moment, ready to compare tickets by.
package struct CallingTerms: Hashable, Sendable {
    package let rules: CallingRules
    /// Wall milliseconds.
    private let now: Int64
    /// Milliseconds before its time from which an appointment is due.
    private let early: Int64

    /// - Parameter now: wall milliseconds.
    package init(_ rules: CallingRules, appointments: AppointmentRules? = nil, now: Int64) {
        self.rules = rules
        self.now = now
        early = Self.milliseconds(appointments?.earlyMinutes ?? 0, each: 60_000)
    }

    /// Which of two goes first, and the first piece in which they differ; nil when only their
    /// places tell them apart.
    package func order(
        _ one: Candidate, _ other: Candidate
    ) -> (isFirst: Bool, piece: CallingPiece?) {
        for piece in CallingPiece.allCases {
            let ranks = (rank(one, by: piece), rank(other, by: piece))
            if ranks.0 != ranks.1 { return (ranks.0 < ranks.1, piece) }
        }
        return (one.place < other.place, nil)
    }

    package func precedes(_ one: Candidate, _ other: Candidate) -> Bool {
        order(one, other).isFirst
    }

    /// The smaller goes first.
    package func rank(_ candidate: Candidate, by piece: CallingPiece) -> Int64 {
        switch piece {
        case .own: own(candidate)
        case .help: help(candidate)
        case .appointment: appointment(candidate)
        case .preferred: preferred(candidate)
        case .turn: turn(candidate)
        case .arrival: arrival(candidate)
        }
    }

    /// Those sent to this window or officer go first: nobody else may call them.
    private func own(_ candidate: Candidate) -> Int64 {
        candidate.isOwn && rules.ownFirst != false ? 0 : 1
    }

    /// Others are helped out only when nobody waits for the window's own services.
    private func help(_ candidate: Candidate) -> Int64 { candidate.isHelp ? 1 : 0 }

    /// Appointments that are due go first, in the order of their times; the others queue as
    /// everybody does.
    private func appointment(_ candidate: Candidate) -> Int64 {
        guard rules.appointmentsFirst != false, isDue(candidate) else { return .max }
        return candidate.appointmentAt ?? .max
    }

    private func preferred(_ candidate: Candidate) -> Int64 { candidate.isPreferred ? 0 : 1 }

    /// The class whose turn it is goes first. One that has aged has both turns, so that waiting
    /// never puts it behind somebody who came later.
    private func turn(_ candidate: Candidate) -> Int64 {
        switch rules.classes {
        case .oldest: 0
        case .priority: countsAsPriority(candidate) ? 0 : 1
        case .ratio:
            switch candidate.turn {
            case .priority: countsAsPriority(candidate) ? 0 : 1
            case .normal: candidate.priority == .normal ? 0 : 1
            case nil: 0
            }
        }
    }

    /// A head start counts as if priority had come so much earlier.
    private func arrival(_ candidate: Candidate) -> Int64 {
        guard let seconds = rules.priorityHeadStartSeconds else { return 0 }
        let ahead = countsAsPriority(candidate) ? Self.milliseconds(seconds, each: 1000) : 0
        return candidate.queuedAt - ahead
    }
}

extension CallingTerms {
    /// Whether the time of its appointment has come.
    package func isDue(_ candidate: Candidate) -> Bool {
        candidate.appointmentAt.map { $0 <= now + early } ?? false
    }

    /// Whether it counts as priority because it has waited so long.
    package func isAged(_ candidate: Candidate) -> Bool {
        guard candidate.priority == .normal, let minutes = rules.agingMinutes else { return false }
        return candidate.queuedAt <= now - Self.milliseconds(minutes, each: 60_000)
    }

    private func countsAsPriority(_ candidate: Candidate) -> Bool {
        candidate.priority == .priority || isAged(candidate)
    }

    /// Whether the time at which somebody joined the queue matters.
    var asksForTime: Bool { rules.agingMinutes != nil || rules.priorityHeadStartSeconds != nil }

    /// Normal tickets in a row after which priority has its turn.
    var normalTurns: Int { Self.turns(rules.normalTurns) }

    /// Priority tickets in a row before the normal class has its turn again.
    var priorityTurns: Int { Self.turns(rules.priorityTurns) }

    /// Priority tickets whose turn comes before the next normal one.
    func priorityLead(after turns: Turns) -> Int {
        if turns.normalInRow >= normalTurns { return priorityTurns }
        return turns.priorityInRow > 0 ? max(0, priorityTurns - turns.priorityInRow) : 0
    }

    /// Whose turn it is where both classes wait; nil when the rules know no turns.
    func turn(after turns: Turns) -> PriorityClass? {
        guard rules.classes == .ratio else { return nil }
        return priorityLead(after: turns) > 0 ? .priority : .normal
    }

    private static func turns(_ count: Int?) -> Int { min(max(1, count ?? 1), 10_000) }

    /// Kept within arithmetic, whatever a structure says: no hall waits for ten years.
    private static func milliseconds(_ count: Int, each: Int64) -> Int64 {
        Int64(min(max(0, count), 5_000_000)) * each
    }
}
