// SPDX-License-Identifier: Apache-2.0

import Facts
import Simulators

/// The hall the days of one seed happen in: configurations it changes between, no two of them alike.
struct DayHall {
    static let officers: [OfficerID] = ["o1", "o2", "o3", "o4", "o5", "o6"]
    static let outcomes = ["done", "told"]
    static let reasons = ["meal", "drill"]

    private(set) var structures: [HallStructure] = []
    /// The day it all begins, half past eight in Beijing.
    let firstDay: CivilDate

    private var random: SeededRandom
    /// Papers of a day must be told apart over restores, so a hall never changes it.
    private let numberBlock: Int

    init(seed: UInt64) {
        random = SeededRandom(seed: seed &+ 2 << 32)
        // A Monday, the end of a year, and the days before a leap day.
        let days = [20_780, 20_780, 20_817, 21_242]
        firstDay = CivilDate(daysSince1970: random.pick(days) ?? 20_780)
        numberBlock = random.pick([12, 40, 5000]) ?? 5000
        structures = (0..<6).map { _ in structure() }
    }

    private mutating func structure() -> HallStructure {
        let withoutC = random.one(in: 4)
        let withE = random.one(in: 4)
        var structure = HallStructure(
            name: LocalizedText(zhHans: "政务服务中心"),
            services: services(withoutC: withoutC, withE: withE),
            windows: windows(withoutC: withoutC, withE: withE),
            kiosks: [
                .init(
                    id: "k1", name: LocalizedText(zhHans: "大门"), printer: "p1", others: ["p2"]),
                .init(id: "k2", name: LocalizedText(zhHans: "导办台")),
            ])
        structure.numberBlock = numberBlock
        structure.calling = random.one(in: 6) ? nil : calling()
        structure.hours = random.one(in: 2) ? nil : hours()
        structure.rules = random.one(in: 4) ? nil : rules()
        if random.one(in: 2) { structure.outcomes = Self.outcomes.map(Self.code) }
        if random.one(in: 2) { structure.pauseReasons = Self.reasons.map(Self.code) }
        if random.one(in: 2) {
            structure.appointments = AppointmentRules(
                earlyMinutes: random.pick([0, 10]), lateMinutes: random.pick([0, 15, 60]),
                slotMinutes: random.pick([10, 30]), perSlot: random.pick([1, 2]))
        }
        structure.tidal = random.one(in: 4) ? nil : tides(withoutC: withoutC)
        return structure
    }

    private static func code(_ id: String) -> NamedCode {
        NamedCode(id: id, name: LocalizedText(zhHans: id))
    }

    private mutating func services(
        withoutC: Bool, withE: Bool
    ) -> [HallStructure.Service] {
        // Two services draw from one count, for they share a prefix.
        var all = [("a", "A"), ("b", "B"), ("d", "A"), ("g", "G"), ("n", "N")]
        if !withoutC { all.append(("c", "C")) }
        if withE { all.append(("e", "E")) }
        return all.map { id, prefix in
            var service = HallStructure.Service(
                id: ServiceID(id), name: LocalizedText(zhHans: id), prefix: prefix,
                typicalSeconds: random.pick([300, 300, nil] as [Int?]) ?? nil)
            if random.one(in: 12) { service.accepting = false }
            if id == "g" { service.perPerson = random.number(1...2) }
            if id == "n" { service.overnight = true }
            if random.one(in: 5) {
                service.limits = [
                    .init(band: TimeBand(from: 540, to: 720), tickets: random.number(1...6)),
                    .init(band: TimeBand(from: 700, to: 1440), tickets: random.number(2...9)),
                ]
            }
            return service
        }
    }

    private mutating func windows(withoutC: Bool, withE: Bool) -> [HallStructure.Window] {
        let c: [ServiceID] = withoutC ? [] : ["c"]
        let e: [ServiceID] = withE ? ["e"] : []
        let helps: [ServiceID]? = random.one(in: 2) ? ["b", "n"] : nil
        let prefers: [ServiceID]? = random.one(in: 2) ? ["a"] : nil
        let policy: String? = random.one(in: 3) ? "oldest" : nil
        let chosen: Bool? = random.one(in: 3) ? false : nil
        var windows: [HallStructure.Window] = [
            .init(id: "w1", number: "1", services: ["a", "g"], helps: helps),
            .init(id: "w2", number: "2", services: ["a", "b", "n"], chosenCalls: chosen),
            .init(id: "w3", number: "3", services: ["b"] + c, policy: policy),
            .init(id: "w4", number: "4", services: ["d", "a", "g"] + c, prefers: prefers),
            .init(
                id: "w5", number: "5", services: ["d", "n"] + e, helps: helps.map { _ in ["a"] }),
        ]
        if random.one(in: 4) { windows.removeLast() }
        return windows
    }

