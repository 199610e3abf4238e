// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

/// Who is next, found the slow way: of all who wait, those are struck out whom the rules put behind
/// another, one rule after the other, until the earliest of the rest is taken.
struct CallingOracle {
    let hall: Hall
    let rules: CallingRules
    let now: Int64
    private var waiting: [Ticket]
    /// Calls in a row by service, the class and how many.
    private var row: [ServiceID: (PriorityClass, Int)] = [:]

    init(_ hall: Hall, at window: Window, by rules: CallingRules, now: Int64) {
        self.hall = hall
        self.rules = rules
        self.now = now
        waiting = hall.tickets.values.filter { ticket in
            guard ticket.state == .waiting else { return false }
            return switch ticket.bound {
            case .window(let id): id == window.id
            case .officer(let id): id == window.officer
            case nil: window.serves(ticket.service)
            }
        }
        for (id, service) in hall.services {
            row[id] =
                service.turns.normalInRow > 0
                ? (.normal, service.turns.normalInRow) : (.priority, service.turns.priorityInRow)
        }
    }

    /// Everybody in order, each with the rule that put it before the best of its elders.
    func order(at window: Window) -> [Choice] {
        var oracle = self
        var order: [Choice] = []
        while let next = oracle.takeNext(at: window) { order.append(next) }
        return order
    }

    private mutating func takeNext(at window: Window) -> Choice? {
        let near = waiting.filter { !isHelp($0, window) }
        let reach = near.isEmpty ? waiting : near
        guard let first = best(of: reach, at: window).ticket else { return nil }
        let elders = reach.filter { $0.place < first.place }
        var rule = Why.Rule.oldestFirst
        if let elder = best(of: elders, at: window).ticket {
            rule = best(of: [first, elder], at: window).rule
        } else if isAged(first), hasMadeOthersWait(first, at: window, in: reach) {
            rule = .aged
        }
        if near.isEmpty { rule = .helpOut }
        let why = Why(
            rule: rule, waiting: reach.count,
            waitedSeconds: max(0, Int(now - first.issuedAt) / 1000), passedOver: elders.count)
        waiting.removeAll { $0.id == first.id }
        let counted: PriorityClass = rule == .aged ? .priority : first.priority
        let (last, times) = row[first.service] ?? (counted, 0)
        row[first.service] = (counted, last == counted ? times + 1 : 1)
        return Choice(ticket: first.id, why: why)
    }

    /// The one nothing strikes out, and the last rule that struck anybody.
    private func best(of tickets: [Ticket], at window: Window) -> (ticket: Ticket?, rule: Why.Rule)
    {
        var left = tickets
        var rule = Why.Rule.oldestFirst
        func keep(_ reason: Why.Rule, _ isFirst: (Ticket) -> Bool) {
            let first = left.filter(isFirst)
            guard !first.isEmpty, first.count < left.count else { return }
            left = first
            rule = reason
        }
        if rules.ownFirst != false { keep(.ownFirst) { $0.bound != nil } }
        keep(.helpOut) { !isHelp($0, window) }
        if rules.appointmentsFirst != false {
            let earliest = left.filter(isDue).compactMap(\.appointmentAt).min()
            keep(.appointmentDue) { isDue($0) && $0.appointmentAt == earliest }
        }
        keep(.preferred) { ticket in
            !isHelp(ticket, window) && (window.definition.prefers ?? []).contains(ticket.service)
                && window.services.contains(ticket.service)
        }
        keep(rules.classes == .ratio ? .ratioTurn : .priorityFirst) { hasTurn($0, window) }
        let time = left.map(reckoned).min()
        keep(.headStart) { reckoned($0) == time }
        let first = left.min { $0.place < $1.place }
        if let first, rule == .ratioTurn || rule == .priorityFirst, isAged(first),
            isUnderPriority(first, at: window)
        {
            rule = .aged
        }
        return (first, rule)
    }

    /// Whether one of priority would have gone before it, had it not aged.
    private func hasMadeOthersWait(
        _ first: Ticket, at window: Window, in reach: [Ticket]
    ) -> Bool {
        isUnderPriority(first, at: window)
            && reach.contains { other in
                guard other.priority == .priority else { return false }
                let rule = best(of: [first, other], at: window).rule
                return rule == .oldestFirst || rule == .headStart
            }
    }

    /// Whether priority goes before normal in its service now.
    private func isUnderPriority(_ ticket: Ticket, at window: Window) -> Bool {
        switch rules.classes {
        case .oldest: false
        case .priority: true
        case .ratio: isMixed(ticket.service, window) && isPrioritysTurn(ticket.service)
        }
    }

    private func isHelp(_ ticket: Ticket, _ window: Window) -> Bool {
        ticket.bound == nil && !window.services.contains(ticket.service)
    }

    private func isDue(_ ticket: Ticket) -> Bool {
        guard let at = ticket.appointmentAt else { return false }
        let early = hall.structure.appointments?.earlyMinutes ?? 0
        return at - Int64(early) * 60_000 <= now
    }

    private func isAged(_ ticket: Ticket) -> Bool {
        guard ticket.priority == .normal, let minutes = rules.agingMinutes else { return false }
        return now - ticket.queuedAt >= Int64(minutes) * 60_000
    }

    private func reckoned(_ ticket: Ticket) -> Int64 {
        guard let seconds = rules.priorityHeadStartSeconds else { return 0 }
        let isFirst = ticket.priority == .priority || isAged(ticket)
        return ticket.queuedAt - (isFirst ? Int64(seconds) * 1000 : 0)
    }

    private func hasTurn(_ ticket: Ticket, _ window: Window) -> Bool {
        switch rules.classes {
        case .oldest: true
        case .priority: ticket.priority == .priority || isAged(ticket)
        case .ratio:
            if !isMixed(ticket.service, window) {
                true
            } else if isPrioritysTurn(ticket.service) {
                ticket.priority == .priority || isAged(ticket)
            } else {
                ticket.priority == .normal
            }
        }
    }

    /// Whether both classes wait for a service; the window's own of a service it only helps out
    /// stand apart from those it helps.
    private func isMixed(_ service: ServiceID, _ window: Window) -> Bool {
        let queue = waiting.filter { $0.service == service }
        let near = queue.filter { !isHelp($0, window) }
        return Set((near.isEmpty ? queue : near).map(\.priority)).count == 2
    }

    private func isPrioritysTurn(_ service: ServiceID) -> Bool {
        guard let (last, times) = row[service], times > 0 else { return false }
        return switch last {
        case .normal: times >= rules.normalTurns ?? 1
        case .priority: times < rules.priorityTurns ?? 1
        }
    }
}
