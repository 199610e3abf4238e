// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

struct HoursTests {
    /// Monday to Friday 09:00–12:00 and 13:00–17:00; lunch at window 1, Saturday mornings at
    /// window 1 by appointment; 24 November 2026, a Tuesday, is a holiday and Sunday the 29th a
    /// working day in exchange.
    static let hours: OpeningHours = {
        let day = [TimeBand(from: 540, to: 720), TimeBand(from: 780, to: 1020)]
        return OpeningHours(
            week: Array(repeating: day, count: 5) + [[], []],
            specialDays: [
                .init(
                    date: CivilDate(daysSince1970: 20_781),
                    name: LocalizedText(zhHans: "假日"), bands: []),
                .init(date: CivilDate(daysSince1970: 20_786), name: nil, bands: day),
            ],
            duties: [
                .init(
                    kind: .lunch, weekdays: [1, 2, 3, 4, 5],
                    band: TimeBand(from: 720, to: 780), windows: ["w1"]),
                .init(
                    kind: .extended, weekdays: [6], band: TimeBand(from: 540, to: 720),
                    windows: ["w1"], appointmentsOnly: true),
            ])
    }()

    static var structure: HallStructure {
        var structure = TestHall.structure
        structure.hours = hours
        return structure
    }

    private let monday = CivilDate(daysSince1970: 20_780)

    /// A hall on that Monday at a time of day, or so many days later.
    private func hall(
        at minute: Int, days: Int = 0, _ change: (inout HallStructure) -> Void = { _ in }
    ) throws -> TestHall {
        var structure = Self.structure
        change(&structure)
        var hall = try TestHall(structure: structure)
        hall.pass(seconds: days * 86_400 + (minute - 540) * 60)
        hall.tick()
        return hall
    }

    private func refusal(
        _ service: ServiceID, at minute: Int, days: Int = 0,
        _ change: (inout HallStructure) -> Void = { _ in }
    ) throws -> Refusal? {
        let hall = try hall(at: minute, days: days, change)
        return hall.hall.refusal(toTake: service, at: hall.moment)
    }

    @Test func `the week's days have their weekday's bands`() {
        let day = DayHours(monday, in: Self.hours)
        #expect(day.bands == [TimeBand(from: 540, to: 720), TimeBand(from: 780, to: 1020)])
        #expect(day.bands(of: "w1") == [TimeBand(from: 540, to: 1020)])
        #expect(day.bands(of: "w2") == day.bands)
        #expect(day.name == nil)
    }

    @Test func `a holiday has no bands and no duties and a name`() {
        let day = DayHours(monday.next, in: Self.hours)
        #expect(day.bands == [])
        #expect(day.duties == [])
        #expect(day.name?.zhHans == "假日")
    }

    @Test func `a day worked in exchange follows its own bands`() {
        let sunday = CivilDate(daysSince1970: 20_786)
        #expect(sunday.weekday == 7)
        #expect(DayHours(sunday, in: Self.hours).bands.count == 2)
    }

    @Test func `a service is open when any window that serves it is`() throws {
        let hall = try hall(at: 540).hall
        #expect(hall.hours(of: "tax", on: monday)?.open == [TimeBand(from: 540, to: 1020)])
        #expect(hall.hours(of: "deed", on: monday)?.open.count == 2)
        let saturday = CivilDate(daysSince1970: 20_785)
        let tax = try #require(hall.hours(of: "tax", on: saturday))
        #expect(tax.open == [TimeBand(from: 540, to: 720)])
        #expect(tax.openToAll == [])
        #expect(hall.hours(of: "deed", on: saturday)?.open == [])
    }

    @Test func `a window that only helps out opens no service`() throws {
        let hall = try hall(at: 540) {
            $0.windows[0].services = ["stamp"]
            $0.windows[0].helps = ["tax"]
        }
        #expect(hall.hall.hours(of: "tax", on: monday)?.open.count == 2)
    }

