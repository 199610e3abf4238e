// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct NumberTests {
    @Test func `numbers count from A001 within a prefix`() throws {
        var hall = try TestHall()
        let numbers = try ["tax", "deed", "tax", "deed", "tax"].map {
            try hall.take(ServiceID($0)).number
        }
        #expect(numbers == ["A001", "B001", "A002", "B002", "A003"])
    }

    @Test func `after 999 comes 1000`() throws {
        var hall = try TestHall()
        for _ in 1...998 { try hall.take("tax") }
        let numbers = try (1...3).map { _ in try hall.take("tax").number }
        #expect(numbers == ["A999", "A1000", "A1001"])
    }

    @Test func `services that share a prefix share the count, so no number is given twice`() throws
    {
        var structure = TestHall.structure
        structure.services[1].prefix = "A"
        var hall = try TestHall(structure: structure)
        let numbers = try ["tax", "deed", "tax"].map { try hall.take(ServiceID($0)).number }
        #expect(numbers == ["A001", "A002", "A003"])
    }

    @Test func `numbers start again when the date changes in the hall's zone`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        // 09:00 to 23:59:59 of the same day in Beijing; in UTC it stays the same date far longer.
        hall.pass(seconds: 15 * 3600 - 1)
        #expect(try hall.take("tax").number == "A002")
        hall.pass(seconds: 1)
        #expect(try hall.take("tax").number == "A001")
    }

    @Test func `a change of the date in UTC alone changes nothing`() throws {
        var hall = try TestHall()
        hall.pass(seconds: -2 * 3600)
        #expect(try hall.take("tax").number == "A001")
        // 07:00 to 08:01 in Beijing passes midnight in Greenwich.
        hall.pass(seconds: 3660)
        #expect(try hall.take("tax").number == "A002")
    }

    @Test func `a number carried over midnight is not given out again`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        let held = try hall.take("tax")
        try hall.call("w1")
        try hall.at("w1", .noShow)
        try hall.call("w1")
        try hall.at("w1", .hold())
        hall.pass(seconds: 86_400)
        let numbers = try (1...2).map { _ in try hall.take("tax").number }
        #expect(held.number == "A002")
        #expect(numbers == ["A001", "A003"])
    }

    @Test func `the fact holds what the number was made of`() throws {
        var hall = try TestHall()
        let ticket = try hall.take("tax", .priority, at: "door")
        let issued = TicketIssued(
            ticket: ticket.id, number: "A001", prefix: "A", ordinal: 1, service: "tax",
            priority: .priority, kiosk: "door", printer: "p1")
        #expect(hall.facts.last == .ticketIssued(issued))
    }

    @Test func `a new prefix during the day counts for itself`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        var structure = TestHall.structure
        structure.services[0].prefix = "T"
        try hall.ask(.applyConfiguration(digest: "d2", structure: structure))
        #expect(try hall.take("tax").number == "T001")
    }

    @Test func `an unknown service or kiosk gets no ticket and names the field`() throws {
        var hall = try TestHall()
        for (service, kiosk, kind, field) in [
            ("none", nil, Refusal.Kind.unknownService, "service"),
            ("tax", "none", .unknownKiosk, "kiosk"),
        ] as [(ServiceID, KioskID?, Refusal.Kind, String)] {
            let command = Command.takeTicket(
                ticket: "t", service: service, priority: .normal, kiosk: kiosk)
            let refusal = #expect(throws: Refusal.self) { try hall.ask(command) }
            #expect(refusal?.kind == kind)
            #expect(refusal?.field == field)
        }
    }

    @Test func `a ticket's id is used once`() throws {
        var hall = try TestHall()
        let ticket = try hall.take("tax")
        let again = Command.takeTicket(
            ticket: ticket.id, service: "deed", priority: .normal, kiosk: nil)
        #expect(hall.refusal(again) == .ticketExists)
    }

    @Test func `when storage runs low new tickets are refused and all else goes on`() throws {
        var hall = try TestHall()
        let first = try hall.take("tax", at: "door")
        hall.conditions.storageLow = true
        let take = Command.takeTicket(
            ticket: "late", service: "tax", priority: .normal, kiosk: nil)
        #expect(hall.refusal(take) == .storageLow)
        #expect(try hall.call("w1")?.id == first.id)
        try hall.ask(.startPrint(first.id, "p1"))
        try hall.ask(
            .reportPrint(
                PrintOutcome(ticket: first.id, attempt: 1, result: .confirmed, reason: nil)))
        try hall.at("w1", .finish())
        #expect(try hall.ticket(first.id).print == .confirmed)
        hall.conditions.storageLow = false
        #expect(try hall.take("tax").number == "A002")
    }
}
