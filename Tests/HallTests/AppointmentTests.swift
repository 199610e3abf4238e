// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

struct AppointmentTests {
    private func hall(_ change: (inout HallStructure) -> Void = { _ in }) throws -> TestHall {
        var structure = TestHall.structure
        change(&structure)
        return try TestHall(structure: structure)
    }

    /// An appointment for the hall's Monday, or so many days later.
    private func booking(
        _ id: AppointmentID, at minute: Int, days: Int = 0, _ service: ServiceID = "tax",
        _ priority: PriorityClass = .normal
    ) -> AppointmentBooked {
        let midnight = CivilDate(daysSince1970: 20_780 + days).start(utcOffset: 28_800)
        return AppointmentBooked(
            appointment: id, service: service, at: midnight + Int64(minute) * 60_000,
            priority: priority)
    }

    private func why(
        _ hall: inout TestHall, _ command: Command
    ) -> (kind: Refusal.Kind, values: [String: String])? {
        hall.tick()
        let before = hall.journal.count
        let refusal = #expect(throws: Refusal.self) { try hall.ask(command) }
        #expect(hall.journal.count == before)
        return refusal.map { ($0.kind, $0.values) }
    }

    private func keep(_ id: AppointmentID, _ ticket: TicketID? = nil) -> Command {
        .keepAppointment(id, ticket: ticket ?? TicketID("k-\(id)"), kiosk: "door")
    }

    // MARK: - Booking

    @Test func `an appointment is booked on the grid`() throws {
        var hall = try hall { $0.appointments = AppointmentRules(slotMinutes: 20) }
        try hall.ask(.book(booking("a", at: 620)))
        #expect(hall.hall.appointments["a"]?.booked == booking("a", at: 620))
        for minute in [610, 630, 621] {
            let refusal = why(&hall, .book(booking("b", at: minute)))
            #expect(refusal?.kind == .slotUnavailable)
            #expect(refusal?.values == ["minutes": "20"])
        }
        var odd = booking("b", at: 640)
        odd.at += 1
        #expect(hall.refusal(.book(odd)) == .slotUnavailable)
    }

    @Test func `nobody books the past, nor more than sixty days ahead, nor the end of time`()
        throws
    {
        var hall = try hall()
        for minute in [510, 540] {
            #expect(hall.refusal(.book(booking("a", at: minute))) == .slotUnavailable)
        }
        #expect(hall.refusal(.book(booking("a", at: 570, days: 60))) == .slotUnavailable)
        for at in [Int64.min, .max] {
            var booking = booking("a", at: 0)
            booking.at = at
            #expect(hall.refusal(.book(booking)) == .slotUnavailable)
        }
        try hall.ask(.book(booking("a", at: 540, days: 60)))
    }

    @Test func `an appointment is within the service's hours`() throws {
        var hall = try TestHall(structure: HoursTests.structure)
        for (minute, days, service) in [(720, 0, "deed"), (600, 1, "tax"), (1020, 0, "tax")] {
            let booking = booking("a", at: minute, days: days, ServiceID(service))
            #expect(hall.refusal(.book(booking)) == .slotUnavailable)
        }
        try hall.ask(.book(booking("lunch", at: 720)))
        try hall.ask(.book(booking("saturday", at: 540, days: 5)))
    }

    @Test func `a slot takes so many of each service`() throws {
        var hall = try hall { $0.appointments = AppointmentRules(perSlot: 1) }
        try hall.ask(.book(booking("a", at: 600, days: 1)))
        let refusal = why(&hall, .book(booking("b", at: 600, days: 1)))
        #expect(refusal?.kind == .slotFull)
        #expect(refusal?.values == ["time": "11-24 10:00", "limit": "1"])
        try hall.ask(.book(booking("b", at: 600, days: 1, "deed")))
        try hall.ask(.cancel("a"))
        try hall.ask(.book(booking("c", at: 600, days: 1)))
    }

    @Test func `a code is given once and a service is one that takes people`() throws {
        var hall = try hall { $0.services[1].accepting = false }
        try hall.ask(.book(booking("a", at: 600)))
        #expect(hall.refusal(.book(booking("a", at: 630))) == .appointmentExists)
        #expect(hall.refusal(.book(booking("b", at: 600, "none"))) == .unknownService)
        #expect(hall.refusal(.book(booking("b", at: 600, "deed"))) == .serviceClosing)
    }

    @Test func `impossible rules for appointments stop nothing`() throws {
        for minutes in [Int.min, -1, 0, .max] {
            var hall = try hall {
                $0.appointments = AppointmentRules(
                    lateMinutes: minutes, slotMinutes: minutes, perSlot: .max)
            }
            try hall.ask(.book(booking("a", at: 0, days: 1)))
            hall.pass(seconds: 15 * 3600)
            try hall.ask(keep("a"))
        }
    }

    // MARK: - Keeping

