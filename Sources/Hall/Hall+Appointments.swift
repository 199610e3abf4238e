// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    func decidingOnAppointment(
        _ command: Command, _ moment: Moment
    ) throws(Refusal) -> [HallFact] {
        switch command {
        case .book(let booking): [try booked(booking, moment)]
        case .cancel(let id): [try cancelled(id)]
        case .keepAppointment(let id, let ticket, let kiosk):
            [try kept(id, ticket: ticket, at: kiosk, moment)]
        default: []
        }
    }

    private func booked(
        _ booking: AppointmentBooked, _ moment: Moment
    ) throws(Refusal) -> HallFact {
        guard appointments[booking.appointment] == nil else { throw Refusal(.appointmentExists) }
        guard let service = services[booking.service] else {
            throw Refusal(
                .unknownService, field: "service", values: ["service": booking.service.text])
        }
        guard service.definition.accepting != false else {
            throw Refusal(.serviceClosing, field: "service", values: service.nameValues)
        }
        let rules = AppointmentTimes(structure.appointments)
        guard isAhead(booking.at, of: moment), rules.isSlot(booking.at, moment.utcOffset),
            isOpenByHours(service.id, at: moment.at(wall: booking.at))
        else {
            throw Refusal(
                .slotUnavailable, field: "at", values: ["minutes": String(rules.slotMinutes)])
        }
        let others = appointments.values.count {
            $0.booked.service == booking.service && $0.booked.at == booking.at
        }
        if let limit = rules.perSlot, others >= limit {
            throw Refusal(
                .slotFull, field: "at",
                values: ["time": moment.text(of: booking.at), "limit": String(limit)])
        }
        return .appointmentBooked(booking)
    }

    private func isAhead(_ wall: Int64, of moment: Moment) -> Bool {
        moment.wall < wall && wall <= moment.wall + Int64(Self.daysAhead) * 86_400_000
    }

    private func cancelled(_ id: AppointmentID) throws(Refusal) -> HallFact {
        _ = try unused(id)
        return .appointmentCancelled(AppointmentCancelled(appointment: id))
    }

    private func unused(_ id: AppointmentID) throws(Refusal) -> AppointmentBooked {
        guard let appointment = appointments[id] else { throw Refusal(.unknownAppointment) }
        if let ticket = appointment.ticket {
            throw Refusal(
                .appointmentUsed, values: ["number": tickets[ticket]?.number ?? ticket.text])
        }
        return appointment.booked
    }

    /// Who comes early gets a ticket too; whose turn it is, the calling rules know.
    private func kept(
        _ id: AppointmentID, ticket: TicketID, at kiosk: KioskID?, _ moment: Moment
    ) throws(Refusal) -> HallFact {
        guard tickets[ticket] == nil else { throw Refusal(.ticketExists) }
        let booking = try unused(id)
        let date = moment.at(wall: booking.at).date
        guard date == moment.date else {
            throw Refusal(.appointmentOtherDay, values: ["date": date.description])
        }
        let late = AppointmentTimes(structure.appointments).lateMinutes
        guard moment.wall <= booking.at + Int64(late) * 60_000 else {
            let time = moment.text(of: booking.at)
            throw Refusal(
                .appointmentMissed, values: ["time": time, "minutes": String(late)])
        }
        try isAtWork()
        if let service = services[booking.service],
            let refusal = refusalByAppointmentHours(of: service, at: moment)
        {
            throw refusal
        }
        var issued = try numbered(
            ticket, service: booking.service, priority: booking.priority, at: kiosk)
        issued.appointment = id
        issued.holder = booking.holder
        return .ticketIssued(issued)
    }
}

/// The hall's rules for appointments with what they leave out filled in, all within reason.
private struct AppointmentTimes {
    let slotMinutes: Int
    let lateMinutes: Int
    let perSlot: Int?

    init(_ rules: AppointmentRules?) {
        slotMinutes = max(1, (rules?.slotMinutes ?? 30).withinDay)
        lateMinutes = (rules?.lateMinutes ?? 15).withinDay
        perSlot = rules?.perSlot
    }

    func isSlot(_ wall: Int64, _ utcOffset: Int) -> Bool {
        let midnight = CivilDate(wall: wall, utcOffset: utcOffset).start(utcOffset: utcOffset)
        return (wall - midnight).isMultiple(of: Int64(slotMinutes) * 60_000)
    }
}

extension Moment {
    /// Another time by the same clock and zone.
    fileprivate func at(wall: Int64) -> Moment {
        Moment(wall: wall, monotonic: monotonic, utcOffset: utcOffset)
    }

    /// A time as people write it, with the date unless it is today's.
    fileprivate func text(of wall: Int64) -> String {
        let other = at(wall: wall)
        return (other.date == date ? "" : "\(other.date.monthDayText) ") + other.clockText
    }
}
