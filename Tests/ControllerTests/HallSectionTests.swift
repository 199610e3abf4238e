// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import TestSupport
import Testing

@testable import Controller

struct HallSectionTests {
    /// Every section with every key.
    static let sound = """
        hall: {name: Test, zone: Asia/Shanghai, numberBlock: 2000}
        services:
          - id: general
            name: General
            prefix: A
            overnight: true
            perPerson: 2
            limits:
              - {from: "09:00", to: "12:00", tickets: 200}
              - {from: "13:00", to: "17:00", tickets: 150}
          - {id: tax, name: Tax, prefix: T, accepting: false}
        calling:
          standard: usual
          policies:
            - {id: usual, name: Usual, classes: priority}
            - {id: turns, name: Turns, classes: ratio, normal: 2, priority: 1, agingMinutes: 40}
            - {id: start, name: Start, classes: oldest, headStartSeconds: 600, ownFirst: false}
            - {id: walk, name: Walk, classes: oldest, appointmentsFirst: false}
        windows:
          - {id: W1, number: 1, services: [general], helps: [tax], policy: turns}
          - {id: W2, number: 2, services: [tax, general], prefers: [tax], chosenCalls: false}
          - {id: W3, number: 3, services: [tax]}
        hours:
          mon-fri: ["13:00-17:00", "09:00-12:00"]
          sat: ["09:00-12:00"]
          holidays:
            - {date: 2026-10-01, until: 2026-10-07, name: {zh-Hans: 国庆节, en: National Day}}
            - {date: 2027-01-01}
          workdays:
            - {date: 2026-10-10, name: Exchange, bands: ["09:00-12:00"]}
          duties:
            - {kind: lunch, days: mon-fri, band: "12:00-13:00", windows: [W1]}
            - {kind: extended, days: sat, band: "09:00-12:00", windows: [W2], appointmentsOnly: true}
          earlyMinutes: 20
          lastMinutes: 10
        rules:
          recalls: 3
          recallPauseSeconds: 15
          noShowAfterSeconds: 30
          noShowAfterRecalls: 2
          reactivations: 0
          reactivationMinutes: 45
          reactivatedAfter: 3
          chosenCalls: true
          rating: {ask: byKey, seconds: 30}
        outcomes: [{id: done, name: Done}, {id: papers, name: Papers missing}]
        pauseReasons: [{id: drill, name: Fire drill}]
        appointments: {earlyMinutes: 5, lateMinutes: 10, slotMinutes: 20, perSlot: 4}
        tidal:
          - {id: rush, service: general, waiting: 20, waitMinutes: 30, windows: [W3]}
        retention: {name: 2, note: 90, trace: 3}
        backups: {directory: /var/backups/hall, everyMinutes: 30, keep: 10}
        retired:
          - {service: pensions, transfer: general}
          - {service: stamps, void: true}
          - {window: W9}
        """

    typealias Wrong = WrongFile

