// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Store
import Testing

struct RestoreTests {
    @Test func `a hall goes on in a new epoch, and both epochs verify`() throws {
        let scene = try RestoreScene()
        let outcome = try scene.restore()
        #expect(outcome.aside == nil)
        #expect(outcome.epoch != scene.manifest.epoch)
        #expect(outcome.restored.fromEpoch == scene.manifest.epoch)
        #expect(outcome.restored.fromSequence == 30)
        #expect(outcome.restored.backedUpAt == scene.manifest.wall)
        #expect(outcome.restored.date == noon.date)
        #expect(outcome.restored.block == 1)
        let journal = try scene.open()
        #expect(journal.epoch == outcome.epoch)
        #expect(journal.sequence == 1)
        let first = try #require(try journal.reader.records(after: 0, limit: 9).first)
        let record = try first.recorded(as: HallFact.self)
        #expect(record.fact == .journalRestored(outcome.restored))
        #expect(record.envelope.actor == Actor(.administrator, "li"))
        #expect(record.envelope.moment.utcOffset == 28_800, "the hall's own")
        try journal.say([issued(31)])
        let found = try journal.reader.verify()
        #expect(found.failure == nil)
        #expect(found.epochs == 2)
        #expect(found.rows == 32)
        #expect(try journal.replayed().map(\.envelope.sequence) == Array(1...30) + [1, 2])
    }

