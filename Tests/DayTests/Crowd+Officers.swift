// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators

/// What officers do at their windows, and supervisors for the whole hall.
extension Crowd {
    mutating func officer(in hall: Hall) -> Wish {
        guard let id = random.pick(hall.windows.keys.sorted()), let window = hall.windows[id]
        else { return anybody(.resumeHall) }
        let action = action(at: window, in: hall)
        var actor = Actor(.device, "keypad-\(id)")
        if let officer = window.officer, random.one(in: 2) { actor = Actor(.officer, officer.text) }
        switch action {
        case .open(let officer), .takeOver(let officer): actor = Actor(.officer, officer.text)
        default: break
        }
        return keyed(actor, .atWindow(id, action))
    }

    private mutating func anybody(_ command: Command) -> Wish {
        Wish(actor: .controller, command: command)
    }

    private mutating func action(at window: Window, in hall: Hall) -> WindowAction {
        let other = random.pick(DayHall.officers) ?? "o1"
        switch window.state {
        case .closed: return random.one(in: 20) ? .close : .open(other)
        case .paused:
            let ways: [WindowAction] = [.resume, .pauseKey, .callNext, .close, .takeOver(other)]
            return random.pick(ways) ?? .resume
        case .open:
            let reason = random.pick(["meal", "meal", "nonsense", nil]) ?? nil
            let rare: [WindowAction] = [
                .pause(reason: reason, minutes: 20), .close, .takeOver(other),
            ]
            if random.one(in: 6) { return random.pick(rare) ?? .call }
            if random.one(in: 6) { return callBack(at: window, in: hall) }
            return random.one(in: 4) ? .callNext : .call
        case .serving: return withTicket(at: window, in: hall)
        }
    }

    private mutating func withTicket(at window: Window, in hall: Hall) -> WindowAction {
        let other = random.pick(DayHall.officers) ?? "o1"
        let kind = random.pick(HoldKind.allCases) ?? .withPapers
        let after: [WindowAction] = [
            .finish(), .finish(), .finish(finishing(in: hall)), .finish(finishing(in: hall)),
            .hold(kind), .hold(kind), .transfer(target(in: hall)), .transfer(target(in: hall)),
            .giveUp, .putBack, .callNext, .takeOver(other), .askRating, .askRating, .pauseKey,
        ]
        let isCalled = window.ticket.flatMap { hall.tickets[$0]?.startedAt } == nil
        let before: [WindowAction] = [
            .start, .start, .start, .recall, .recall, .recall, .noShow, .noShow, .noShow,
        ]
        return random.pick(isCalled ? before + before + after : after) ?? .finish()
    }

    /// By the digits of somebody who is to come back here, mostly.
    private mutating func callBack(at window: Window, in hall: Hall) -> WindowAction {
        let back = (window.held + window.noShows).compactMap { hall.tickets[$0]?.ordinal }
        let numbers = back + [random.number(1...9)]
        return .callBack(number: random.one(in: 3) ? nil : random.pick(numbers))
    }

    private mutating func finishing(in hall: Hall) -> Finishing {
        let services = hall.services.keys.sorted() + ["nowhere"]
        return Finishing(
            outcome: random.pick(DayHall.outcomes + DayHall.outcomes + ["nonsense"]),
            caseNumber: random.pick(["C-1", "C-2", nil, ""]) ?? nil,
            next: random.one(in: 2) ? random.pick(services) : nil)
    }

    private mutating func target(in hall: Hall) -> TransferTarget {
        switch random.number(0...3) {
        case 0: .service(random.pick(hall.services.keys.sorted()) ?? "a")
        case 1: .window(random.pick(hall.windows.keys.sorted() + ["w9"]) ?? "w1")
        default: .officer(random.pick(hall.posts.keys.sorted() + ["o9"]) ?? "o1")
        }
    }

    /// Somebody at a pad, mostly one who was asked.
    mutating func rating(in hall: Hall) -> Wish {
        let asked = hall.windows.values.sorted { $0.id < $1.id }.compactMap(\.rating)
        let open = asked.filter { $0.state == .open }
        let some = random.pick(random.one(in: 3) || open.isEmpty ? asked : open)
        let anybody = random.pick(hall.ids { _ in true }) ?? "nobody"
        let ticket = random.one(in: 6) ? anybody : some?.ticket ?? anybody
        let window = random.one(in: 2) ? some?.asked.window : nil
        let grade = random.pick(Grade.allCases) ?? .fair
        return keyed(Actor(.device, "pad"), .rate(ticket, window, grade))
    }

    mutating func choosing(in hall: Hall) -> Wish {
        let callable = hall.ids { $0.state == .waiting || $0.isHeld }
        let held = hall.ids(where: \.isHeld)
        let kind = random.number(0...4)
        let tickets = kind == 0 ? hall.ids { _ in true } : kind < 3 ? held : callable
        let ticket = random.pick(tickets) ?? "nobody"
        let holder = hall.tickets[ticket]?.state.window
        let free = hall.windows.values.filter { $0.state == .open }.map(\.id).sorted()
        let window =
            (random.one(in: 2) ? holder : nil) ?? random.pick(free)
            ?? random.pick(hall.windows.keys.sorted()) ?? "w1"
        var actor = Actor(.supervisor, "boss")
        if random.one(in: 2), let officer = hall.windows[window]?.officer {
            actor = Actor(.officer, officer.text)
        }
        return keyed(actor, .callChosen(ticket, window))
    }

    mutating func supervising(in hall: Hall) -> Wish {
        let services = hall.services.keys.sorted() + ["nowhere"]
        let windows = hall.windows.keys.sorted() + ["w9"]
        switch random.number(0...11) {
        case 0...1:
            return staff(.pauseHall(reason: random.pick(["drill", "drill", "nonsense"]) ?? ""))
        case 2: return staff(.resumeHall)
        case 3...4:
            let policies = ["oldest", "priority", "ratio", "aging", "head-start", "nonsense", nil]
            let window = random.one(in: 2) ? random.pick(windows) : nil
            return staff(.choosePolicy(random.pick(policies) ?? nil, window))
        case 5:
            if random.one(in: 2), let off = hall.ids(where: \.deferredToday).first {
                return staff(.chooseClosing(.serveOn, hall.tickets[off]?.service))
            }
            let choice = random.pick(ClosingChoice.allCases) ?? .serveOn
            return staff(
                .chooseClosing(choice, random.one(in: 2) ? random.pick(services) : nil))
        case 6:
            let tidal = hall.windows.values.filter { !$0.tidal.isEmpty }.map(\.id).sorted()
            let window = random.pick(random.one(in: 3) ? windows : tidal) ?? "w1"
            let service = hall.windows[window]?.tidal.first ?? random.pick(services) ?? "b"
            return staff(.closeTidal(window, service))
        case 7: return staff(.dismissTidal(rule: random.pick(["many", "long"]) ?? ""))
        default:
            let proposal = hall.proposals.values.min { $0.rule < $1.rule }
            guard !random.one(in: 3), let proposal else {
                let window = random.pick(windows) ?? "w1"
                let own = random.one(in: 2) ? hall.windows[window]?.services.first : nil
                return staff(.openTidal(window, own ?? random.pick(services) ?? "b"))
            }
            let rule = hall.structure.tidal?.first { $0.id == proposal.rule }
            let window = proposal.window ?? random.pick(rule?.windows ?? []) ?? "w1"
            return staff(.openTidal(window, proposal.service))
        }
    }
}

extension Ticket {
    var isHeld: Bool { if case .held = state { true } else { false } }
    var isNoShow: Bool { if case .noShow = state { true } else { false } }
}