    static let wrongs: [Wrong] = [
        Wrong("numberBlock: 2000", "numberBlock: 2", .badValue, "hall.numberBlock"),
        Wrong("overnight: true", "overnight: 3", .wrongType, "services[0].overnight"),
        Wrong("perPerson: 2", "perPerson: 0", .badValue, "services[0].perPerson"),
        Wrong("\"12:00\", tickets", "\"08:00\", tickets", .badValue, "services[0].limits[0].to"),
        Wrong("from: \"13:00\"", "from: \"11:00\"", .overlap, "services[0].limits[1]"),
        Wrong("from: \"13:00\"", "from: \"1pm\"", .badValue, "services[0].limits[1].from"),
        Wrong(
            "tickets: 200", "tickets: 200, ticket: 2", .unknownKey, "services[0].limits[0].ticket"),
        Wrong("standard: usual", "standard: casual", .dangling, "calling.standard"),
        Wrong("id: walk", "id: start", .duplicate, "calling.policies[3].id"),
        Wrong("classes: ratio", "classes: random", .badValue, "calling.policies[1].classes"),
        Wrong("normal: 2, ", "", .missingKey, "calling.policies[1].normal"),
        Wrong(
            "classes: oldest, head", "classes: oldest, normal: 2, head", .badValue,
            "calling.policies[2].normal"),
        Wrong("normal: 2", "normal: 0", .badValue, "calling.policies[1].normal"),
        Wrong("policy: turns", "policy: turn", .dangling, "windows[0].policy"),
        Wrong("helps: [tax]", "helps: [general]", .servesAnyway, "windows[0].helps"),
        Wrong("helps: [tax]", "helps: [taxes]", .dangling, "windows[0].helps[0]"),
        Wrong("[tax, general], prefers", "[general], prefers", .dangling, "windows[1].prefers[0]"),
        Wrong("chosenCalls: false", "chosenCalls: no way", .wrongType, "windows[1].chosenCalls"),
        Wrong(
            "  mon-fri: [\"13:00-17:00\", \"09:00-12:00\"]\n  sat: [\"09:00-12:00\"]\n", "",
            .missingKey, "hours.mon-fri"),
        Wrong("mon-fri: [", "fri-mon: [", .unknownKey, "hours.fri-mon"),
        Wrong("  sat: [", "  wed: [", .duplicate, "hours.wed"),
        Wrong("\"13:00-17:00\", ", "\"17:00-13:00\", ", .badValue, "hours.mon-fri[0]"),
        Wrong("\"13:00-17:00\", ", "\"11:00-17:00\", ", .overlap, "hours.mon-fri[1]"),
        Wrong("\"13:00-17:00\", ", "\"13:00-25:00\", ", .badValue, "hours.mon-fri[0]"),
        Wrong("date: 2027-01-01", "date: 2027-02-29", .badValue, "hours.holidays[1].date"),
        Wrong("date: 2027-01-01", "date: 2026-10-03", .duplicate, "hours.holidays[1].date"),
        Wrong("until: 2026-10-07", "until: 2026-09-07", .badValue, "hours.holidays[0].until"),
        Wrong("date: 2026-10-10", "date: 2026-10-02", .duplicate, "hours.workdays[0].date"),
        Wrong(", bands: [\"09:00-12:00\"]", "", .missingKey, "hours.workdays[0].bands"),
        Wrong("kind: lunch", "kind: dinner", .badValue, "hours.duties[0].kind"),
        Wrong("windows: [W1]", "windows: [W7]", .dangling, "hours.duties[0].windows[0]"),
        Wrong("earlyMinutes: 20", "earlyMinutes: -1", .badValue, "hours.earlyMinutes"),
        Wrong("recalls: 3", "recalls: 1", .badValue, "rules.noShowAfterRecalls", below: 3),
        Wrong("ask: byKey", "ask: always", .badValue, "rules.rating.ask"),
        Wrong("seconds: 30", "seconds: 2", .badValue, "rules.rating.seconds"),
        Wrong("recallPauseSeconds: 15", "recallPause: 15", .unknownKey, "rules.recallPause"),
        Wrong("id: papers", "id: done", .duplicate, "outcomes[1].id"),
        Wrong("{id: drill, ", "{", .missingKey, "pauseReasons[0].id"),
        Wrong("slotMinutes: 20", "slotMinutes: 0", .badValue, "appointments.slotMinutes"),
        Wrong("service: general, waiting", "service: rush, waiting", .dangling, "tidal[0].service"),
        Wrong("waiting: 20, waitMinutes: 30, ", "", .missingKey, "tidal[0].waiting"),
        Wrong("windows: [W3]", "windows: [W1]", .servesAnyway, "tidal[0].windows"),
        Wrong("numberBlock: 2000", "numberBlock: \"2000\"", .quoted, "hall.numberBlock"),
        Wrong("overnight: true", "overnight: 'true'", .quoted, "services[0].overnight"),
        Wrong("note: 90", "notes: 90", .unknownKey, "retention.notes"),
        Wrong("directory: /var/backups/hall, ", "", .missingKey, "backups.directory"),
        Wrong("keep: 10", "keep: 0", .badValue, "backups.keep"),
        Wrong("service: pensions", "service: tax", .stillDefined, "retired[0].service"),
        Wrong("transfer: general", "transfer: nobody", .dangling, "retired[0].transfer"),
        Wrong(
            "{service: stamps, void: true}", "{service: stamps}", .missingKey, "retired[1].transfer"
        ),
        Wrong("void: true", "void: true, transfer: tax", .badValue, "retired[1].void"),
        Wrong("{window: W9}", "{window: W2}", .stillDefined, "retired[2].window"),
        Wrong("{window: W9}", "{window: W9, void: true}", .unknownKey, "retired[2].void"),
        Wrong("service: stamps", "service: pensions", .duplicate, "retired[1].service"),
    ]

