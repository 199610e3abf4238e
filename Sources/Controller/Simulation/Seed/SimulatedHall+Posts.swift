// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators

// MARK: - Waking up

extension SimulatedHall {
    mutating func wake(_ index: Int, at time: Int64) {
        guard time < .max else { return }
        posts[index].wake += 1
        events.plan(.post(index, wake: posts[index].wake), at: max(time, now))
    }

    /// An officer who has nobody sees that somebody waits; of several, the one idle longest.
    mutating func wake(for id: TicketID) {
        guard let ticket = hall.tickets[id], ticket.state == .waiting else { return }
        var best: (since: Int64, index: Int)?
        for index in posts.indices {
            guard let since = posts[index].idleSince, since < best?.since ?? .max,
                let window = hall.windows[posts[index].window],
                mayCall(ticket, window)
            else { continue }
            best = (since, index)
        }
        guard let best else { return }
        posts[best.index].idleSince = nil
        wake(best.index, at: now + Int64(random.number(1...6)) * 1000)
    }

    private func mayCall(_ ticket: Ticket, _ window: Window) -> Bool {
        switch ticket.bound {
        case .window(let one): one == window.id
        case .officer(let one): one == window.officer
        case nil: window.serves(ticket.service)
        }
    }
}

// MARK: - What an officer does next

extension SimulatedHall {
    mutating func act(_ index: Int) {
        posts[index].idleSince = nil
        guard let window = hall.windows[posts[index].window] else { return }
        guard hall.paused == nil else { return wake(index, at: now + 30_000) }
        if window.officer == nil {
            if now < posts[index].closesAt {
                tell(index, .open(posts[index].officers[0]), then: 5000)
            }
        } else if window.paused != nil {
            endPause(index)
        } else if let ticket = window.ticket.flatMap({ hall.tickets[$0] }) {
            handle(ticket, index, window)
        } else if !takeBreak(index, window) {
            callNext(index)
        }
    }

    /// Asks, and looks again after so many milliseconds; later each time it is refused.
    mutating func tell(_ index: Int, _ action: WindowAction, then wait: Int64) {
        let officer = hall.windows[posts[index].window]?.officer
        let actor = Actor(.officer, (officer ?? posts[index].officers[0]).text)
        if ask(.atWindow(posts[index].window, action), by: actor) {
            posts[index].refusals = 0
            wake(index, at: now + wait)
        } else {
            posts[index].refusals += 1
            wake(index, at: now + Int64(min(posts[index].refusals, 20)) * 15_000)
        }
    }

    private mutating func endPause(_ index: Int) {
        let until = posts[index].pausedUntil ?? now
        guard now >= until else { return wake(index, at: until) }
        posts[index].pausedUntil = nil
        tell(index, .resume, then: 2000)
    }

    /// - Returns: whether the officer does something else than call.
    private mutating func takeBreak(_ index: Int, _ window: Window) -> Bool {
        if let until = posts[index].coveredUntil, now >= until {
            posts[index].coveredUntil = nil
            relieve(index, by: posts[index].officers[0])
            return true
        }
        guard let pause = posts[index].pauses.first, pause.at <= now else { return false }
        posts[index].pauses.removeFirst()
        if pause.isCovered {
            if relieve(index, by: posts[index].officers[1]) {
                posts[index].coveredUntil = now + Int64(pause.minutes) * 60_000
            }
        } else {
            posts[index].pausedUntil = now + Int64(pause.minutes) * 60_000
            tell(
                index, .pause(reason: pause.reason, minutes: pause.minutes),
                then: Int64(pause.minutes) * 60_000)
        }
        return true
    }

    /// The one who comes takes over; the hand-over is theirs to tell.
    ///
    /// - Returns: whether they did.
    @discardableResult
    private mutating func relieve(_ index: Int, by officer: OfficerID) -> Bool {
        wake(index, at: now + Int64(random.number(20...60)) * 1000)
        return ask(
            .atWindow(posts[index].window, .takeOver(officer)),
            by: Actor(.officer, officer.text))
    }

    private mutating func callNext(_ index: Int) {
        if let held = posts[index].held.first(where: { $0.at <= now }) {
            posts[index].held.removeAll { $0.ticket == held.ticket }
            let officer = hall.windows[posts[index].window]?.officer
            let actor = Actor(.officer, officer?.text ?? "")
            if ask(.callChosen(held.ticket, posts[index].window), by: actor) {
                return wake(index, at: now + 1000)
            }
        }
        tell(index, .call, then: 0)
        let window = hall.windows[posts[index].window]
        guard window?.ticket == nil, window?.officer != nil, posts[index].refusals == 0 else {
            return
        }
        let isOver = now >= posts[index].closesAt && posts[index].held.isEmpty
        if isOver { return tell(index, .close, then: .max - now) }
        posts[index].idleSince = now
        let next = [
            posts[index].pauses.first?.at, posts[index].coveredUntil,
            posts[index].held.map(\.at).min(), posts[index].closesAt,
        ].compactMap(\.self).filter { $0 > now }.min()
        wake(index, at: min(next ?? .max, now + 600_000))
    }
}

