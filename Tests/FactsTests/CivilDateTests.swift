// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Testing

struct CivilDateTests {
    @Test(
        arguments: [
            ("1970-01-01", 0), ("1970-01-31", 30), ("1970-12-31", 364), ("1971-01-01", 365),
            ("1972-02-28", 788), ("1972-02-29", 789), ("1972-03-01", 790),
            ("1999-12-31", 10_956), ("2000-02-29", 11_016), ("2000-03-01", 11_017),
            ("2026-11-23", 20_780), ("2028-02-29", 21_243), ("2100-02-28", 47_540),
            ("2100-03-01", 47_541), ("2400-02-29", 157_113), ("9999-12-31", 2_932_896),
        ])
    func `a date and its day number belong together`(_ text: String, _ days: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.daysSince1970 == days)
        #expect(CivilDate(daysSince1970: days).description == text)
    }

    @Test(
        arguments: [
            "", "2026", "2026-11", "2026-11-23-", "2026-11-23 ", " 2026-11-23", "2026-1-23",
            "26-11-23", "2026-11-2", "2026/11/23", "2026-13-01", "2026-00-01", "2026-01-00",
            "2026-01-32", "2026-04-31", "2026-02-29", "2100-02-29", "1900-01-01", "1969-12-31",
            "+026-01-01", "2026-+1-01", "-026-01-01", "２０２６-11-23", "99999-01-01",
        ])
    func `what no calendar has is no date`(_ text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test(arguments: [("1970-01-01", 4), ("2026-11-23", 1), ("2026-11-29", 7), ("2028-02-29", 2)])
    func `a date knows its day of the week`(_ text: String, _ weekday: Int) throws {
        #expect(try #require(CivilDate(text)).weekday == weekday)
    }

    @Test func `days before 1970 have a day of the week too`() {
        #expect((-7...(-1)).map { CivilDate(daysSince1970: $0).weekday } == [4, 5, 6, 7, 1, 2, 3])
        for days in [Int.min, .max] {
            #expect((1...7).contains(CivilDate(daysSince1970: days).weekday))
        }
    }

    @Test func `two hundred years agree with Foundation's calendar`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for days in 0...(200 * 366) {
            let date = CivilDate(daysSince1970: days)
            let theirs = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
            let (year, month, day) = date.components
            guard year == theirs.year, month == theirs.month, day == theirs.day,
                CivilDate(date.description) == date
            else {
                Issue.record("day \(days): \(date) is \(theirs)")
                return
            }
        }
    }

    @Test(
        arguments: [
            (0, 0, "1970-01-01"), (86_399_999, 0, "1970-01-01"), (86_400_000, 0, "1970-01-02"),
            (57_600_000, 28_800, "1970-01-02"), (57_599_999, 28_800, "1970-01-01"),
            (1_795_363_199_999, 28_800, "2026-11-22"), (1_795_363_200_000, 28_800, "2026-11-23"),
            (1_795_408_200_000, -34_200, "2026-11-22"), (1_795_410_600_000, 20_700, "2026-11-23"),
        ] as [(Int64, Int, String)])
    func `the date is that of the hall's zone`(_ wall: Int64, _ offset: Int, _ text: String) {
        let date = CivilDate(wall: wall, utcOffset: offset)
        #expect(date.description == text)
        #expect(date.start(utcOffset: offset) <= wall)
        #expect(date.next.start(utcOffset: offset) > wall)
    }

    @Test func `time before 1970 falls on earlier days`() {
        #expect(CivilDate(wall: -1, utcOffset: 0).daysSince1970 == -1)
        #expect(CivilDate(wall: -86_400_000, utcOffset: 0).daysSince1970 == -1)
        #expect(CivilDate(wall: -86_400_001, utcOffset: 0).description == "1969-12-30")
        #expect(CivilDate(wall: 0, utcOffset: -1).description == "1969-12-31")
    }

    @Test func `dates are ordered and follow one another`() throws {
        let leap = try #require(CivilDate("2028-02-28"))
        #expect(leap.next.description == "2028-02-29")
        #expect(leap.next.next.description == "2028-03-01")
        #expect(leap < leap.next)
    }

    @Test func `on the wire a date is its text`() throws {
        let date = CivilDate(daysSince1970: 20_780)
        #expect(
            String(decoding: try JSONEncoder().encode([date]), as: UTF8.self) == #"["2026-11-23"]"#)
        #expect(
            try JSONDecoder().decode([CivilDate].self, from: Data(#"["2026-11-23"]"#.utf8)) == [
                date
            ])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CivilDate].self, from: Data(#"["2026-02-30"]"#.utf8))
        }
    }
}
