// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators

/// What somebody asks for, and the client's name for it.
struct Wish {
    var actor: Actor
    var command: Command
    var key: IdempotencyKey?
}

/// Everybody in the hall: citizens, officers, printers. Mostly sensible, now and then not.
struct Crowd {
    private var random: SeededRandom
    private var drawn = 0
    private let prints: Bool

    /// - Parameter prints: whether printers are played here too, not simulated.
    init(seed: UInt64, prints: Bool) {
        random = SeededRandom(seed: seed)
        self.prints = prints
    }

    mutating func wish(in hall: Hall) -> Wish {
        switch random.number(0...99) {
        case ..<28: taking(in: hall)
        case ..<74: officer(in: hall)
        case ..<79: choosing(in: hall)
        case ..<82: reactivating(in: hall)
        case ..<94: prints ? printing(in: hall) : officer(in: hall)
        case ..<96: device()
        case ..<97: configuring()
        default: anything(in: hall)
        }
    }

    /// The same request once more, as a client sends it that got no answer; now and then the key
    /// comes with another body. A ticket's id is the edge's and drawn anew each time.
    mutating func repeated(_ wish: Wish) -> Wish {
        var wish = wish
        if case .takeTicket(_, let service, let priority, let kiosk, _) = wish.command {
            wish.command = .takeTicket(
                ticket: ticketID(), service: service, priority: priority, kiosk: kiosk)
        }
        if random.one(in: 5) { wish.key?.digest += "!" }
        return wish
    }

    private mutating func taking(in hall: Hall) -> Wish {
        let services = hall.services.keys.sorted() + (random.one(in: 20) ? ["nowhere"] : [])
        let service = random.pick(services) ?? "a"
        let kiosk = random.pick(["k1", "k1", "k1", "k2", nil, "k9"] as [KioskID?]) ?? nil
        let priority: PriorityClass = random.one(in: 5) ? .priority : .normal
        let wish = Command.takeTicket(
            ticket: ticketID(), service: service, priority: priority, kiosk: kiosk)
        return keyed(Actor(.kiosk, kiosk?.text ?? "web"), wish)
    }

    private mutating func officer(in hall: Hall) -> Wish {
        guard let id = random.pick(hall.windows.keys.sorted()), let window = hall.windows[id]
        else { return configuring() }
        let action = action(at: window, in: hall)
        var actor = Actor(.device, "keypad-\(id)")
        if let officer = window.officer, random.one(in: 2) { actor = Actor(.officer, officer.text) }
        switch action {
        case .open(let officer), .takeOver(let officer): actor = Actor(.officer, officer.text)
        default: break
        }
        return keyed(actor, .atWindow(id, action))
    }

    private mutating func action(at window: Window, in hall: Hall) -> WindowAction {
        let other = random.pick(DayHall.officers) ?? "o1"
        switch window.state {
        case .closed: return random.one(in: 20) ? .close : .open(other)
        case .paused:
            return random.pick([.resume, .resume, .resume, .close, .takeOver(other)]) ?? .resume
        case .open:
            let rare = [WindowAction.pause(reason: "meal", minutes: 20), .close, .takeOver(other)]
            return random.one(in: 6) ? random.pick(rare) ?? .call : .call
        case .serving:
            let service = random.pick(hall.services.keys.sorted()) ?? "a"
            let after: [WindowAction] = [
                .finish(), .finish(), .finish(), .hold(), .transfer(.service(service)), .giveUp,
                .takeOver(other),
            ]
            let isCalled = window.ticket.flatMap { hall.tickets[$0]?.startedAt } == nil
            let before = [WindowAction.start, .start, .start, .recall, .noShow, .noShow]
            return random.pick(isCalled ? before + after : after) ?? .finish()
        }
    }

    private mutating func choosing(in hall: Hall) -> Wish {
        let callable = hall.tickets.values.filter { $0.state == .waiting || $0.isHeld }
        let tickets = random.one(in: 5) ? Array(hall.tickets.values) : callable
        let ticket = random.pick(tickets.map(\.id).sorted()) ?? "nobody"
        let free = hall.windows.values.filter { $0.state == .open }.map(\.id).sorted()
        return keyed(
            Actor(.supervisor, "boss"), .callChosen(ticket, random.pick(free) ?? "w1"))
    }

    private mutating func reactivating(in hall: Hall) -> Wish {
        let absent = hall.windows.values.flatMap(\.noShows).sorted()
        return keyed(Actor(.kiosk, "k2"), .reactivate(random.pick(absent) ?? "nobody"))
    }

    private mutating func printing(in hall: Hall) -> Wish {
        let due = hall.tickets.values.filter(\.isPaperDue).map(\.id).sorted()
        let printer = Actor(.device, "p1")
        if random.one(in: 2), let ticket = random.pick(due) {
            return Wish(actor: printer, command: .startPrint(ticket, "p1"))
        }
        let begun = hall.tickets.values.filter { $0.attempts > 0 }.map(\.id).sorted()
        let open = hall.openPrints.sorted()
        let ticket = random.pick(random.one(in: 4) || open.isEmpty ? begun : open) ?? "nobody"
        let stale = random.one(in: 8) ? 1 : 0
        let result: PrintOutcome.Result =
            random.pick([.confirmed, .confirmed, .unconfirmed, .held, .failed]) ?? .failed
        let outcome = PrintOutcome(
            ticket: ticket, attempt: (hall.tickets[ticket]?.attempts ?? 0) - stale, result: result,
            reason: random.pick(["paperOut", "silent", nil]) ?? nil)
        return Wish(actor: printer, command: .reportPrint(outcome))
    }

    private mutating func device() -> Wish {
        let changed = DeviceChanged(
            device: random.pick(["p1", "sign-1", "line-1"]) ?? "p1", kind: .line,
            state: random.pick(DeviceChanged.State.allCases) ?? .ok, reason: nil)
        return Wish(actor: Actor(.device, changed.device.text), command: .reportDevice(changed))
    }

    private mutating func configuring() -> Wish {
        let version = random.number(0...(DayHall.structures.count - 1))
        return keyed(
            Actor(.administrator, "root"),
            .applyConfiguration(digest: "v\(version)", structure: DayHall.structures[version]))
    }

    private mutating func anything(in hall: Hall) -> Wish {
        let actions: [WindowAction] = [
            .call, .start, .recall, .noShow, .giveUp, .hold(), .transfer(.service("b")), .finish(),
            .resume,
            .pause(reason: nil, minutes: nil), .open("o1"), .close, .takeOver("o2"),
        ]
        let window = random.pick(hall.windows.keys.sorted() + ["w9"]) ?? "w1"
        let actor = Actor(.officer, (random.pick(DayHall.officers) ?? "o1").text)
        return keyed(actor, .atWindow(window, random.pick(actions) ?? .call))
    }

    private mutating func keyed(_ actor: Actor, _ command: Command) -> Wish {
        guard random.one(in: 2) else { return Wish(actor: actor, command: command) }
        drawn += 1
        let key = IdempotencyKey(text: "key-\(drawn)", digest: "body-\(drawn)")
        return Wish(actor: actor, command: command, key: key)
    }

    private mutating func ticketID() -> TicketID {
        drawn += 1
        return TicketID("t\(drawn)")
    }
}

extension Ticket {
    fileprivate var isHeld: Bool { if case .held = state { true } else { false } }
}
