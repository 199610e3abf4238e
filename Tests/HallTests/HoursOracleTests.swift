// SPDX-License-Identifier: Apache-2.0

import Facts
import Simulators
import Testing

@testable import Hall

extension SeededRandom {
    fileprivate mutating func band() -> TimeBand {
        TimeBand(
            from: Int.random(in: -60...1500, using: &self),
            to: Int.random(in: -60...1500, using: &self))
    }

    fileprivate mutating func bands(_ most: Int) -> [TimeBand] {
        (0..<Int.random(in: 0...most, using: &self)).map { _ in band() }
    }

    fileprivate mutating func hours() -> OpeningHours {
        let windows = ["w1", "w2", "w3"] as [WindowID]
        return OpeningHours(
            week: (0..<7).map { _ in bands(2) },
            specialDays: (0..<Int.random(in: 0...3, using: &self)).map { _ in
                .init(
                    date: CivilDate(daysSince1970: Int.random(in: 20_780...20_786, using: &self)),
                    name: nil, bands: bands(1))
            },
            duties: (0..<Int.random(in: 0...3, using: &self)).map { _ in
                .init(
                    kind: .extended, weekdays: [Int.random(in: 1...7, using: &self)],
                    band: band(), windows: [windows[Int.random(in: 0...2, using: &self)]],
                    appointmentsOnly: Bool.random(using: &self))
            }, earlyMinutes: Int.random(in: 0...90, using: &self),
            lastMinutes: Int.random(in: 0...90, using: &self))
    }
}

/// The same rules once more, minute by minute with nothing merged or sorted.
private struct SlowHours {
    private let forAll: Set<Int>
    private let forSome: Set<Int>
    private let early: Int
    private let last: Int

    init(_ hours: OpeningHours, on date: CivilDate, windows: Set<WindowID>) {
        func within(_ bands: [TimeBand]) -> Set<Int> {
            Set((0..<1440).filter { minute in bands.contains { $0.contains(minute: minute) } })
        }
        let special = hours.specialDays.first { $0.date == date }
        let own = within(special?.bands ?? hours.week[date.weekday - 1])
        func open(_ duties: [OpeningHours.Duty]) -> Set<Int> {
            guard special == nil || !own.isEmpty else { return [] }
            return own.union(within(duties.map(\.band)))
        }
        let duties = hours.duties.filter {
            $0.weekdays.contains(date.weekday) && !windows.isDisjoint(with: $0.windows)
        }
        forAll = open(duties.filter { $0.appointmentsOnly != true })
        forSome = open(duties)
        early = hours.earlyMinutes ?? 0
        last = (forAll.max() ?? -1) + 1 - (hours.lastMinutes ?? 0)
    }

    /// How somebody without an appointment is refused.
    func refusal(at minute: Int) -> Refusal.Kind? {
        let soon = (minute...minute + early).contains { forAll.contains($0) }
        if soon, minute < last { return nil }
        return forSome.contains(minute) && !forAll.contains(minute)
            ? .appointmentsOnly : .outsideHours
    }
}

struct HoursOracleTests {
    @Test func `every minute of random weeks is refused or not as the slow way says`() throws {
        for seed in 1...15 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            var structure = TestHall.structure
            structure.hours = random.hours()
            let hours = try #require(structure.hours)
            let hall = try TestHall(structure: structure).hall
            for date in (20_780...20_786).map({ CivilDate(daysSince1970: $0) }) {
                let slow = SlowHours(hours, on: date, windows: ["w1", "w2"])
                let midnight = date.start(utcOffset: 28_800)
                for minute in stride(from: 0, to: 1440, by: 5) {
                    let moment = Moment(
                        wall: midnight + Int64(minute) * 60_000, monotonic: 0,
                        utcOffset: 28_800)
                    let kind = hall.refusal(toTake: "tax", at: moment)?.kind
                    try #require(
                        kind == slow.refusal(at: minute),
                        "seed \(seed), \(date) \(minute.clockText)")
                }
            }
        }
    }
}
