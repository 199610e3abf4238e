// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Store
import Testing

struct DayKeyTests {
    private let days = (0...3).map { CivilDate(daysSince1970: 20_000 + $0) }

    @Test func `a token that comes after midnight does not replace the new day's key`() throws {
        let scene = try Scene()
        let directory = try DataDirectory(scene.path)
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
        let scene = try Scene()
        let directory = try DataDirectory(scene.path)
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
        let scene = try Scene()
        let directory = try DataDirectory(scene.path)
        try text.write(toFile: scene.path + "/day.key", atomically: true, encoding: .utf8)
        let person = try DayKey(in: directory).person("card", on: days[0])
        #expect(try DayKey(in: directory).person("card", on: days[0]) == person)
        #expect(person.count == 32)
    }
}
