// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Machine
import Store
import TestSupport

@testable import Controller

/// A hall whose journal holds yesterday, from before it was started.
final class PastDay {
    let hall: TestHall
    let date: CivilDate
    private let before: CivilDate
    private var structure: HallStructure
    private var facts: [(minute: Int, fact: HallFact)] = []

    /// What happened: two classes, a no-show, a window that serves only tax, some nobody called,
    /// a number given twice.
    init() throws {
        hall = try TestHall(isStarted: false)
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let today = CivilDate(wall: now, utcOffset: 28_800)
        date = CivilDate(daysSince1970: today.daysSince1970 - 1)
        before = CivilDate(daysSince1970: date.daysSince1970 - 1)
        structure = try HallFile.read(hall.files.file("hall.yaml")).structure
        for index in structure.services.indices where structure.services[index].id == "tax" {
            structure.services[index].name = LocalizedText(zhHans: "地税")
        }
        issue(1, "A001", "general")
        issue(2, "A002", "general", .priority)
        issue(3, "T001", "tax")
        issue(4, "A003", "general")
        call(5, "A002", "W1", .priorityFirst, waited: 180)
        finish(9, "A002", "W1", seconds: 240)
        call(10, "A001", "W1", .oldestFirst, waited: 540)
        say(12, .ticketNoShow(TicketNoShow(ticket: "past-A001", window: "W1")))
        call(15, "T001", "W3", .oldestFirst, waited: 720)
        finish(19, "T001", "W3", seconds: 200)
        say(20, .windowPaused(WindowPaused(window: "W3", reason: "meal", minutes: 30)))
        say(21, .hallPaused(HallPaused(reason: "fire-drill")))
        say(22, .hallResumed(HallResumed()))
        call(25, "A003", "W2", .oldestFirst, waited: 1260)
        finish(29, "A003", "W2", seconds: 220)
        say(29, .windowResumed(WindowResumed(window: "W3")))
        issue(30, "A004", "general")
        issue(31, "T002", "tax")
        issue(32, "T002", "tax", id: "again-T002")
        try write()
    }

    /// Starts the controller; the hall ends that day and begins today's.
    func start() throws { try hall.start() }

    private func say(_ minute: Int, _ fact: HallFact) { facts.append((minute, fact)) }

    private func issue(
        _ minute: Int, _ number: String, _ service: ServiceID,
        _ priority: PriorityClass = .normal, id: TicketID? = nil
    ) {
        say(
            minute,
            .ticketIssued(
                TicketIssued(
                    ticket: id ?? TicketID("past-\(number)"), number: number,
                    prefix: String(number.prefix(1)), ordinal: Int(number.dropFirst()) ?? 0,
                    service: service, priority: priority, kiosk: "door", printer: nil)))
    }

    private func call(
        _ minute: Int, _ number: String, _ window: WindowID, _ rule: Why.Rule, waited: Int
    ) {
        say(
            minute,
            .ticketCalled(
                TicketCalled(
                    ticket: TicketID("past-\(number)"), window: window,
                    officer: OfficerID("officer\(window.text.dropFirst())"),
                    why: Why(rule: rule, waiting: 2, waitedSeconds: waited, passedOver: 0))))
    }

    private func finish(_ minute: Int, _ number: String, _ window: WindowID, seconds: Int) {
        say(
            minute,
            .ticketFinished(
                TicketFinished(
                    ticket: TicketID("past-\(number)"), window: window, startAssumed: true,
                    serviceSeconds: seconds)))
    }

    /// The day before did nothing but open the windows, which stayed open.
    private var eve: [HallFact] {
        let configuration = ConfigurationApplied(revision: 1, digest: "d", structure: structure)
        let held = structure.windows.map { ($0.id, OfficerID("officer\($0.number)")) }
        let carried = held.map { window, officer in
            DayClosed.CarriedWindow(
                window: window, officer: officer, paused: nil,
                since: before.start(utcOffset: 28_800))
        }
        return [
            .dayOpened(DayOpened(date: before, utcOffset: 28_800)),
            .configurationApplied(configuration),
        ] + held.map { .windowOpened(WindowOpened(window: $0, officer: $1)) } + [
            .dayClosed(
                DayClosed(
                    date: before, configuration: configuration, tickets: [], windows: carried,
                    devices: []))
        ]
    }

    private func write() throws {
        let journal = try Journal<HallFact>(in: DataDirectory(hall.data))
        let opened = HallFact.dayOpened(DayOpened(date: date, utcOffset: 28_800))
        let said =
            eve.map { (before, 0, $0) }
            + ([(0, opened)] + facts).map { minute, fact in (date, minute, fact) }
        var sequence: Int64 = 0
        try journal.commit(
            said.map { day, minute, fact in
                sequence += 1
                let nine = day.start(utcOffset: 28_800) + 9 * 3_600_000
                let moment = Moment(
                    wall: nine + Int64(minute) * 60_000, monotonic: sequence, utcOffset: 28_800)
                return Recorded(
                    envelope: Envelope(
                        epoch: journal.epoch, sequence: sequence, moment: moment, boot: "before",
                        date: day, actor: Actor(.officer, "officer1"),
                        cause: Cause(input: InputID("past-\(sequence)"))),
                    fact: fact)
            })
    }
}
