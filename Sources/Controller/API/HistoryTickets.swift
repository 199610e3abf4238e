// SPDX-License-Identifier: Apache-2.0

import Facts
import Store

/// One ticket of any day, as those who look back see it.
struct HistoryTicket: Encodable {
    let id: TicketID
    let number: String
    let date: CivilDate
    let service: ServiceID
    /// What the service was called then.
    private(set) var serviceNames: LocalizedText?
    let priority: PriorityClass
    /// Wall milliseconds, as all that end in `At`.
    let issuedAt: Int64
    let firstCalledAt: Int64?
    let calledAt: Int64?
    let startedAt: Int64?
    let endedAt: Int64?
    let window: WindowID?
    /// The window's number then.
    private(set) var windowNumber: String?
    let officer: OfficerID?
    /// Nil while it lives.
    let outcome: String?
    let waitSeconds: Int?
    let serviceSeconds: Int?
    let recalls: Int
    let holds: Int
    let transfers: Int
    /// How the case ended, one of the hall's outcomes.
    let code: String?
    /// The first ticket of the visit it goes on with, on another day.
    let visit: TicketID?
    let caseNumber: String?
    /// 1 to 5, of the last question for one; nil where there is no grade.
    let rating: Int?
    /// True when it was asked and gave no answer.
    let unrated: Bool?

    private enum CodingKeys: String, CodingKey {
        case id, number, date, service, serviceNames, issuedAt, firstCalledAt, calledAt, startedAt,
            endedAt
        case window, windowNumber, officer, outcome, waitSeconds, serviceSeconds, recalls, holds,
            transfers
        case code, visit, rating, unrated
        case caseNumber = "case"
        case priority = "class"
    }

    init(_ line: TicketLine, _ history: History) throws {
        self.init(line)
        serviceNames = try history.name(of: line.service, at: line.lastPosition)
        windowNumber = try line.window.flatMap { try history.number(of: $0, at: line.lastPosition) }
    }

    init(_ line: TicketLine) {
        id = line.ticket
        number = line.number
        date = line.date
        service = line.service
        priority = line.priority
        issuedAt = line.issuedAt
        firstCalledAt = line.firstCalledAt
        calledAt = line.calledAt
        startedAt = line.startedAt
        endedAt = line.endedAt
        window = line.window
        officer = line.officer
        outcome = line.outcome?.rawValue
        waitSeconds = line.waitSeconds
        serviceSeconds = line.serviceSeconds
        recalls = line.recalls
        if case .graded(let grade) = line.rating { rating = grade.rawValue } else { rating = nil }
        unrated = line.rating == .unanswered ? true : nil
        holds = line.holds
        transfers = line.transfers
        code = line.code
        visit = line.visit
        caseNumber = line.caseNumber
    }
}

struct HistoryTickets: Encodable {
    let tickets: [HistoryTicket]
    /// What `after` must be to see the next ones; nil at the end.
    let next: Int64?
    let rebuilding: HistoryRebuilding?
}

/// One ticket with all that was recorded of it.
struct HistoryTicketStory: Encodable {
    /// Text about a person the facts speak of, by its name in them; without content once erased.
    struct KeptText: Encodable {
        let text: String
        let kind: String
        var content: String?
        var erasedAt: Int64?
        var rule: String?

        init(id: String, kind: String, kept: SideStore.Kept) {
            text = id
            self.kind = kind
            switch kept {
            case .present(let content): self.content = content
            case .erased(let at, let rule):
                erasedAt = at
                self.rule = rule
            case .missing: break
            }
        }
    }

    let ticket: HistoryTicket
    let facts: [FactsPage.Row]
    let texts: [KeptText]
}

/// A ticket that is no longer in the hall, as its holder sees it.
struct PastTicket: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, number, service, state, ahead, wait, print, issuedAt, window, calledAt, recalls
        case priority = "class"
    }

    private let line: TicketLine
    private let state: TicketOutcome
    private let print: String

    /// Nil for a ticket whose life has not ended.
    ///
    /// - Parameter facts: all that name it, oldest first.
    init?(_ line: TicketLine, _ facts: [StoredRecord]) {
        guard let outcome = line.outcome, outcome != .deferred else { return nil }
        self.line = line
        state = outcome
        var print = "none"
        for fact in facts.compactMap({ try? $0.recorded(as: HallFact.self).fact }) {
            switch fact {
            case .ticketIssued(let fact): print = fact.printer == nil ? "none" : "queued"
            case .printStarted: print = "printing"
            case .printOutcome(let fact): print = fact.result.rawValue
            default: break
            }
        }
        self.print = print
    }

    func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(line.ticket, forKey: .id)
        try row.encode(line.number, forKey: .number)
        try row.encode(line.service, forKey: .service)
        try row.encode(state.rawValue, forKey: .state)
        try row.encode(0, forKey: .ahead)
        try row.encodeNil(forKey: .wait)
        try row.encode(print, forKey: .print)
        try row.encode(line.issuedAt, forKey: .issuedAt)
        try row.encodeIfPresent(line.window, forKey: .window)
        try row.encodeIfPresent(line.calledAt, forKey: .calledAt)
        try row.encode(line.recalls, forKey: .recalls)
        try row.encode(line.priority, forKey: .priority)
    }
}
