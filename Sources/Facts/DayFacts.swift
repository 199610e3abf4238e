// SPDX-License-Identifier: Apache-2.0

/// The controller started: whatever ran before was cut off.
package struct ControllerStarted: FactPayload {
    package static let name = "controllerStarted"
    /// Names the machine's boot.
    package var boot: String
    /// Wall milliseconds since the last fact; nil in a new journal. What happened in it is unknown.
    package var gapMilliseconds: Int64?

    package init(boot: String, gapMilliseconds: Int64?) {
        self.boot = boot
        self.gapMilliseconds = gapMilliseconds
    }
}

/// A configuration took effect.
package struct ConfigurationApplied: FactPayload {
    package static let name = "configurationApplied"
    /// Counts the configurations this hall has had, from 1.
    package var revision: Int
    /// Hash of the file it came from, in hexadecimal.
    package var digest: String
    package var structure: HallStructure

    package init(revision: Int, digest: String, structure: HallStructure) {
        self.revision = revision
        self.digest = digest
        self.structure = structure
    }
}

/// A business day began; numbers start again from 1.
package struct DayOpened: FactPayload {
    package static let name = "dayOpened"
    package var date: CivilDate
    /// Seconds the hall's zone was ahead of UTC, so that replay needs no zone data.
    package var utcOffset: Int

    package init(date: CivilDate, utcOffset: Int) {
        self.date = date
        self.utcOffset = utcOffset
    }
}

/// A business day ended. Carries all that lives on, so that the hall starts from here.
package struct DayClosed: FactPayload {
    /// A ticket that lives on: in somebody's hands, or waiting where a queue is kept overnight.
    package struct CarriedTicket: Hashable, Sendable, Codable {
        package var issued: TicketIssued
        package var issuedAt: Int64
        package var arrival: Int64
        /// `called`, `serving`, `held`, `waiting` or `deferred`.
        package var state: String
        /// Nil for those that wait.
        package var window: WindowID?
        package var service: ServiceID
        package var calledAt: Int64?
        package var startedAt: Int64?
        package var recalls: Int
        package var attempts: Int
        package var print: String
        /// Why it was called; nil if it never was.
        package var why: Why?
        /// Its place among those of the same `arrival`; nil: 0.
        package var after: Int64?
        /// When it joined its queue, in wall milliseconds; nil: when it was issued.
        package var queuedAt: Int64?
        /// Its class, where that is no longer the one it was issued in.
        package var priority: PriorityClass?
        package var appointmentAt: Int64?
        package var boundWindow: WindowID?
        package var boundOfficer: OfficerID?
        package var holdKind: HoldKind?
        /// Wall milliseconds since which it is set aside, as if the hall had not been paused since.
        package var heldAt: Int64?
        /// Wall milliseconds of the last call or recall, as if the hall had not been paused since;
        /// nil: `calledAt`.
        package var lastCallAt: Int64?
        /// Seconds it was served before it was set aside; nil: none.
        package var servedSeconds: Int?
        /// Seconds it was set aside with its papers; nil: none.
        package var heldSeconds: Int?
        package var reactivations: Int?
        /// The service it was last sent on from; nil: it was not.
        package var transferredFrom: ServiceID?
        /// The services this visit has behind it; nil: none.
        package var steps: [ServiceID]?
        /// Whether it was adopted from a slip after a restore; nil: no.
        package var adopted: Bool?
        /// Where its slip was last asked for; nil: where it was issued.
        package var printer: PrinterID?
        /// Whether the printer may still print its slip; nil: as `print` says.
        package var printIsOpen: Bool?
        /// Slips there may be of it; nil: none.
        package var slips: Int?
        package var paperSettled: PaperSettled.Way?

        package init(
            issued: TicketIssued, issuedAt: Int64, arrival: Int64, state: String,
            window: WindowID?, service: ServiceID, calledAt: Int64?, startedAt: Int64?,
            recalls: Int, attempts: Int, print: String, why: Why? = nil
        ) {
            self.issued = issued
            self.issuedAt = issuedAt
            self.arrival = arrival
            self.state = state
            self.window = window
            self.service = service
            self.calledAt = calledAt
            self.startedAt = startedAt
            self.recalls = recalls
            self.attempts = attempts
            self.print = print
            self.why = why
        }
    }

    /// A window that was not closed when the day ended.
    package struct CarriedWindow: Hashable, Sendable, Codable {
        package var window: WindowID
        package var officer: OfficerID
        package var paused: WindowPaused?
        package var since: Int64

        package init(
            window: WindowID, officer: OfficerID, paused: WindowPaused?, since: Int64
        ) {
            self.window = window
            self.officer = officer
            self.paused = paused
            self.since = since
        }
    }

    /// A device and since when it is as it is.
    package struct CarriedDevice: Hashable, Sendable, Codable {
        package var changed: DeviceChanged
        package var since: Int64

        package init(changed: DeviceChanged, since: Int64) {
            self.changed = changed
            self.since = since
        }
    }

    /// What is known of a printer's roll.
    package struct CarriedRoll: Hashable, Sendable, Codable {
        package var printer: PrinterID
        /// When it was put in, in wall milliseconds; nil: before anybody counted.
        package var since: Int64?
        /// Paper used since.
        package var millimetres: Int
        package var slips: Int
        /// Whether the printer has said since that paper is short.
        package var isLow: Bool

        package init(
            printer: PrinterID, since: Int64?, millimetres: Int, slips: Int, isLow: Bool
        ) {
            self.printer = printer
            self.since = since
            self.millimetres = millimetres
            self.slips = slips
            self.isLow = isLow
        }
    }

    package static let name = "dayClosed"
    package var date: CivilDate
    package var configuration: ConfigurationApplied?
    package var tickets: [CarriedTicket]
    package var windows: [CarriedWindow]
    package var devices: [CarriedDevice]
    /// Appointments of this day or later that nobody has kept; nil: none.
    package var appointments: [AppointmentBooked]?
    /// Why the whole hall was paused at the end; nil: it was not.
    package var hallPaused: HallPaused?
    /// Policies a supervisor chose; nil: none.
    package var policies: [PolicyChosen]?
    /// The last restore, while its numbers still matter.
    package var restored: JournalRestored?
    /// The arrival after which slips from before that restore are put.
    package var adoptedAfter: Int64?
    /// Nil: nothing is known of any roll.
    package var rolls: [CarriedRoll]?

    package init(
        date: CivilDate, configuration: ConfigurationApplied?, tickets: [CarriedTicket],
        windows: [CarriedWindow], devices: [CarriedDevice]
    ) {
        self.date = date
        self.configuration = configuration
        self.tickets = tickets
        self.windows = windows
        self.devices = devices
    }
}