    @Test(
        arguments: [
            ("deed", 509, "08:30"), ("deed", 510, nil), ("deed", 719, nil), ("deed", 720, "12:30"),
            ("deed", 750, nil), ("deed", 1019, nil), ("deed", 1020, "11-25 08:30"),
            ("tax", 720, nil), ("tax", 1019, nil), ("tax", 1020, "11-25 08:30"),
        ] as [(String, Int, String?)])
    func `tickets are given from half an hour before a band until its end`(
        service: String, minute: Int, opens: String?
    ) throws {
        let refusal = try refusal(ServiceID(service), at: minute)
        #expect(refusal?.values["opens"] == opens)
        #expect(refusal?.kind == (opens == nil ? nil : .outsideHours))
        #expect(opens == nil || refusal?.values["service"] != nil)
    }

    @Test func `the last minutes of the last band give no tickets`() throws {
        let last: (inout HallStructure) -> Void = { $0.hours?.lastMinutes = 30 }
        #expect(try refusal("deed", at: 719, last) == nil, "not the last band")
        #expect(try refusal("deed", at: 989, last) == nil)
        #expect(try refusal("deed", at: 990, last)?.kind == .outsideHours)
    }

    @Test func `on a day for appointments others are told when to come`() throws {
        let refusal = try refusal("tax", at: 600, days: 5)
        #expect(refusal?.kind == .appointmentsOnly)
        #expect(refusal?.values["opens"] == "11-29 08:30")
        #expect(try self.refusal("deed", at: 600, days: 5)?.kind == .outsideHours)
    }

    @Test func `a hall without hours gives tickets at any hour`() throws {
        for minute in [0, 180, 720, 1439] {
            #expect(try refusal("deed", at: minute) { $0.hours = nil } == nil)
        }
    }

    @Test func `what is refused beforehand is refused at the tap`() throws {
        var hall = try hall(at: 1100)
        let take = Command.takeTicket(
            ticket: "t", service: "deed", priority: .normal, kiosk: nil)
        #expect(hall.refusal(take) == .outsideHours)
        hall.pass(seconds: (1440 - 1100 + 1440 + 540) * 60)
        #expect(try hall.take("deed").number == "B001")
    }

    @Test func `a hall that never opens says so with a dash`() throws {
        let refusal = try refusal("deed", at: 600) { $0.hours = OpeningHours(week: []) }
        #expect(refusal?.values["opens"] == "—")
    }

    @Test func `impossible hours are only hours nobody keeps`() throws {
        let bands = [
            TimeBand(from: .min, to: .max), TimeBand(from: 700, to: 100),
            TimeBand(from: .max, to: .min), TimeBand(from: -5, to: 10),
        ]
        for (early, last) in [(Int.max, Int.max), (.min, .min), (nil, nil)] as [(Int?, Int?)] {
            let hall = try hall(at: 600) {
                $0.hours = OpeningHours(
                    week: Array(repeating: bands, count: 9),
                    duties: bands.map {
                        .init(
                            kind: .lunch, weekdays: [.min, 0, 1, .max], band: $0,
                            windows: ["w1", "none"])
                    }, earlyMinutes: early, lastMinutes: last)
                $0.services[0].limits = bands.map { .init(band: $0, tickets: .min) }
                $0.services[0].perPerson = .min
                $0.numberBlock = .min
            }
            #expect(hall.hall.hours(of: "tax", on: monday)?.open == [TimeBand(from: 0, to: 1440)])
            #expect(hall.hall.refusal(toTake: "tax", at: hall.moment) != nil)
        }
    }

    @Test func `who may not be done by closing time is warned`() throws {
        var hall = try hall(at: 960)
        #expect(hall.hall.closingWarning(for: "tax", at: hall.moment) == nil)
        try hall.at("w1", .open("li"))
        #expect(hall.hall.closingWarning(for: "tax", at: hall.moment) == nil)
        for _ in 1...3 { try hall.take("tax") }
        // Three before and one in between: 35 minutes likely, 70 at most, then 10 of one's own.
        #expect(hall.hall.closingWarning(for: "tax", at: hall.moment) == 20)
        #expect(hall.hall.closingWarning(for: "deed", at: hall.moment) == nil)
    }

    @Test func `a service on its way out takes no tickets`() throws {
        let refusal = try refusal("tax", at: 600) { $0.services[0].accepting = false }
        #expect(refusal?.kind == .serviceClosing)
    }
}
