// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import GRDB
import Testing

@testable import Store

/// Whatever happens to `views.sqlite`, the history is whole again.
struct HistoryDamageTests {
    private func restored(
        _ scene: HistoryScene, after harm: () throws -> Void
    ) throws -> (before: [String], after: [String], rebuilds: Int) {
        var history: History? = try scene.followed()
        let before = try #require(try history?.everything())
        history = nil
        try harm()
        let anew = scene.open()
        try anew.catchUp()
        return (before, try anew.everything(), anew.rebuilds)
    }

    @Test func `a file that is gone, damaged or cut off is made anew`() throws {
        let scene = try HistoryScene()
        _ = try scene.followed()
        let bytes = try Data(contentsOf: URL(filePath: scene.path))
        let harms: [Data?] = [
            nil, Data(), Data("not a database at all".utf8), bytes.prefix(bytes.count / 2),
            Data(bytes.prefix(5000) + repeatElement(0xA5, count: 9000) + bytes.dropFirst(14_000)),
        ]
        for (index, harm) in harms.enumerated() {
            let (before, after, rebuilds) = try restored(scene) {
                try HistoryFile.discard(scene.path)
                if let harm { try harm.write(to: URL(filePath: scene.path)) }
            }
            #expect(after == before, "harm \(index)")
            #expect(rebuilds == 1, "harm \(index)")
        }
    }

    @Test func `a file of another release or another program is made anew, and a sound one kept`()
        throws
    {
        let scene = try HistoryScene()
        for (pragma, expected) in [
            ("user_version = 999", 1), ("application_id = 5", 1), ("user_version = 3", 0),
        ] {
            let (before, after, rebuilds) = try restored(scene) {
                let queue = try DatabaseQueue(path: scene.path)
                try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA \(pragma)") }
                try queue.close()
            }
            #expect(after == before, "\(pragma)")
            #expect(rebuilds == expected, "\(pragma)")
        }
    }

    @Test func `the history of another journal is made anew`() throws {
        let other = try HistoryScene(seed: 1, days: 2)
        _ = try other.followed()
        let scene = try HistoryScene(seed: 2)
        try FileManager.default.copyItem(atPath: other.path, toPath: scene.path)
        let history = try scene.followed()
        try HistoryFile.discard(scene.path)
        #expect(try history.everything() == scene.followed().everything())
        #expect(try history.ticket("t1")?.issuedAt == scene.followed().ticket("t1")?.issuedAt)
    }

    @Test func `a journal taken back to an earlier day is noticed`() throws {
        let scene = try HistoryScene(seed: 3)
        _ = try scene.followed()
        let earlier = try HistoryScene(seed: 3, isWritten: false)
        try earlier.journal.commit(Array(earlier.records.prefix(200)))
        try FileManager.default.copyItem(atPath: scene.path, toPath: earlier.path)
        let history = try earlier.followed()
        #expect(history.progress.done == 200)
        #expect(history.rebuilds == 1)
        #expect(try history.tickets(TicketSearch()).allSatisfy { $0.lastPosition <= 200 })
    }

    @Test func `a kill in the middle of a slice leaves all of it or nothing`() throws {
        let scene = try HistoryScene(seed: 4)
        let expected = try scene.followed().everything()
        try HistoryFile.discard(scene.path)
        let history = scene.open()
        _ = try history.advance(limit: 150)
        // What a killed process leaves: the file and its log as they are, without a last word.
        for step in 0..<6 {
            _ = try history.advance(limit: 100)
            let copy = try Scene()
            for end in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: scene.path + end, toPath: copy.path + "/views.sqlite" + end)
            }
            // The last bytes of the log were still in the machine's memory.
            let log = URL(filePath: copy.path + "/views.sqlite-wal")
            let bytes = try Data(contentsOf: log)
            try bytes.prefix(max(0, bytes.count - 3000 * step)).write(to: log)
            let after = History(in: try DataDirectory(copy.path), following: scene.journal.reader)
            try after.catchUp()
            #expect(try after.everything() == expected, "step \(step)")
            #expect(after.rebuilds == 0, "step \(step)")
        }
    }

    @Test func `facts committed while it is made anew are in it in the end`() throws {
        let scene = try HistoryScene(seed: 6, isWritten: false)
        var rest = scene.records[...]
        try scene.journal.commit(Array(rest.prefix(400)))
        rest = rest.dropFirst(400)
        let history = scene.open()
        while try history.advance(limit: 50) || !rest.isEmpty {
            #expect(history.progress.done <= history.progress.of)
            try scene.journal.commit(Array(rest.prefix(30)))
            rest = rest.dropFirst(30)
        }
        #expect(history.progress.done == Int64(scene.records.count))
        try HistoryFile.discard(scene.path)
        #expect(try history.everything() == scene.followed().everything())
    }

    @Test func `a disk that refuses loses nothing, and is tried again`() throws {
        let scene = try HistoryScene(seed: 8)
        let history = scene.open()
        _ = try history.advance(limit: 100)
        let pages = try history.read { try Int.fetchOne($0, sql: "PRAGMA page_count") } ?? 0
        try history.read { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
        #expect(throws: DatabaseError.self) { try history.catchUp() }
        #expect(history.progress.done < Int64(scene.records.count))
        try history.read { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try history.catchUp()
        #expect(history.rebuilds == 1)
        try HistoryFile.discard(scene.path)
        #expect(try history.everything() == scene.followed().everything())
    }

    @Test(arguments: ["NORMAL", "EXCLUSIVE"])
    func `a file that another program holds is waited for, not thrown away`(mode: String) throws {
        let scene = try HistoryScene(seed: 9)
        var history: History? = scene.open()
        _ = try history?.advance(limit: 100)
        history = nil
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: scene.path, configuration: configuration)
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA locking_mode = \(mode); BEGIN IMMEDIATE")
        }
        let waiting = scene.open()
        for _ in 1...3 {
            #expect { try waiting.catchUp() } throws: {
                ($0 as? DatabaseError)?.resultCode == .SQLITE_BUSY
            }
        }
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        try waiting.catchUp()
        #expect(waiting.rebuilds == 0)
        try HistoryFile.discard(scene.path)
        #expect(try waiting.everything() == scene.followed().everything())
    }
}
