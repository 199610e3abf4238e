// SPDX-License-Identifier: Apache-2.0

import Facts

@testable import Store

/// The same figures by the plainest way: every question goes through all facts.
enum Recounted {
    static func names(_ fact: HallFact, _ ticket: TicketID) -> Bool {
        switch fact {
        case .ticketIssued(let fact): fact.ticket == ticket
        case .ticketCalled(let fact): fact.ticket == ticket
        case .ticketRecalled(let fact): fact.ticket == ticket
        case .serviceStarted(let fact): fact.ticket == ticket
        case .ticketFinished(let fact): fact.ticket == ticket
        case .ticketNoShow(let fact): fact.ticket == ticket
        case .ticketGivenUp(let fact): fact.ticket == ticket
        case .ticketHeld(let fact): fact.ticket == ticket
        case .ticketTransferred(let fact): fact.ticket == ticket
        case .ticketReactivated(let fact): fact.ticket == ticket
        case .ticketVoided(let fact): fact.ticket == ticket
        case .ticketReturned(let fact): fact.ticket == ticket
        case .ticketDeferred(let fact): fact.ticket == ticket
        case .ticketCheckedIn(let fact): fact.ticket == ticket
        case .ticketAdopted(let fact): fact.ticket == ticket
        case .ratingAsked(let fact): fact.ticket == ticket
        case .rated(let fact): fact.ticket == ticket
        default: false
        }
    }

    static func line(of ticket: TicketID, in records: [Recorded<HallFact>]) -> TicketLine? {
        let story = records.enumerated().filter { names($0.element.fact, ticket) }
        guard let first = story.first, let last = story.last,
            let date = first.element.envelope.date
        else { return nil }
        let (position, wall) = (Int64(first.offset + 1), first.element.envelope.moment.wall)
        var line: TicketLine
        switch first.element.fact {
        case .ticketIssued(let fact): line = TicketLine(fact, at: position, on: date, wall: wall)
        case .ticketAdopted(let fact): line = TicketLine(fact, at: position, on: date, wall: wall)
        default: return nil
        }
        line.lastPosition = Int64(last.offset + 1)
        let calls = story.compactMap { _, record in
            if case .ticketCalled(let fact) = record.fact {
                (fact, record.envelope.moment.wall)
            } else {
                nil
            }
        }
        line.firstCalledAt = calls.first?.1
        line.waitSeconds = calls.first?.0.why.waitedSeconds
        line.calledAt = calls.last?.1
        line.window = calls.last?.0.window
        line.officer = calls.last?.0.officer
        for (_, record) in story {
            let wall = record.envelope.moment.wall
            switch record.fact {
            case .ticketCalled: line.startedAt = nil
            case .serviceStarted: line.startedAt = wall
            case .ticketRecalled: line.recalls += 1
            case .ticketHeld: line.holds += 1
            case .ticketTransferred(let fact):
                line.transfers += 1
                line.service = fact.to
            case .ticketFinished(let fact):
                line.serviceSeconds = (line.serviceSeconds ?? 0) + fact.serviceSeconds
                line.code = fact.outcome
                line.caseNumber = fact.caseNumber ?? line.caseNumber
                line.service = fact.next ?? line.service
                (line.outcome, line.endedAt) = fact.next == nil ? (.done, wall) : (nil, nil)
            case .ticketNoShow: (line.outcome, line.endedAt) = (.noShow, wall)
            case .ticketGivenUp: (line.outcome, line.endedAt) = (.givenUp, wall)
            case .ticketVoided: (line.outcome, line.endedAt) = (.void, wall)
            case .ticketDeferred: (line.outcome, line.endedAt) = (.deferred, wall)
            case .rated(let fact):
                line.rating = fact.grade.map(PastRating.graded) ?? .unanswered
            case .ticketReactivated, .ticketCheckedIn: (line.outcome, line.endedAt) = (nil, nil)
            default: break
            }
        }
        return line
    }

