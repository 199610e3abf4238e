// SPDX-License-Identifier: Apache-2.0

package import Facts

extension Hall {
    /// How many days ahead anybody is told of, or may book.
    static let daysAhead = 60

    /// The hall's hours on the business date; nil when it is open at any hour.
    package var hoursToday: DayHours? {
        guard let hours = structure.hours, let businessDate else { return nil }
        return DayHours(businessDate, in: hours)
    }

    /// A service's hours on a date; nil when it is open at any hour.
    package func hours(of service: ServiceID, on date: CivilDate) -> ServiceHours? {
        guard let hours = structure.hours else { return nil }
        return ServiceHours(DayHours(date, in: hours), in: hours) { window in
            windows[window]?.definition.services.contains(service) == true
        }
    }

    /// Whether a service is open by the hours, to those with an appointment at least; whether a
    /// window is there is another thing.
    package func isOpenByHours(_ service: ServiceID, at moment: Moment) -> Bool {
        hours(of: service, on: moment.date)?.open.contain(minute: moment.minute) ?? true
    }

    /// What a tap for a ticket would now be refused with, if it would; who taps is not asked.
    package func refusal(toTake service: ServiceID, at moment: Moment) -> Refusal? {
        guard let known = services[service] else {
            return Refusal(
                .unknownService, field: "service", values: ["service": service.text])
        }
        if let refusal = refusalWhilePaused { return refusal }
        if known.definition.accepting == false {
            return Refusal(.serviceClosing, field: "service", values: known.nameValues)
        }
        if let refusal = refusalByHours(of: known, at: moment) { return refusal }
        if let left = left(of: service, at: moment), left.left == 0 {
            let values = [
                "from": left.band.from.clockText, "to": left.band.to.clockText,
                "limit": String(left.limit),
            ]
            return Refusal(.limitReached, values: values.merging(known.nameValues) { $1 })
        }
        return nextOrdinal(of: known.definition.prefix) == nil
            ? refusalWithoutNumbers(known.definition.prefix) : nil
    }

    var refusalWhilePaused: Refusal? {
        paused.map { Refusal(.hallPaused, values: ["reason": $0.reason]) }
    }

    func refusalWithoutNumbers(_ prefix: String) -> Refusal {
        Refusal(.numbersUsedUp, values: ["prefix": prefix])
    }

    /// For somebody without an appointment.
    func refusalByHours(of service: Service, at moment: Moment) -> Refusal? {
        guard let today = hours(of: service.id, on: moment.date),
            !today.tickets.contain(minute: moment.minute)
        else { return nil }
        let opens = opening(of: service.id, after: moment, \.tickets)
        let onlyAppointments =
            today.open.contain(minute: moment.minute)
            && !today.openToAll.contain(minute: moment.minute)
        return Refusal(
            onlyAppointments ? .appointmentsOnly : .outsideHours,
            values: service.nameValues.merging(["opens": opens]) { $1 })
    }

    /// For somebody with an appointment.
    func refusalByAppointmentHours(of service: Service, at moment: Moment) -> Refusal? {
        guard let today = hours(of: service.id, on: moment.date),
            !today.appointmentTickets.contain(minute: moment.minute)
        else { return nil }
        let opens = opening(of: service.id, after: moment, \.appointmentTickets)
        return Refusal(
            .outsideHours, values: service.nameValues.merging(["opens": opens]) { $1 })
    }

    /// When tickets are given again, as people write it; a dash when that is too far off.
    private func opening(
        of service: ServiceID, after moment: Moment, _ bands: (ServiceHours) -> [TimeBand]
    ) -> String {
        let today = moment.date
        var date = today
        for _ in 0...Self.daysAhead {
            let next = hours(of: service, on: date).map(bands)?
                .first { date > today || $0.from > moment.minute }
            if let next {
                return (date > today ? "\(date.monthDayText) " : "") + next.from.clockText
            }
            date = date.next
        }
        return "—"
    }

    /// Minutes by which somebody who takes a ticket now may still be at the window when the last
    /// band of the service's day ends; nil when they will probably be done, or nothing is known.
    package func closingWarning(for service: ServiceID, at moment: Moment) -> Int? {
        guard let latest = latestArrival(for: service, at: moment) else { return nil }
        let over = moment.minute * 60 - latest
        return over > 0 ? (over + 59) / 60 : nil
    }

    /// The second of the day up to which somebody who takes a ticket will probably be done at
    /// close, by how long people wait now.
    func latestArrival(for service: ServiceID, at moment: Moment) -> Int? {
        guard let known = services[service],
            let end = hours(of: service, on: moment.date)?.openToAll.last?.to,
            let wait = waitEstimate(for: service, ahead: known.queue.count)
        else { return nil }
        let typical = min(max(0, known.definition.typicalSeconds ?? 0), 86_400)
        return end * 60 - wait.high - typical
    }
}

extension CivilDate {
    /// `MM-DD`.
    var monthDayText: String { String(description.suffix(5)) }
}

extension Service {
    /// Its name for a sentence, in each language it has one in.
    var nameValues: [String: String] {
        var values = ["service": definition.name.zhHans]
        values["service.zh-Hant"] = definition.name.zhHant
        values["service.en"] = definition.name.en
        return values
    }
}
