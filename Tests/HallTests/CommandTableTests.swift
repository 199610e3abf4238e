// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

/// What each command comes to in each situation: the fact's name, or the refusal.
private enum Outcome: Equatable {
    case fact(String)
    case nothing
    case refused(Refusal.Kind)
}

/// How window 1 stands when the command comes.
private enum Situation: CaseIterable {
    case closed, idle, open, paused, called, serving

    /// Window 1 held by `li`; `other` waits for its service unless idle.
    func hall() throws -> TestHall {
        var hall = try TestHall()
        switch self {
        case .closed: try hall.at("w1", .close)
        case .idle, .open: break
        case .paused: try hall.at("w1", .pause(reason: nil, minutes: nil))
        case .called, .serving:
            try hall.take("tax")
            try hall.call("w1")
        }
        if self == .serving { try hall.at("w1", .start) }
        if self != .idle { try hall.take("tax") }
        return hall
    }
}

private struct WindowRow: Sendable, CustomTestStringConvertible {
    var action: WindowAction
    var outcomes: [Outcome]
    var testDescription: String { "\(action)" }

    /// Outcomes in the order of `Situation.allCases`.
    init(_ action: WindowAction, _ outcomes: Outcome...) {
        self.action = action
        self.outcomes = outcomes
    }
}

private let windowRows = [
    WindowRow(
        .call, .refused(.windowClosed), .nothing, .fact("ticketCalled"),
        .refused(.windowPaused), .refused(.ticketInHand), .refused(.ticketInHand)),
    WindowRow(
        .start, .refused(.windowClosed), .refused(.noTicketInHand), .refused(.noTicketInHand),
        .refused(.noTicketInHand), .fact("serviceStarted"), .refused(.alreadyStarted)),
    WindowRow(
        .recall, .refused(.windowClosed), .refused(.noTicketInHand), .refused(.noTicketInHand),
        .refused(.noTicketInHand), .refused(.recallTooSoon), .refused(.alreadyStarted)),
    WindowRow(
        .noShow, .refused(.windowClosed), .refused(.noTicketInHand), .refused(.noTicketInHand),
        .refused(.noTicketInHand), .fact("ticketNoShow"), .refused(.alreadyStarted)),
    WindowRow(
        .giveUp, .refused(.windowClosed), .refused(.noTicketInHand), .refused(.noTicketInHand),
        .refused(.noTicketInHand), .fact("ticketGivenUp"), .fact("ticketGivenUp")),
    WindowRow(
        .hold(), .refused(.windowClosed), .refused(.noTicketInHand), .refused(.noTicketInHand),
        .refused(.noTicketInHand), .fact("ticketHeld"), .fact("ticketHeld")),
    WindowRow(
        .transfer(.service("deed")), .refused(.windowClosed), .refused(.noTicketInHand),
        .refused(.noTicketInHand), .refused(.noTicketInHand), .fact("ticketTransferred"),
        .fact("ticketTransferred")),
    WindowRow(
        .transfer(.service("none")), .refused(.windowClosed), .refused(.noTicketInHand),
        .refused(.noTicketInHand), .refused(.noTicketInHand), .refused(.unknownService),
        .refused(.unknownService)),
    WindowRow(
        .finish(), .refused(.windowClosed), .refused(.noTicketInHand), .refused(.noTicketInHand),
        .refused(.noTicketInHand), .fact("ticketFinished"), .fact("ticketFinished")),
    WindowRow(
        .pause(reason: nil, minutes: nil), .refused(.windowClosed), .fact("windowPaused"),
        .fact("windowPaused"), .refused(.windowPaused), .refused(.ticketInHand),
        .refused(.ticketInHand)),
    WindowRow(
        .resume, .refused(.windowClosed), .refused(.windowNotPaused), .refused(.windowNotPaused),
        .fact("windowResumed"), .refused(.windowNotPaused), .refused(.windowNotPaused)),
    WindowRow(
        .open("zhao"), .fact("windowOpened"), .refused(.windowHeldByOther),
        .refused(.windowHeldByOther), .refused(.windowHeldByOther), .refused(.windowHeldByOther),
        .refused(.windowHeldByOther)),
    WindowRow(
        .open("li"), .fact("windowOpened"), .refused(.alreadyOpen), .refused(.alreadyOpen),
        .refused(.alreadyOpen), .refused(.alreadyOpen), .refused(.alreadyOpen)),
    WindowRow(
        .open("wang"), .refused(.officerAtOtherWindow), .refused(.windowHeldByOther),
        .refused(.windowHeldByOther), .refused(.windowHeldByOther), .refused(.windowHeldByOther),
        .refused(.windowHeldByOther)),
    WindowRow(
        .close, .refused(.alreadyClosed), .fact("windowClosed"), .fact("windowClosed"),
        .fact("windowClosed"), .refused(.ticketInHand), .refused(.ticketInHand)),
    WindowRow(
        .takeOver("zhao"), .refused(.windowClosed), .fact("windowTakenOver"),
        .fact("windowTakenOver"), .fact("windowTakenOver"), .fact("windowTakenOver"),
        .fact("windowTakenOver")),
]

