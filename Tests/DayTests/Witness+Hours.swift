// SPDX-License-Identifier: Apache-2.0

import Facts

/// The hours, reckoned for one minute from what the structure says.
extension Witness {
    /// What a service is at one minute of a date.
    struct Access: Equatable {
        /// A window that serves it is open.
        var isOpen = true
        /// Anybody gets a ticket.
        var givesTickets = true
        /// Whoever has an appointment gets one.
        var givesAppointments = true
    }

    func access(to service: ServiceID, on date: CivilDate, minute: Int) -> Access {
        guard let hours = structure.hours else { return Access() }
        let all = bands(of: service, on: date, appointments: true)
        let common = bands(of: service, on: date, appointments: false)
        let early = hours.earlyMinutes ?? 30
        let last = (common.map(\.to).max() ?? 0) - (hours.lastMinutes ?? 0)
        func isIn(_ bands: [TimeBand], _ early: Int) -> Bool {
            bands.contains { $0.from - early <= minute && minute < $0.to }
        }
        return Access(
            isOpen: isIn(all, 0), givesTickets: isIn(common, early) && minute < last,
            givesAppointments: isIn(all, early))
    }

    /// Whether there was a time at which anybody could come for it.
    func wasOpen(_ service: ServiceID, on date: CivilDate) -> Bool {
        structure.hours == nil || !bands(of: service, on: date, appointments: false).isEmpty
    }

    private func bands(
        of service: ServiceID, on date: CivilDate, appointments: Bool
    ) -> [TimeBand] {
        guard let hours = structure.hours else { return [] }
        let special = hours.specialDays.first { $0.date == date }
        let common = special?.bands ?? hours.week[date.weekday - 1]
        if let special, special.bands.isEmpty { return [] }
        let windows = Set(
            structure.windows.filter { $0.services.contains(service) }.map(\.id))
        let duties = hours.duties.filter { duty in
            duty.weekdays.contains(date.weekday) && !windows.isDisjoint(with: duty.windows)
                && (appointments || duty.appointmentsOnly != true)
        }
        return common + duties.map(\.band)
    }
}

extension Moment {
    /// Minutes since midnight by the hall's clock.
    var minuteOfDay: Int {
        let local = wall + Int64(utcOffset) * 1000
        let day = ((local % 86_400_000) + 86_400_000) % 86_400_000
        return Int(day / 60_000)
    }
}
