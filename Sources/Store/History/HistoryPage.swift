// SPDX-License-Identifier: Apache-2.0

import Facts

/// Rows as the slices before left them.
protocol HistoryShelf {
    func ticket(_ id: TicketID) throws -> TicketLine?
    func tally(_ key: TallyKey) throws -> Tally?
    /// All sessions nobody has ended yet.
    func openSessions() throws -> [WindowSession]
}

/// What one slice of facts makes of the rows before it. Pure but for asking the shelf.
///
/// A fact it does not know changes nothing, so that the history never stands in a release's way.
struct HistoryPage<Shelf: HistoryShelf> {
    /// Where and when a fact happened.
    struct Place {
        let position: Int64
        let wall: Int64
        let date: CivilDate
        /// In the hall's zone.
        let hour: Int

        init(_ envelope: Envelope, on date: CivilDate, at position: Int64) {
            let moment = envelope.moment
            let local = moment.wall &- date.start(utcOffset: moment.utcOffset)
            // What a day leaves behind is tidied up at midnight and belongs to its last hour.
            let hours = Int(local.quotientAndRemainder(dividingBy: 3_600_000).quotient)
            self.position = position
            self.date = date
            wall = moment.wall
            hour = min(23, max(0, hours))
        }
    }

    let shelf: Shelf
    private(set) var tickets: [TicketID: TicketLine] = [:]
    private(set) var tallies: [TallyKey: Tally] = [:]
    private(set) var endedSessions: [WindowSession] = []
    private(set) var days: [HistoryDay] = []
    private(set) var structures: [(position: Int64, structure: HallStructure)] = []
    /// The position of the last end of a day; 0 if there was none.
    private(set) var lastDayClosed: Int64
    private var open: [WindowID: WindowSession]?

    init(_ shelf: Shelf, lastDayClosed: Int64) {
        self.shelf = shelf
        self.lastDayClosed = lastDayClosed
    }

    /// The sessions that may have changed and go on.
    var openSessions: [WindowSession] { open.map { Array($0.values) } ?? [] }

    /// Takes in one fact. Throws what the shelf throws.
    mutating func take(_ fact: HallFact, _ envelope: Envelope, at position: Int64) throws {
        if case .dayClosed = fact { lastDayClosed = position }
        if case .configurationApplied(let fact) = fact {
            structures.append((position, fact.structure))
        }
        if case .dayOpened(let fact) = fact {
            return try openDay(Place(envelope, on: fact.date, at: position))
        }
        // Between two business days nothing happens that counts.
        guard let date = envelope.date else { return }
        let place = Place(envelope, on: date, at: position)
        switch fact {
        case .configurationApplied(let fact): try drop(allBut: fact.structure.windows, place)
        case .windowOpened(let fact): try begin(fact.window, fact.officer, place)
        case .windowTakenOver(let fact): try begin(fact.window, fact.officer, place)
        case .windowClosed(let fact): try end(fact.window, place)
        case .windowPaused(let fact):
            try change(fact.window) {
                $0.resume(at: place.wall)
                $0.pauses.append(
                    WindowSession.Pause(
                        at: place.wall, reason: fact.reason, minutes: fact.minutes))
            }
        case .windowResumed(let fact): try change(fact.window) { $0.resume(at: place.wall) }
        default: try takeTicket(fact, place)
        }
    }
}

// MARK: - Tickets

