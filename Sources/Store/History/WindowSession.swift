// SPDX-License-Identifier: Apache-2.0

package import Facts

/// One officer's time at one window on one day.
package struct WindowSession: Sendable, Equatable {
    package struct Pause: Codable, Sendable, Equatable {
        /// Wall milliseconds.
        package var at: Int64
        /// Nil while it lasts.
        package var until: Int64?
        /// A reason key of the hall's.
        package var reason: String?
        /// How long it was meant to last.
        package var minutes: Int?
    }

    package var date: CivilDate
    package var window: WindowID
    package var officer: OfficerID
    /// The position of the fact it began with; with date and window, its name.
    package var position: Int64
    /// Wall milliseconds.
    package var openedAt: Int64
    /// Nil while it lasts.
    package var closedAt: Int64?
    package var served = 0
    package var noShow = 0
    package var pauses: [Pause] = []

    /// Ends the pause that lasts, if one does.
    mutating func resume(at wall: Int64) {
        guard let last = pauses.indices.last, pauses[last].until == nil else { return }
        pauses[last].until = wall
    }

    mutating func close(at wall: Int64) {
        resume(at: wall)
        closedAt = wall
    }
}

/// Where a business day lies in the journal.
package struct HistoryDay: Sendable, Equatable {
    package var date: CivilDate
    /// The position of the fact that opened it.
    package var opened: Int64
    /// The position of the end of the day before, from which the hall can be made anew; 0 if none.
    package var closedBefore: Int64
}
