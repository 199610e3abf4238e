// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

struct LimitTests {
    private func hall(
        _ limits: [HallStructure.Limit], _ change: (inout HallStructure) -> Void = { _ in }
    ) throws -> TestHall {
        var structure = HoursTests.structure
        structure.services[0].limits = limits
        change(&structure)
        return try TestHall(structure: structure)
    }

    private let morning = HallStructure.Limit(band: TimeBand(from: 540, to: 720), tickets: 2)
    private let afternoon = HallStructure.Limit(band: TimeBand(from: 780, to: 1020), tickets: 1)
    private let take = Command.takeTicket(
        ticket: "x", service: "tax", priority: .normal, kiosk: nil)

    @Test func `a band's numbers run out and the next band has its own`() throws {
        var hall = try hall([morning, afternoon])
        #expect(hall.hall.left(of: "tax", at: hall.moment)?.left == 2)
        try hall.take("tax")
        #expect(hall.hall.left(of: "tax", at: hall.moment)?.left == 1)
        try hall.take("tax")
        let refusal = #expect(throws: Refusal.self) { try hall.ask(take) }
        #expect(refusal?.kind == .limitReached)
        #expect(
            refusal?.values == [
                "from": "09:00", "to": "12:00", "limit": "2", "service": "税务",
            ])
        #expect(hall.refusal(take) == .limitReached)
        hall.pass(seconds: 4 * 3600)
        #expect(try hall.take("tax").number == "A003")
        #expect(hall.refusal(take) == .limitReached)
    }

    @Test func `tickets given before the band opens are of its numbers`() throws {
        var hall = try hall([morning])
        hall.pass(seconds: -15 * 60)
        try hall.take("tax")
        hall.pass(seconds: 30 * 60)
        #expect(hall.hall.left(of: "tax", at: hall.moment)?.left == 1)
    }

    @Test func `early tickets are of the next band's numbers alone`() throws {
        let hours = [540, 600].map {
            HallStructure.Limit(band: TimeBand(from: $0, to: $0 + 60), tickets: 1)
        }
        var hall = try hall(hours) { $0.hours?.earlyMinutes = 120 }
        hall.pass(seconds: -30 * 60)
        try hall.take("tax")
        #expect(hall.refusal(take) == .limitReached)
        hall.pass(seconds: 90 * 60)
        #expect(hall.hall.left(of: "tax", at: hall.moment)?.left == 1)
    }

    @Test func `at an hour without a limit nothing is counted`() throws {
        let hall = try hall([afternoon])
        #expect(hall.hall.left(of: "tax", at: hall.moment) == nil)
        #expect(hall.hall.left(of: "none", at: hall.moment) == nil)
    }

    @Test func `of two limits the scarcer one holds`() throws {
        let hour = HallStructure.Limit(band: TimeBand(from: 540, to: 600), tickets: 1)
        var hall = try hall([morning, hour])
        try hall.take("tax")
        #expect(hall.hall.left(of: "tax", at: hall.moment)?.band == hour.band)
        #expect(hall.refusal(take) == .limitReached)
        hall.pass(seconds: 3600)
        #expect(hall.hall.left(of: "tax", at: hall.moment)?.left == 1)
    }

    @Test func `a new day has all its numbers again`() throws {
        var hall = try hall([morning]) { $0.hours = nil }
        try hall.take("tax")
        try hall.take("tax")
        hall.pass(seconds: 86_400)
        #expect(try hall.take("tax").number == "A001")
    }

    @Test func `a person has so many numbers of a service a day`() throws {
        var hall = try hall([]) {
            $0.services[0].perPerson = 1; $0.hours = nil
        }
        func take(_ ticket: TicketID, _ person: String?, _ service: ServiceID = "tax") -> Command {
            .takeTicket(
                ticket: ticket, service: service, priority: .normal, kiosk: nil,
                details: TicketDetails(person: person))
        }
        #expect(hall.refusal(take("a", nil)) == .personRequired)
        try hall.ask(take("a", "p1"))
        let refusal = #expect(throws: Refusal.self) { try hall.ask(take("b", "p1")) }
        #expect(refusal?.kind == .personLimit)
        #expect(refusal?.values == ["limit": "1", "service": "税务"])
        try hall.ask(take("b", "p2"))
        try hall.ask(take("c", "p1", "deed"))
        hall.pass(seconds: 86_400)
        try hall.ask(take("d", "p1"))
        #expect(hall.replayed().taken == hall.hall.taken)
    }

    @Test func `a prefix ends with its block of numbers`() throws {
        var hall = try hall([]) { $0.numberBlock = 2 }
        try hall.take("tax")
        try hall.take("tax")
        let refusal = #expect(throws: Refusal.self) { try hall.ask(take) }
        #expect(refusal?.kind == .numbersUsedUp)
        #expect(refusal?.values == ["prefix": "A"])
        #expect(try hall.take("deed").number == "B001")
    }
}
