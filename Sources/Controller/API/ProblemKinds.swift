// SPDX-License-Identifier: Apache-2.0

import Hall
import Web

extension ProblemKind {
    static let unknownField = ProblemKind("unknown-field", status: 400)
    static let missingField = ProblemKind("missing-field", status: 400)
    static let wrongType = ProblemKind("wrong-type", status: 400)
    static let unknownTicket = ProblemKind("unknown-ticket", status: 404)
    static let unknownWindow = ProblemKind("unknown-window", status: 404)
    static let unknownCase = ProblemKind("unknown-case", status: 422)
    static let unknownOfficer = ProblemKind("unknown-officer", status: 422)
    static let badIdempotencyKey = ProblemKind("bad-idempotency-key", status: 400)
    static let idempotencyKeyReused = ProblemKind("idempotency-key-reused", status: 422)
    /// An answer that has no form in JSON.
    static let cannotAnswer = ProblemKind("cannot-answer", status: 500)
    static let storageFailed = ProblemKind("storage-failed", status: 503)
    static let notReady = ProblemKind("not-ready", status: 503)
    static let signInRefused = ProblemKind("sign-in-refused", status: 401)
    static let signInTooSoon = ProblemKind("sign-in-too-soon", status: 429)
    static let tooManyGuesses = ProblemKind("too-many-guesses", status: 429)
    static let notInHistory = ProblemKind("not-in-history", status: 404)
    static let historyRebuilding = ProblemKind("history-rebuilding", status: 503)
    static let numberUnknown = ProblemKind("number-unknown", status: 404)
    static let numbersAlike = ProblemKind("numbers-alike", status: 400)
    static let numberTwice = ProblemKind("number-twice", status: 409)
    static let benchUnavailable = ProblemKind("bench-unavailable", status: 404)
}

extension Problem {
    /// How a refusal of the hall's rules is told over HTTP.
    init(_ refusal: Refusal) {
        let status =
            switch refusal.kind {
            case .unknownWindow, .unknownTicket, .unknownAppointment, .unknownTidalRule,
                .unknownPrinter:
                404
            case .unknownService, .unknownKiosk, .unknownOutcome, .badCaseNumber, .unknownReason,
                .unknownPolicy, .unknownPrefix, .slotUnavailable, .tooManySlips,
                .personRequired, .printerRequired:
                422
            case .notYourWindow, .chosenNotAllowed: 403
            case .storageLow, .hallPaused, .numbersUsedUp: 503
            case .windowClosed, .windowPaused, .windowNotPaused, .alreadyOpen, .alreadyClosed,
                .windowHeldByOther, .officerAtOtherWindow, .ticketInHand, .noTicketInHand,
                .alreadyStarted, .ticketNotCallable, .ticketNotReactivable, .notTransferable,
                .ticketExists, .stillInUse, .hallNotPaused, .outsideHours, .appointmentsOnly,
                .serviceClosing, .limitReached, .personLimit, .recallTooSoon, .recallsUsedUp,
                .noShowTooSoon, .noShowNeedsRecall, .reactivationsUsedUp, .reactivationTooLate,
                .heldElsewhere,
                .officerNotThere, .ticketNotGivable, .ticketNotDeferred, .appointmentExists,
                .appointmentUsed, .appointmentOtherDay, .appointmentMissed, .slotFull,
                .notRestored, .slipKnown, .slipNeverIssued, .notTidal,
                .alreadyHelping, .notHelping, .paperNotNeeded, .printUnderWay, .ratingOff,
                .ratingNotAsked, .ratingAskedAlready, .alreadyRated, .ratingOver, .numberNotUnique:
                409
            }
        self.init(
            ProblemKind(refusal.kind.rawValue, status: status), values: refusal.values,
            field: refusal.field)
    }
}
