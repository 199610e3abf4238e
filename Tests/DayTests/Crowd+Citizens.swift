// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators

/// A number on paper in somebody's hand.
struct Paper: Hashable {
    var number: String
    var prefix: String
    var ordinal: Int
    var priority: PriorityClass
}

/// What citizens do.
extension Crowd {
    mutating func taking(in hall: Hall) -> Wish {
        let services = hall.services.keys.sorted() + (random.one(in: 20) ? ["nowhere"] : [])
        let service = random.pick(services) ?? "a"
        let kiosk = kiosk()
        let priority: PriorityClass = random.one(in: 4) ? .priority : .normal
        var details = TicketDetails()
        let asksWho = hall.services[service]?.definition.perPerson != nil
        if random.one(in: asksWho ? 1 : 10), !random.one(in: 6) {
            details.person = "p\(random.number(1...9))"
        }
        if random.one(in: 15) {
            details.visit = random.pick(hall.ids { $0.state == .done })
            details.caseNumber = "C-1"
        }
        let wish = Command.takeTicket(
            ticket: ticketID(), service: service, priority: priority, kiosk: kiosk,
            details: details)
        return keyed(Actor(.kiosk, kiosk?.text ?? "web"), wish)
    }

    private mutating func kiosk() -> KioskID? {
        random.pick(["k1", "k1", "k1", "k1", "k1", "k2", "k2", nil, nil, "k9"] as [KioskID?])
            ?? nil
    }

    mutating func reactivating(in hall: Hall) -> Wish {
        let absent = hall.ids(where: \.isNoShow)
        let any = random.one(in: 12) ? hall.ids { _ in true } : absent
        return keyed(Actor(.kiosk, "k2"), .reactivate(random.pick(any) ?? "nobody"))
    }

    mutating func givingUp(in hall: Hall) -> Wish {
        let any = random.one(in: 4)
        let tickets = hall.ids { any || $0.state == .waiting || $0.state == .deferred }
        return keyed(Actor(.kiosk, "k2"), .giveUp(random.pick(tickets) ?? "nobody"))
    }

    mutating func checkingIn(in hall: Hall) -> Wish {
        let any = random.one(in: 8)
        let tickets = hall.ids { any || $0.state == .deferred }
        return keyed(Actor(.kiosk, "k2"), .checkIn(random.pick(tickets) ?? "nobody"))
    }

    // MARK: - Appointments

    mutating func appointment(in hall: Hall, at moment: Moment) -> Wish {
        let unused = hall.appointments.values.filter { $0.ticket == nil }.map(\.booked)
            .sorted { ($0.at, $0.appointment) < ($1.at, $1.appointment) }
        let all = hall.appointments.keys.sorted()
        switch random.number(0...9) {
        case ..<5: return booking(in: hall, at: moment)
        case ..<9:
            let near = unused.filter { abs($0.at - moment.wall) < 3_600_000 }
            let some = near.isEmpty || random.one(in: 5) ? unused : near
            let id = random.one(in: 8) ? random.pick(all) : random.pick(some)?.appointment
            return keyed(
                Actor(.kiosk, "k1"),
                .keepAppointment(id ?? "nobody", ticket: ticketID(), kiosk: kiosk()))
        default: return staff(.cancel(random.pick(all) ?? "nobody"))
        }
    }

    private mutating func booking(in hall: Hall, at moment: Moment) -> Wish {
        let slot = Int64(hall.structure.appointments?.slotMinutes ?? 30) * 60_000
        let later = [0, 0, 0, 0, 1, 2, 90][random.number(0...6)]
        let midnight = moment.date.start(utcOffset: moment.utcOffset) + Int64(later) * 86_400_000
        let next = (moment.wall - midnight) / slot + Int64(random.number(1...3))
        var at = later == 0 ? midnight + next * slot : midnight + 20 * 1_800_000
        if random.one(in: 10) { at += 60_000 }
        let known = hall.appointments.keys.sorted()
        let id =
            random.one(in: 15) ? random.pick(known) : AppointmentID("ap\(draw())")
        let services = hall.services.keys.sorted() + (random.one(in: 20) ? ["nowhere"] : [])
        return staff(
            .book(
                AppointmentBooked(
                    appointment: id ?? "ap0", service: random.pick(services) ?? "a", at: at,
                    priority: random.one(in: 4) ? .priority : .normal)))
    }

    // MARK: - Slips from before a restore

    mutating func adopting(in hall: Hall) -> Wish {
        guard hall.restored != nil || random.one(in: 6) else { return officer(in: hall) }
        let known = Set(hall.tickets.values.map(\.number))
        let outstanding = lost.filter { !known.contains($0.number) }
        var slips = (0..<random.number(1...4)).compactMap { _ in random.pick(outstanding) }
            .map { slip($0.prefix, $0.ordinal, $0.priority) }
        if random.one(in: 4) || slips.isEmpty { slips.append(wrongSlip(in: hall)) }
        if random.one(in: 40) { slips = (1...501).map { slip("A", $0, .normal) } }
        return staff(.adopt(slips))
    }

    private mutating func wrongSlip(in hall: Hall) -> OutstandingSlip {
        let ticket = random.pick(hall.ids { _ in true }).flatMap { hall.tickets[$0] }
        return switch random.number(0...3) {
        case 0: slip("Z", 1, .normal)
        case 1: slip(ticket?.prefix ?? "A", ticket?.ordinal ?? 1, .normal)
        case 2: slip("A", 0, .normal)
        default: slip("B", 9_000_000, .priority)
        }
    }

    private mutating func slip(
        _ prefix: String, _ ordinal: Int, _ priority: PriorityClass
    ) -> OutstandingSlip {
        OutstandingSlip(
            ticket: ticketID(), prefix: prefix, ordinal: ordinal, priority: priority)
    }
}
