// SPDX-License-Identifier: Apache-2.0

package import Facts

/// One service's hours on one date: all lists in order, their bands apart from each other.
package struct ServiceHours: Hashable, Sendable {
    /// When any window that serves it is open.
    package let open: [TimeBand]
    /// When it is open to those without an appointment too.
    package let openToAll: [TimeBand]
    /// When tickets are given to anybody.
    package let tickets: [TimeBand]
    /// When those with an appointment get theirs.
    package let appointmentTickets: [TimeBand]

    /// - Parameter serves: whether a window serves it by itself, not only to help out.
    init(_ day: DayHours, in hours: OpeningHours, serves: (WindowID) -> Bool) {
        let duties = day.duties.filter { $0.windows.contains(where: serves) }
        let forAll = duties.filter { $0.appointmentsOnly != true }.map(\.band)
        let early = hours.early
        let last = (hours.lastMinutes ?? 0).withinDay
        let open = (day.bands + duties.map(\.band)).tidied
        let openToAll = (day.bands + forAll).tidied
        let end = (openToAll.last?.to ?? 0) - last
        self.open = open
        self.openToAll = openToAll
        appointmentTickets = open.map { TimeBand(from: $0.from - early, to: $0.to) }.tidied
        tickets =
            openToAll.map {
                TimeBand(from: $0.from - early, to: Swift.min($0.to, end))
            }.tidied
    }
}

extension OpeningHours {
    /// Minutes before it opens from which tickets are given out.
    var early: Int { (earlyMinutes ?? 30).withinDay }
}