    /// Who held a window when a fact was said.
    private static func holder(
        of window: WindowID, before index: Int, in records: [Recorded<HallFact>]
    ) -> String? {
        for record in records[..<index].reversed() {
            switch record.fact {
            case .windowOpened(let fact) where fact.window == window: return fact.officer.text
            case .windowTakenOver(let fact) where fact.window == window: return fact.officer.text
            case .windowClosed(let fact) where fact.window == window: return nil
            default: continue
            }
        }
        return nil
    }

    static func tallies(
        on date: CivilDate, in records: [Recorded<HallFact>]
    ) -> [TallyKey: Tally] {
        var tallies: [TallyKey: Tally] = [:]
        for (index, record) in records.enumerated() where record.envelope.date == date {
            if case .rated(let fact) = record.fact {
                count(fact, record.envelope.moment, on: date, in: &tallies)
            }
            guard let counted = Counted(record.fact) else { continue }
            let before = records[..<index].filter { names($0.fact, counted.ticket) }
            let isFirstCall = !before.contains {
                if case .ticketCalled = $0.fact { true } else { false }
            }
            var keys: [TallyKey] = []
            if !counted.isCall || isFirstCall {
                let until = counted.isIssue ? index : index - 1
                let service = line(
                    of: counted.ticket, in: Array(records[...until]))?.service.text
                let moment = record.envelope.moment
                let hour = moment.date > date ? 23 : Int(moment.clockText.prefix(2)) ?? 0
                keys = [
                    TallyKey(date, .day), TallyKey(date, .service, service ?? "", hour: hour),
                ]
            }
            if let window = counted.window {
                keys.append(TallyKey(date, .window, window.text))
                if let officer = holder(of: window, before: index, in: records) {
                    keys.append(TallyKey(date, .officer, officer))
                }
            }
            for key in keys {
                counted.count(record.fact, isFirstCall, in: &tallies[key, default: Tally()])
            }
        }
        return tallies
    }
}

extension Recounted {
    private static func count(
        _ fact: Rated, _ moment: Moment, on date: CivilDate, in tallies: inout [TallyKey: Tally]
    ) {
        let hour = moment.date > date ? 23 : Int(moment.clockText.prefix(2)) ?? 0
        let keys = [
            TallyKey(date, .day), TallyKey(date, .service, fact.service.text, hour: hour),
            TallyKey(date, .window, fact.window.text),
            TallyKey(date, .officer, fact.officer?.text ?? ""),
        ]
        for key in keys {
            if let grade = fact.grade {
                tallies[key, default: Tally()].grades[grade.rawValue - 1] += 1
            } else {
                tallies[key, default: Tally()].unanswered += 1
            }
        }
    }
}

/// A fact that counts.
private struct Counted {
    let ticket: TicketID
    let window: WindowID?
    var isCall = false
    var isIssue = false

    init?(_ fact: HallFact) {
        switch fact {
        case .ticketIssued(let fact):
            (ticket, window) = (fact.ticket, nil)
            isIssue = true
        case .ticketAdopted(let fact):
            (ticket, window) = (fact.ticket, nil)
            isIssue = true
        case .ticketCalled(let fact):
            (ticket, window) = (fact.ticket, fact.window)
            isCall = true
        case .ticketFinished(let fact): (ticket, window) = (fact.ticket, fact.window)
        case .ticketNoShow(let fact): (ticket, window) = (fact.ticket, fact.window)
        case .ticketGivenUp(let fact): (ticket, window) = (fact.ticket, fact.window)
        case .ticketVoided(let fact): (ticket, window) = (fact.ticket, nil)
        default: return nil
        }
    }

    func count(_ fact: HallFact, _ isFirstCall: Bool, in tally: inout Tally) {
        switch fact {
        case .ticketIssued, .ticketAdopted: tally.issued += 1
        case .ticketCalled(let fact):
            tally.called += 1
            guard isFirstCall else { return }
            tally.waitSeconds += fact.why.waitedSeconds
            tally.waits.add(fact.why.waitedSeconds)
        case .ticketFinished(let fact):
            tally.served += 1
            tally.serviceSeconds += fact.serviceSeconds
        case .ticketNoShow: tally.noShow += 1
        case .ticketGivenUp: tally.givenUp += 1
        case .ticketVoided: tally.voided += 1
        default: break
        }
    }
}