    @Test func `who keeps an appointment has a ticket of its class that knows its time`() throws {
        var hall = try hall()
        let booking = booking("a", at: 600, days: 0, "tax", .priority)
        try hall.ask(.book(booking))
        try hall.ask(keep("a"))
        let ticket = try hall.ticket("k-a")
        #expect(ticket.appointmentAt == booking.at)
        #expect(ticket.priority == .priority)
        #expect(ticket.number == "A001")
        #expect(ticket.printer == "p1")
        #expect(ticket.issued.appointment == "a")
        #expect(hall.replayed().appointments == hall.hall.appointments)
    }

    @Test func `an appointment is kept once and then not cancelled`() throws {
        var hall = try hall()
        try hall.ask(.book(booking("a", at: 600)))
        try hall.ask(keep("a"))
        for command in [keep("a", "l"), .cancel("a")] {
            let refusal = why(&hall, command)
            #expect(refusal?.kind == .appointmentUsed)
            #expect(refusal?.values == ["number": "A001"])
        }
        #expect(hall.refusal(keep("none")) == .unknownAppointment)
        #expect(hall.refusal(.cancel("none")) == .unknownAppointment)
    }

    @Test func `the ticket of an appointment has an id of its own`() throws {
        var hall = try hall()
        try hall.ask(.book(booking("a", at: 600)))
        try hall.take("deed")
        #expect(hall.refusal(keep("a", "t1")) == .ticketExists)
    }

    @Test func `an appointment of another day is told by its date`() throws {
        var hall = try hall()
        try hall.ask(.book(booking("a", at: 600, days: 1)))
        #expect(why(&hall, keep("a"))?.values == ["date": "2026-11-24"])
        hall.pass(seconds: 86_400)
        try hall.ask(keep("a"))
    }

    @Test func `who is late by more than a quarter of an hour takes a ticket`() throws {
        var hall = try hall()
        try hall.ask(.book(booking("a", at: 600)))
        try hall.ask(.book(booking("b", at: 600)))
        hall.pass(seconds: 75 * 60)
        try hall.ask(keep("a"))
        hall.pass(seconds: 1)
        let refusal = why(&hall, keep("b"))
        #expect(refusal?.kind == .appointmentMissed)
        #expect(refusal?.values == ["time": "10:00", "minutes": "15"])
        hall.pass(seconds: 86_400)
        #expect(hall.refusal(keep("b")) == .appointmentOtherDay)
        hall.pass(seconds: 86_400)
        #expect(hall.refusal(keep("b")) == .unknownAppointment, "nobody asks for ever")
    }

    @Test func `a paused hall takes no arrivals`() throws {
        var hall = try hall()
        try hall.ask(.book(booking("a", at: 600)))
        try hall.ask(.pauseHall(reason: "drill"))
        #expect(hall.refusal(keep("a")) == .hallPaused)
    }

    @Test func `on a morning for appointments their holders get tickets and use no limit`()
        throws
    {
        var structure = HoursTests.structure
        structure.services[0].limits = [.init(band: TimeBand(from: 0, to: 1440), tickets: 0)]
        var hall = try TestHall(structure: structure)
        try hall.ask(.book(booking("a", at: 540, days: 5)))
        hall.pass(seconds: 5 * 86_400 - 31 * 60)
        let refusal = why(&hall, keep("a"))
        #expect(refusal?.kind == .outsideHours)
        #expect(refusal?.values["opens"] == "08:30")
        hall.pass(seconds: 60)
        try hall.ask(keep("a"))
        #expect(hall.hall.services["tax"]?.taken == [:])
    }

    // MARK: - Over days

    @Test func `appointments to come live over midnight and a start`() throws {
        var hall = try hall()
        try hall.ask(.book(booking("past", at: 600)))
        try hall.ask(.book(booking("used", at: 630)))
        try hall.ask(.book(booking("later", at: 600, days: 3)))
        try hall.ask(keep("used"))
        hall.pass(seconds: 2 * 86_400)
        hall.tick()
        #expect(Set(hall.hall.appointments.keys) == ["past", "later"])
        #expect(hall.replayed().appointments == hall.hall.appointments)
        hall.pass(seconds: 86_400)
        hall.tick()
        #expect(Set(hall.hall.appointments.keys) == ["later"])
        try hall.ask(keep("later"))
    }

    @Test func `a clock that ran ahead over midnight and is set back loses no appointment`()
        throws
    {
        var hall = try hall()
        try hall.ask(.book(booking("a", at: 600)))
        hall.stepClock(seconds: 86_400)
        hall.tick()
        #expect(hall.refusal(keep("a")) == .appointmentOtherDay)
        hall.stepClock(seconds: -86_400)
        try hall.ask(keep("a"))
        #expect(hall.hall.businessDate == CivilDate(daysSince1970: 20_781))
    }

    @Test func `a zone that changes over night loses no appointment`() throws {
        for offset in [-3600 * 8, 0, 3600 * 14] {
            var hall = try hall()
            try hall.ask(.book(booking("a", at: 900, days: 1)))
            hall.moment.utcOffset = offset
            hall.pass(seconds: 86_400)
            hall.tick()
            let at = booking("a", at: 900, days: 1).at
            #expect(hall.hall.appointments["a"]?.booked.at == at)
            hall.pass(seconds: Int((at - hall.moment.wall) / 1000))
            try hall.ask(keep("a"))
        }
    }
}
