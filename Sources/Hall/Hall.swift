// SPDX-License-Identifier: Apache-2.0

package import Facts

/// A service hall on one business day, as a value.
///
/// `decide` and `due` read it and say facts; only `apply` changes it.
package struct Hall: Aggregate {
    package typealias Fact = HallFact

    /// The configuration in force; nil before the first.
    package internal(set) var configuration: ConfigurationApplied?
    package internal(set) var services: [ServiceID: Service] = [:]
    package internal(set) var windows: [WindowID: Window] = [:]
    package internal(set) var kiosks: [KioskID: HallStructure.Kiosk] = [:]
    /// Today's tickets, and those carried over from the day before.
    package internal(set) var tickets: [TicketID: Ticket] = [:]
    package internal(set) var devices: [DeviceID: Device] = [:]
    package internal(set) var businessDate: CivilDate?
    /// Seconds the hall's zone was ahead of UTC when the day opened.
    package internal(set) var utcOffset = 0
    /// The last number given out today, by prefix.
    package internal(set) var lastOrdinals: [String: Int] = [:]
    /// The `arrival` of whoever came last.
    package internal(set) var lastArrival: Int64 = 0
    /// The `queuedAt` of whoever came last.
    package internal(set) var lastQueuedAt: Int64 = 0
    package internal(set) var timers = Timers()
    /// Why the whole hall is paused, if it is.
    package internal(set) var paused: HallPaused?
    /// The policy a supervisor chose for the hall.
    package internal(set) var chosenPolicy: String?
    /// What a supervisor chose for those who wait at close.
    package internal(set) var closing: ClosingChoice?
    /// Appointments that were not cancelled, today's and later ones.
    package internal(set) var appointments: [AppointmentID: Appointment] = [:]
    /// Tickets that wait for one window or officer alone.
    package internal(set) var own: [Binding: Line] = [:]
    /// Tickets each person took today, by service.
    package internal(set) var taken: [String: [ServiceID: Int]] = [:]
    /// Proposals on the table, by rule.
    package internal(set) var proposals: [String: TidalProposed] = [:]
    /// Tidal rules whose last proposal somebody took up or turned down, and when.
    package internal(set) var answeredProposals: [String: Stamp] = [:]
    /// The last restore, while its numbers still matter.
    package internal(set) var restored: Restored?
    /// Which window each officer holds.
    package internal(set) var posts: [OfficerID: WindowID] = [:]
    /// Windows that wait for the answer of somebody they asked for a rating.
    package internal(set) var openRatings: Set<WindowID> = []
    /// The day's bad grades, newest first; at most `Rating.lowKept`.
    package internal(set) var lowRatings: [LowRating] = []
    /// Tickets whose print attempt has begun and not ended.
    package internal(set) var openPrints: Set<TicketID> = []
    /// Tickets still wanted whose paper was asked for and is not known to be out.
    package internal(set) var paperless: Set<TicketID> = []
    /// What is known of each printer's paper.
    package internal(set) var rolls: [PrinterID: Roll] = [:]
    /// How each printer's last test of the day ended.
    package internal(set) var tests: [PrinterID: PrintTest] = [:]
    /// Numbers that were carried into today; today must not give them out again.
    package internal(set) var carriedNumbers: Set<String> = []
    /// Wall milliseconds of the last fact.
    package internal(set) var lastFactAt: Int64?

    package let policy: any CallingPolicy

    package init(policy: any CallingPolicy = RulesInForce()) {
        self.policy = policy
    }

    package var structure: HallStructure { configuration?.structure ?? .empty }

    /// Whether any window serves it now.
    package func isOpen(_ service: ServiceID) -> Bool {
        windows.values.contains { $0.serves(service) && $0.state != .closed }
    }
}

/// An appointment and the ticket taken for it.
package struct Appointment: Hashable, Sendable {
    package let booked: AppointmentBooked
    package internal(set) var ticket: TicketID?

    package init(booked: AppointmentBooked) {
        self.booked = booked
    }
}

/// What restores of one day left open.
package struct Restored: Hashable, Sendable {
    /// The last of them.
    package let fact: JournalRestored
    /// One for each restore of that day, since a copy that is taken back may know of an earlier one.
    let gaps: [Gap]

    /// Numbers that may be on papers nobody knows of, and where those who hold them stand.
    struct Gap: Hashable, Sendable {
        /// Slips are put after this `arrival`, in the order of their ordinals.
        let adoptedAfter: Int64
        /// The `queuedAt` they get.
        let queuedAt: Int64
        /// The last number the copy knows of the day, by prefix.
        let lastOrdinals: [String: Int]
        /// The first number of the block the hall went on in.
        let first: Int
    }

    /// The gap a number may have been lost in; nil for one that never was given out or is known.
    func gap(of prefix: String, _ ordinal: Int) -> Gap? {
        gaps.first { ($0.lastOrdinals[prefix] ?? 0) < ordinal && ordinal < $0.first }
    }

    /// More places than a day has numbers.
    static let room: Int64 = 2_000_000_000_000
}
