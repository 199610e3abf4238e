// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

struct OvernightTests {
    private func hall() throws -> TestHall {
        var structure = TestHall.structure
        structure.services[0].overnight = true
        var hall = try TestHall(structure: structure)
        try hall.at("w1", .open("li"))
        try hall.at("w2", .open("wang"))
        return hall
    }

    private func order(_ hall: TestHall) throws -> [String] {
        try #require(hall.hall.services["tax"]?.queue.everybody).map {
            try hall.ticket($0.ticket).number
        }
    }

    @Test func `a queue stands overnight in its order and others end`() throws {
        var hall = try hall()
        for priority in [PriorityClass.normal, .priority, .normal] {
            try hall.take("tax", priority)
        }
        let ended = try hall.take("deed")
        hall.pass(seconds: 86_400)
        hall.tick()
        #expect(try order(hall) == ["A001", "A002", "A003"])
        #expect(hall.hall.tickets[ended.id] == nil)
        #expect(try hall.take("tax").number == "A004")
        #expect(try hall.call("w1")?.number == "A002")
        #expect(try hall.call("w2")?.number == "A001")
        #expect(hall.replayed().tickets == hall.hall.tickets)
    }

    @Test func `numbers still out are skipped over several days`() throws {
        var hall = try hall()
        try hall.take("tax")
        try hall.take("tax")
        try hall.call("w1")
        try hall.at("w1", .finish())
        hall.pass(seconds: 86_400)
        #expect(try (1...2).map { _ in try hall.take("tax").number } == ["A001", "A003"])
        hall.pass(seconds: 86_400)
        #expect(try (1...2).map { _ in try hall.take("tax").number } == ["A004", "A005"])
        #expect(try order(hall) == ["A002", "A001", "A003", "A004", "A005"])
    }

    @Test func `a ticket kept for one window is kept for it overnight`() throws {
        var hall = try hall()
        let bound = try hall.take("tax")
        try hall.call("w1")
        try hall.at("w1", .transfer(.window("w2")))
        let other = try hall.take("tax")
        hall.pass(seconds: 86_400)
        hall.tick()
        #expect(try hall.ticket(bound.id).bound == .window("w2"))
        #expect(hall.hall.own[.window("w2")]?.count == 1)
        #expect(try hall.call("w1")?.id == other.id)
        #expect(try hall.call("w2")?.id == bound.id)
    }

    @Test func `an appointment's ticket still waits as one and its time is known`() throws {
        var hall = try hall()
        let at = hall.moment.wall + 3_600_000
        try hall.ask(
            .book(AppointmentBooked(appointment: "a", service: "tax", at: at, priority: .normal)))
        try hall.ask(.keepAppointment("a", ticket: "k", kiosk: nil))
        hall.pass(seconds: 86_400)
        hall.tick()
        #expect(try hall.ticket("k").appointmentAt == at)
        #expect(hall.hall.services["tax"]?.queue.appointments.count == 1)
    }

    @Test func `one who came back keeps the place behind the next two`() throws {
        var hall = try hall()
        let first = try hall.take("tax")
        for _ in 1...3 { try hall.take("tax") }
        try hall.call("w1")
        try hall.at("w1", .noShow)
        try hall.ask(.reactivate(first.id))
        let before = try order(hall)
        hall.pass(seconds: 86_400)
        hall.tick()
        #expect(try order(hall) == before)
        #expect(before == ["A002", "A003", "A001", "A004"])
    }

    @Test func `two who come back behind the same one on two days keep their order`() throws {
        var structure = TestHall.structure
        structure.services[0].overnight = true
        structure.rules = TicketRules(reactivatedAfter: 1)
        var hall = try TestHall(structure: structure)
        try hall.at("w1", .open("li"))
        for _ in 1...2 { try hall.take("tax") }
        let first = try #require(try hall.call("w1"))
        try hall.at("w1", .noShow)
        try hall.ask(.reactivate(first.id))
        hall.restore(block: 1)
        hall.pass(seconds: 86_400)
        hall.tick()
        let second = try hall.take("tax")
        try hall.ask(.callChosen(second.id, "w1"), by: Actor(.supervisor, "boss"))
        try hall.at("w1", .noShow)
        try hall.ask(.reactivate(second.id))
        let line = try #require(hall.hall.services["tax"]?.queue.everybody.map(\.ticket))
        #expect(line == ["t2", first.id, second.id])
    }
}
