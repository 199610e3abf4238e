// SPDX-License-Identifier: Apache-2.0

import Facts
import Store

/// Counts and times as clients see them.
struct HistoryFigures: Encodable {
    struct Wait: Encodable {
        /// Whole seconds; median and p90 as near as a minute or a tenth.
        let mean: Int
        let median: Int
        let p90: Int
    }

    struct Ratings: Encodable {
        /// From the worst to the best.
        let grades: [Int]
        /// Asked, and gave no answer; counts as no grade.
        let unanswered: Int
    }

    let issued: Int
    let called: Int
    let served: Int
    let noShow: Int
    let givenUp: Int
    let voided: Int
    /// From the issue to the first call; nil if nobody was called.
    let wait: Wait?
    /// Whole seconds a case took; nil if none was served.
    let meanService: Int?
    /// Nil if nobody was asked.
    let ratings: Ratings?

    init(_ tally: Tally) {
        issued = tally.issued
        called = tally.called
        served = tally.served
        noShow = tally.noShow
        givenUp = tally.givenUp
        voided = tally.voided
        let isAnybodyAsked = tally.unanswered > 0 || tally.grades.contains { $0 > 0 }
        ratings =
            isAnybodyAsked ? Ratings(grades: tally.grades, unanswered: tally.unanswered) : nil
        meanService = tally.served > 0 ? tally.serviceSeconds / tally.served : nil
        let waited = tally.waits.total
        if waited > 0, let median = tally.waits.seconds(at: 0.5),
            let p90 = tally.waits.seconds(at: 0.9)
        {
            wait = Wait(mean: tally.waitSeconds / waited, median: median, p90: p90)
        } else {
            wait = nil
        }
    }
}

/// How far a history that is being made anew has come, in facts.
struct HistoryRebuilding: Encodable {
    let done: Int64
    let of: Int64

    /// Nil when it is not behind.
    init?(_ status: HistoryDesk.Status) {
        guard status.isBehind else { return nil }
        done = status.progress.done
        of = status.progress.of
    }
}

struct HistoryDays: Encodable {
    struct Day: Encodable {
        let date: CivilDate
        let figures: HistoryFigures
    }

    let from: CivilDate
    let to: CivilDate
    let days: [Day]
    /// All days together.
    let total: HistoryFigures
    let rebuilding: HistoryRebuilding?
}

/// One day, from every side.
struct HistoryDayView: Encodable {
    struct Hour: Encodable {
        let hour: Int
        let figures: HistoryFigures
    }

    struct Part: Encodable {
        let id: String
        /// What a service was called on that day.
        var names: LocalizedText?
        let figures: HistoryFigures
    }

    struct Window: Encodable {
        let id: String
        /// The number it had on that day.
        var number: String?
        let figures: HistoryFigures
        let sessions: [HistorySession]
    }

    let date: CivilDate
    let figures: HistoryFigures
    let hours: [Hour]
    private(set) var services: [Part]
    private(set) var windows: [Window]
    let officers: [Part]
    /// Of the whole hall.
    let pauses: [WindowSession.Pause]
    let rebuilding: HistoryRebuilding?

    /// - Parameter service: whose hours are told; of all services if nil.
    init(
        _ date: CivilDate, _ tallies: [(key: TallyKey, tally: Tally)],
        _ sessions: [WindowSession], hallPauses: [WindowSession.Pause], hoursOf service: String?,
        _ rebuilding: HistoryRebuilding?
    ) {
        var hours: [Int: Tally] = [:]
        var services: [String: Tally] = [:]
        var windows: [String: Tally] = [:]
        var officers: [String: Tally] = [:]
        var whole = Tally()
        for (key, tally) in tallies {
            switch key.kind {
            case .day: whole = tally
            case .window: windows[key.name] = tally
            case .officer: officers[key.name] = tally
            case .service:
                services[key.name, default: Tally()].add(tally)
                guard service == nil || service == key.name else { continue }
                hours[key.hour, default: Tally()].add(tally)
            }
        }
        let held = Dictionary(grouping: sessions, by: \.window.text)
        for window in held.keys { windows[window] = windows[window] ?? Tally() }
        for session in sessions {
            officers[session.officer.text] = officers[session.officer.text] ?? Tally()
        }
        self.date = date
        pauses = hallPauses
        self.rebuilding = rebuilding
        figures = HistoryFigures(whole)
        self.hours = hours.sorted { $0.key < $1.key }
            .map { Hour(hour: $0.key, figures: HistoryFigures($0.value)) }
        self.services = Self.parts(services)
        self.officers = Self.parts(officers)
        self.windows = windows.sorted { $0.key < $1.key }.map { id, tally in
            Window(
                id: id, figures: HistoryFigures(tally),
                sessions: (held[id] ?? []).map(HistorySession.init))
        }
    }

    /// Calls everything what it was called at the end of the day.
    mutating func tellNames(from history: History, of day: HistoryDay) throws {
        let end = try history.end(of: day)
        for index in services.indices {
            services[index].names = try history.name(
                of: ServiceID(services[index].id), at: end)
        }
        for index in windows.indices {
            windows[index].number = try history.number(of: WindowID(windows[index].id), at: end)
        }
    }

    private static func parts(_ tallies: [String: Tally]) -> [Part] {
        tallies.sorted { $0.key < $1.key }
            .map { Part(id: $0.key, figures: HistoryFigures($0.value)) }
    }
}

/// One officer's time at one window.
struct HistorySession: Encodable {
    let window: WindowID
    let officer: OfficerID
    /// Wall milliseconds, as all that end in `at`.
    let openedAt: Int64
    let closedAt: Int64?
    let served: Int
    let noShow: Int
    let pauses: [WindowSession.Pause]

    init(_ session: WindowSession) {
        window = session.window
        officer = session.officer
        openedAt = session.openedAt
        closedAt = session.closedAt
        served = session.served
        noShow = session.noShow
        pauses = session.pauses
    }
}

/// One window or one officer on one day.
struct HistoryPlace: Encodable {
    let id: String
    let date: CivilDate
    let figures: HistoryFigures
    let sessions: [HistorySession]
    let rebuilding: HistoryRebuilding?
}
