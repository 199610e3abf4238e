// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import GRDB
import Store
import Testing

struct SideStoreTests {
    @Test func `a text is there again after a start, and its commitment says nothing of it`() throws
    {
        let scene = try Scene()
        let kept = try scene.side().keep("王**", kind: "name", subject: "t-1", at: noon)
        #expect(try scene.side().read(kept.text) == .present("王**"))
        #expect(kept.kind == "name")
        #expect(kept.digest.count == 64)
        let again = try scene.side().keep("王**", kind: "name", subject: "t-1", at: noon)
        #expect(again.text != kept.text)
        #expect(again.digest != kept.digest, "the same text with another salt")
        #expect(try scene.side().read("nobody") == .missing)
    }

    @Test func `it is durable, in a log of its own, and erased means overwritten`() throws {
        let scene = try Scene()
        let side = try scene.side()
        #expect(try side.pragma("synchronous") == "2")
        #expect(try side.pragma("journal_mode") == "wal")
        #expect(try side.pragma("secure_delete") == "1")
    }

    @Test func `a killed process has lost no text it was told is kept`() async throws {
        let scene = try Scene()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = scene.path as String] in
            let side = try SideStore(in: DataDirectory(path))
            let kept = try side.keep("周**", kind: "note", subject: "t-9", at: noon)
            try kept.text.write(toFile: path + "/kept", atomically: true, encoding: .utf8)
            kill(getpid(), SIGKILL)
        }
        let id = try String(contentsOfFile: scene.path + "/kept", encoding: .utf8)
        #expect(try scene.side().read(id) == .present("周**"))
    }

    @Test func `erased texts are gone from every file, and a row says when and why`() throws {
        let scene = try Scene()
        let side = try scene.side()
        let secret = "a secret that must not stay"
        let first = try side.keep(secret, kind: "note", subject: "t-1", at: noon)
        let second = try side.keep("stays", kind: "note", subject: "t-2", at: noon)
        let rule = ErasureRule(name: "request", subject: "t-1")
        #expect(try side.erase(rule, at: 99) == [first.text])
        #expect(try side.read(first.text) == .erased(at: 99, rule: "request"))
        #expect(try side.read(second.text) == .present("stays"))
        #expect(try side.erase(rule, at: 100) == [])
        for file in ["side.sqlite", "side.sqlite-wal"] {
            let bytes = try Data(contentsOf: URL(filePath: scene.path + "/" + file))
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
        }
        #expect(try scene.rows("SELECT count(*) FROM texts WHERE salt IS NULL") == 1)
    }

    @Test func `a rule erases only where all it says holds`() throws {
        let scene = try Scene()
        let side = try scene.side()
        var later = noon
        later.wall += 86_400_000
        let ids = [
            try side.keep("1", kind: "note", subject: "t-1", at: noon).text,
            try side.keep("2", kind: "note", subject: "t-1", at: later).text,
            try side.keep("3", kind: "name", subject: "t-1", at: noon).text,
            try side.keep("4", kind: "note", subject: "t-2", at: noon).text,
        ]
        let all = ErasureRule(name: "request", kind: "note")
        #expect(all.meansAll)
        #expect(try side.erase(all, at: 1) == [], "a kind alone would mean all there ever was")
        let rule = ErasureRule(
            name: "request", kind: "note", subject: "t-1", before: later.date)
        #expect(try side.erase(rule, at: 1) == [ids[0]])
        #expect(try side.erase(ErasureRule(name: "request", text: ids[3]), at: 1) == [ids[3]])
        #expect(try side.read(ids[1]) == .present("2"))
        #expect(try side.read(ids[2]) == .present("3"))
    }

    @Test func `retention counts days kind by kind`() throws {
        let scene = try Scene()
        let side = try scene.side()
        let note = try side.keep("note", kind: "note", subject: "t-1", at: noon).text
        let name = try side.keep("name", kind: "name", subject: "t-1", at: noon).text
        let other = try side.keep("other", kind: "comment", subject: "t-1", at: noon).text
        var now = noon
        let days = ["note": 0, "name": 2]
        try side.applyRetention(days, at: now)
        #expect(try side.unrecorded() == [:], "not on the day itself")
        now.wall += 86_400_000
        try side.applyRetention(days, at: now)
        #expect(try side.unrecorded() == ["retention": [note]])
        try side.setRecorded([note])
        now.wall += 86_400_000
        try side.applyRetention(days, at: now)
        #expect(try side.unrecorded() == [:])
        now.wall += 86_400_000
        try side.applyRetention(days, at: now)
        #expect(try side.unrecorded() == ["retention": [name]])
        #expect(try side.read(other) == .present("other"), "no rule is no erasure")
        #expect(try side.read(name) == .erased(at: now.wall, rule: "retention"))
    }

    @Test func `a text whose fact was refused is taken away without a trace`() throws {
        let scene = try Scene()
        let side = try scene.side()
        let kept = try side.keep("orphan", kind: "note", subject: "t-1", at: noon)
        try side.forget(kept.text)
        #expect(try side.read(kept.text) == .missing)
        #expect(try scene.rows("SELECT count(*) FROM texts") == 0)
    }

    @Test func `another program's file and a later release's are refused`() throws {
        let scene = try Scene()
        _ = try scene.side()
        try scene.tamperSide("PRAGMA user_version = 9")
        #expect(
            throws: JournalError.newer(path: scene.path + "/side.sqlite", found: 9, known: 1)
        ) { try scene.side() }
        try scene.tamperSide("PRAGMA application_id = 5")
        #expect(throws: JournalError.foreign(path: scene.path + "/side.sqlite")) {
            try scene.side()
        }
    }

    @Test func `nothing is kept in a file that is no longer there`() throws {
        let scene = try Scene()
        let side = try scene.side()
        try FileManager.default.moveItem(
            atPath: scene.path + "/side.sqlite", toPath: scene.path + "/away")
        #expect(throws: JournalError.self) {
            try side.keep("lost", kind: "note", subject: "t-1", at: noon)
        }
    }
}

