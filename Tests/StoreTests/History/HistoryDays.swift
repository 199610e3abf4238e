// SPDX-License-Identifier: Apache-2.0

import Facts
import Simulators

/// Facts of a small hall over some days, as its rules might have decided them, drawn from a seed.
struct HistoryDays {
    /// Half past eight in the morning of 30 December 2026, in a zone eight hours ahead.
    static let start: Int64 = 1_798_590_600_000

    private static let windows: [WindowID] = ["W1", "W2", "W3"]
    private static let services: [ServiceID] = ["social", "tax"]

    private struct Waiting {
        var ticket: TicketID
        var service: ServiceID
        var issuedAt: Int64
    }

    private(set) var records: [Recorded<HallFact>] = []
    private var random: SeededRandom
    private let epoch: EpochID
    private var wall = Self.start
    private var date: CivilDate?
    private var made = 0
    private var ordinal = 0
    private var waiting: [Waiting] = []
    private var inHand: [WindowID: Waiting] = [:]
    private var held: [Waiting] = []
    private var noShows: [Waiting] = []
    private var deferred: [Waiting] = []
    private var officers: [WindowID: OfficerID] = [:]

    /// - Parameter steps: things that happen on each day.
    init(seed: UInt64, epoch: EpochID, days: Int, steps: Int) {
        random = SeededRandom(seed: seed)
        self.epoch = epoch
        for _ in 0..<days {
            openDay()
            for _ in 0..<steps { step() }
        }
    }

    private mutating func say(_ fact: HallFact) {
        let moment = Moment(
            wall: wall, monotonic: Int64(records.count), utcOffset: 28_800)
        let sequence = Int64(records.count) + 1
        records.append(
            Recorded(
                envelope: Envelope(
                    epoch: epoch, sequence: sequence, moment: moment, boot: "b", date: date,
                    actor: Actor(.kiosk, "k1"), cause: Cause(input: InputID("i\(sequence)"))),
                fact: fact))
    }

    private mutating func openDay() {
        if let open = date {
            wall = open.next.start(utcOffset: 28_800)
            for ticket in waiting {
                if random.happens(2000) {
                    say(.ticketDeferred(TicketDeferred(ticket: ticket.ticket, printer: nil)))
                    deferred.append(ticket)
                } else {
                    say(.ticketVoided(TicketVoided(ticket: ticket.ticket, reason: .dayEnded)))
                }
            }
            waiting = []
            noShows = []
            say(
                .dayClosed(
                    DayClosed(
                        date: open, configuration: nil, tickets: [], windows: [], devices: [])))
        }
        // The hall has no date between two days.
        date = nil
        let next = CivilDate(wall: wall, utcOffset: 28_800)
        say(.dayOpened(DayOpened(date: next, utcOffset: 28_800)))
        date = next
        wall += 8 * 3_600_000
        ordinal = 0
        for ticket in deferred.dropLast() {
            say(.ticketCheckedIn(TicketCheckedIn(ticket: ticket.ticket)))
            waiting.append(ticket)
        }
        if let late = deferred.last {
            say(.ticketVoided(TicketVoided(ticket: late.ticket, reason: .deferredUnused)))
        }
        deferred = []
    }

    private mutating func step() {
        // Now and then the clock is set back.
        wall += random.happens(100) ? -900_000 : Int64(random.below(60_000))
        let window = Self.windows[random.below(Self.windows.count)]
        guard let officer = officers[window] else { return open(window) }
        guard let ticket = inHand[window] else { return idle(window, officer) }
        switch random.below(12) {
        case 0:
            say(.ticketRecalled(TicketRecalled(ticket: ticket.ticket, window: window, count: 1)))
        case 1: say(.serviceStarted(ServiceStarted(ticket: ticket.ticket, window: window)))
        case 2:
            say(.ticketNoShow(TicketNoShow(ticket: ticket.ticket, window: window)))
            noShows.append(ticket)
            inHand[window] = nil
        case 3:
            say(.ticketHeld(TicketHeld(ticket: ticket.ticket, window: window)))
            held.append(ticket)
            inHand[window] = nil
        case 4:
            let to = Self.services[random.below(2)]
            say(
                .ticketTransferred(
                    TicketTransferred(
                        ticket: ticket.ticket, window: window, from: ticket.service, to: to)))
            waiting.append(Waiting(ticket: ticket.ticket, service: to, issuedAt: ticket.issuedAt))
            inHand[window] = nil
        case 5:
            say(.ticketGivenUp(TicketGivenUp(ticket: ticket.ticket, window: window)))
            inHand[window] = nil
        case 6:
            say(.ticketReturned(TicketReturned(ticket: ticket.ticket, window: window)))
            waiting.insert(ticket, at: 0)
            inHand[window] = nil
        default: finish(ticket, window)
        }
    }

