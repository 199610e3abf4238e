// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall
import Testing

@testable import Controller

/// The example of a real hall, as its rules take it.
struct DistrictHallTests {
    private static let path = TestHall.pages + "/../examples/district-hall.yaml"

    /// The hall on a date at a time.
    private func hall(_ date: String, _ time: String) throws -> (hall: Hall, moment: Moment) {
        let configuration = try HallFile.read(Self.path)
        let day = try #require(CivilDate(date))
        let minute = try #require(TextForm<Int>.time.read(time))
        let moment = Moment(
            wall: day.start(utcOffset: 28_800) + Int64(minute) * 60_000, monotonic: 1000,
            utcOffset: 28_800)
        var engine = Engine(state: Hall(), epoch: "e1", boot: "b1")
        let answers = engine.turn([
            Input(
                id: "i1", actor: .controller, moment: moment, command: .applying(configuration))
        ]).answers
        guard case .done? = answers.first else { throw Refusal(.stillInUse) }
        return (engine.state, moment)
    }

    @Test(
        arguments: [
            ("2026-11-23", "10:00", "general", nil), ("2026-11-23", "08:29", "general", "outside"),
            ("2026-11-23", "08:30", "general", nil), ("2026-11-23", "12:10", "general", nil),
            ("2026-11-23", "12:10", "business", "outside"),
            ("2026-11-23", "16:49", "business", nil),
            ("2026-11-23", "16:50", "business", "outside"),
            ("2026-11-28", "10:00", "general", "appointments"),
            ("2026-11-28", "10:00", "business", "outside"),
            ("2026-10-05", "10:00", "general", "outside"), ("2026-10-10", "10:00", "general", nil),
            ("2027-02-06", "10:00", "general", "outside"),
        ] as [(String, String, ServiceID, String?)])
    func `it gives numbers when a clerk would say it does`(
        _ date: String, _ time: String, _ service: ServiceID, _ refused: String?
    ) throws {
        let (hall, moment) = try hall(date, time)
        let kinds = ["outside": Refusal.Kind.outsideHours, "appointments": .appointmentsOnly]
        #expect(hall.refusal(toTake: service, at: moment)?.kind == refused.flatMap { kinds[$0] })
    }

    @Test func `numbers that are sought after are limited, and given to persons`() throws {
        let (hall, moment) = try hall("2026-11-23", "10:00")
        #expect(hall.left(of: "property", at: moment)?.limit == 30)
        #expect(hall.left(of: "general", at: moment)?.limit == 200)
        let taken = hall.decide(
            .takeTicket(ticket: "t", service: "property", priority: .normal, kiosk: "K1"),
            by: .controller, at: moment, given: Conditions())
        #expect(throws: Refusal.self) { try taken.get() }
    }
}
