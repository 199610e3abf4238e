// SPDX-License-Identifier: Apache-2.0

import Facts
import Store
import TestSupport
import Testing

struct DayKeyTests {
    private let days = (0...3).map { CivilDate(daysSince1970: 20_000 + $0) }

    @Test func `a token that comes after midnight does not replace the new day's key`() throws {
        let files = try TemporaryDirectory()
        let directory = try DataDirectory(files.file("data"))
        var key = DayKey(in: directory)
        let yesterday = try key.person("card", on: days[0])
        let today = try key.person("card", on: days[1])
        #expect(yesterday != today)
        for _ in 1...2 {
            #expect(try key.person("card", on: days[0]) == yesterday)
            #expect(try key.person("card", on: days[1]) == today)
            key = DayKey(in: directory)
        }
    }

    @Test func `a third day's key takes the oldest's place for good`() throws {
        let files = try TemporaryDirectory()
        let directory = try DataDirectory(files.file("data"))
        let key = DayKey(in: directory)
        let first = try key.person("card", on: days[0])
        let second = try key.person("card", on: days[1])
        let third = try key.person("card", on: days[2])
        #expect(try key.person("card", on: days[0]) != first)
        let again = DayKey(in: directory)
        #expect(try again.person("card", on: days[1]) == second)
        #expect(try again.person("card", on: days[2]) == third)
    }

    @Test(arguments: ["", "2024-10-05", "2024-10-05 zz\n", "today 00\n2024-10-05 00\n\n"])
    func `a file that holds no key is written anew`(_ text: String) throws {
        let files = try TemporaryDirectory()
        let directory = try DataDirectory(files.file("data"))
        try files.write(text, to: "data/day.key")
        let person = try DayKey(in: directory).person("card", on: days[0])
        #expect(try DayKey(in: directory).person("card", on: days[0]) == person)
        #expect(person.count == 32)
    }
}