    private mutating func finish(_ ticket: Waiting, _ window: WindowID) {
        let next = random.happens(2000) ? Self.services[random.below(2)] : nil
        say(
            .ticketFinished(
                TicketFinished(
                    ticket: ticket.ticket, window: window, startAssumed: true,
                    serviceSeconds: random.below(900),
                    outcome: random.happens(5000) ? "accepted" : nil,
                    caseNumber: random.happens(1000) ? "c-\(records.count)" : nil, next: next)))
        inHand[window] = nil
        rate(ticket, window)
        guard let next else { return }
        waiting.append(Waiting(ticket: ticket.ticket, service: next, issuedAt: ticket.issuedAt))
    }

    private mutating func rate(_ ticket: Waiting, _ window: WindowID) {
        guard random.happens(5000) else { return }
        let officer = officers[window]
        say(
            .ratingAsked(
                RatingAsked(
                    ticket: ticket.ticket, window: window, officer: officer,
                    service: ticket.service, seconds: 20)))
        wall += Int64(random.below(20_000))
        let grade = Grade(rawValue: random.below(6))
        say(
            .rated(
                Rated(
                    ticket: ticket.ticket, window: window, officer: officer,
                    service: ticket.service, grade: grade,
                    unanswered: grade == nil ? .timeout : nil)))
    }

    private mutating func idle(_ window: WindowID, _ officer: OfficerID) {
        switch random.below(12) {
        case 0:
            say(.windowPaused(WindowPaused(window: window, reason: "meal", minutes: 30)))
        case 1: say(.windowResumed(WindowResumed(window: window)))
        case 2:
            say(.windowClosed(WindowClosed(window: window, officer: officer)))
            officers[window] = nil
        case 3:
            let next = OfficerID("o\(random.below(5))")
            say(.windowTakenOver(WindowTakenOver(window: window, officer: next, from: officer)))
            officers[window] = next
        case 4:
            guard let ticket = noShows.popLast() else { return }
            say(
                .ticketReactivated(
                    TicketReactivated(ticket: ticket.ticket, behind: waiting.first?.ticket)))
            waiting.append(ticket)
        case 5:
            guard let ticket = held.popLast() else { return }
            call(ticket, window, officer)
        case 6...8:
            guard !waiting.isEmpty else { return }
            call(waiting.removeFirst(), window, officer)
        default: issue()
        }
    }

    private mutating func open(_ window: WindowID) {
        let officer = OfficerID("o\(random.below(5))")
        officers[window] = officer
        say(.windowOpened(WindowOpened(window: window, officer: officer)))
    }

    private mutating func issue() {
        made += 1
        ordinal += 1
        let service = Self.services[random.below(2)]
        let ticket = TicketID("t\(made)")
        waiting.append(Waiting(ticket: ticket, service: service, issuedAt: wall))
        guard !random.happens(200) else {
            // A slip from before a restore.
            say(
                .ticketAdopted(
                    TicketAdopted(
                        ticket: ticket, number: "A" + ordinal.padded(3), prefix: "A",
                        ordinal: ordinal, service: service, priority: .normal)))
            return
        }
        say(
            .ticketIssued(
                TicketIssued(
                    ticket: ticket, number: "A" + ordinal.padded(3), prefix: "A",
                    ordinal: ordinal, service: service,
                    priority: random.happens(2000) ? .priority : .normal, kiosk: nil,
                    printer: nil)))
    }

    private mutating func call(
        _ ticket: Waiting, _ window: WindowID,
        _ officer: OfficerID
    ) {
        inHand[window] = ticket
        let waited = Int(max(0, wall - ticket.issuedAt) / 1000)
        say(
            .ticketCalled(
                TicketCalled(
                    ticket: ticket.ticket, window: window, officer: officer,
                    why: Why(
                        rule: .oldestFirst, waiting: 1, waitedSeconds: waited, passedOver: 0))))
    }
}

extension SeededRandom {
    fileprivate mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
}