    private mutating func calling() -> CallingStructure {
        let kinds: [(String, CallingRules)] = [
            ("oldest", CallingRules(classes: .oldest)),
            ("priority", CallingRules(classes: .priority, agingMinutes: 20)),
            ("ratio", CallingRules(classes: .ratio, normalTurns: 2, priorityTurns: 1)),
            (
                "aging",
                CallingRules(
                    classes: .ratio, normalTurns: random.number(1...3),
                    priorityTurns: random.number(1...3), agingMinutes: 15,
                    appointmentsFirst: false)
            ),
            (
                "head-start",
                CallingRules(
                    classes: .oldest, agingMinutes: random.pick([30, nil] as [Int?]) ?? nil,
                    priorityHeadStartSeconds: 600, ownFirst: false)
            ),
        ]
        let kept = random.one(in: 3) ? Array(kinds.dropLast(2)) : kinds
        let policies = kept.map { id, rules in
            CallingStructure.Policy(id: id, name: LocalizedText(zhHans: id), rules: rules)
        }
        return CallingStructure(policies: policies, standard: random.pick(kept)?.0 ?? "oldest")
    }

    private mutating func hours() -> OpeningHours {
        let work = [TimeBand(from: 540, to: 720), TimeBand(from: 810, to: 1020)]
        let holiday = CivilDate(daysSince1970: firstDay.daysSince1970 + random.number(1...9))
        let extended = OpeningHours.Duty(
            kind: .extended, weekdays: [1, 2, 3, 4, 5, 6], band: TimeBand(from: 1020, to: 1140),
            windows: ["w4"], appointmentsOnly: random.one(in: 2))
        let lunch = OpeningHours.Duty(
            kind: .lunch, weekdays: [1, 2, 3, 4, 5], band: TimeBand(from: 720, to: 810),
            windows: ["w2", "w3"], appointmentsOnly: random.one(in: 4) ? true : nil)
        return OpeningHours(
            week: Array(repeating: work, count: 5) + [[], []],
            specialDays: [
                .init(date: holiday, name: LocalizedText(zhHans: "假日"), bands: []),
                .init(
                    date: holiday.next, name: nil, bands: [TimeBand(from: 500, to: 1000)]),
            ],
            duties: [lunch, extended], earlyMinutes: random.pick([10, nil] as [Int?]) ?? nil,
            lastMinutes: random.pick([20, nil] as [Int?]) ?? nil)
    }

    private mutating func rules() -> TicketRules {
        TicketRules(
            recalls: random.number(0...3), recallPauseSeconds: random.pick([0, 20, 90, 600]),
            noShowAfterSeconds: random.pick([0, 0, 30, 120, 600]),
            noShowAfterRecalls: random.number(0...2), reactivations: random.number(0...2),
            reactivationMinutes: random.pick([2, 10, 30]),
            reactivatedAfter: random.number(1...3),
            chosenCalls: random.one(in: 4) ? false : nil, rating: rating())
    }

    private mutating func rating() -> RatingRules? {
        let asking: [RatingRules.Asking?] = [.atFinish, .atFinish, .byKey, .never, nil]
        guard !random.one(in: 6) else { return nil }
        return RatingRules(
            ask: random.pick(asking) ?? nil, seconds: random.pick([5, 20, 300, nil]) ?? nil)
    }

    private mutating func tides(withoutC: Bool) -> [TidalRule] {
        [
            TidalRule(
                id: "many", service: "b", waiting: random.number(1...3), waitMinutes: nil,
                windows: ["w1", "w4"]),
            TidalRule(
                id: "long", service: withoutC ? "d" : "c", waiting: nil, waitMinutes: 8,
                windows: ["w2"]),
        ]
    }
}
