// SPDX-License-Identifier: Apache-2.0

import Facts

/// Who may be called, and who should have been.
extension Witness {
    mutating func call(_ fact: TicketCalled) throws(Broken) {
        try isNotPaused("\(number(fact.ticket)) was called")
        guard let called = tickets[fact.ticket] else {
            throw Broken("\(fact.ticket) was called and nobody has it")
        }
        guard let window = structure.windows.first(where: { $0.id == fact.window }),
            let officer = officers[fact.window], officer == fact.officer
        else { throw Broken("\(called.number) was called to a window without its officer") }
        guard !pausedWindows.contains(fact.window) else {
            throw Broken("\(called.number) was called to a paused window")
        }
        try endAsking(fact, outOfQueue: called.place == .waiting)
        switch called.place {
        case .waiting: try takeTurn(called, to: window, fact.why)
        case .held(let holder): try callBack(called, from: holder, to: window, fact.why)
        case .inHand, .noShow, .deferred, .gone:
            throw Broken("\(called.number) was called and is \(called.place)")
        }
        let now = now
        try change(fact.ticket) {
            $0.place = .inHand(fact.window)
            $0.owner = nil
            $0.isStarted = false
            $0.recalls = 0
            $0.lastCall = now
        }
    }

    private mutating func takeTurn(
        _ called: Entry, to window: HallStructure.Window, _ why: Why
    ) throws(Broken) {
        guard standing(of: called, at: window) != nil else {
            throw Broken("\(called.number) does not wait for window \(window.id)")
        }
        guard why.rule != .heldRecalled else {
            throw Broken("\(called.number) was called back and was not set aside")
        }
        if why.rule == .chosen {
            let isStaff = actor.kind == .supervisor || actor.kind == .administrator
            let mayChoose = window.chosenCalls ?? structure.rules?.chosenCalls ?? true
            guard isStaff || mayChoose else {
                throw Broken("\(called.number) was chosen where that is not allowed")
            }
            return
        }
        try mayGoFirst(called, at: window, why)
        let counted: PriorityClass = why.rule == .aged ? .priority : called.priority
        day.turns[called.service, default: []].append(counted)
    }

    /// Papers lie at one window; whoever has them along may go wherever the matter is served.
    private mutating func callBack(
        _ called: Entry, from holder: WindowID, to window: HallStructure.Window, _ why: Why
    ) throws(Broken) {
        let serves = served(by: window).contains(called.service) || helped(by: window, called)
        let may =
            switch called.hold {
            case .withPapers, nil: holder == window.id
            case .withoutPapers: serves
            case .otherStep: serves || holder == window.id
            }
        guard may else { throw Broken("\(called.number) was called back to \(window.id)") }
        guard why.rule == .heldRecalled else {
            throw Broken("\(called.number) is set aside and was called as if it waited")
        }
        guard called.hold == .withPapers, let since = called.heldAt else { return }
        let seconds = clock.seconds(from: since, to: now)
        try change(called.id) { $0.heldSeconds += seconds }
    }

    // MARK: - Order

    /// How a ticket stands to a window that may call it.
    private struct Standing {
        var entry: Entry
        var isOwn = false
        var isHelp = false
        var isPreferred = false
    }

    private func served(by window: HallStructure.Window) -> [ServiceID] {
        window.services + (day.tides[window.id] ?? [])
    }

    private func helped(by window: HallStructure.Window, _ entry: Entry) -> Bool {
        window.helps?.contains(entry.service) == true
    }

    private func standing(of entry: Entry, at window: HallStructure.Window) -> Standing? {
        guard entry.place == .waiting else { return nil }
        let isServed = served(by: window).contains(entry.service)
        let isPreferred = isServed && window.prefers?.contains(entry.service) == true
        switch entry.owner {
        case .window(window.id):
            return Standing(entry: entry, isOwn: true, isPreferred: isPreferred)
        case .officer(let officer) where officers[window.id] == officer:
            return Standing(entry: entry, isOwn: true, isPreferred: isPreferred)
        case .some: return nil
        case nil:
            guard isServed || helped(by: window, entry) else { return nil }
            return Standing(entry: entry, isHelp: !isServed, isPreferred: isPreferred)
        }
    }

