// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Store
import Testing

struct BackupTests {
    @Test func `a backup taken while ten thousand facts are committed is whole`() throws {
        let hall = try BackupScene()
        try hall.journal.say((1...20_000).map(issued))
        var slices = 0
        var last = 20_000
        let manifest = try hall.backup().write(to: hall.target, at: 7) { progress in
            guard case .copying(let percent) = progress, percent < 100 else { return true }
            slices += 1
            guard last < 30_000 else { return true }
            // Between two slices the connection is free: nobody waits for more than one of them.
            #expect(throws: Never.self) {
                try hall.journal.say((1...500).map { issued(last + $0) })
            }
            last += 500
            return true
        }
        #expect(last == 30_000)
        #expect(slices > 20)
        #expect(hall.journal.sequence == 30_000)
        #expect(manifest.sequence == 30_000, "all that was committed meanwhile is in the copy")
        #expect(manifest.epoch == hall.journal.epoch)
        #expect(manifest.wall == 7)
        let row = try #require(
            try hall.journal.reader.records(after: manifest.sequence - 1, limit: 1).first)
        #expect(manifest.head == hex(row.hash))
        #expect(try hall.copiedFacts() == Int(manifest.sequence))
        #expect(try hall.journal.reader.verify().failure == nil)
    }

    @Test func `a commit from another thread goes between two slices`() async throws {
        let hall = try BackupScene()
        try hall.journal.say((1...20_000).map(issued))
        let path = hall.target
        let backup = hall.backup()
        async let manifest = Task.detached { try backup.write(to: path, at: 7) }.value
        // Whatever the slices do meanwhile, every batch is taken.
        for batch in 1...200 { try hall.journal.say([issued(20_000 + batch)]) }
        #expect(try await manifest.sequence >= 20_000)
        #expect(hall.journal.sequence == 20_200)
        #expect(try hall.copiedFacts() >= 20_000)
        #expect(try hall.journal.reader.verify().failure == nil)
    }

    @Test func `a batch that was refused while it was copied is not in the copy`() throws {
        let hall = try BackupScene()
        try hall.journal.say((1...5000).map(issued))
        var refusals = 0
        let manifest = try hall.backup().write(to: hall.target, at: 7) { progress in
            guard case .copying = progress, refusals < 3 else { return true }
            refusals += 1
            var facts = (1...500).map {
                recorded(
                    issued($0), sequence: 5000 + Int64($0),
                    epoch: hall.journal.epoch)
            }
            facts[499].envelope.sequence = 9
            #expect(throws: JournalError.self) { try hall.journal.commit(facts) }
            return true
        }
        #expect(refusals == 3)
        #expect(manifest.sequence == 5000)
        #expect(try hall.copiedFacts() == 5000)
    }

    @Test func `it holds all a hall needs, for its owner alone, and leaves no draft`() throws {
        let hall = try BackupScene()
        try hall.journal.say([issued(1)])
        let kept = try hall.side.keep("李**", kind: "name", subject: "t-1", at: noon)
        let manifest = try hall.backup().write(to: hall.target, at: 7)
        let files = try FileManager.default.contentsOfDirectory(atPath: hall.target).sorted()
        #expect(
            files == [
                "access.sqlite", "hall.yaml", "journal.sqlite", "manifest.json", "side.sqlite",
                "signing.key",
            ])
        #expect(manifest.files.keys.sorted() == files.filter { $0 != "manifest.json" })
        #expect(try mode(hall.target) == 0o700)
        #expect(try mode(hall.target + "/signing.key") == 0o600)
        #expect(!FileManager.default.fileExists(atPath: hall.target + ".partial"))
        let side = try SideStore(in: DataDirectory(hall.target))
        #expect(try side.read(kept.text) == .present("李**"))
        #expect(try BackupManifest.read(in: hall.target) == manifest)
    }

    @Test func `what stands there already is left alone`() throws {
        let hall = try BackupScene()
        _ = try hall.backup().write(to: hall.target, at: 7)
        let before = try Data(contentsOf: URL(filePath: hall.target + "/manifest.json"))
        #expect(throws: BackupError.exists(path: hall.target)) {
            try hall.backup().write(to: hall.target, at: 8)
        }
        #expect(try Data(contentsOf: URL(filePath: hall.target + "/manifest.json")) == before)
        let theirs = hall.target + "2.partial"
        try FileManager.default.createDirectory(
            atPath: theirs, withIntermediateDirectories: false)
        try "mine".write(toFile: theirs + "/diary.txt", atomically: true, encoding: .utf8)
        #expect(throws: BackupError.exists(path: theirs)) {
            try hall.backup().write(to: hall.target + "2", at: 8)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: theirs) == ["diary.txt"])
    }

    @Test func `a place where none can be made is named, and nothing is left`() throws {
        let hall = try BackupScene()
        let failure = #expect(throws: BackupError.self) {
            try hall.backup().write(to: hall.path + "/missing/backup", at: 7)
        }
        #expect(failure?.description.contains("missing/backup") == true)
        #expect(!FileManager.default.fileExists(atPath: hall.path + "/missing"))
    }

    @Test func `a disk without room is said beforehand`() throws {
        let hall = try BackupScene()
        try hall.journal.say([issued(1)])
        let failure = #expect(throws: BackupError.self) {
            try hall.backup(freeBytes: { _ in 1000 }).write(to: hall.target, at: 7)
        }
        guard case .noRoom(_, let needed, 1000)? = failure else {
            Issue.record("\(String(describing: failure)) is not about room")
            return
        }
        #expect(needed > 1 << 20)
        #expect(hall.isClean)
    }

    @Test func `a disk that fills up meanwhile leaves nothing behind`() async throws {
        let files = try Scene()
        try BackupScene(at: files.path).journal.say((1...5000).map(issued))
        await #expect(processExitsWith: .success) { [path = files.path as String] in
            signal(SIGXFSZ, SIG_IGN)
            let hall = try BackupScene(at: path)
            try withFileSizeLimit(300_000) {
                let failure = #expect(throws: BackupError.self) {
                    try hall.backup().write(to: hall.target, at: 7)
                }
                guard case .storage? = failure else {
                    Issue.record("\(String(describing: failure)) is not about storage")
                    return
                }
            }
            #expect(hall.isClean)
            try hall.journal.say([issued(5001)])
        }
    }

    @Test func `one that is stopped leaves nothing behind`() throws {
        let hall = try BackupScene()
        try hall.journal.say((1...5000).map(issued))
        for limit in 1...8 {
            var steps = 0
            #expect(throws: BackupError.stopped) {
                try hall.backup().write(to: hall.target, at: 7) { _ in
                    steps += 1
                    return steps < limit
                }
            }
            #expect(hall.isClean)
        }
        _ = try hall.backup().write(to: hall.target, at: 7)
    }

    @Test func `a damaged journal gives no backup and names the fact`() throws {
        let files = try Scene()
        try BackupScene(at: files.path).journal.say((1...30).map(issued))
        try Scene(at: files.path + "/data").tamper(
            "UPDATE facts SET payload = x'7b7d' WHERE sequence = 12")
        let again = try BackupScene(at: files.path)
        let failure = #expect(throws: BackupError.self) {
            try again.backup().write(to: again.target, at: 7)
        }
        guard case .unsound(_, 12, .edited)? = failure else {
            Issue.record("\(String(describing: failure)) does not name the fact")
            return
        }
        #expect(again.isClean)
    }

    @Test func `killed at any step it leaves a draft that the next one clears`() async throws {
        let files = try Scene()
        try BackupScene(at: files.path).journal.say((1...3000).map(issued))
        var steps = 0
        _ = try BackupScene(at: files.path).backup().write(to: files.path + "/first", at: 7) { _ in
            steps += 1
            return true
        }
        #expect(steps > 4)
        for step in 1...steps {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = files.path as String, step = step as Int] in
                let hall = try BackupScene(at: path)
                var steps = 0
                _ = try hall.backup().write(to: hall.target, at: 7) { _ in
                    steps += 1
                    if steps == step { kill(getpid(), SIGKILL) }
                    return true
                }
            }
            let there = FileManager.default.fileExists(atPath: files.path + "/backup")
            #expect(!there, "half a backup under its name, step \(step)")
        }
        let again = try BackupScene(at: files.path)
        #expect(!again.isClean)
        _ = try again.backup().write(to: again.target, at: 7)
        #expect(!FileManager.default.fileExists(atPath: again.target + ".partial"))
        #expect(try again.copiedFacts() == 3000)
    }

    @Test func `two commands do not write the same backup`() throws {
        let hall = try BackupScene()
        try hall.journal.say([issued(1)])
        var inner: BackupError?
        _ = try hall.backup().write(to: hall.target, at: 7) { _ in
            do throws(BackupError) {
                _ = try hall.backup().write(to: hall.target, at: 8)
            } catch {
                inner = error
            }
            return true
        }
        #expect(inner == .beingWritten(path: hall.target + ".partial"))
        #expect(try hall.copiedFacts() == 1)
    }

    @Test func `a shelf that is not there is not made on the wrong disk`() throws {
        let hall = try BackupScene()
        let shelf = BackupShelf(hall.path + "/stick")
        #expect(throws: BackupError.noShelf(path: shelf.path)) {
            try hall.backup().writeNext(in: shelf, keep: 2, at: noon)
        }
        #expect(!FileManager.default.fileExists(atPath: shelf.path))
    }

    @Test func `the oldest are pruned, and nothing but backups`() throws {
        let hall = try BackupScene()
        try hall.journal.say([issued(1)])
        let shelf = hall.path + "/shelf"
        try FileManager.default.createDirectory(
            atPath: shelf + "/photos", withIntermediateDirectories: true)
        var made: [String] = []
        for day in 0..<4 {
            var moment = noon
            moment.wall += Int64(day) * 86_400_000
            made.append(
                try hall.backup().writeNext(in: BackupShelf(shelf), keep: 2, at: moment).name)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: shelf).sorted()
        #expect(left == (made.suffix(2) + ["photos"]).sorted())
        #expect(made[3] == "backup-2026-11-26T120000")
    }

    @Test func `the newest stays, though a clock that was wrong made others look newer`() throws {
        let hall = try BackupScene()
        let shelf = BackupShelf(hall.path + "/shelf")
        try FileManager.default.createDirectory(
            atPath: shelf.path, withIntermediateDirectories: false)
        var ahead = noon
        ahead.wall += 3650 * 86_400_000
        for fact in 1...3 {
            try hall.journal.say([issued(fact)])
            ahead.wall += 60_000
            _ = try hall.backup().writeNext(in: shelf, keep: 2, at: ahead)
        }
        #expect(try shelf.newest(of: hall.journal.reader)?.isUpToDate == true)
        try hall.journal.say([issued(4)])
        #expect(try shelf.newest(of: hall.journal.reader)?.isUpToDate == false)
        let made = try hall.backup().writeNext(in: shelf, keep: 2, at: noon)
        let left = shelf.backups
        #expect(left.count == 2)
        #expect(left.contains { $0.name == made.name })
        #expect(try shelf.newest(of: hall.journal.reader)?.manifest == made.manifest)
    }

    @Test func `what cut-off backups left on a shelf goes with the next, and nothing else`() throws
    {
        let hall = try BackupScene()
        try hall.journal.say([issued(1)])
        let shelf = hall.path + "/shelf"
        let drafts = ["backup-2026-01-01T000000.partial", "backup-2026-01-02T000000.partial"]
        for draft in drafts {
            try FileManager.default.createDirectory(
                atPath: "\(shelf)/\(draft)", withIntermediateDirectories: true)
            for name in ["lock", "journal.sqlite", "manifest.json"] {
                try Data().write(to: URL(filePath: "\(shelf)/\(draft)/\(name)"))
            }
        }
        try Data().write(to: URL(filePath: "\(shelf)/\(drafts[1])/diary.txt"))
        let made = try hall.backup().writeNext(in: BackupShelf(shelf), keep: 2, at: noon)
        let left = try FileManager.default.contentsOfDirectory(atPath: shelf).sorted()
        #expect(left == [drafts[1], made.name].sorted())
        let theirs = try FileManager.default.contentsOfDirectory(atPath: "\(shelf)/\(drafts[1])")
        #expect(theirs.sorted() == ["diary.txt", "journal.sqlite", "lock", "manifest.json"])
    }

    @Test func `a whole backup with a draft's name is no draft`() throws {
        let hall = try BackupScene()
        try hall.journal.say([issued(1)])
        let manifest = try hall.backup().write(to: hall.target + ".partial", at: 7)
        #expect(throws: BackupError.exists(path: hall.target + ".partial")) {
            try hall.backup().write(to: hall.target, at: 8)
        }
        #expect(try BackupManifest.read(in: hall.target + ".partial") == manifest)
    }
}