    @Test func `the key, texts and accounts are there again, and nothing else`() throws {
        let scene = try RestoreScene()
        _ = try scene.restore()
        let files = try FileManager.default.contentsOfDirectory(atPath: scene.target).sorted()
        #expect(
            files == [
                "access.sqlite", "hall.yaml", "journal.sqlite", "lock", "side.sqlite",
                "signing.key",
            ])
        #expect(try mode(scene.target) == 0o700)
        let key = { try String(contentsOfFile: $0 + "/signing.key", encoding: .utf8) }
        #expect(try key(scene.target) == key(scene.hall.path + "/data"))
        let side = try SideStore(in: DataDirectory(scene.target))
        #expect(try side.read(scene.kept.text) == .present("李**"))
    }

    @Test func `what was erased after the journal was copied is reported anew`() throws {
        let scene = try RestoreScene()
        let path = scene.hall.path + "/late"
        var erased: [String] = []
        _ = try scene.hall.backup().write(to: path, at: noon.wall) { _ in
            if erased.isEmpty {
                // The journal is copied, its texts are not yet.
                let rule = ErasureRule(name: "request", text: scene.kept.text)
                erased = (try? scene.hall.side.erase(rule, at: noon.wall + 1)) ?? []
                try? scene.hall.side.setRecorded(erased)
            }
            return true
        }
        #expect(erased == [scene.kept.text])
        #expect(try scene.hall.side.unrecorded() == [:])
        _ = try Restore(backup: path, data: scene.target).run(by: scene.occasion)
        let side = try SideStore(in: DataDirectory(scene.target))
        #expect(try side.unrecorded() == ["request": erased])
    }

    @Test func `restored twice it keeps away from the numbers of both`() throws {
        let scene = try RestoreScene()
        _ = try scene.restore()
        try scene.open().say([issued(5001)])
        let second = try scene.backUpRestored(to: "second")
        var next = Restore(backup: second, data: scene.hall.path + "/third")
        let outcome = try next.run(by: scene.occasion)
        #expect(outcome.restored.block == 2)
        #expect(outcome.restored.fromSequence == 2)
        let third = try Journal<HallFact>(in: DataDirectory(scene.hall.path + "/third"))
        #expect(try third.reader.verify().epochs == 3)

        next = Restore(backup: second, data: scene.hall.path + "/fourth", block: 1)
        #expect(throws: BackupError.blockUsed(block: 1, lastUsed: 2)) {
            try next.run(by: scene.occasion)
        }
        next = Restore(backup: second, data: scene.hall.path + "/fourth", block: 7)
        #expect(try next.run(by: scene.occasion).restored.block == 7)
    }

    @Test func `the same backup restored twice on a day goes on in the next block`() throws {
        let scene = try RestoreScene()
        let first = try scene.restore()
        #expect(first.restored.block == 1)
        #expect(first.isNoted)
        let second = try scene.restore(replace: true)
        #expect(second.restored.block == 2)
        #expect(throws: BackupError.blockUsed(block: 2, lastUsed: 2)) {
            try Restore(backup: scene.backup, data: scene.hall.path + "/x", block: 2)
                .run(by: scene.occasion)
        }
        var tomorrow = scene.occasion
        tomorrow.moment.wall += 86_400_000
        let later = try Restore(backup: scene.backup, data: scene.hall.path + "/y")
            .run(by: tomorrow)
        #expect(later.restored.block == 1)
        let notes = scene.backup + "/restored.txt"
        try "2026-11-23 900\nnonsense\n2026-11-23 x\n".write(
            toFile: notes, atomically: true, encoding: .utf8)
        #expect(try scene.restore(replace: true).restored.block == 901)
        try "2026-11-23 \(Int.max)\n".write(toFile: notes, atomically: true, encoding: .utf8)
        #expect(try scene.restore(replace: true).restored.block == Restore.highestBlock + 1)
    }

    @Test func `another day begins with the first block after the first`() throws {
        let scene = try RestoreScene()
        _ = try scene.restore()
        let second = try scene.backUpRestored(to: "second")
        var tomorrow = scene.occasion
        tomorrow.moment.wall += 86_400_000
        let next = Restore(backup: second, data: scene.hall.path + "/third")
        let restored = try next.run(by: tomorrow).restored
        #expect(restored.date == noon.date.next)
        #expect(restored.block == 1)
    }

    @Test func `a clock that has lost its time does not lead the hall into the past`() throws {
        let scene = try RestoreScene()
        var lost = scene.occasion
        lost.moment.wall = 0
        let restore = Restore(backup: scene.backup, data: scene.target)
        #expect(try restore.run(by: lost).restored.date == noon.date)
    }

    @Test func `a running hall is left alone`() throws {
        let scene = try RestoreScene()
        let data = scene.hall.path + "/data"
        for replace in [false, true] {
            let restore = Restore(backup: scene.backup, data: data, replace: replace)
            #expect(throws: BackupError.storage(.inUse(directory: data))) {
                try restore.run(by: scene.occasion)
            }
        }
        try scene.hall.journal.say([issued(31)])
        #expect(try scene.hall.journal.reader.verify().failure == nil)
    }

    @Test func `a journal that is there stays unless it may be replaced, and then it is put aside`()
        throws
    {
        let scene = try RestoreScene()
        let old = try Journal<HallFact>(in: DataDirectory(scene.target)).epoch
        try "views".write(
            toFile: scene.target + "/views.sqlite", atomically: true, encoding: .utf8)
        try "mine".write(toFile: scene.target + "/hall.yaml", atomically: true, encoding: .utf8)
        #expect(throws: BackupError.hasJournal(directory: scene.target)) { try scene.restore() }
        #expect(try scene.open().epoch == old)
        let outcome = try scene.restore(replace: true)
        let aside = try #require(outcome.aside)
        #expect(aside == scene.target + "/before-restore-2026-11-23T120000")
        #expect(try Journal<HallFact>(in: DataDirectory(aside)).epoch == old)
        #expect(try scene.open().epoch == outcome.epoch)
        let files = try FileManager.default.contentsOfDirectory(atPath: scene.target)
        #expect(!files.contains("views.sqlite"))
        let text = try String(contentsOfFile: scene.target + "/hall.yaml", encoding: .utf8)
        #expect(text == "mine")
        let again = try scene.restore(replace: true)
        #expect(again.aside == aside + "-again")
    }

    @Test(
        arguments: [
            "journal.sqlite", "side.sqlite", "access.sqlite", "signing.key", "hall.yaml",
            "manifest.json",
        ])
    func `a damaged file of the backup is refused by its name`(_ name: String) throws {
        let scene = try RestoreScene()
        let path = scene.backup + "/" + name
        let sound = try Data(contentsOf: URL(filePath: path))
        for place in [0, sound.count / 2, sound.count - 2] {
            var bytes = sound
            bytes[place] ^= 0x04
            try bytes.write(to: URL(filePath: path))
            scene.expectRefused(path)
        }
        try sound.dropLast(1).write(to: URL(filePath: path))
        if name != "manifest.json" { scene.expectRefused(path) }
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: BackupError.self) { try scene.restore() }
        try sound.write(to: URL(filePath: path))
        _ = try scene.restore()
    }

    @Test func `a directory that holds no backup, or a later release's, is refused`() throws {
        let scene = try RestoreScene()
        let failure = #expect(throws: BackupError.self) {
            try Restore(backup: scene.hall.path, data: scene.target).run(by: scene.occasion)
        }
        #expect(failure?.description.contains("noManifest") == true)
        let manifest = scene.backup + "/manifest.json"
        try #"{"format": 9}"#.write(toFile: manifest, atomically: true, encoding: .utf8)
        #expect(throws: BackupError.newer(path: scene.backup, found: 9, known: 1)) {
            try scene.restore()
        }
        #expect(!FileManager.default.fileExists(atPath: scene.target))
    }

    @Test func `killed at any step it leaves nothing or the whole, and can be done again`()
        async throws
    {
        for replace in [false, true] {
            let total = try RestoreScene.steps(replace: replace)
            #expect(total > 12)
            for step in 1...total {
                let scene = try RestoreScene()
                let old =
                    replace ? try Journal<HallFact>(in: DataDirectory(scene.target)).epoch : nil
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [
                        backup = scene.backup as String, target = scene.target as String,
                        replace = replace as Bool, step = step as Int
                    ] in
                    var steps = 0
                    _ = try Restore(backup: backup, data: target, replace: replace)
                        .run(by: RestoreScene.occasion) { _ in
                            steps += 1
                            if steps == step { kill(getpid(), SIGKILL) }
                        }
                }
                try scene.expectNothingOrWhole(old: old, "replace \(replace), step \(step)")
                let again = try scene.restore(replace: replace || scene.isPlaced)
                #expect(try scene.open().epoch == again.epoch)
                #expect(try scene.open().reader.verify().failure == nil)
                #expect(
                    !FileManager.default.fileExists(atPath: scene.target + "/restoring"))
            }
        }
    }
}