    @Test func `every section says what it says`() throws {
        let configuration = try HallFile.parse(Self.sound, named: "hall.yaml")
        let structure = configuration.structure
        #expect(structure.numberBlock == 2000)
        let general = try #require(structure.services.first)
        #expect(general.overnight == true && general.perPerson == 2)
        #expect(general.limits?.map(\.tickets) == [200, 150])
        #expect(structure.services.last?.accepting == false)
        #expect(structure.calling?.standard == "usual")
        #expect(
            structure.calling?.policies[1].rules
                == CallingRules(
                    classes: .ratio, normalTurns: 2, priorityTurns: 1, agingMinutes: 40))
        #expect(structure.calling?.policies[2].rules.priorityHeadStartSeconds == 600)
        #expect(structure.windows[0].helps == ["tax"] && structure.windows[0].policy == "turns")
        #expect(structure.windows[1].prefers == ["tax"])
        #expect(structure.windows[1].chosenCalls == false)
        #expect(structure.tidal?.first?.windows == ["W3"])
        #expect(structure.rules?.noShowAfterRecalls == 2)
        #expect(structure.rules?.rating == RatingRules(ask: .byKey, seconds: 30))
        #expect(structure.outcomes?.map(\.id) == ["done", "papers"])
        #expect(structure.appointments?.slotMinutes == 20)
        #expect(configuration.retention.days == ["name": 2, "note": 90])
        #expect(configuration.retention.traceDays == 3)
        #expect(configuration.backups?.keep == 10)
        let services: [ServiceID: Retirement.Service] = [
            "pensions": .transfer("general"), "stamps": .void,
        ]
        #expect(configuration.retired == Retirement(services: services, windows: ["W9"]))
    }

    @Test func `the hours are a week, special days and duties`() throws {
        let configuration = try HallFile.parse(Self.sound, named: "hall.yaml")
        let hours = try #require(configuration.structure.hours)
        let workday = [TimeBand(from: 540, to: 720), TimeBand(from: 780, to: 1020)]
        #expect(hours.week == Array(repeating: workday, count: 5) + [[workday[0]], []])
        #expect(hours.specialDays.count == 9)
        let dates = hours.specialDays.map(\.date.description)
        #expect(dates == dates.sorted() && dates.first == "2026-10-01")
        #expect(
            hours.specialDays.filter { !$0.bands.isEmpty }.map(\.date.description) == ["2026-10-10"]
        )
        #expect(hours.duties.map(\.weekdays) == [[1, 2, 3, 4, 5], [6]])
        #expect(hours.duties.last?.appointmentsOnly == true)
        #expect(hours.earlyMinutes == 20 && hours.lastMinutes == 10)
    }

    @Test func `what a file leaves out is left to common practice`() throws {
        let configuration = try HallFile.parse(HallText(rules: nil).text, named: "hall.yaml")
        let structure = configuration.structure
        #expect(structure.calling == nil && structure.hours == nil && structure.rules == nil)
        #expect(structure.outcomes == nil && structure.tidal == nil)
        #expect(configuration.retired == Retirement() && configuration.backups == nil)
    }

    @Test func `each mistake is told with its line, its place and the mend`() throws {
        for wrong in Self.wrongs {
            let found = wrong.problems(in: Self.sound)
            let problem = try #require(found.first, "\(wrong.new)")
            #expect(found.map(\.kind) == [wrong.kind], "\(wrong.new): \(found)")
            #expect(problem.path == wrong.path, "\(wrong.new)")
            let line = try #require(wrong.line(in: Self.sound))
            if wrong.kind != .missingKey { #expect(problem.line == line, "\(wrong.new)") }
        }
    }

    @Test func `mistakes in all sections are told in one pass`() {
        var text = Self.sound
        let olds = ["numberBlock: 2000", "kind: lunch", "keep: 10", "normal: 2, ", "{window: W9}"]
        for wrong in olds.compactMap({ old in Self.wrongs.first { $0.old == old } }) {
            text = text.replacing(wrong.old, with: wrong.new, maxReplacements: 1)
        }
        let found = Wrong.problems(text)
        #expect(
            found.map(\.path) == [
                "hall.numberBlock", "calling.policies[1].normal", "hours.duties[0].kind",
                "backups.keep", "retired[2].window",
            ])
    }
}