extension HistoryPage {
    private mutating func takeTicket(_ fact: HallFact, _ place: Place) throws {
        switch fact {
        case .ticketIssued(let fact):
            try issue(
                TicketLine(fact, at: place.position, on: place.date, wall: place.wall), place)
        case .ticketAdopted(let fact):
            try issue(
                TicketLine(fact, at: place.position, on: place.date, wall: place.wall), place)
        case .ticketCalled(let fact): try call(fact, place)
        case .ticketRecalled(let fact): try change(fact.ticket, place) { $0.recalls += 1 }
        case .serviceStarted(let fact):
            try change(fact.ticket, place) { $0.startedAt = place.wall }
        case .ticketFinished(let fact): try finish(fact, place)
        case .ticketNoShow(let fact):
            let line = try end(fact.ticket, as: .noShow, place)
            try change(fact.window) { $0.noShow &+= 1 }
            try count(line, at: fact.window, place) { $0.noShow &+= 1 }
        case .ticketGivenUp(let fact):
            let line = try end(fact.ticket, as: .givenUp, place)
            try count(line, at: fact.window, place) { $0.givenUp &+= 1 }
        case .ticketVoided(let fact):
            let line = try end(fact.ticket, as: .void, place)
            try count(line, at: nil, place) { $0.voided &+= 1 }
        case .ticketHeld(let fact): try change(fact.ticket, place) { $0.holds += 1 }
        case .ticketTransferred(let fact):
            try change(fact.ticket, place) {
                $0.transfers += 1
                $0.service = fact.to
            }
        case .ticketDeferred(let fact): _ = try end(fact.ticket, as: .deferred, place)
        case .ticketReactivated(let fact): try waitAgain(fact.ticket, place)
        case .ticketCheckedIn(let fact): try waitAgain(fact.ticket, place)
        case .ratingAsked(let fact): try change(fact.ticket, place) { _ in }
        case .rated(let fact): try rate(fact, place)
        case .ticketReturned(let fact): try change(fact.ticket, place) { _ in }
        case .ticketReleased(let fact): try change(fact.ticket, place) { _ in }
        default: break
        }
    }

    private mutating func issue(_ line: TicketLine, _ place: Place) throws {
        tickets[line.ticket] = line
        try count(line, at: nil, place) { $0.issued &+= 1 }
    }

    private mutating func call(_ fact: TicketCalled, _ place: Place) throws {
        let isFirst = try line(fact.ticket)?.firstCalledAt == nil
        let wait = max(0, fact.why.waitedSeconds)
        let officer = try fact.officer ?? session(fact.window)?.officer
        let line = try change(fact.ticket, place) { line in
            line.calledAt = place.wall
            line.startedAt = nil
            line.window = fact.window
            line.officer = officer
            if isFirst {
                line.firstCalledAt = place.wall
                line.waitSeconds = wait
            }
        }
        // Whoever calls serves again.
        try change(fact.window) { $0.resume(at: place.wall) }
        try count(isFirst ? line : nil, at: fact.window, place) {
            $0.called &+= 1
            if isFirst { $0.addWait(wait) }
        }
    }

    private mutating func finish(_ fact: TicketFinished, _ place: Place) throws {
        let seconds = max(0, fact.serviceSeconds)
        let line = try end(fact.ticket, as: .done, place)
        try change(fact.ticket, place) {
            $0.serviceSeconds = ($0.serviceSeconds ?? 0) &+ seconds
            $0.code = fact.outcome
            $0.caseNumber = fact.caseNumber ?? $0.caseNumber
        }
        try change(fact.window) { $0.served &+= 1 }
        try count(line, at: fact.window, place) {
            $0.served &+= 1
            $0.serviceSeconds &+= seconds
        }
        guard let next = fact.next else { return }
        // The visit goes on under the same number.
        try waitAgain(fact.ticket, place)
        try change(fact.ticket, place) { $0.service = next }
    }

    private mutating func rate(_ fact: Rated, _ place: Place) throws {
        try change(fact.ticket, place) { $0.rating = PastRating(fact.grade) }
        // It is about whoever served, for what and where, however things stand by now.
        var keys = [
            TallyKey(place.date, .day),
            TallyKey(place.date, .service, fact.service.text, hour: place.hour),
            TallyKey(place.date, .window, fact.window.text),
        ]
        if let officer = fact.officer { keys.append(TallyKey(place.date, .officer, officer.text)) }
        try count(keys) { $0.add(fact.grade) }
    }

