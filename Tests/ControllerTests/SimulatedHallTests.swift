// SPDX-License-Identifier: Apache-2.0

import Controller
import Engine
import Facts
import Foundation
import Hall
import Store
import TestSupport
import Testing

struct SimulatedHallTests {
    private static let monday = CivilDate(daysSince1970: 20_094)

    /// Twelve windows, with reasons, outcomes, overnight queues and a hall that proposes tides.
    private static var structure: HallStructure {
        var structure = HallStructure.simulated(windows: 12)
        structure.outcomes = ["done", "papers-missing"].map(code)
        structure.pauseReasons = ["break", "fire-drill"].map(code)
        structure.tidal = [
            TidalRule(
                id: "busy", service: "service-a", waiting: 3, waitMinutes: nil,
                windows: ["W006", "W002"])
        ]
        return structure
    }

    private static func code(_ id: String) -> NamedCode {
        NamedCode(id: id, name: LocalizedText(zhHans: id))
    }

    private static func recipe(seed: UInt64, tickets: Int? = nil) -> SimulatedHall.Recipe {
        SimulatedHall.Recipe(
            seed: seed, structure: structure, from: monday, ticketsPerDay: tickets)
    }

    private func facts(seed: UInt64, days: Int) throws -> [Recorded<HallFact>] {
        var facts: [Recorded<HallFact>] = []
        var hall = SimulatedHall(Self.recipe(seed: seed)) { facts += $0 }
        for _ in 0..<days { #expect(try hall.nextDay() != nil) }
        return facts
    }

    @Test func `one seed makes the same facts each time, another makes others`() throws {
        let once = try facts(seed: 7, days: 2)
        #expect(try facts(seed: 7, days: 2) == once)
        #expect(try facts(seed: 8, days: 2) != once)
    }

    @Test func `what was simulated can be lived through again from its facts`() throws {
        let facts = try facts(seed: 3, days: 3)
        var engine = Engine(state: Hall(), epoch: "simulated", boot: "again")
        for record in facts { engine.replay(record) }
        #expect(engine.sequence == Int64(facts.count))
        #expect(engine.state.windows.values.allSatisfy { $0.state == .closed })
        #expect(engine.state.tickets.values.count { $0.state == .done } > 100)
    }

    @Test func `a number goes out once a day, and nobody is called who has none`() throws {
        var numbers: Set<String> = []
        var issued: Set<TicketID> = []
        var inHand: [WindowID: TicketID] = [:]
        for record in try facts(seed: 11, days: 4) {
            switch record.fact {
            case .dayOpened: numbers = []
            case .ticketIssued(let fact):
                #expect(numbers.insert(fact.number).inserted)
                #expect(issued.insert(fact.ticket).inserted)
            case .ticketCalled(let fact):
                #expect(issued.contains(fact.ticket))
                #expect(inHand.updateValue(fact.ticket, forKey: fact.window) == nil)
            case .ticketFinished(let fact): inHand[fact.window] = nil
            case .ticketNoShow(let fact): inHand[fact.window] = nil
            case .ticketHeld(let fact): inHand[fact.window] = nil
            case .ticketReturned(let fact): inHand[fact.window] = nil
            case .ticketTransferred(let fact):
                if let window = fact.window { inHand[window] = nil }
            default: break
            }
        }
        #expect(issued.count > 500)
        #expect(inHand.isEmpty)
    }

    @Test func `in a few weeks everything happens that happens in a hall`() throws {
        let expected: Set<String> = [
            TicketIssued.name, TicketCalled.name, TicketRecalled.name, ServiceStarted.name,
            TicketFinished.name, TicketNoShow.name, TicketReactivated.name, TicketGivenUp.name,
            TicketHeld.name, TicketTransferred.name, TicketReturned.name, TicketDeferred.name,
            TicketCheckedIn.name, AppointmentBooked.name, AppointmentCancelled.name,
            WindowOpened.name, WindowClosed.name, WindowPaused.name, WindowResumed.name,
            WindowTakenOver.name, HallPaused.name, HallResumed.name, ClosingChosen.name,
            PrintStarted.name, PrintOutcome.name, DeviceChanged.name, TidalProposed.name,
            TidalOpened.name, TidalClosed.name, DayOpened.name, DayClosed.name,
        ]
        var missing = expected
        for seed in 1...10 as ClosedRange<UInt64> where !missing.isEmpty {
            for record in try facts(seed: seed, days: 20) {
                missing.remove(type(of: record.fact.payload).name)
            }
        }
        #expect(missing.sorted() == [])
    }

    @Test func `figures are those of the facts`() throws {
        var facts: [Recorded<HallFact>] = []
        var hall = SimulatedHall(Self.recipe(seed: 2, tickets: 150)) { facts += $0 }
        let day = try #require(try hall.nextDay())
        let names = facts.map { type(of: $0.fact.payload).name }
        #expect(day.facts == facts.count)
        #expect(day.tickets == names.count { $0 == TicketIssued.name })
        #expect(day.served == names.count { $0 == TicketFinished.name })
        #expect((120...200).contains(day.tickets))
        #expect(day.waits.count > 100)
        #expect(day.waits.longest >= day.waits.percentile(90))
        #expect(day.waits.percentile(90) >= day.waits.percentile(50))
        #expect(0 < day.busy && day.busy < day.open)
    }

    @Test func `days on which the hall is shut are left out`() throws {
        var recipe = Self.recipe(seed: 1, tickets: 20)
        recipe.structure.hours?.specialDays = [
            OpeningHours.SpecialDay(
                date: CivilDate(daysSince1970: Self.monday.daysSince1970 + 1), name: nil, bands: [])
        ]
        var hall = SimulatedHall(recipe)
        let dates = try (0..<5).compactMap { _ in try hall.nextDay()?.date.daysSince1970 }
        #expect(dates.map { $0 - Self.monday.daysSince1970 } == [0, 2, 3, 4, 7])
        recipe.structure.hours?.week = Array(repeating: [], count: 7)
        var shut = SimulatedHall(recipe)
        #expect(try shut.nextDay() == nil)
    }

    @Test func `a hall without windows or services makes days too`() throws {
        for structure in [HallStructure.empty, .simulated(windows: 0)] {
            var hall = SimulatedHall(
                SimulatedHall.Recipe(seed: 1, structure: structure, from: Self.monday))
            #expect(try hall.nextDay() != nil)
        }
    }

    @Test func `days are kept in a new journal, never in one with facts or in the future`() throws {
        let directory = try TemporaryDirectory()
        let today = CivilDate(daysSince1970: Self.monday.daysSince1970 + 2)
        var run = SimulatedRun()
        try run.run(
            Self.recipe(seed: 4), days: 2, journal: directory.file("data"), today: today)
        let journal = try Journal<HallFact>(in: DataDirectory(directory.file("data")))
        #expect(journal.sequence == Int64(run.total?.facts ?? 0))
        #expect(journal.sequence > 1000)
        var last = Engine(state: Hall(), epoch: journal.epoch, boot: "again")
        let opened = try journal.load()
        try journal.replay(opened) { last.replay($0) }
        #expect(last.state.businessDate?.daysSince1970 == Self.monday.daysSince1970 + 1)

        #expect(throws: SimulatedRun.Problem.self) {
            try run.run(
                Self.recipe(seed: 4), days: 1, journal: directory.file("data"), today: today)
        }
        #expect(throws: SimulatedRun.Problem.future(last: today)) {
            try run.run(
                Self.recipe(seed: 4), days: 3, journal: directory.file("other"), today: today)
        }
        #expect(!FileManager.default.fileExists(atPath: directory.file("other")))
    }
}