/// How the ticket stands that a command names; window 1 is open and free.
private enum TicketSituation: CaseIterable {
    case unknown, waiting, waitingElsewhere, called, serving, held, heldElsewhere
    case done, noShow, givenUp

    func hall() throws -> TestHall {
        var hall = try TestHall()
        guard self != .unknown else { return hall }
        let elsewhere = self == .waitingElsewhere || self == .heldElsewhere
        try hall.take(elsewhere ? "deed" : "tax", at: "door")
        let window: WindowID =
            switch self {
            case .called, .serving, .heldElsewhere: "w2"
            default: "w1"
            }
        if self != .waiting, self != .waitingElsewhere { try hall.call(window) }
        switch self {
        case .serving: try hall.at(window, .start)
        case .held, .heldElsewhere: try hall.at(window, .hold())
        case .done: try hall.at(window, .finish())
        case .noShow: try hall.at(window, .noShow)
        case .givenUp: try hall.at(window, .giveUp)
        case .unknown, .waiting, .waitingElsewhere, .called: break
        }
        return hall
    }
}

private struct TicketRow: Sendable, CustomTestStringConvertible {
    var command: Command
    var outcomes: [Outcome]
    var testDescription: String { "\(command)" }

    /// Outcomes in the order of `TicketSituation.allCases`.
    init(_ command: Command, _ outcomes: Outcome...) {
        self.command = command
        self.outcomes = outcomes
    }
}

private let ticketRows = [
    TicketRow(
        .callChosen("t1", "w1"), .refused(.unknownTicket), .fact("ticketCalled"),
        .refused(.ticketNotCallable), .refused(.ticketNotCallable),
        .refused(.ticketNotCallable), .fact("ticketCalled"), .refused(.heldElsewhere),
        .refused(.ticketNotCallable), .refused(.ticketNotCallable),
        .refused(.ticketNotCallable)),
    TicketRow(
        .reactivate("t1"), .refused(.unknownTicket), .refused(.ticketNotReactivable),
        .refused(.ticketNotReactivable), .refused(.ticketNotReactivable),
        .refused(.ticketNotReactivable), .refused(.ticketNotReactivable),
        .refused(.ticketNotReactivable), .refused(.ticketNotReactivable),
        .fact("ticketReactivated"), .refused(.ticketNotReactivable)),
    TicketRow(
        .startPrint("t1", "p1"), .nothing, .fact("printStarted"), .fact("printStarted"),
        .fact("printStarted"), .nothing, .fact("printStarted"), .fact("printStarted"),
        .nothing, .nothing, .nothing),
    TicketRow(
        .takeTicket(ticket: "t1", service: "tax", priority: .normal, kiosk: nil),
        .fact("ticketIssued"), .refused(.ticketExists), .refused(.ticketExists),
        .refused(.ticketExists), .refused(.ticketExists), .refused(.ticketExists),
        .refused(.ticketExists), .refused(.ticketExists), .refused(.ticketExists),
        .refused(.ticketExists)),
]

struct CommandTableTests {
    private func outcome(of command: Command, in hall: inout TestHall) throws -> Outcome {
        let before = hall.journal.count
        do {
            try hall.ask(command)
        } catch let refusal as Refusal {
            #expect(hall.journal.count == before, "a refusal changes nothing")
            return .refused(refusal.kind)
        }
        let names = hall.facts(since: before).map { type(of: $0.payload).name }
        #expect(names.count <= 1)
        return names.first.map(Outcome.fact) ?? .nothing
    }

    @Test(arguments: windowRows)
    private func `what is done at a window is recorded or refused by the table`(
        row: WindowRow
    ) throws {
        for (situation, expected) in zip(Situation.allCases, row.outcomes) {
            var hall = try situation.hall()
            let outcome = try outcome(of: .atWindow("w1", row.action), in: &hall)
            #expect(outcome == expected, "\(row.action) at a window that is \(situation)")
        }
        #expect(row.outcomes.count == Situation.allCases.count)
    }

    @Test(arguments: ticketRows)
    private func `what is done to a ticket is recorded or refused by the table`(
        row: TicketRow
    ) throws {
        for (situation, expected) in zip(TicketSituation.allCases, row.outcomes) {
            var hall = try situation.hall()
            let outcome = try outcome(of: row.command, in: &hall)
            #expect(outcome == expected, "\(row.command) on a ticket that is \(situation)")
        }
        #expect(row.outcomes.count == TicketSituation.allCases.count)
    }

    @Test func `the hall that decided and the hall that is told are the same`() throws {
        for situation in Situation.allCases {
            for row in windowRows {
                var hall = try situation.hall()
                _ = try outcome(of: .atWindow("w1", row.action), in: &hall)
                let again = hall.replayed()
                #expect(again.tickets == hall.hall.tickets)
                #expect(again.windows == hall.hall.windows)
                #expect(again.services == hall.hall.services)
                #expect(again.posts == hall.hall.posts)
            }
        }
    }
}
