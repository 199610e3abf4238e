// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

/// A promise of the house that was broken.
struct Broken: Error, Equatable, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

/// Names one record for ever.
struct RecordID: Hashable {
    var epoch: EpochID
    var sequence: Int64
}

extension Envelope {
    var id: RecordID { RecordID(epoch: epoch, sequence: sequence) }
}

/// Reads the journal and keeps its own, simpler account of the hall, to hold the hall against. It
/// knows the rules from what facts and structures say they mean, and uses none of the hall's own.
struct Witness {
    enum Place: Equatable {
        case waiting
        case inHand(WindowID)
        case held(WindowID)
        case noShow
        case deferred
        case gone
    }

    /// For whom alone somebody waits.
    enum Owner: Hashable {
        case window(WindowID)
        case officer(OfficerID)
    }

    /// Facts the journal had when a ticket, or the one it was put behind, took its place. Slips
    /// from before a restore stand where it happened, by their ordinals.
    struct Arrival: Equatable, Comparable {
        var at: Int
        var slip = 0
        var after = 0

        static func < (left: Self, right: Self) -> Bool {
            (left.at, left.slip, left.after) < (right.at, right.slip, right.after)
        }
    }

    struct Entry: Equatable {
        var id: TicketID
        var number: String
        var service: ServiceID
        var priority: PriorityClass
        var arrival: Arrival
        /// Wall milliseconds; in a queue it never goes back.
        var queuedAt: Int64
        var place = Place.waiting
        var owner: Owner?
        var appointmentAt: Int64?
        var isStarted = false
        var recalls = 0
        var lastCall: Tick?
        var noShowAt: Tick?
        var reactivations = 0
        var hold: HoldKind?
        var heldAt: Tick?
        var heldSeconds = 0
        var deferredOn: CivilDate?
        var paper = Slips()

        /// Who stands before whom in a line.
        func isBefore(_ other: Entry) -> Bool {
            arrival == other.arrival ? id < other.id : arrival < other.arrival
        }
    }

    /// What is forgotten when a day ends.
    struct Day {
        var date: CivilDate?
        var utcOffset = 0
        /// Numbers given out or carried over.
        var numbers: Set<String> = []
        var lastOrdinals: [String: Int] = [:]
        /// Minutes at which each service gave tickets without an appointment.
        var minutes: [ServiceID: [Int]] = [:]
        var persons: [String: [ServiceID: Int]] = [:]
        /// The classes each service called, one after another.
        var turns: [ServiceID: [PriorityClass]] = [:]
        var closing: ClosingChoice?
        var closings: [ServiceID: ClosingChoice] = [:]
        var tides: [WindowID: [ServiceID]] = [:]
        var proposals: Set<String> = []
        var answered: [String: Tick] = [:]
    }

    /// What a restore left open.
    struct Restore {
        var fact: JournalRestored
        var row: Int
        /// The last number the copy knew of each prefix.
        var ordinals: [String: Int]
        var queuedAt: Int64
        /// The first number the hall went on with.
        var first: Int
    }

    var tickets: [TicketID: Entry] = [:]
    var everIssued: Set<TicketID> = []
    /// Numbers on papers that were given out on a date, lost or not.
    var papers: [CivilDate: Set<String>] = [:]
    /// What was recorded for each idempotency key.
    private(set) var answers: [String: (digest: String, records: [Recorded<HallFact>])] = [:]
    /// Where in the journal each record stands.
    private(set) var rows: [RecordID: Int] = [:]
    var structure = HallStructure.empty
    var day = Day()
    var clock = WitnessClock()
    var officers: [WindowID: OfficerID] = [:]
    var pausedWindows: Set<WindowID> = []
    var policy: String?
    var policies: [WindowID: String] = [:]
    var appointments: [AppointmentID: (booked: AppointmentBooked, used: Bool)] = [:]
    /// Questions for a rating that are open.
    var questions: [WindowID: Question] = [:]
    /// Where each ticket was asked since it was called out of a queue there.
    var askedAt: [TicketID: Set<WindowID>] = [:]
    var lastQueuedAt: Int64 = 0
    /// Restores of one day, the last of which is in force.
    var restores: [Restore] = []
    /// The record that is being read.
    var now = Tick(wall: 0, monotonic: 0, boot: "", row: 0)
    var actor = Actor.controller
    private(set) var last = RecordID(epoch: "", sequence: 0)

