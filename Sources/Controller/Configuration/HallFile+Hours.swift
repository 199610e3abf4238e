// SPDX-License-Identifier: Apache-2.0

import Facts

// When the hall is open, and when somebody may come by appointment.
extension HallFile {
    /// No holiday is longer.
    private static let longestHoliday = 366

    mutating func readHours(_ top: any Mapping) {
        guard let hours = top.mapping(top.optional("hours")) else { return }
        defer { hours.finish() }
        var dates: Set<CivilDate> = []
        var opening = OpeningHours(week: week(hours))
        opening.specialDays =
            (holidays(hours, &dates) + workdays(hours, &dates)).sorted { $0.date < $1.date }
        opening.duties = hours.each(hours.optional("duties")) { duty($0) }
        opening.earlyMinutes = hours.number(hours.optional("earlyMinutes"), in: 0...720)
        opening.lastMinutes = hours.number(hours.optional("lastMinutes"), in: 0...720)
        configuration.structure.hours = opening
    }

    private func week(_ hours: any Mapping) -> [[TimeBand]] {
        var week: [[TimeBand]] = Array(repeating: [], count: 7)
        var seen: Set<Int> = []
        let named = hours.keyed(.weekdays)
        // A hall that is never open is a mistake; one without hours is always open.
        if named.isEmpty { _ = hours.required("mon-fri") }
        for (days, entry) in named {
            if !seen.isDisjoint(with: days) {
                hours.report(.duplicate, at: entry, ["value": entry.path])
            }
            seen.formUnion(days)
            let bands = hours.bands(entry)
            for day in days { week[day - 1] = bands }
        }
        return week
    }

    private func holidays(
        _ hours: any Mapping, _ dates: inout Set<CivilDate>
    ) -> [OpeningHours.SpecialDay] {
        let lists =
            hours.each(hours.optional("holidays")) { holiday in
                let start = holiday.unique(holiday.required("date"), as: .date, &dates)
                let name = holiday.localized(holiday.optional("name"))
                let end = holiday.optional("until")
                let last = holiday.text(end, as: .date)
                guard let start else { return nil }
                var days = [OpeningHours.SpecialDay(date: start, name: name, bands: [])]
                guard let end, let last else { return days }
                let length = last.daysSince1970 - start.daysSince1970
                guard (1..<Self.longestHoliday).contains(length) else {
                    holiday.report(
                        .badValue, at: end, ["value": "\(last)", "expected": "> \(start)"])
                    return days
                }
                for day in 1...length {
                    let date = CivilDate(daysSince1970: start.daysSince1970 + day)
                    if !dates.insert(date).inserted {
                        holiday.report(.duplicate, at: end, ["value": "\(date)"])
                    }
                    days.append(OpeningHours.SpecialDay(date: date, name: name, bands: []))
                }
                return days
            } as [[OpeningHours.SpecialDay]]
        return lists.flatMap(\.self)
    }

    /// Days of work in exchange for holidays.
    private func workdays(
        _ hours: any Mapping, _ dates: inout Set<CivilDate>
    ) -> [OpeningHours.SpecialDay] {
        hours.each(hours.optional("workdays")) { day in
            let date = day.unique(day.required("date"), as: .date, &dates)
            let name = day.localized(day.optional("name"))
            let bands = day.bands(day.required("bands"))
            return date.map { OpeningHours.SpecialDay(date: $0, name: name, bands: bands) }
        }
    }

    private func duty(_ duty: any Mapping) -> OpeningHours.Duty? {
        let kind = duty.choice(duty.required("kind"), among: OpeningHours.Duty.Kind.allCases)
        let days = duty.text(duty.required("days"), as: .weekdays)
        let band = duty.text(duty.required("band"), as: .band)
        let windows = duty.several(
            duty.required("windows"), among: windowNames, called: "window")
        let appointmentsOnly = duty.flag(duty.optional("appointmentsOnly"))
        guard let kind, let days, let band else { return nil }
        return OpeningHours.Duty(
            kind: kind, weekdays: Array(days), band: band, windows: windows.map { WindowID($0) },
            appointmentsOnly: appointmentsOnly)
    }

    mutating func readAppointments(_ top: any Mapping) {
        guard let rules = top.mapping(top.optional("appointments")) else { return }
        defer { rules.finish() }
        configuration.structure.appointments = AppointmentRules(
            earlyMinutes: rules.number(rules.optional("earlyMinutes"), in: 0...720),
            lateMinutes: rules.number(rules.optional("lateMinutes"), in: 0...720),
            slotMinutes: rules.number(rules.optional("slotMinutes"), in: 1...720),
            perSlot: rules.number(rules.optional("perSlot"), in: 1...10_000))
    }
}
