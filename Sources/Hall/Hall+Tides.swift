// SPDX-License-Identifier: Apache-2.0

import Facts

/// How a service stands against a rule.
private struct Tide {
    let waiting: Int
    /// Seconds somebody who comes now is likely to wait, if the rule asks and that can be said.
    let seconds: Int?

    /// Whether either is beyond the rule. Nobody helps out where nobody waits.
    func exceeds(_ rule: TidalRule) -> Bool {
        guard waiting > 0 else { return false }
        if let most = rule.mostWaiting, waiting > most { return true }
        if let most = rule.mostSeconds, let seconds, seconds > most { return true }
        return false
    }

    /// Whether both are down to half, so that a proposal does not come and go with one ticket.
    func hasEased(_ rule: TidalRule) -> Bool {
        guard waiting > 0 else { return true }
        if let most = rule.mostWaiting, waiting > most / 2 { return false }
        if let most = rule.mostSeconds, seconds ?? .max > most / 2 { return false }
        return true
    }
}

extension TidalRule {
    fileprivate var mostWaiting: Int? { waiting.map { max(0, $0) } }
    fileprivate var mostSeconds: Int? { waitMinutes.map { $0.withinDay * 60 } }
}

// MARK: - What the hall says by itself

extension Hall {
    /// For how long a rule keeps quiet after somebody answered its proposal.
    private static let quietSeconds = 15 * 60

    /// Proposals that come or go. Asked before every input, so it looks at waits, for which every
    /// window is asked, only with the first input of a second.
    func tidesTurning(at moment: Moment) -> [HallFact] {
        tidesTurning(at: moment, waits: isNewSecond(moment))
    }

    private func tidesTurning(at moment: Moment, waits: Bool) -> [HallFact] {
        guard paused == nil, let rules = configuration?.structure.tidal, !rules.isEmpty else {
            return []
        }
        return rules.indices.compactMap { index in
            let rule = rules[index]
            guard waits || rule.waitMinutes == nil, let fact = turning(rule, at: moment),
                rules.firstIndex(where: { $0.id == rule.id }) == index
            else { return nil }
            return fact
        }
    }

    private func isNewSecond(_ moment: Moment) -> Bool {
        lastFactAt.map { $0 / 1000 != moment.wall / 1000 } ?? true
    }

    private func turning(_ rule: TidalRule, at moment: Moment) -> HallFact? {
        if proposals[rule.id] != nil {
            guard let tide = tide(of: rule), tide.hasEased(rule) else { return nil }
            return .tidalProposalEnded(TidalProposalEnded(rule: rule.id, reason: .eased))
        }
        guard let tide = tide(of: rule), tide.exceeds(rule), quiet(rule, at: moment) == 0 else {
            return nil
        }
        return .tidalProposed(
            TidalProposed(
                rule: rule.id, service: rule.service, window: freeWindow(for: rule),
                waiting: tide.waiting, waitMinutes: tide.seconds.map { $0 / 60 }))
    }

    /// When a rule that keeps quiet may speak again, in monotonic milliseconds; now or with the
    /// next second, if the last input left something to say.
    func nextTide(after moment: Moment) -> Int64? {
        guard paused == nil, let rules = configuration?.structure.tidal, !rules.isEmpty else {
            return nil
        }
        if !tidesTurning(at: moment, waits: true).isEmpty {
            return moment.monotonic + (isNewSecond(moment) ? 0 : 1000 - moment.wall % 1000)
        }
        return rules.compactMap { rule -> Int64? in
            let seconds = quiet(rule, at: moment)
            guard seconds > 0, proposals[rule.id] == nil else { return nil }
            return moment.monotonic + Int64(seconds) * 1000
        }.min()
    }

    /// Help and proposals are for a day; the next one is begun as the file says.
    var tidesEnding: [HallFact] {
        windows.values.sorted { $0.id < $1.id }.flatMap(tidesEnding)
            + proposals.keys.sorted().map {
                .tidalProposalEnded(TidalProposalEnded(rule: $0, reason: .dayEnded))
            }
    }

    func tidesEnding(at window: Window) -> [HallFact] {
        window.tidal.map { .tidalClosed(TidalClosed(window: window.id, service: $0)) }
    }

    private func quiet(_ rule: TidalRule, at moment: Moment) -> Int {
        guard let answered = answeredProposals[rule.id] else { return 0 }
        return max(0, Self.quietSeconds - timers.seconds(since: answered, at: moment))
    }

    private func tide(of rule: TidalRule) -> Tide? {
        guard let waiting = services[rule.service]?.queue.count else { return nil }
        guard waiting > 0, rule.waitMinutes != nil else {
            return Tide(waiting: waiting, seconds: nil)
        }
        let wait = waitEstimate(for: rule.service, ahead: waiting)
        return Tide(waiting: waiting, seconds: wait?.likely)
    }

    /// Open, with nobody at it and nobody waiting for it.
    private func freeWindow(for rule: TidalRule) -> WindowID? {
        rule.windows.first { id in
            guard let window = windows[id], window.state == .open else { return false }
            return !window.services.contains(rule.service) && waiting(for: window) == 0
        }
    }
}

// MARK: - What people do about it

extension Hall {
    func decidingOnTides(_ command: Command) throws(Refusal) -> [HallFact] {
        switch command {
        case .openTidal(let window, let service): return try opening(window, for: service)
        case .closeTidal(let window, let service): return [try closing(window, for: service)]
        case .dismissTidal(let rule):
            guard proposals[rule] != nil else { throw Refusal(.unknownTidalRule) }
            return [
                .tidalProposalEnded(TidalProposalEnded(rule: rule, reason: .dismissed))
            ]
        default: return []
        }
    }

    private func opening(
        _ id: WindowID, for serviceID: ServiceID
    ) throws(Refusal) -> [HallFact] {
        let window = try known(id, field: "window")
        guard let service = services[serviceID] else {
            throw Refusal(
                .unknownService, field: "service", values: ["service": serviceID.text])
        }
        let number = ["window": window.definition.number]
        let values = number.merging(service.nameValues) { $1 }
        let rules = structure.tidal ?? []
        guard rules.contains(where: { $0.service == serviceID && $0.windows.contains(id) })
        else {
            throw Refusal(.notTidal, values: values)
        }
        guard window.officer != nil else { throw Refusal(.windowClosed, values: number) }
        guard !window.services.contains(serviceID) else {
            throw Refusal(.alreadyHelping, values: values)
        }
        let answered = proposals.values.filter { $0.service == serviceID }.map(\.rule).sorted()
        return [.tidalOpened(TidalOpened(window: id, service: serviceID))]
            + answered.map {
                .tidalProposalEnded(TidalProposalEnded(rule: $0, reason: .accepted))
            }
    }

    private func closing(
        _ id: WindowID, for service: ServiceID
    ) throws(Refusal) -> HallFact {
        let window = try known(id, field: "window")
        guard window.tidal.contains(service) else {
            throw Refusal(.notHelping, values: ["window": window.definition.number])
        }
        return .tidalClosed(TidalClosed(window: id, service: service))
    }
}
