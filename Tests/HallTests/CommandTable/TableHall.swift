// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

/// The hall the table is made in: one of everything a command can run into.
enum TableHall {
    static let structure: HallStructure = {
        var hall = TestHall.structure
        hall.services += [
            .init(
                id: "old", name: LocalizedText(zhHans: "旧业务"), prefix: "D", accepting: false),
            .init(id: "card", name: LocalizedText(zhHans: "身份证"), prefix: "E", perPerson: 1),
            .init(
                id: "few", name: LocalizedText(zhHans: "限号"), prefix: "F",
                limits: [.init(band: TimeBand(from: 0, to: 1440), tickets: 0)]),
            .init(id: "full", name: LocalizedText(zhHans: "取完"), prefix: "G"),
        ]
        hall.numberBlock = 10
        hall.windows[1].chosenCalls = false
        hall.rules = TicketRules(noShowAfterSeconds: 10)
        hall.outcomes = [NamedCode(id: "done", name: LocalizedText(zhHans: "办结"))]
        hall.pauseReasons = [NamedCode(id: "meal", name: LocalizedText(zhHans: "用餐"))]
        hall.appointments = AppointmentRules(perSlot: 1)
        hall.tidal = [
            TidalRule(id: "rush", service: "deed", waiting: 1, waitMinutes: nil, windows: ["w1"])
        ]
        hall.calling = CallingStructure(
            policies: ["plain", "fair"].map {
                .init(id: $0, name: LocalizedText(zhHans: $0), rules: .usual)
            }, standard: "plain")
        let day = [TimeBand(from: 9 * 60, to: 17 * 60)]
        hall.hours = OpeningHours(
            week: Array(repeating: day, count: 7),
            duties: [
                OpeningHours.Duty(
                    kind: .extended, weekdays: Array(1...7),
                    band: TimeBand(from: 18 * 60, to: 20 * 60), windows: ["w1"],
                    appointmentsOnly: true)
            ])
        return hall
    }()

    /// Without window 1 and its service.
    static let smaller: HallStructure = {
        var hall = structure
        hall.services.removeFirst()
        hall.windows.removeFirst()
        hall.windows[0].services = ["deed"]
        hall.tidal = nil
        return hall
    }()

    /// Windows 1 and 2 are open by `li` and `wang`; `a1` has an appointment at ten.
    static func hall() throws -> TestHall {
        var hall = try TestHall(structure: structure)
        try hall.at("w1", .open("li"))
        try hall.at("w2", .open("wang"))
        try hall.ask(.book(booking("a1", hour: 10)))
        try hall.ask(
            .takeTicket(
                ticket: "card", service: "card", priority: .normal, kiosk: nil,
                details: TicketDetails(person: "somebody")))
        for ordinal in 1...10 {
            let id = TicketID("full-\(ordinal)")
            try hall.ask(
                .takeTicket(ticket: id, service: "full", priority: .normal, kiosk: nil))
        }
        return hall
    }

    /// For the day the table is made on.
    static func booking(
        _ id: AppointmentID, hour: Int64, minute: Int64 = 0
    ) -> AppointmentBooked {
        let midnight = CivilDate(daysSince1970: 20_780).start(utcOffset: 28_800)
        return AppointmentBooked(
            appointment: id, service: "deed", at: midnight + (hour * 60 + minute) * 60_000,
            priority: .normal)
    }

    static let erased = TextErased(rule: "retention", texts: ["n1"], reason: nil)
}
