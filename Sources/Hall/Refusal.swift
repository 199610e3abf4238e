// SPDX-License-Identifier: Apache-2.0

package import Facts

/// Why a command changed nothing.
package struct Refusal: Error, Hashable, Sendable {
    /// Raw values are the stable names of the API's problems.
    package enum Kind: String, Sendable, CaseIterable {
        case unknownService = "unknown-service"
        case unknownKiosk = "unknown-kiosk"
        case unknownWindow = "unknown-window"
        case unknownTicket = "unknown-ticket"
        case windowClosed = "window-closed"
        case windowPaused = "window-paused"
        case windowNotPaused = "window-not-paused"
        case alreadyOpen = "already-open"
        case alreadyClosed = "already-closed"
        case windowHeldByOther = "window-held-by-other"
        case officerAtOtherWindow = "officer-at-other-window"
        case notYourWindow = "not-your-window"
        case ticketInHand = "ticket-in-hand"
        case noTicketInHand = "no-ticket-in-hand"
        case alreadyStarted = "already-started"
        case ticketNotCallable = "ticket-not-callable"
        case ticketNotReactivable = "ticket-not-reactivable"
        case notTransferable = "not-transferable"
        case storageLow = "storage-low"
        /// A ticket with this id exists.
        case ticketExists = "ticket-exists"
        /// The new configuration has no place for something that is still in use.
        case stillInUse = "still-in-use"
        case hallPaused = "hall-paused"
        case hallNotPaused = "hall-not-paused"
        case outsideHours = "outside-hours"
        /// Only those with an appointment are served at this hour.
        case appointmentsOnly = "appointments-only"
        /// The service takes no new tickets.
        case serviceClosing = "service-closing"
        /// The band of the day has no numbers left.
        case limitReached = "limit-reached"
        case personLimit = "person-limit"
        /// The service gives numbers to persons, and nobody was identified.
        case personRequired = "person-required"
        /// The prefix has no numbers left in its block.
        case numbersUsedUp = "numbers-used-up"
        case recallTooSoon = "recall-too-soon"
        case recallsUsedUp = "recalls-used-up"
        case noShowTooSoon = "no-show-too-soon"
        /// It must be recalled before; seconds count from the last call, so they come after.
        case noShowNeedsRecall = "no-show-needs-recall"
        case reactivationsUsedUp = "reactivations-used-up"
        case reactivationTooLate = "reactivation-too-late"
        case chosenNotAllowed = "chosen-not-allowed"
        /// Set aside with its papers at another window.
        case heldElsewhere = "held-elsewhere"
        case unknownOutcome = "unknown-outcome"
        /// Empty, too long, or with characters nobody can read.
        case badCaseNumber = "bad-case-number"
        case unknownReason = "unknown-reason"
        case unknownPolicy = "unknown-policy"
        /// Nobody by that name holds a window.
        case officerNotThere = "officer-not-there"
        case ticketNotGivable = "ticket-not-givable"
        case ticketNotDeferred = "ticket-not-deferred"
        case unknownAppointment = "unknown-appointment"
        case appointmentExists = "appointment-exists"
        case appointmentUsed = "appointment-used"
        /// It is for another day.
        case appointmentOtherDay = "appointment-other-day"
        case appointmentMissed = "appointment-missed"
        case slotFull = "slot-full"
        /// Not on the grid of slots, in the past, or when the service is not open.
        case slotUnavailable = "slot-unavailable"
        /// Nothing was restored on this day, so no slip can be outstanding.
        case notRestored = "not-restored"
        case unknownPrefix = "unknown-prefix"
        /// The hall knows this number; its state is among the values.
        case slipKnown = "slip-known"
        /// This number was never given out.
        case slipNeverIssued = "slip-never-issued"
        /// More slips than one command may bring.
        case tooManySlips = "too-many-slips"
        case notTidal = "not-tidal"
        /// The window serves this service already, as its own or helping out.
        case alreadyHelping = "already-helping"
        /// The window does not help this service out, so its help cannot end.
        case notHelping = "not-helping"
        case unknownPrinter = "unknown-printer"
        /// No printer was named, and the ticket has none.
        case printerRequired = "printer-required"
        /// Nobody needs a slip of it any more, or ever did.
        case paperNotNeeded = "paper-not-needed"
        /// Its slip is being printed at this moment.
        case printUnderWay = "print-under-way"
        case unknownTidalRule = "unknown-tidal-rule"
        /// The hall asks nobody for a rating.
        case ratingOff = "rating-off"
        /// This ticket was never asked for a rating, or not at that window.
        case ratingNotAsked = "rating-not-asked"
        /// The question has been put already.
        case ratingAskedAlready = "rating-asked-already"
        case alreadyRated = "already-rated"
        /// It went down as unanswered.
        case ratingOver = "rating-over"
        /// More than one ticket that can be meant ends in these digits.
        case numberNotUnique = "number-not-unique"
    }

    package var kind: Kind
    /// The member of the request that must change, if one must.
    package var field: String?
    /// What the sentence shown to people needs.
    package var values: [String: String]

    /// The hall has no such printer.
    package init(unknown printer: PrinterID, field: String? = nil) {
        self.init(.unknownPrinter, field: field, values: ["printer": printer.text])
    }

    package init(_ kind: Kind, field: String? = nil, values: [String: String] = [:]) {
        self.kind = kind
        self.field = field
        self.values = values
    }
}