    private mutating func waitAgain(_ id: TicketID, _ place: Place) throws {
        try change(id, place) {
            $0.outcome = nil
            $0.endedAt = nil
        }
    }

    private mutating func end(
        _ id: TicketID, as outcome: TicketOutcome, _ place: Place
    ) throws -> TicketLine? {
        try change(id, place) {
            $0.outcome = outcome
            $0.endedAt = place.wall
        }
    }

    private mutating func line(_ id: TicketID) throws -> TicketLine? {
        if let line = tickets[id] { return line }
        let line = try shelf.ticket(id)
        tickets[id] = line
        return line
    }

    /// Nothing for a ticket the history has not.
    @discardableResult
    private mutating func change(
        _ id: TicketID, _ place: Place, _ body: (inout TicketLine) -> Void
    ) throws -> TicketLine? {
        guard var line = try line(id) else { return nil }
        line.lastPosition = place.position
        body(&line)
        tickets[id] = line
        return line
    }
}

// MARK: - Counts

extension HistoryPage {
    /// Counts for the day and the ticket's service, if a ticket is given, and for a window and
    /// whoever holds it.
    private mutating func count(
        _ line: TicketLine?, at window: WindowID?, _ place: Place, _ body: (inout Tally) -> Void
    ) throws {
        var keys: [TallyKey] = []
        if let line {
            keys.append(TallyKey(place.date, .day))
            keys.append(TallyKey(place.date, .service, line.service.text, hour: place.hour))
        }
        if let window {
            keys.append(TallyKey(place.date, .window, window.text))
            if let officer = try session(window)?.officer {
                keys.append(TallyKey(place.date, .officer, officer.text))
            }
        }
        try count(keys, body)
    }

    private mutating func count(_ keys: [TallyKey], _ body: (inout Tally) -> Void) throws {
        for key in keys {
            var tally = try tallies[key] ?? shelf.tally(key) ?? Tally()
            body(&tally)
            tallies[key] = tally
        }
    }
}

// MARK: - Windows and days

extension HistoryPage {
    /// Sessions go on over midnight as new ones, so that each belongs to one day.
    private mutating func openDay(_ place: Place) throws {
        days.append(
            HistoryDay(
                date: place.date, opened: place.position, closedBefore: lastDayClosed))
        for (window, session) in try sessions() where session.date < place.date {
            try begin(window, session.officer, place)
        }
    }

    private mutating func drop(
        allBut windows: [HallStructure.Window], _ place: Place
    ) throws {
        let known = Set(windows.map(\.id))
        for window in try sessions().keys where !known.contains(window) {
            try end(window, place)
        }
    }

    /// A pause goes on, whoever takes the window over.
    private mutating func begin(
        _ window: WindowID, _ officer: OfficerID, _ place: Place
    ) throws {
        let before = try session(window)?.pauses.last
        try end(window, place)
        var next = WindowSession(
            date: place.date, window: window, officer: officer, position: place.position,
            openedAt: place.wall)
        if var pause = before, pause.until == nil {
            pause.at = place.wall
            next.pauses = [pause]
        }
        open?[window] = next
    }

    private mutating func end(_ window: WindowID, _ place: Place) throws {
        guard var session = try session(window) else { return }
        session.close(at: place.wall)
        endedSessions.append(session)
        open?[window] = nil
    }

    private mutating func change(
        _ window: WindowID, _ body: (inout WindowSession) -> Void
    ) throws {
        guard var session = try session(window) else { return }
        body(&session)
        open?[window] = session
    }

    private mutating func session(_ window: WindowID) throws -> WindowSession? {
        try sessions()[window]
    }

    private mutating func sessions() throws -> [WindowID: WindowSession] {
        if let open { return open }
        let sessions = Dictionary(
            try shelf.openSessions().map { ($0.window, $0) }, uniquingKeysWith: { $1 })
        open = sessions
        return sessions
    }
}
