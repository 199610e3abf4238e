// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct DayChangeTests {
    private static let secondsToMidnight = 15 * 3600

    @Test func `midnight voids who waits, closes the day and opens the next`() throws {
        var hall = try TestHall()
        let second = try hall.take("deed", .priority)
        let first = try hall.take("tax")
        hall.pass(seconds: Self.secondsToMidnight)
        let facts = hall.tick()
        let voided = [second, first].map {
            HallFact.ticketVoided(TicketVoided(ticket: $0.id, reason: .dayEnded))
        }
        #expect(Array(facts.prefix(2)) == voided)
        guard case .dayClosed(let closed) = try #require(facts.dropFirst(2).first) else {
            Issue.record("the day was not closed")
            return
        }
        let date = CivilDate(daysSince1970: 20_780)
        #expect(closed.date == date)
        #expect(closed.tickets == [])
        #expect(facts.last == .dayOpened(DayOpened(date: date.next, utcOffset: 28_800)))
        #expect(hall.hall.tickets.isEmpty)
        #expect(hall.hall.services.values.allSatisfy { $0.queue.count == 0 })
        #expect(hall.tick() == [])
    }

    @Test func `tickets in hand and held and open windows live on`() throws {
        var hall = try TestHall()
        for _ in 1...4 { try hall.take("tax", at: "door") }
        let held = try #require(try hall.call("w1"))
        try hall.at("w1", .hold())
        let serving = try #require(try hall.call("w1"))
        try hall.at("w1", .start)
        let called = try #require(try hall.call("w2"))
        hall.pass(seconds: 20)
        try hall.at("w2", .recall)
        try hall.at("w3", .open("zhao"))
        try hall.at("w3", .pause(reason: "meal", minutes: 10))
        try hall.ask(.startPrint(called.id, "p1"))
        try hall.ask(
            .reportDevice(
                DeviceChanged(device: "s1", kind: .sign, state: .lost, reason: "silent")))
        let before = hall.hall
        hall.pass(seconds: Self.secondsToMidnight)
        hall.tick()
        let after = hall.hall
        #expect(Set(after.tickets.keys) == [held.id, serving.id, called.id])
        for (id, ticket) in after.tickets {
            let was = before.tickets[id]
            #expect(ticket.state == was?.state)
            #expect(ticket.place == was?.place)
            #expect(ticket.calledAt == was?.calledAt)
            #expect(ticket.startedAt == was?.startedAt)
            #expect(ticket.recalls == was?.recalls)
            #expect(ticket.print == was?.print)
            #expect(ticket.attempts == was?.attempts)
        }
        #expect(after.windows.mapValues(\.ticket) == before.windows.mapValues(\.ticket))
        #expect(after.windows.mapValues(\.held) == before.windows.mapValues(\.held))
        #expect(after.windows.mapValues(\.state) == before.windows.mapValues(\.state))
        #expect(after.posts == before.posts)
        #expect(after.devices == before.devices)
        #expect(after.openPrints == before.openPrints)
        #expect(after.configuration == before.configuration)
    }

    @Test func `a carried ticket is finished and counted on the new day`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        try hall.call("w1")
        hall.pass(seconds: Self.secondsToMidnight)
        try hall.at("w1", .finish())
        #expect(hall.hall.businessDate == CivilDate(daysSince1970: 20_781))
        #expect(try hall.window("w1").servedCount == 1)
    }

    @Test func `an attempt that is open when its ticket's day ends is said to be unconfirmed`()
        throws
    {
        var hall = try TestHall()
        let ticket = try hall.take("tax", at: "door")
        try hall.ask(.startPrint(ticket.id, "p1"))
        hall.pass(seconds: Self.secondsToMidnight)
        let outcome = PrintOutcome(
            ticket: ticket.id, attempt: 1, result: .unconfirmed, reason: "day-ended")
        #expect(hall.tick().contains(.printOutcome(outcome)))
        #expect(hall.hall.openPrints.isEmpty)
    }

    @Test func `a hall started from the closed day is the hall that lived through it`() throws {
        var hall = try TestHall()
        for _ in 1...3 { try hall.take("tax", at: "door") }
        try hall.call("w1")
        try hall.at("w1", .transfer(.service("deed")))
        try hall.call("w2")
        try hall.at("w2", .hold())
        hall.pass(seconds: Self.secondsToMidnight)
        try hall.take("stamp")
        let again = hall.replayed()
        #expect(again.tickets == hall.hall.tickets)
        #expect(again.windows == hall.hall.windows)
        #expect(again.services == hall.hall.services)
        #expect(again.lastOrdinals == hall.hall.lastOrdinals)
        #expect(again.carriedNumbers == hall.hall.carriedNumbers)
        #expect(again.posts == hall.hall.posts)
    }

    @Test func `a clock set back across midnight keeps the day`() throws {
        var hall = try TestHall()
        hall.pass(seconds: Self.secondsToMidnight + 60)
        try hall.take("tax")
        hall.stepClock(seconds: -3600)
        #expect(hall.tick() == [])
        #expect(try hall.take("tax").number == "A002")
        #expect(hall.hall.businessDate == CivilDate(daysSince1970: 20_781))
        hall.pass(seconds: 3600)
        #expect(hall.tick() == [])
    }

    @Test func `a day without an input is closed by the next deadline`() throws {
        var hall = try TestHall()
        let deadline = try #require(hall.hall.nextDeadline(after: hall.moment))
        #expect(deadline == hall.moment.monotonic + Int64(Self.secondsToMidnight) * 1000)
        hall.stepClock(seconds: 86_400)
        hall.tick()
        hall.stepClock(seconds: -86_400)
        #expect(
            hall.hall.nextDeadline(after: hall.moment)
                == deadline + 86_400_000, "the open day is tomorrow's")
    }

    @Test func `days on which nobody came are skipped`() throws {
        var hall = try TestHall()
        hall.pass(seconds: 5 * 86_400)
        #expect(hall.tick().count == 2)
        #expect(hall.hall.businessDate == CivilDate(daysSince1970: 20_785))
    }

    @Test func `December ends in January`() throws {
        var hall = try TestHall()
        let newYear = try #require(CivilDate("2027-01-01"))
        hall.pass(seconds: (newYear.daysSince1970 - 20_780) * 86_400 - 9 * 3600 - 1)
        try hall.take("tax")
        #expect(hall.hall.businessDate == CivilDate("2026-12-31"))
        hall.pass(seconds: 1)
        #expect(try hall.take("tax").number == "A001")
        #expect(hall.hall.businessDate == newYear)
    }
}