    /// Nobody whom this window may call should have gone before, by the rules in force.
    private func mayGoFirst(
        _ called: Entry, at window: HallStructure.Window, _ why: Why
    ) throws(Broken) {
        let (name, rules) = rules(at: window)
        var all = tickets.values.compactMap { standing(of: $0, at: window) }
        if all.contains(where: { !$0.isHelp }) { all.removeAll(where: \.isHelp) }
        guard let own = all.first(where: { $0.entry.id == called.id }) else {
            throw Broken("\(called.number) was called out of a service that is only helped out")
        }
        let ranks = ranks(own, among: all, rules)
        for other in all where other.entry.id != called.id {
            let others = self.ranks(other, among: all, rules)
            let isFirst =
                others == ranks
                ? other.entry.isBefore(called) : others.lexicographicallyPrecedes(ranks)
            if isFirst {
                throw Broken(
                    """
                    \(called.number) was called before \(other.entry.number)
                    \(called) \(ranks)
                    \(other.entry) \(others)
                    \(rules)
                    """)
            }
        }
        guard why.policy == name else {
            throw Broken("\(called.number) was called by policy \(why.policy ?? "-")")
        }
    }

    private func rules(at window: HallStructure.Window) -> (String?, CallingRules) {
        let known = structure.calling?.policies ?? []
        let wanted = [
            policies[window.id], window.policy, policy, structure.calling?.standard,
        ]
        for name in wanted.compactMap(\.self) {
            if let found = known.first(where: { $0.id == name }) { return (name, found.rules) }
        }
        return (nil, .usual)
    }

    /// One number for each question of `docs/decisions/0006-who-is-next.md` but the last, in its
    /// order; the smaller goes first.
    private func ranks(
        _ one: Standing, among all: [Standing], _ rules: CallingRules
    ) -> [Int64] {
        let entry = one.entry
        let early = Int64(structure.appointments?.earlyMinutes ?? 0) * 60_000
        var due = Int64.max
        if rules.appointmentsFirst != false, let at = entry.appointmentAt, at - early <= now.wall {
            due = at
        }
        let aging = rules.agingMinutes.map { Int64($0) * 60_000 } ?? .max
        let isAged = now.wall - entry.queuedAt >= aging
        let isPrior = entry.priority == .priority || isAged
        let turn = turn(in: entry.service, among: all, rules)
        let behind: Bool =
            switch rules.classes {
            case .oldest: false
            case .priority: !isPrior
            case .ratio: turn == .priority ? !isPrior : turn == .normal && entry.priority != .normal
            }
        let start = rules.priorityHeadStartSeconds.map { seconds in
            entry.queuedAt - (isPrior ? Int64(seconds) * 1000 : 0)
        }
        return [
            one.isOwn && rules.ownFirst != false ? 0 : 1, due, one.isPreferred ? 0 : 1,
            behind ? 1 : 0, start ?? 0,
        ]
    }

    /// So many normal to so many of priority; where only one class waits nobody takes turns.
    private func turn(
        in service: ServiceID, among all: [Standing], _ rules: CallingRules
    ) -> PriorityClass? {
        let classes = Set(all.filter { $0.entry.service == service }.map(\.entry.priority))
        guard classes.count == 2 else { return nil }
        let called = day.turns[service] ?? []
        guard let latest = called.last else { return .normal }
        let run = called.reversed().prefix { $0 == latest }.count
        switch latest {
        case .normal: return run >= rules.normalTurns ?? 1 ? .priority : .normal
        case .priority: return run < rules.priorityTurns ?? 1 ? .priority : .normal
        }
    }
}