struct TextVerificationTests {
    /// Facts about five texts, in a journal with others.
    private func written(_ scene: Scene) throws -> [TextCommitment] {
        let directory = try DataDirectory(scene.path)
        let journal = try Journal<HallFact>(in: directory)
        let side = try SideStore(in: directory)
        let commitments = try (1...5).map {
            try side.keep("text \($0)", kind: "note", subject: TicketID("t-\($0)"), at: noon)
        }
        try journal.say((1...10).map(issued))
        try journal.say(commitments.map(noted))
        return commitments
    }

    private func verify(_ scene: Scene) throws -> Verification {
        let directory = try DataDirectory(scene.path)
        return try JournalReader.open(in: directory).verify(side: SideStore(in: directory))
    }

    @Test func `texts that are kept match what facts say of them`() throws {
        let scene = try Scene()
        _ = try written(scene)
        let found = try verify(scene)
        #expect(found.failure == nil)
        #expect(found.texts.commitments == 5)
        #expect(found.texts.present == 5)
        #expect(found.texts.isSound)
    }

    @Test func `erasure leaves the verification passing and says under which rule`() throws {
        let scene = try Scene()
        let commitments = try written(scene)
        for rule in [
            ErasureRule(name: "request", text: commitments[0].text),
            ErasureRule(name: "retention", subject: "t-2"),
            ErasureRule(name: "retention", subject: "t-3"),
        ] {
            let erased = try scene.side().erase(rule, at: 1)
            #expect(erased.count == 1)
            try scene.open().say([
                .textErased(TextErased(rule: rule.name, texts: erased, reason: nil))
            ])
        }
        let found = try verify(scene)
        #expect(found.failure == nil)
        #expect(found.texts.isSound)
        #expect(found.texts.present == 2)
        #expect(found.texts.erased == ["request": 1, "retention": 2])
    }

    @Test(
        arguments: [
            ("UPDATE texts SET text = 'another' WHERE subject = 't-3'", 1, 0),
            ("UPDATE texts SET salt = zeroblob(24) WHERE subject = 't-3'", 1, 0),
            ("UPDATE texts SET salt = x'00' WHERE subject = 't-3'", 1, 0),
            ("DELETE FROM texts WHERE subject = 't-3'", 0, 1),
            ("UPDATE texts SET text = NULL WHERE subject = 't-3'", 0, 1),
            ("DELETE FROM texts", 0, 5),
            (
                "UPDATE texts SET text = NULL, salt = NULL, erasedAt = 1, rule = 'retention' "
                    + "WHERE subject = 't-3'", 0, 0
            ),
        ])
    func `a text altered or gone without a rule is found and named`(
        _ tampering: String, _ altered: Int64, _ missing: Int64
    ) throws {
        let scene = try Scene()
        let commitments = try written(scene)
        try scene.tamperSide(
            tampering)
        let found = try verify(scene)
        #expect(found.failure == nil, "the chain itself is sound")
        #expect(!found.texts.isSound)
        #expect(found.texts.altered == altered)
        #expect(found.texts.missing == missing)
        #expect(found.texts.unrecorded == (altered + missing == 0 ? 1 : 0))
        #expect(found.texts.suspects.contains(commitments[2].text))
    }

    @Test func `what only looks like a commitment is none`() throws {
        let scene = try Scene()
        let directory = try DataDirectory(scene.path)
        let journal = try Journal<HallFact>(in: directory)
        let digest = String(repeating: "a", count: 64)
        let forged = #"{"digest":"\#(digest)","kind":"note","text":"x"}"#
        try journal.say([
            .printOutcome(
                PrintOutcome(ticket: "t", attempt: 1, result: .held, reason: forged)),
            .configurationApplied(
                ConfigurationApplied(revision: 1, digest: digest, structure: .empty)),
        ])
        let found = try journal.reader.verify(side: SideStore(in: directory))
        #expect(found.texts.commitments == 0)
    }
}

/// A service that ended with a note about the citizen.
private func noted(_ note: TextCommitment) -> HallFact {
    .ticketFinished(
        TicketFinished(
            ticket: "t-1", window: "W1", startAssumed: false, serviceSeconds: 60, note: note))
}

extension Scene {
    fileprivate func side() throws -> SideStore {
        try SideStore(in: DataDirectory(path))
    }

    /// Changes the texts behind the store's back; it must not be open.
    fileprivate func tamperSide(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path + "/side.sqlite")
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }

    /// The first value of a query over the texts.
    fileprivate func rows(_ sql: String) throws -> Int? {
        let queue = try DatabaseQueue(path: path + "/side.sqlite")
        defer { try? queue.close() }
        return try queue.read { db in try Int.fetchOne(db, sql: sql) }
    }
}
