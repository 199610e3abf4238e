// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall

/// A refusal must have its reason, and what is done must not have one against it.
extension Witness {
    /// After something was done that the edge's conditions speak against.
    func allow(_ input: Input<Command>, given conditions: Conditions) throws(Broken) {
        switch input.command {
        case .takeTicket, .keepAppointment, .book:
            guard !conditions.storageLow else {
                throw Broken("a number was given out and there is no room for what follows")
            }
        default: break
        }
    }

    /// - Parameter lost: papers of which this hall may know nothing.
    func judge(
        _ refusal: Refusal, _ input: Input<Command>, _ lost: [Paper], given conditions: Conditions
    ) throws(Broken) {
        guard isRight(refusal.kind, input, lost, conditions) else {
            throw Broken("\(input.command) was refused as \(refusal.kind.rawValue) wrongly")
        }
    }

    private func isRight(
        _ kind: Refusal.Kind, _ input: Input<Command>, _ lost: [Paper], _ conditions: Conditions
    ) -> Bool {
        let now = Tick(
            wall: input.moment.wall, monotonic: input.moment.monotonic, boot: self.now.boot,
            row: .max)
        switch kind {
        case .storageLow: return conditions.storageLow
        case .hallPaused: return clock.isPaused
        case .hallNotPaused: return !clock.isPaused
        case .notRestored: return restores.last?.fact.date != day.date
        case .slipKnown, .slipNeverIssued: return !isAllLost(input.command, lost)
        case .limitReached, .personLimit, .personRequired, .numbersUsedUp, .serviceClosing,
            .outsideHours, .appointmentsOnly:
            return isRightToSendAway(kind, input)
        case .recallTooSoon, .recallsUsedUp, .noShowTooSoon, .noShowNeedsRecall:
            return isRightAtWindow(kind, input, now)
        case .reactivationsUsedUp, .reactivationTooLate, .ticketNotReactivable, .ticketNotDeferred,
            .ticketNotGivable:
            return isRightOfTicket(kind, input, now)
        case .slotFull, .appointmentMissed, .appointmentUsed, .appointmentExists,
            .unknownAppointment:
            return isRightOfAppointment(kind, input)
        case .ratingOff, .ratingNotAsked, .ratingAskedAlready, .alreadyRated, .ratingOver:
            return isRightOfRating(kind, input.command)
        default: return true
        }
    }

    /// Whether a command brings nothing but slips that were lost, each once.
    private func isAllLost(_ command: Command, _ lost: [Paper]) -> Bool {
        guard case .adopt(let slips) = command else { return false }
        let numbers = slips.map { slip in
            lost.first { $0.prefix == slip.prefix && $0.ordinal == slip.ordinal }?.number
        }
        return Set(numbers).count == numbers.count
            && numbers.allSatisfy { $0.map { !day.numbers.contains($0) } ?? false }
    }

    private func isRightToSendAway(_ kind: Refusal.Kind, _ input: Input<Command>) -> Bool {
        guard case .takeTicket(_, let id, _, _, let details) = input.command,
            let service = structure.services.first(where: { $0.id == id })
        else { return true }
        let minute = input.moment.minuteOfDay
        let access = access(to: id, on: input.moment.date, minute: minute)
        switch kind {
        case .outsideHours: return !access.givesTickets
        case .appointmentsOnly: return !access.givesTickets && access.isOpen
        case .serviceClosing: return service.accepting == false
        case .limitReached: return left(of: service, at: minute) <= 0
        case .personRequired: return service.perPerson != nil && details.person == nil
        case .personLimit:
            return day.persons[details.person ?? ""]?[id] ?? 0 >= service.perPerson ?? .max
        case .numbersUsedUp:
            let next = (day.lastOrdinals[service.prefix] ?? 0) + 1
            let rest = max(next, ordinals.lowerBound)...max(next, ordinals.upperBound)
            return rest.allSatisfy { ordinal in
                let digits = String(ordinal)
                let zeros = String(repeating: "0", count: max(0, 3 - digits.count))
                return !ordinals.contains(ordinal)
                    || day.numbers.contains(service.prefix + zeros + digits)
            }
        default: return true
        }
    }

    private func isRightAtWindow(
        _ kind: Refusal.Kind, _ input: Input<Command>, _ now: Tick
    ) -> Bool {
        guard case .atWindow(let window, _) = input.command,
            let entry = tickets.values.first(where: { $0.place == .inHand(window) }),
            let called = entry.lastCall
        else { return false }
        let seconds = clock.seconds(from: called, to: now)
        let rules = structure.rules
        switch kind {
        case .recallsUsedUp: return entry.recalls >= rules?.recalls ?? 2
        case .recallTooSoon: return seconds < rules?.recallPauseSeconds ?? 20
        case .noShowNeedsRecall:
            return entry.recalls < min(rules?.noShowAfterRecalls ?? 0, rules?.recalls ?? 2)
        default: return seconds < rules?.noShowAfterSeconds ?? 0
        }
    }

    private func isRightOfTicket(
        _ kind: Refusal.Kind, _ input: Input<Command>, _ now: Tick
    ) -> Bool {
        switch (input.command, kind) {
        // Which ticket the keypad means is the hall's to find out.
        case (.atWindow(_, .callBack), _): return true
        case (.reactivate(let id), .ticketNotReactivable):
            let isServed = structure.services.contains { $0.id == tickets[id]?.service }
            return tickets[id]?.place != .noShow || !isServed
        case (.reactivate(let id), .reactivationsUsedUp):
            return tickets[id]?.reactivations ?? 0 >= structure.rules?.reactivations ?? 1
        case (.reactivate(let id), .reactivationTooLate):
            guard let gone = tickets[id]?.noShowAt else { return false }
            let minutes = structure.rules?.reactivationMinutes ?? 30
            return clock.seconds(from: gone, to: now) > minutes * 60
        case (.checkIn(let id), .ticketNotDeferred):
            return tickets[id].map { !mayCheckIn($0) } ?? false
        case (.giveUp(let id), .ticketNotGivable):
            switch tickets[id]?.place {
            case .waiting, .held, .deferred: return false
            default: return true
            }
        default: return false
        }
    }

    private func isRightOfAppointment(_ kind: Refusal.Kind, _ input: Input<Command>) -> Bool {
        switch input.command {
        case .book(let booking):
            let others = appointments.values.filter {
                $0.booked.service == booking.service && $0.booked.at == booking.at
            }
            return kind == .slotFull
                ? others.count >= structure.appointments?.perSlot ?? .max
                : appointments[booking.appointment] != nil
        case .cancel(let id), .keepAppointment(let id, _, _):
            switch kind {
            case .unknownAppointment: return appointments[id] == nil
            case .appointmentUsed: return appointments[id]?.used == true
            case .appointmentMissed:
                let late = Int64(structure.appointments?.lateMinutes ?? 15) * 60_000
                guard let at = appointments[id]?.booked.at else { return false }
                return input.moment.wall > at + late
            default: return false
            }
        default: return false
        }
    }
}
