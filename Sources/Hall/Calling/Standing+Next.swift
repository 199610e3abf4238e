// SPDX-License-Identifier: Apache-2.0

import Facts

extension Standing {
    /// Who is next, if anybody waits.
    func next() -> (candidate: Candidate, why: Why)? {
        let near = queues(helping: false)
        let queues = near.contains { $0.count > 0 } ? near : queues(helping: true)
        let heads = queues.flatMap(heads)
        guard let first = heads.min(by: terms.precedes) else { return nil }
        let why = why(rule(first, among: heads), place: first.place, in: queues)
        return (first, why)
    }

    /// The next `most`, in the order in which they would go if only this window called.
    func order(most: Int) -> [Choice] {
        var standing = self
        var order: [Choice] = []
        while order.count < most, let next = standing.next() {
            order.append(Choice(ticket: next.candidate.ticket, why: next.why))
            standing.take(next.candidate, by: next.why.rule)
        }
        return order
    }

    /// What is said of a call: how many waited, and how many of them had come before `place`.
    func why(_ rule: Why.Rule, place: Place, in queues: [StandingQueue]) -> Why {
        Why(
            rule: rule, waiting: queues.reduce(0) { $0 + $1.count },
            waitedSeconds: waitedSeconds(place.ticket),
            passedOver: queues.reduce(0) { $0 + $1.elders(than: place) },
            policy: policy)
    }

    /// The rule that put somebody before those who had come earlier; without such, that they came
    /// first, unless another would have gone first had they not aged.
    private func rule(_ first: Candidate, among heads: [Candidate]) -> Why.Rule {
        guard !first.isHelp else { return .helpOut }
        let elders = heads.filter { $0.place < first.place }
        if let elder = elders.min(by: terms.precedes) { return terms.rule(first, over: elder) }
        return heads.contains { terms.rule(first, over: $0) == .aged } ? .aged : .oldestFirst
    }
}

extension CallingTerms {
    /// Why one goes before another.
    func rule(_ first: Candidate, over other: Candidate) -> Why.Rule {
        switch order(first, other).piece {
        case .own: .ownFirst
        case .help: .helpOut
        case .appointment: .appointmentDue
        case .preferred: .preferred
        case .turn where hasTurnByAge(first): other.place < first.place ? .aged : .oldestFirst
        case .turn: rules.classes == .ratio ? .ratioTurn : .priorityFirst
        case .arrival, nil:
            if hasTurnByAge(first), other.priority == .priority {
                .aged
            } else {
                first.place < other.place ? .oldestFirst : .headStart
            }
        }
    }

    /// Whether it would have to stand back for its class, had it not waited so long.
    private func hasTurnByAge(_ candidate: Candidate) -> Bool {
        guard isAged(candidate) else { return false }
        return switch rules.classes {
        case .oldest: false
        case .priority: true
        case .ratio: candidate.turn == .priority
        }
    }
}
