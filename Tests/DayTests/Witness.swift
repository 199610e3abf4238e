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

/// Reads the journal and keeps its own, simpler account of the hall, to hold the hall against.
struct Witness {
    enum Place: Equatable {
        case waiting
        case inHand(WindowID)
        case held(WindowID)
        case noShow
        case deferred
        case gone
    }

    /// Facts the journal had when a ticket, or the one it was put behind, took its place.
    struct Arrival: Equatable, Comparable {
        var at: Int
        var after = 0

        static func < (left: Self, right: Self) -> Bool {
            (left.at, left.after) < (right.at, right.after)
        }
    }

    struct Entry: Equatable {
        var number: String
        var service: ServiceID
        var priority: PriorityClass
        var arrival: Arrival
        var place: Place
        /// An attempt to print was begun and its end is not said.
        var printing = false
    }

    private(set) var tickets: [TicketID: Entry] = [:]
    private(set) var everIssued: Set<TicketID> = []
    /// What was recorded for each idempotency key.
    private(set) var answers: [String: (digest: String, records: [Recorded<HallFact>])] = [:]
    /// Where in the journal each record stands.
    private(set) var rows: [RecordID: Int] = [:]
    private var structure = HallStructure.empty
    private var numbersToday: Set<String> = []
    private var last = RecordID(epoch: "", sequence: 0)
    private var date: CivilDate?

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
        if let key = envelope.cause.key {
            answers[key.text, default: (key.digest, [])].records.append(record)
        }
        switch record.fact {
        case .dayOpened(let fact):
            if let date, fact.date <= date { throw Broken("\(fact.date) opened after \(date)") }
            date = fact.date
            return
        case .dayClosed(let fact): try close(fact)
        case .configurationApplied(let fact): structure = fact.structure
        case .printStarted(let fact): try change(fact.ticket) { $0.printing = true }
        case .printOutcome(let fact) where fact.result != .held:
            try change(fact.ticket) { $0.printing = false }
        default: try move(record.fact)
        }
        guard envelope.date == date else {
            throw Broken("fact \(last) does not say it belongs to the open day")
        }
    }

    private mutating func move(_ fact: HallFact) throws(Broken) {
        switch fact {
        case .ticketIssued(let fact): try issue(fact)
        case .ticketCalled(let fact):
            try mayCall(fact)
            try change(fact.ticket) { $0.place = .inHand(fact.window) }
        case .ticketFinished(let fact): try end(fact.ticket, at: fact.window, as: .gone)
        case .ticketNoShow(let fact): try end(fact.ticket, at: fact.window, as: .noShow)
        case .ticketGivenUp(let fact): try end(fact.ticket, at: fact.window, as: .gone)
        case .ticketHeld(let fact):
            try end(fact.ticket, at: fact.window, as: .held(fact.window))
        case .ticketTransferred(let fact):
            if let window = fact.window { try end(fact.ticket, at: window, as: .waiting) }
            try change(fact.ticket) { $0.service = fact.to }
        case .ticketReactivated(let fact):
            let came = rows.count
            let behind = fact.behind.flatMap { tickets[$0]?.arrival }
            try change(fact.ticket) {
                $0.place = .waiting
                $0.arrival = behind.map { Arrival(at: $0.at, after: came) } ?? Arrival(at: came)
            }
        case .ticketVoided(let fact): try change(fact.ticket) { $0.place = .gone }
        default: break
        }
    }

    private mutating func issue(_ fact: TicketIssued) throws(Broken) {
        guard everIssued.insert(fact.ticket).inserted else {
            throw Broken("\(fact.ticket) was issued twice")
        }
        guard numbersToday.insert(fact.number).inserted else {
            throw Broken("\(fact.number) was given out twice on one day")
        }
        tickets[fact.ticket] = Entry(
            number: fact.number, service: fact.service, priority: fact.priority,
            arrival: Arrival(at: rows.count), place: .waiting)
    }

    /// Order within a class: nobody older of the same class, and nobody of a higher one, waits
    /// for this window, unless an officer chose.
    private func mayCall(_ fact: TicketCalled) throws(Broken) {
        guard let called = tickets[fact.ticket] else {
            throw Broken("\(fact.ticket) was called and nobody has it")
        }
        switch called.place {
        case .waiting, .held: break
        case .inHand, .noShow, .deferred, .gone:
            throw Broken("\(called.number) was called and is \(called.place)")
        }
        guard fact.why.rule == .oldestFirst || fact.why.rule == .priorityFirst else { return }
        let services = structure.windows.first { $0.id == fact.window }?.services ?? []
        for other in tickets.values
        where other.place == .waiting && services.contains(other.service) {
            let isElder = other.priority == called.priority && other.arrival < called.arrival
            let isFirst = other.priority == .priority && called.priority == .normal
            if isElder || isFirst {
                throw Broken("\(called.number) was called before \(other.number)")
            }
        }
    }

    private mutating func end(
        _ id: TicketID, at window: WindowID?, as place: Place
    ) throws(Broken) {
        guard let entry = tickets[id], let window, entry.place == .inHand(window) else {
            throw Broken("\(id) ended and was in nobody's hand")
        }
        try change(id) { $0.place = place }
    }

    private mutating func change(
        _ id: TicketID, _ body: (inout Entry) -> Void
    ) throws(Broken) {
        guard var entry = tickets[id] else { throw Broken("\(id) changed and nobody has it") }
        body(&entry)
        tickets[id] = entry
    }

    private mutating func close(_ fact: DayClosed) throws(Broken) {
        let kept = tickets.filter { _, entry in
            switch entry.place {
            case .inHand, .held, .deferred: true
            case .waiting, .noShow, .gone: false
            }
        }
        if let waiting = tickets.values.first(where: { $0.place == .waiting }) {
            throw Broken("\(waiting.number) waits and its day is over")
        }
        guard Set(fact.tickets.map(\.issued.ticket)) == Set(kept.keys) else {
            throw Broken("the closed day does not carry what is in hand")
        }
        if let open = tickets.first(where: { $0.value.printing && kept[$0.key] == nil }) {
            throw Broken("the print of \(open.value.number) was forgotten")
        }
        tickets = kept
        numbersToday = Set(kept.values.map(\.number))
    }
}
