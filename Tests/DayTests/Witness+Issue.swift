// SPDX-License-Identifier: Apache-2.0

import Facts

/// Who gets a number, and which.
extension Witness {
    mutating func issue(_ fact: TicketIssued, _ moment: Moment) throws(Broken) {
        try isNotPaused("\(fact.number) was given out")
        try isNew(fact)
        let access = access(to: fact.service, on: moment.date, minute: moment.minuteOfDay)
        var appointmentAt: Int64?
        if let id = fact.appointment {
            guard access.givesAppointments else {
                throw Broken("\(fact.number) was given out for an appointment out of hours")
            }
            appointmentAt = try keep(id, fact, moment)
        } else {
            guard access.givesTickets else {
                throw Broken("\(fact.number) was given out out of hours")
            }
            try isWithinLimits(fact, moment)
            day.minutes[fact.service, default: []].append(moment.minuteOfDay)
        }
        if let person = fact.person {
            day.persons[person, default: [:]][fact.service, default: 0] += 1
        }
        var entry = Entry(
            id: fact.ticket, number: fact.number, service: fact.service,
            priority: fact.priority, arrival: Arrival(at: now.row), queuedAt: queueTime())
        entry.appointmentAt = appointmentAt
        entry.paper.isAsked = fact.printer != nil
        tickets[fact.ticket] = entry
    }

    private mutating func isNew(_ fact: TicketIssued) throws(Broken) {
        guard everIssued.insert(fact.ticket).inserted else {
            throw Broken("\(fact.ticket) was issued twice")
        }
        guard day.numbers.insert(fact.number).inserted else {
            throw Broken("\(fact.number) was given out twice on one day")
        }
        if let date = day.date, !papers[date, default: []].insert(fact.number).inserted {
            throw Broken("\(fact.number) is on a paper from before a restore")
        }
        guard ordinals.contains(fact.ordinal) else {
            throw Broken("\(fact.number) is not of the day's block of numbers")
        }
        day.lastOrdinals[fact.prefix] = fact.ordinal
    }

    /// The numbers each prefix has today.
    var ordinals: ClosedRange<Int> {
        let size = structure.numberBlock ?? 1_000_000
        let block = restores.last.map { $0.fact.date == day.date ? $0.fact.block : 0 } ?? 0
        return (block * size + 1)...((block + 1) * size)
    }

    private func isWithinLimits(_ fact: TicketIssued, _ moment: Moment) throws(Broken) {
        guard let service = structure.services.first(where: { $0.id == fact.service }),
            service.accepting != false
        else { throw Broken("\(fact.number) was given out for a service that takes nobody") }
        guard left(of: service, at: moment.minuteOfDay) > 0 else {
            throw Broken("\(fact.number) is one more than the limit of \(service.id)")
        }
        guard let limit = service.perPerson else { return }
        guard let person = fact.person else {
            throw Broken("\(fact.number) was given out to nobody known")
        }
        guard day.persons[person]?[service.id] ?? 0 < limit else {
            throw Broken("\(fact.number) is one more than one person may have")
        }
    }

    /// How many numbers the scarcest limit at this minute still has.
    func left(of service: HallStructure.Service, at minute: Int) -> Int {
        let limits = service.limits ?? []
        let early = structure.hours.map { $0.earlyMinutes ?? 30 } ?? 0
        func isOf(_ band: TimeBand, _ minute: Int) -> Bool {
            let isInAny = limits.contains { $0.band.from <= minute && minute < $0.band.to }
            let isBeforeAnother = limits.contains {
                minute < $0.band.from && $0.band.from < band.from
            }
            let from = isInAny || isBeforeAnother ? band.from : band.from - early
            return from <= minute && minute < band.to
        }
        return limits.filter { isOf($0.band, minute) }.map { limit in
            let used = (day.minutes[service.id] ?? []).filter { isOf(limit.band, $0) }.count
            return limit.tickets - used
        }.min() ?? .max
    }

    // MARK: - Appointments

    private mutating func keep(
        _ id: AppointmentID, _ fact: TicketIssued, _ moment: Moment
    ) throws(Broken) -> Int64 {
        guard let appointment = appointments[id], !appointment.used,
            appointment.booked.service == fact.service
        else { throw Broken("\(fact.number) was given out for no appointment") }
        let at = appointment.booked.at
        let date = CivilDate(wall: at, utcOffset: moment.utcOffset)
        let late = Int64(structure.appointments?.lateMinutes ?? 15) * 60_000
        guard date == moment.date, moment.wall <= at + late else {
            throw Broken("\(fact.number) was given out for an appointment that is missed")
        }
        appointments[id]?.used = true
        return at
    }

    mutating func takeAppointment(_ fact: HallFact, _ moment: Moment) throws(Broken) {
        switch fact {
        case .appointmentBooked(let booked):
            if appointments[booked.appointment] == nil {
                try mayBook(booked, moment)
            } else if actor.kind != .administrator {
                throw Broken("\(booked.appointment) was booked twice")
            }
            appointments[booked.appointment] = (booked, false)
        case .appointmentCancelled(let cancelled):
            guard appointments[cancelled.appointment]?.used == false else {
                throw Broken("\(cancelled.appointment) was cancelled and is none, or used")
            }
            appointments[cancelled.appointment] = nil
        default: break
        }
    }

    private func mayBook(_ booked: AppointmentBooked, _ moment: Moment) throws(Broken) {
        let rules = structure.appointments
        let time = Moment(wall: booked.at, monotonic: 0, utcOffset: moment.utcOffset)
        let access = access(to: booked.service, on: time.date, minute: time.minuteOfDay)
        let isOnGrid =
            time.minuteOfDay % (rules?.slotMinutes ?? 30) == 0 && booked.at % 60_000 == 0
        guard access.isOpen, isOnGrid, booked.at > moment.wall else {
            throw Broken("\(booked.appointment) was booked for a time that is none")
        }
        let others = appointments.values.filter {
            $0.booked.service == booked.service && $0.booked.at == booked.at
        }
        guard others.count < rules?.perSlot ?? .max else {
            throw Broken("\(booked.appointment) is one more than its slot takes")
        }
    }

    // MARK: - Restores

    mutating func restore(_ fact: JournalRestored) {
        restores.removeAll { $0.fact.date != fact.date }
        lastQueuedAt = max(lastQueuedAt, fact.backedUpAt)
        let size = structure.numberBlock ?? 1_000_000
        restores.append(
            Restore(
                fact: fact, row: now.row, ordinals: fact.date == day.date ? day.lastOrdinals : [:],
                queuedAt: lastQueuedAt, first: fact.block * size + 1))
    }

    mutating func adopt(_ fact: TicketAdopted) throws(Broken) {
        guard everIssued.insert(fact.ticket).inserted, day.numbers.insert(fact.number).inserted
        else { throw Broken("\(fact.number) was adopted and is known") }
        guard let lost = restores.first(where: { mayHaveLost(fact, in: $0) }) else {
            throw Broken("\(fact.number) was adopted and was never given out")
        }
        tickets[fact.ticket] = Entry(
            id: fact.ticket, number: fact.number, service: fact.service,
            priority: fact.priority, arrival: Arrival(at: lost.row, slip: fact.ordinal),
            queuedAt: lost.queuedAt)
    }

    /// Whether a number was perhaps given out after the copy was made.
    private func mayHaveLost(_ fact: TicketAdopted, in restore: Restore) -> Bool {
        restore.fact.date == day.date && fact.ordinal < restore.first
            && restore.ordinals[fact.prefix] ?? 0 < fact.ordinal
    }
}
