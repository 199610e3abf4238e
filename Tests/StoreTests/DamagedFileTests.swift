// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Simulators
import Store
import Testing

struct DamagedFileTests {
    @Test func `a file with flipped bytes never stops the program`() throws {
        let scene = try Scene()
        var journal: Journal<HallFact>? = try scene.open()
        try journal?.say((1...120).map(issued), key: "tap")
        try journal?.say([dayClosed])
        try journal?.say((1...40).map(issued))
        _ = try journal?.signHead(at: 1)
        let sound = try #require(try journal?.reader.verify())
        journal = nil
        let file = try Data(contentsOf: URL(fileURLWithPath: scene.database))
        var noticed = 0
        for seed: UInt64 in 1...60 {
            var random = SeededRandom(seed: seed)
            var damaged = file
            for _ in 0..<(1 << Int.random(in: 0...8, using: &random)) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                damaged[place] ^= UInt8.random(in: 1...255, using: &random)
            }
            let other = try Scene()
            try damaged.write(to: URL(fileURLWithPath: other.database))
            do throws(JournalError) {
                let journal = try Journal<HallFact>(in: DataDirectory(other.path))
                let opened = try journal.load()
                try journal.replay(opened) { _ in }
                _ = try journal.recentlyAnswered(sinceWall: 0, before: opened)
                let found = try journal.reader.verify()
                if found.failure != nil || found.rows != sound.rows { noticed += 1 }
            } catch {
                #expect(!error.description.isEmpty, "seed \(seed)")
                noticed += 1
            }
        }
        // What is left unnoticed lies in free space or in columns' order of storage.
        #expect(noticed > 30)
    }

    @Test(arguments: [0, 100, 4095, 4096, 20_000])
    func `a file cut short is refused`(_ length: Int) throws {
        let scene = try Scene()
        try scene.open().say((1...120).map(issued))
        let file = try Data(contentsOf: URL(fileURLWithPath: scene.database))
        try #require(length < file.count)
        try file.prefix(length).write(to: URL(fileURLWithPath: scene.database))
        #expect(throws: JournalError.self) {
            let journal = try scene.open()
            _ = try journal.replayed()
            let found = try journal.reader.verify()
            if let failure = found.failure {
                throw JournalError.damaged(sequence: failure.sequence, check: failure.check)
            }
        }
    }

    @Test(arguments: [true, false])
    func `an emptied or vanished journal is no first start`(_ isGone: Bool) throws {
        let scene = try Scene()
        try scene.open().say([issued(1)])
        try FileManager.default.removeItem(atPath: scene.database)
        if !isGone { try Data().write(to: URL(fileURLWithPath: scene.database)) }
        #expect(throws: JournalError.emptied(path: scene.database)) { try scene.open() }
        try FileManager.default.removeItem(atPath: scene.path + "/signing.key")
        #expect(try scene.open().sequence == 0)
    }

    @Test func `a first start that was cut off is made up for`() throws {
        let scene = try Scene()
        try Data().write(to: URL(fileURLWithPath: scene.database))
        try scene.open().say([issued(1)])
        #expect(try scene.open().sequence == 1)
    }

    @Test func `a row moved out of its place never stops the program`() throws {
        for position in [Int64.min, -1] {
            let scene = try Scene()
            try scene.open().say([issued(1), dayClosed])
            try scene.tamper("UPDATE facts SET position = \(position) WHERE name = 'dayClosed'")
            // As if it had been cut off, which only signed heads can show.
            #expect(try scene.open().replayed().map(\.fact) == [issued(1)])
        }
        let scene = try Scene()
        try scene.open().say([issued(1), dayClosed])
        try scene.tamper("UPDATE facts SET position = \(Int64.max) WHERE name = 'dayClosed'")
        #expect(throws: JournalError.self) { try scene.open().replayed() }
    }
}
