// SPDX-License-Identifier: Apache-2.0

package import Facts

/// A hall's hours on one date.
package struct DayHours: Hashable, Sendable {
    /// When every window is open, in order and apart from each other.
    package let bands: [TimeBand]
    /// What some windows keep besides.
    package let duties: [OpeningHours.Duty]
    /// What the date is called if it does not follow the week, such as a holiday's name.
    package let name: LocalizedText?

    package init(_ date: CivilDate, in hours: OpeningHours) {
        let weekday = date.weekday
        if let special = hours.specialDays.first(where: { $0.date == date }) {
            bands = special.bands.tidied
            name = special.name
        } else {
            bands = hours.week.count >= weekday ? hours.week[weekday - 1].tidied : []
            name = nil
        }
        let isHoliday = bands.isEmpty && hours.specialDays.contains { $0.date == date }
        duties = isHoliday ? [] : hours.duties.filter { $0.weekdays.contains(weekday) }
    }

    /// When one window is open, duties included.
    package func bands(of window: WindowID) -> [TimeBand] {
        (bands + duties.filter { $0.windows.contains(window) }.map(\.band)).tidied
    }
}

extension [TimeBand] {
    /// The same times as bands within one day, in order and apart from each other. Whatever a
    /// configuration says, minutes are then small numbers.
    var tidied: [TimeBand] {
        let sound = map { TimeBand(from: $0.from.withinDay, to: $0.to.withinDay) }
            .filter { $0.from < $0.to }
            .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        return sound.reduce(into: []) { bands, band in
            if let last = bands.last, band.from <= last.to {
                bands[bands.count - 1].to = Swift.max(last.to, band.to)
            } else {
                bands.append(band)
            }
        }
    }

    func contain(minute: Int) -> Bool { contains { $0.contains(minute: minute) } }
}

extension Int {
    static let minutesOfDay = 1440

    /// The nearest minute of a day, its end included.
    var withinDay: Int { Swift.min(Swift.max(0, self), .minutesOfDay) }

    /// A minute of the day as people write it: 09:05.
    var clockText: String { "\((withinDay / 60).padded(2)):\((withinDay % 60).padded(2))" }
}