    /// Takes in the next record; throws if it breaks a promise.
    mutating func read(_ record: Recorded<HallFact>) throws(Broken) {
        let envelope = record.envelope
        let isNext =
            envelope.epoch == last.epoch
            ? envelope.sequence == last.sequence + 1 : envelope.sequence == 1
        guard isNext, rows.updateValue(rows.count, forKey: envelope.id) == nil else {
            throw Broken("after fact \(last) came \(envelope.id)")
        }
        last = envelope.id
        now = Tick(
            wall: envelope.moment.wall, monotonic: envelope.moment.monotonic,
            boot: envelope.boot, row: rows.count)
        actor = envelope.actor
        if let key = envelope.cause.key {
            answers[key.text, default: (key.digest, [])].records.append(record)
        }
        try isNothingOverdue(record.fact)
        try take(record.fact, envelope.moment)
        guard envelope.date == day.date || record.fact.isEndOfDay else {
            throw Broken("fact \(last) does not say it belongs to the open day")
        }
    }

    private mutating func take(_ fact: HallFact, _ moment: Moment) throws(Broken) {
        switch fact {
        case .dayOpened(let fact): try open(fact)
        case .dayClosed(let fact): try close(fact)
        case .configurationApplied(let fact): try apply(fact.structure)
        case .journalRestored(let fact): restore(fact)
        case .printStarted, .printOutcome, .printAsked, .paperSettled: try takePaper(fact)
        case .ticketIssued(let fact): try issue(fact, moment)
        case .ticketAdopted(let fact): try adopt(fact)
        case .ticketCalled(let fact): try call(fact)
        case .ticketCheckedIn(let fact): try checkIn(fact, moment)
        case .ticketDeferred, .ticketVoided: try endWaiting(fact)
        case .appointmentBooked, .appointmentCancelled: try takeAppointment(fact, moment)
        case .windowOpened, .windowClosed, .windowPaused, .windowResumed, .windowTakenOver:
            try takeAtWindow(fact)
        case .hallPaused, .hallResumed, .policyChosen, .closingChosen, .tidalProposed,
            .tidalProposalEnded, .tidalOpened, .tidalClosed:
            try takeHallWide(fact)
        case .ticketFinished, .ticketGivenUp, .ticketHeld, .ticketReturned, .ticketReleased,
            .ticketTransferred, .ticketRecalled, .serviceStarted, .ticketNoShow,
            .ticketReactivated:
            try move(fact)
        case .controllerStarted, .deviceChanged, .textErased, .rollChanged, .testSlipPrinted:
            break
        case .ratingAsked, .rated: try takeRating(fact)
        }
    }

    mutating func change(
        _ id: TicketID, _ body: (inout Entry) -> Void
    ) throws(Broken) {
        guard var entry = tickets[id] else { throw Broken("\(id) changed and nobody has it") }
        body(&entry)
        tickets[id] = entry
    }

    func number(_ id: TicketID) -> String { tickets[id]?.number ?? id.text }

    /// While the whole hall is paused nobody is sent for, missed or let into a queue.
    func isNotPaused(_ what: String) throws(Broken) {
        guard !clock.isPaused else { throw Broken("\(what) while the hall was paused") }
    }
}

extension HallFact {
    fileprivate var isEndOfDay: Bool {
        switch self {
        case .dayOpened, .dayClosed: true
        default: false
        }
    }
}