// MARK: - The ticket in hand

extension SimulatedHall {
    private mutating func handle(_ ticket: Ticket, _ index: Int, _ window: Window) {
        if posts[index].inHand?.ticket != ticket.id {
            posts[index].inHand = newCase(ticket, index)
        }
        guard let inHand = posts[index].inHand else { return }
        let isStuck = posts[index].refusals > 4
        guard case .called = ticket.state else {
            guard now < inHand.endsAt else { return end(inHand, index, plainly: isStuck) }
            return wake(index, at: inHand.endsAt)
        }
        guard let arrivesAt = inHand.arrivesAt else {
            guard now >= inHand.endsAt else { return wake(index, at: inHand.endsAt) }
            if ticket.recalls < 2, !isStuck { return tell(index, .recall, then: 25_000) }
            if random.happens(5500) {
                let back = now + Int64(random.number(2...40)) * 60_000
                events.plan(.comesBack(ticket.id), at: back)
            }
            return tell(index, .noShow, then: 3000)
        }
        if now < arrivesAt { return wake(index, at: arrivesAt) }
        posts[index].inHand?.endsAt = now + inHand.serviceMilliseconds
        if inHand.saysStart {
            tell(index, .start, then: inHand.serviceMilliseconds)
        } else if now < arrivesAt + inHand.serviceMilliseconds {
            wake(index, at: arrivesAt + inHand.serviceMilliseconds)
        } else {
            end(inHand, index, plainly: isStuck)
        }
    }

    private mutating func end(_ inHand: SimulatedPost.Case, _ index: Int, plainly: Bool) {
        // Back at the counter between two people, papers put away.
        let after = Int64(random.number(5...40)) * 1000
        // Whoever is called again later is another case, even with the same number.
        defer { if posts[index].refusals == 0 { posts[index].inHand = nil } }
        guard !plainly else { return tell(index, .finish(), then: after) }
        switch inHand.ending {
        case .finish(let outcome):
            tell(index, .finish(Finishing(outcome: outcome)), then: after)
        case .goOn(let service): tell(index, .finish(Finishing(next: service)), then: after)
        case .transfer(let target): tell(index, .transfer(target), then: after)
        case .putBack: tell(index, .putBack, then: after)
        case .hold(let kind, let until):
            tell(index, .hold(kind), then: after)
            if posts[index].refusals == 0 { posts[index].held.append((inHand.ticket, until)) }
        }
    }

    private mutating func newCase(_ ticket: Ticket, _ index: Int) -> SimulatedPost.Case {
        let service = recipe.structure.services.first { $0.id == ticket.service }
        let mean = Double(service.map(Self.seconds) ?? 600)
        // One who was there before, and was set aside or sent on, is there again.
        let isKnown = ticket.servedSeconds > 0 || ticket.transferredFrom != nil
        let comes = isKnown || random.happens(9400)
        let walk = Int64(random.number(5...50)) * 1000
        let seconds = max(20, random.lognormal(mean: mean * (isKnown ? 0.5 : 0.95), spread: 0.6))
        let serviceMilliseconds = Int64(min(seconds, 10_800) * 1000)
        return SimulatedPost.Case(
            ticket: ticket.id, arrivesAt: comes ? now + walk : nil,
            saysStart: random.happens(9000), serviceMilliseconds: serviceMilliseconds,
            endsAt: now + (comes ? walk + serviceMilliseconds : 25_000),
            ending: ending(ticket, index, isKnown))
    }

    private mutating func ending(
        _ ticket: Ticket, _ index: Int, _ isKnown: Bool
    ) -> SimulatedPost.Case.Ending {
        let outcome = random.pick(recipe.structure.outcomes ?? [])?.id
        let others = recipe.structure.services.map(\.id).filter { $0 != ticket.service }
        // Nobody is sent about for ever.
        guard !isKnown, ticket.steps.isEmpty else { return .finish(outcome: outcome) }
        switch random.number(0...999) {
        case 0..<15:
            let back = now + Int64(random.number(10...45)) * 60_000
            return .hold(random.pick(HoldKind.allCases) ?? .withPapers, until: back)
        case 15..<35:
            guard let next = random.pick(others) else { return .finish(outcome: outcome) }
            return .goOn(next)
        case 35..<50:
            guard let next = random.pick(others) else { return .finish(outcome: outcome) }
            return .transfer(.service(next))
        case 50..<55:
            guard let post = random.pick(posts) else { return .finish(outcome: outcome) }
            return .transfer(.window(post.window))
        case 55..<58: return .putBack
        default: return .finish(outcome: outcome)
        }
    }

    /// Whoever is still there puts away what is in hand and goes.
    mutating func goHome() {
        guard let day else { return }
        now = max(now, day.ends)
        if hall.paused != nil { ask(.resumeHall, by: Self.supervisor) }
        for index in posts.indices {
            guard let window = hall.windows[posts[index].window],
                let officer = window.officer
            else { continue }
            let actor = Actor(.officer, officer.text)
            if window.ticket != nil { ask(.atWindow(window.id, .finish()), by: actor) }
            ask(.atWindow(window.id, .close), by: actor)
        }
    }
}
