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

    @Test func `a day that ends in the middle of a call ends only the day`() throws {
        var hall = try TestHall()
        let ticket = try hall.take("tax")
        try hall.call("w1")
        hall.pass(seconds: Self.secondsToMidnight - 5)
        try hall.at("w1", .recall)
        hall.pass(seconds: 10)
        try hall.at("w1", .start)
        hall.pass(seconds: 60)
        try hall.at("w1", .finish())
        guard case .ticketFinished(let finished) = try #require(hall.facts.last) else {
            Issue.record("the ticket was not finished")
            return
        }
        #expect(finished.ticket == ticket.id)
        #expect(finished.serviceSeconds == 60)
        #expect(hall.hall.businessDate == CivilDate(daysSince1970: 20_781))
        #expect(hall.replayed().services == hall.hall.services)
    }

    @Test(arguments: [-12, -8, -1, 1, 6])
    func `in a zone changed during the day the date never goes back and no number comes twice`(
        hours: Int
    ) throws {
        var hall = try TestHall()
        var numbers: Set<String> = []
        var dates: [CivilDate] = []
        for step in 0..<48 {
            if step == 10 { hall.moment.utcOffset += hours * 3600 }
            let ticket = try hall.take("tax")
            let date = try #require(hall.hall.businessDate)
            #expect(dates.last.map { $0 <= date } ?? true)
            #expect(numbers.insert("\(date) \(ticket.number)").inserted)
            dates.append(date)
            let deadline = try #require(hall.hall.nextDeadline(after: hall.moment))
            #expect(deadline > hall.moment.monotonic)
            hall.pass(seconds: 3600)
        }
        #expect(Set(dates).count >= 2)
        let opened = hall.facts.compactMap {
            if case .dayOpened(let fact) = $0 { fact.utcOffset } else { nil }
        }
        #expect(Set(opened).count == 2)
        #expect(hall.replayed().utcOffset == hall.hall.utcOffset)
    }

    @Test func `a clock set back over midnight keeps the hours it shows and the numbers it gave`()
        throws
    {
        // Tuesday is a holiday on which nobody would get a ticket; Monday is not.
        var hall = try TestHall(structure: HoursTests.structure)
        try hall.take("tax")
        hall.stepClock(seconds: 86_400)
        hall.tick()
        #expect(hall.hall.refusal(toTake: "tax", at: hall.moment)?.kind == .outsideHours)
        hall.stepClock(seconds: -86_400)
        #expect(try hall.take("tax").number == "A001")
        #expect(hall.hall.businessDate == CivilDate(daysSince1970: 20_781))
        let midnight = try #require(hall.hall.nextDeadline(after: hall.moment))
        #expect(midnight == hall.moment.monotonic + (15 + 24) * 3_600_000)
    }

    @Test func `a machine that was off over the weekend closes Friday and opens Monday`() throws {
        var hall = try TestHall(structure: HoursTests.structure)
        hall.pass(seconds: 4 * 86_400)
        let left = try hall.take("tax")
        hall.restart(boot: "b2", monotonic: 3, off: 3 * 86_400)
        let days = hall.facts.compactMap { fact -> String? in
            switch fact {
            case .dayClosed(let fact): "closed \(fact.date)"
            case .dayOpened(let fact): "opened \(fact.date)"
            default: nil
            }
        }
        #expect(days.suffix(2) == ["closed 2026-11-27", "opened 2026-11-30"])
        #expect(hall.hall.tickets[left.id] == nil)
        #expect(try hall.take("tax").number == "A001")
    }

    @Test func `a leap year's last day of February is a day`() throws {
        var hall = try TestHall()
        let day = try #require(CivilDate("2028-02-29"))
        hall.pass(seconds: (day.daysSince1970 - 20_780) * 86_400)
        try hall.take("tax")
        #expect(hall.hall.businessDate == day)
        hall.pass(seconds: 86_400)
        hall.tick()
        #expect(hall.hall.businessDate == CivilDate("2028-03-01"))
    }

    @Test func `midnight between a recall and the next gives nobody less time to come`() throws {
        var hall = try TestHall()
        hall.pass(seconds: Self.secondsToMidnight - 60)
        try hall.take("tax")
        try hall.call("w1")
        hall.pass(seconds: 25)
        try hall.at("w1", .recall)
        try hall.ask(.pauseHall(reason: "drill"))
        hall.pass(seconds: 40)
        try hall.ask(.resumeHall)
        hall.tick()
        hall.pass(seconds: 19)
        #expect(hall.refusal(.atWindow("w1", .recall)) == .recallTooSoon)
        hall.pass(seconds: 1)
        try hall.at("w1", .recall)
    }
}
