// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

/// What each command comes to in each situation: the first fact's name, or the refusal.
private enum Outcome: Equatable {
    case fact(String)
    case refused(Refusal.Kind)
}

/// How the whole hall stands when the command comes, on a Wednesday.
private enum Situation: CaseIterable {
    case atWork, paused, afterHours, restored, proposing

    /// Ticket `t1` was deferred to this day, `a` is an appointment for ten o'clock, and `used` is
    /// one whose holder has come.
    func hall() throws -> TestHall {
        var structure = HoursTests.structure
        structure.windows[2].services = ["deed"]
        structure.tidal = [
            TidalRule(id: "r", service: "tax", waiting: 4, waitMinutes: nil, windows: ["w3"])
        ]
        var hall = try TestHall(structure: structure)
        try hall.at("w3", .open("zhao"))
        try hall.take("tax")
        for id in ["a", "used"] as [AppointmentID] { try hall.ask(.book(Self.booking(id))) }
        try hall.ask(.chooseClosing(.nextDay, nil))
        hall.pass(seconds: 2 * 86_400)
        try hall.ask(.keepAppointment("used", ticket: "u", kiosk: nil))
        switch self {
        case .atWork: break
        case .paused: try hall.ask(.pauseHall(reason: "drill"))
        case .afterHours: hall.pass(seconds: 9 * 3600)
        case .restored: hall.restore(block: 1)
        case .proposing: for _ in 1...5 { try hall.take("tax") }
        }
        hall.tick()
        return hall
    }

    static func booking(_ id: AppointmentID, days: Int = 2) -> AppointmentBooked {
        let midnight = CivilDate(daysSince1970: 20_780 + days).start(utcOffset: 28_800)
        return AppointmentBooked(
            appointment: id, service: "tax", at: midnight + 36_000_000, priority: .normal)
    }
}

private struct HallRow: Sendable, CustomTestStringConvertible {
    var command: Command
    var outcomes: [Outcome]
    var testDescription: String { "\(command)" }

    /// Outcomes in the order of `Situation.allCases`.
    init(_ command: Command, _ outcomes: Outcome...) {
        self.command = command
        self.outcomes = outcomes
    }

    /// The same outcome in every situation.
    init(_ command: Command, always outcome: Outcome) {
        self.command = command
        outcomes = Situation.allCases.map { _ in outcome }
    }
}

private let slip = OutstandingSlip(ticket: "slip", prefix: "A", ordinal: 100)

private let rows = [
    HallRow(
        .takeTicket(ticket: "x", service: "tax", priority: .normal, kiosk: nil),
        .fact("ticketIssued"), .refused(.hallPaused), .refused(.outsideHours),
        .fact("ticketIssued"), .fact("ticketIssued")),
    HallRow(
        .checkIn("t1"), .fact("ticketCheckedIn"), .refused(.hallPaused),
        .refused(.outsideHours), .fact("ticketCheckedIn"), .fact("ticketCheckedIn")),
    HallRow(.checkIn("u"), always: .refused(.ticketNotDeferred)),
    HallRow(
        .keepAppointment("a", ticket: "x", kiosk: nil), .fact("ticketIssued"),
        .refused(.hallPaused), .refused(.appointmentMissed), .fact("ticketIssued"),
        .fact("ticketIssued")),
    HallRow(
        .keepAppointment("used", ticket: "x", kiosk: nil), always: .refused(.appointmentUsed)),
    HallRow(
        .keepAppointment("none", ticket: "x", kiosk: nil),
        always: .refused(.unknownAppointment)),
    HallRow(.book(Situation.booking("new", days: 3)), always: .fact("appointmentBooked")),
    HallRow(.book(Situation.booking("a", days: 3)), always: .refused(.appointmentExists)),
    HallRow(.book(Situation.booking("new", days: 0)), always: .refused(.slotUnavailable)),
    HallRow(.cancel("a"), always: .fact("appointmentCancelled")),
    HallRow(.cancel("used"), always: .refused(.appointmentUsed)),
    HallRow(
        .adopt([slip]), .refused(.notRestored), .refused(.notRestored),
        .refused(.notRestored), .fact("ticketAdopted"), .refused(.notRestored)),
    HallRow(
        .pauseHall(reason: "power"), .fact("hallPaused"), .refused(.hallPaused),
        .fact("hallPaused"), .fact("hallPaused"), .fact("hallPaused")),
    HallRow(
        .resumeHall, .refused(.hallNotPaused), .fact("hallResumed"), .refused(.hallNotPaused),
        .refused(.hallNotPaused), .refused(.hallNotPaused)),
    HallRow(.chooseClosing(.serveOn, nil), always: .fact("closingChosen")),
    HallRow(.chooseClosing(.nextDay, "tax"), always: .fact("closingChosen")),
    HallRow(.openTidal("w3", "tax"), always: .fact("tidalOpened")),
    HallRow(.openTidal("w2", "tax"), always: .refused(.notTidal)),
    HallRow(.closeTidal("w3", "tax"), always: .refused(.alreadyClosed)),
    HallRow(
        .dismissTidal(rule: "r"), .refused(.unknownTidalRule), .refused(.unknownTidalRule),
        .refused(.unknownTidalRule), .refused(.unknownTidalRule), .fact("tidalProposalEnded")),
]

struct HallTableTests {
    @Test(arguments: rows)
    private func `what is asked of the whole hall is recorded or refused by the table`(
        row: HallRow
    ) throws {
        #expect(row.outcomes.count == Situation.allCases.count)
        for (situation, expected) in zip(Situation.allCases, row.outcomes) {
            var hall = try situation.hall()
            let before = hall.journal.count
            let outcome: Outcome
            do {
                let facts = try hall.ask(row.command)
                outcome = .fact(type(of: try #require(facts.first).payload).name)
            } catch let refusal as Refusal {
                #expect(hall.journal.count == before, "a refusal changes nothing")
                outcome = .refused(refusal.kind)
            }
            #expect(outcome == expected, "\(row.command) while the hall is \(situation)")
        }
    }
}