/// A backup of a hall with thirty facts and one text, and a place to restore it to.
private final class RestoreScene {
    static let occasion = Occasion(
        actor: Actor(.administrator, "li"),
        moment: Moment(wall: noon.wall, monotonic: 1, utcOffset: 0), boot: "boot-2",
        input: "restore")

    let hall: BackupScene
    let manifest: BackupManifest
    let kept: TextCommitment
    let occasion = RestoreScene.occasion

    init() throws {
        hall = try BackupScene()
        try hall.journal.say((1...30).map(issued))
        kept = try hall.side.keep("李**", kind: "name", subject: "t-1", at: noon)
        manifest = try hall.backup().write(to: hall.target, at: noon.wall)
    }

    var backup: String { hall.target }
    var target: String { hall.path + "/spare" }
    var isPlaced: Bool { FileManager.default.fileExists(atPath: target + "/journal.sqlite") }

    /// How many steps there are to be killed at.
    static func steps(replace: Bool) throws -> Int {
        let scene = try RestoreScene()
        if replace { _ = try scene.open() }
        var steps = 0
        _ = try Restore(backup: scene.backup, data: scene.target, replace: replace)
            .run(by: occasion) { _ in steps += 1 }
        return steps
    }

    func restore(replace: Bool = false) throws -> Restore.Outcome {
        try Restore(backup: backup, data: target, replace: replace).run(by: occasion)
    }

    func open() throws -> Journal<HallFact> {
        try Journal(in: DataDirectory(target))
    }

    /// Backs up what was restored.
    func backUpRestored(to name: String) throws -> String {
        let directory = try DataDirectory(target)
        let journal = try Journal<HallFact>(in: directory)
        let path = hall.path + "/" + name
        _ = try Backup(journal: journal.reader, side: nil, in: directory)
            .write(to: path, at: noon.wall)
        return path
    }

    func expectRefused(_ path: String) {
        let failure = #expect(throws: BackupError.self) { try restore() }
        #expect(failure?.description.contains(path) == true, "\(String(describing: failure))")
        #expect(!FileManager.default.fileExists(atPath: target), "nothing was touched")
    }

    /// No journal, so that a start is refused once there is a key, or one that is whole.
    func expectNothingOrWhole(old: EpochID?, _ comment: Comment) throws {
        let there = { [target] in FileManager.default.fileExists(atPath: target + "/" + $0) }
        guard there("journal.sqlite") else {
            let isBegun = there("side.sqlite") || there("access.sqlite") || old != nil
            guard isBegun else { return }
            #expect(throws: JournalError.emptied(path: target + "/journal.sqlite"), comment) {
                try open()
            }
            return
        }
        let journal = try open()
        #expect(try journal.reader.verify().failure == nil, comment)
        #expect(journal.epoch == old || journal.sequence == 1, comment)
        if journal.epoch != old {
            for name in manifest.files.keys { #expect(there(name), comment) }
        }
    }
}
