// SPDX-License-Identifier: Apache-2.0

/// A part of a day, in minutes since midnight by the hall's clock: from 540 (09:00) up to but not
/// including 720 (12:00).
package struct TimeBand: Hashable, Sendable, Codable {
    package var from: Int
    package var to: Int

    package init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }

    package func contains(minute: Int) -> Bool { from <= minute && minute < to }
}

/// When a hall is open.
package struct OpeningHours: Hashable, Sendable, Codable {
    /// A date that does not follow the week: a holiday with no bands, or a working day in exchange.
    package struct SpecialDay: Hashable, Sendable, Codable {
        package var date: CivilDate
        package var name: LocalizedText?
        package var bands: [TimeBand]

        package init(date: CivilDate, name: LocalizedText?, bands: [TimeBand]) {
            self.date = date
            self.name = name
            self.bands = bands
        }
    }

    /// Hours only some windows keep: over lunch, in the evening, on a Saturday 延时服务.
    package struct Duty: Hashable, Sendable, Codable {
        package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            case lunch, extended
        }

        package var kind: Kind
        /// 1 is Monday, 7 Sunday. A special day without bands has no duties.
        package var weekdays: [Int]
        package var band: TimeBand
        package var windows: [WindowID]
        /// Whether only those with an appointment are served; nil: no.
        package var appointmentsOnly: Bool?

        package init(
            kind: Kind, weekdays: [Int], band: TimeBand, windows: [WindowID],
            appointmentsOnly: Bool? = nil
        ) {
            self.kind = kind
            self.weekdays = weekdays
            self.band = band
            self.windows = windows
            self.appointmentsOnly = appointmentsOnly
        }
    }

    /// Seven lists of bands, Monday's first.
    package var week: [[TimeBand]]
    package var specialDays: [SpecialDay]
    package var duties: [Duty]
    /// How many minutes before it opens tickets are given out; nil: 30.
    package var earlyMinutes: Int?
    /// How many minutes before a service's last band ends no more are given out; nil: 0.
    package var lastMinutes: Int?

    package init(
        week: [[TimeBand]], specialDays: [SpecialDay] = [], duties: [Duty] = [],
        earlyMinutes: Int? = nil, lastMinutes: Int? = nil
    ) {
        self.week = week
        self.specialDays = specialDays
        self.duties = duties
        self.earlyMinutes = earlyMinutes
        self.lastMinutes = lastMinutes
    }
}
