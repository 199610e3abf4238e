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

/// Everybody in the hall: citizens, officers, supervisors, printers. Mostly sensible, now and then
/// not.
struct Crowd {
    var random: SeededRandom
    let structures: [HallStructure]
    /// Papers in people's hands of which a restored hall knows nothing.
    var lost: [Paper] = []
    private var drawn = 0
    private let prints: Bool

    /// - Parameter prints: whether printers are played here too, not simulated.
    init(seed: UInt64, structures: [HallStructure], prints: Bool) {
        random = SeededRandom(seed: seed)
        self.structures = structures
        self.prints = prints
    }

    mutating func wish(in hall: Hall, at moment: Moment) -> Wish {
        if hall.paused != nil, random.one(in: 8) { return staff(.resumeHall) }
        switch random.number(0...999) {
        case ..<240: return taking(in: hall)
        case ..<580: return officer(in: hall)
        case ..<620: return rating(in: hall)
        case ..<670: return choosing(in: hall)
        case ..<710: return reactivating(in: hall)
        case ..<790: return prints ? printing(in: hall) : officer(in: hall)
        case ..<800: return device()
        case ..<810: return configuring(in: hall)
        case ..<870: return appointment(in: hall, at: moment)
        case ..<890: return givingUp(in: hall)
        case ..<915: return checkingIn(in: hall)
        case ..<945: return adopting(in: hall)
        case ..<985: return supervising(in: hall)
        case ..<993: return paper(in: hall)
        default: return anything(in: hall)
        }
    }

    /// The same request once more, as a client sends it that got no answer; now and then the key
    /// comes with another body. A ticket's id is the edge's and drawn anew each time.
    mutating func repeated(_ wish: Wish) -> Wish {
        var wish = wish
        switch wish.command {
        case .takeTicket(_, let service, let priority, let kiosk, let details):
            wish.command = .takeTicket(
                ticket: ticketID(), service: service, priority: priority, kiosk: kiosk,
                details: details)
        case .keepAppointment(let appointment, _, let kiosk):
            wish.command = .keepAppointment(appointment, ticket: ticketID(), kiosk: kiosk)
        case .adopt(let slips):
            wish.command = .adopt(
                slips.map { slip in
                    OutstandingSlip(
                        ticket: ticketID(), prefix: slip.prefix, ordinal: slip.ordinal,
                        priority: slip.priority)
                })
        default: break
        }
        if random.one(in: 5) { wish.key?.digest += "!" }
        return wish
    }

    mutating func keyed(_ actor: Actor, _ command: Command) -> Wish {
        guard random.one(in: 2) else { return Wish(actor: actor, command: command) }
        let key = draw()
        return Wish(
            actor: actor, command: command,
            key: IdempotencyKey(text: "key-\(key)", digest: "body-\(key)"))
    }

    mutating func ticketID() -> TicketID { TicketID("t\(draw())") }

    mutating func draw() -> Int {
        drawn += 1
        return drawn
    }

    /// Somebody who answers for the whole hall.
    mutating func staff(_ command: Command) -> Wish {
        keyed(Actor(.supervisor, "boss"), command)
    }

    private mutating func anything(in hall: Hall) -> Wish {
        let actions: [WindowAction] = [
            .call, .callNext, .start, .recall, .noShow, .giveUp, .hold(), .putBack, .finish(),
            .transfer(.service("b")), .transfer(.window("w1")), .resume, .close,
            .pause(reason: nil, minutes: nil), .open("o1"), .takeOver("o2"),
        ]
        let window = random.pick(hall.windows.keys.sorted() + ["w9"]) ?? "w1"
        let actor = Actor(.officer, (random.pick(DayHall.officers) ?? "o1").text)
        return keyed(actor, .atWindow(window, random.pick(actions) ?? .call))
    }

    private mutating func configuring(in hall: Hall) -> Wish {
        let version = random.number(0...(structures.count - 1))
        var retired = Retirement()
        if !random.one(in: 4) {
            retired.windows = ["w5"]
            for service in ["c", "e"] as [ServiceID] {
                let fates: [Retirement.Service] = [.void, .transfer("a"), .transfer("d")]
                retired.services[service] = random.pick(fates)
            }
            if random.one(in: 12) { retired.services["c"] = .transfer("nowhere") }
        }
        return keyed(
            Actor(.administrator, "root"),
            .applyConfiguration(
                digest: "v\(version)", structure: structures[version], retired: retired))
    }

    private mutating func device() -> Wish {
        if random.one(in: 4) {
            let erased = TextErased(rule: "retention", texts: ["x\(draw())"], reason: nil)
            return Wish(actor: .controller, command: .reportErasure(erased))
        }
        let changed = DeviceChanged(
            device: random.pick(["p1", "sign-1", "line-1"]) ?? "p1", kind: .line,
            state: random.pick(DeviceChanged.State.allCases) ?? .ok, reason: nil)
        return Wish(actor: Actor(.device, changed.device.text), command: .reportDevice(changed))
    }

    private mutating func printing(in hall: Hall) -> Wish {
        let due = hall.tickets.values.filter(\.isPaperDue).map(\.id).sorted()
        let printer = Actor(.device, "p1")
        if random.one(in: 2), let ticket = random.pick(due) {
            return Wish(
                actor: printer, command: .startPrint(ticket, random.pick(["p1", "p2"]) ?? "p1"))
        }
        let begun = hall.tickets.values.filter { $0.attempts > 0 }.map(\.id).sorted()
        let open = hall.openPrints.sorted()
        let ticket = random.pick(random.one(in: 4) || open.isEmpty ? begun : open) ?? "nobody"
        let stale = random.one(in: 8) ? 1 : 0
        let result: PrintOutcome.Result =
            random.pick([.confirmed, .confirmed, .unconfirmed, .held, .failed]) ?? .failed
        let outcome = PrintOutcome(
            ticket: ticket, attempt: (hall.tickets[ticket]?.attempts ?? 0) - stale, result: result,
            reason: random.pick(["paperOut", "silent", nil]) ?? nil,
            inPrinter: result == .held ? random.pick([true, false]) : nil,
            millimetres: result == .confirmed ? random.pick([nil, 90]) ?? nil : nil)
        return Wish(actor: printer, command: .reportPrint(outcome))
    }
}

// MARK: - What people do about paper

extension Crowd {
    fileprivate mutating func paper(in hall: Hall) -> Wish {
        let known = hall.ids { _ in true } + ["nobody"]
        let short = hall.paperless.sorted()
        let ticket = random.pick(random.one(in: 2) ? known : short) ?? "nobody"
        switch random.number(0...7) {
        case 0...3:
            return staff(.reprint(ticket, random.pick([nil, nil, "p1", "p2", "p9"]) ?? nil))
        case 4...5:
            let way = random.pick(PaperSettled.Way.allCases) ?? .handed
            return staff(.settlePaper(ticket, way))
        case 6: return staff(.changeRoll(random.pick(["p1", "p9"]) ?? "p1"))
        default:
            let result = random.pick(PrintOutcome.Result.allCases) ?? .failed
            let printed = TestSlipPrinted(printer: "p1", result: result, millimetres: 60)
            return Wish(actor: Actor(.device, "p1"), command: .reportTestSlip(printed))
        }
    }
}

extension Hall {
    /// The ids of those tickets, in an order that does not change from run to run.
    func ids(where holds: (Ticket) -> Bool) -> [TicketID] {
        tickets.values.filter(holds).map(\.id).sorted()
    }
}
