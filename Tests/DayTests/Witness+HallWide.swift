// SPDX-License-Identifier: Apache-2.0

import Facts

/// Windows, the hall as a whole, and what it is made of.
extension Witness {
    mutating func takeAtWindow(_ fact: HallFact) throws(Broken) {
        switch fact {
        case .windowOpened(let fact):
            guard officers[fact.window] == nil else {
                throw Broken("window \(fact.window) was opened twice")
            }
            officers[fact.window] = fact.officer
        case .windowClosed(let fact):
            guard officers.removeValue(forKey: fact.window) != nil else {
                throw Broken("window \(fact.window) was closed twice")
            }
            pausedWindows.remove(fact.window)
        case .windowTakenOver(let fact): officers[fact.window] = fact.officer
        case .windowPaused(let fact):
            try isReason(fact.reason)
            pausedWindows.insert(fact.window)
        case .windowResumed(let fact): pausedWindows.remove(fact.window)
        default: break
        }
    }

    private func isReason(_ reason: String?) throws(Broken) {
        let known = structure.pauseReasons?.map(\.id) ?? []
        guard let reason, !known.isEmpty, !known.contains(reason) else { return }
        throw Broken("\(reason) is no reason of this hall's to pause")
    }

    mutating func takeHallWide(_ fact: HallFact) throws(Broken) {
        switch fact {
        case .hallPaused(let fact):
            try isNotPaused("the hall was paused")
            try isReason(fact.reason)
            clock.pause(now)
        case .hallResumed:
            guard clock.isPaused else { throw Broken("the hall went on and was not paused") }
            clock.resume(now)
        case .policyChosen(let fact):
            let known = structure.calling?.policies.map(\.id) ?? []
            if let policy = fact.policy, !known.contains(policy) {
                throw Broken("\(policy) is no policy of this hall's")
            }
            if let window = fact.window {
                policies[window] = fact.policy
            } else {
                policy = fact.policy
            }
        case .closingChosen(let fact):
            if let service = fact.service {
                day.closings[service] = fact.choice
            } else {
                day.closing = fact.choice
                day.closings = [:]
            }
        case .tidalProposed, .tidalProposalEnded, .tidalOpened, .tidalClosed: try takeTide(fact)
        default: break
        }
    }

    // MARK: - Tides

    private static let quietSeconds = 15 * 60

    /// How many wait for a service, whoever may call them.
    private func waiting(for service: ServiceID) -> Int {
        tickets.values.filter { $0.place == .waiting && $0.service == service }.count
    }

    /// Whether a rule that goes by the number of people should have spoken.
    func isOverdue(_ rule: TidalRule, at now: Tick) -> Bool {
        guard let most = rule.waiting, rule.waitMinutes == nil, !clock.isPaused else {
            return false
        }
        return !isQuiet(rule, at: now) && !day.proposals.contains(rule.id)
            && waiting(for: rule.service) > most
    }

    private func isQuiet(_ rule: TidalRule, at now: Tick) -> Bool {
        guard let answered = day.answered[rule.id] else { return false }
        return clock.seconds(from: answered, to: now) < Self.quietSeconds
    }

    private mutating func takeTide(_ fact: HallFact) throws(Broken) {
        switch fact {
        case .tidalProposed(let fact): try propose(fact)
        case .tidalProposalEnded(let fact):
            guard day.proposals.remove(fact.rule) != nil else {
                throw Broken("a proposal of \(fact.rule) ended and there was none")
            }
            if fact.reason != .eased {
                day.answered[fact.rule] = now
            } else if let rule = structure.tidal?.first(where: { $0.id == fact.rule }),
                let most = rule.waiting, waiting(for: rule.service) > max(0, most / 2)
            {
                throw Broken("rule \(fact.rule) took its proposal back and too many wait")
            }
        case .tidalOpened(let fact):
            let isProposed = structure.tidal?.contains {
                $0.service == fact.service && $0.windows.contains(fact.window)
            }
            guard isProposed == true, officers[fact.window] != nil else {
                throw Broken("window \(fact.window) helps out \(fact.service) and no rule lets it")
            }
            day.tides[fact.window, default: []].append(fact.service)
        case .tidalClosed(let fact):
            guard day.tides[fact.window]?.contains(fact.service) == true else {
                throw Broken("window \(fact.window) did not help out \(fact.service)")
            }
            day.tides[fact.window]?.removeAll { $0 == fact.service }
        default: break
        }
    }

    private mutating func propose(_ fact: TidalProposed) throws(Broken) {
        try isNotPaused("rule \(fact.rule) proposed help")
        guard let rule = structure.tidal?.first(where: { $0.id == fact.rule }),
            rule.service == fact.service, fact.waiting == waiting(for: fact.service)
        else { throw Broken("rule \(fact.rule) proposed help for another queue than there is") }
        let isDue = rule.waitMinutes == nil ? isOverdue(rule, at: now) : fact.waiting > 0
        guard isDue, !isQuiet(rule, at: now) else {
            throw Broken("rule \(fact.rule) proposed help and need not, or had an answer")
        }
        if let window = fact.window {
            let isBusy = tickets.values.contains { $0.place == .inHand(window) }
            guard rule.windows.contains(window), officers[window] != nil, !isBusy,
                !pausedWindows.contains(window)
            else { throw Broken("rule \(fact.rule) proposed a window that is not free") }
        }
        guard day.proposals.insert(fact.rule).inserted else {
            throw Broken("rule \(fact.rule) proposed the same twice")
        }
    }

    // MARK: - Configurations

    /// Services that go take with them what was counted for them; windows, what was chosen.
    mutating func apply(_ new: HallStructure) throws(Broken) {
        structure = new
        let services = Set(new.services.map(\.id))
        let windows = Set(new.windows.map(\.id))
        for entry in tickets.values where entry.place != .gone && entry.place != .noShow {
            guard services.contains(entry.service) else {
                throw Broken("\(entry.number) is live and its service is gone")
            }
        }
        day.minutes = day.minutes.filter { services.contains($0.key) }
        day.turns = day.turns.filter { services.contains($0.key) }
        day.closings = day.closings.filter { services.contains($0.key) }
        day.tides = day.tides.filter { windows.contains($0.key) }
            .mapValues { $0.filter(services.contains) }
        let rules = Set(new.tidal?.map(\.id) ?? [])
        day.proposals.formIntersection(rules)
        day.answered = day.answered.filter { rules.contains($0.key) }
        let known = Set(new.calling?.policies.map(\.id) ?? [])
        if let chosen = policy, !known.contains(chosen) { policy = nil }
        policies = policies.filter { windows.contains($0.key) && known.contains($0.value) }
        appointments = appointments.filter { services.contains($0.value.booked.service) }
    }
}
