// SPDX-License-Identifier: Apache-2.0

package import Facts

/// What became of a ticket in the end.
package enum TicketOutcome: String, Sendable, CaseIterable {
    case done, noShow, givenUp, void
    /// Its holder is served first on the next day of work, and has not come yet.
    case deferred
}

/// What became of a question for a rating.
package enum PastRating: Sendable, Equatable {
    case graded(Grade)
    case unanswered

    /// From 1 to 5; 0 for no answer.
    package var number: Int {
        switch self {
        case .graded(let grade): grade.rawValue
        case .unanswered: 0
        }
    }

    init(_ grade: Grade?) { self = grade.map(PastRating.graded) ?? .unanswered }
}

/// One ticket in the history: what it came to, and where in the journal the rest can be read.
package struct TicketLine: Sendable, Equatable {
    /// The journal's position of the fact that issued it.
    package var position: Int64
    /// The position of the last fact that names it.
    package var lastPosition: Int64
    package var ticket: TicketID
    /// The business day it was issued on.
    package var date: CivilDate
    package var number: String
    /// The service it waits for, or was served for last.
    package var service: ServiceID
    package var priority: PriorityClass
    /// Wall milliseconds, as all moments here.
    package var issuedAt: Int64
    package var firstCalledAt: Int64?
    /// The last call, recalls not counted.
    package var calledAt: Int64?
    package var startedAt: Int64?
    package var endedAt: Int64?
    /// Where it was called to last.
    package var window: WindowID?
    /// Who called or served it last.
    package var officer: OfficerID?
    /// Nil while it lives.
    package var outcome: TicketOutcome?
    /// How the case ended, one of the hall's outcomes.
    package var code: String?
    /// Whole seconds from the issue to the first call.
    package var waitSeconds: Int?
    /// Whole seconds it was served, all windows together.
    package var serviceSeconds: Int?
    package var recalls = 0
    package var holds = 0
    package var transfers = 0
    /// The first ticket of the visit it goes on with, on another day.
    package var visit: TicketID?
    package var caseNumber: String?
    /// What became of the last question for a rating; nil if there was none that is over.
    package var rating: PastRating?

    package init(_ fact: TicketIssued, at position: Int64, on date: CivilDate, wall: Int64) {
        self.position = position
        lastPosition = position
        ticket = fact.ticket
        self.date = date
        number = fact.number
        service = fact.service
        priority = fact.priority
        issuedAt = wall
        visit = fact.visit
        caseNumber = fact.caseNumber
    }

    /// A slip from before a restore: when it was issued nobody knows any more, so its life begins
    /// here.
    package init(_ fact: TicketAdopted, at position: Int64, on date: CivilDate, wall: Int64) {
        let issued = TicketIssued(
            ticket: fact.ticket, number: fact.number, prefix: fact.prefix, ordinal: fact.ordinal,
            service: fact.service, priority: fact.priority, kiosk: nil, printer: nil)
        self.init(issued, at: position, on: date, wall: wall)
    }
}
