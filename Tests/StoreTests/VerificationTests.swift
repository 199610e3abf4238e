// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import GRDB
import Store
import Testing

struct VerificationTests {
    @Test func `a sound journal verifies and says what was looked at`() throws {
        let scene = try Scene()
        let journal = try signedJournal(in: scene)
        var slices = 0
        let found = try journal.reader.verify { _ in slices += 1 }
        #expect(found.failure == nil)
        #expect(found.isFinished)
        #expect(found.rows == 30)
        #expect(found.epochs == 1)
        #expect(found.heads == 3)
        #expect(found.publicKeys.count == 1)
        #expect(slices == 2)
    }

    @Test func `a running hall verifies in slices while facts are added`() throws {
        let scene = try Scene()
        let journal = try signedJournal(in: scene)
        var verification = Verification()
        var slices = 0
        while !verification.isFinished, slices < 100 {
            verification = try journal.reader.verifySlice(after: verification, count: 7)
            slices += 1
            if slices < 3 { try journal.say([issued(100 + slices)]) }
        }
        #expect(verification.failure == nil)
        #expect(verification.rows == 32)
        #expect(slices == 6)
    }

    @Test(
        arguments: [
            ("UPDATE facts SET payload = x'7b7d' WHERE sequence = 12", 12, JournalCheck.edited),
            ("UPDATE facts SET wall = wall + 1 WHERE sequence = 12", 12, .edited),
            ("UPDATE facts SET actor = 'k2' WHERE sequence = 12", 12, .edited),
            ("UPDATE facts SET date = NULL WHERE sequence = 12", 12, .edited),
            ("UPDATE facts SET name = 'ticketVoided' WHERE sequence = 12", 12, .edited),
            ("UPDATE facts SET hash = zeroblob(32) WHERE sequence = 12", 12, .edited),
            ("UPDATE facts SET sequence = 13 WHERE sequence = 12", 12, .edited),
            ("DELETE FROM facts WHERE sequence = 12", 12, .missing),
            ("DELETE FROM facts WHERE sequence = 1", 1, .missing),
            ("DELETE FROM facts WHERE sequence > 25", 26, .missing),
            (
                "DELETE FROM facts WHERE sequence = 12; "
                    + "UPDATE facts SET position = position - 1 WHERE sequence > 12",
                12, .missing
            ),
            (
                "UPDATE facts SET position = 1000 WHERE sequence = 12; "
                    + "UPDATE facts SET position = 12 WHERE sequence = 13; "
                    + "UPDATE facts SET position = 13 WHERE sequence = 12",
                12, .reordered
            ),
            ("UPDATE heads SET hash = zeroblob(32) WHERE sequence = 20", 20, .signature),
            ("UPDATE heads SET wall = wall + 1 WHERE sequence = 20", 20, .signature),
            ("UPDATE heads SET signature = x'00' WHERE sequence = 20", 20, .signature),
            ("UPDATE epochs SET epoch = 'another'", 1, .unlinked),
        ])
    func `what was tampered with is found and named`(
        _ tampering: String, _ sequence: Int64, _ check: JournalCheck
    ) throws {
        let scene = try Scene()
        _ = try signedJournal(in: scene)
        try scene.tamper(tampering)
        let found = try scene.open().reader.verify()
        #expect(found.failure?.sequence == sequence)
        #expect(found.failure?.check == check)
    }

    @Test func `a fact replaced together with its hash breaks the link to the next`() throws {
        let scene = try Scene()
        let epoch = try signedJournal(in: scene).epoch
        let other = try Scene()
        try other.replaceEpoch(by: epoch)
        // Another history of the same epoch: the same facts, but for the last of them.
        let forged = try other.open()
        try forged.say((1...11).map(issued))
        try forged.say([issued(999)])
        let row = try #require(try forged.reader.records(after: 11, limit: 1).first)
        try scene.tamper(
            "UPDATE facts SET payload = x'\(hex(row.payload))', hash = x'\(hex(row.hash))' "
                + "WHERE sequence = 12")
        let found = try scene.open().reader.verify()
        #expect(found.failure?.sequence == 13)
        #expect(found.failure?.check == .unlinked)
    }

    @Test func `a history written anew does not fit the heads that were signed`() throws {
        let scene = try Scene()
        let epoch = try signedJournal(in: scene).epoch
        let head = try #require(try scene.open().reader.lastHead())
        let other = try Scene()
        try other.replaceEpoch(by: epoch)
        try other.open().say((101...130).map(issued))
        try other.insert(head)
        let found = try other.open().reader.verify()
        #expect(found.rows == 30)
        #expect(found.failure?.check == .headMismatch)
        #expect(found.failure?.sequence == 30)
    }

    @Test func `a start refuses a broken chain and names the fact`() throws {
        let scene = try Scene()
        _ = try signedJournal(in: scene)
        try scene.tamper("UPDATE facts SET payload = x'7b7d' WHERE sequence = 12")
        #expect(throws: JournalError.damaged(sequence: 12, check: .edited)) {
            try scene.open().replayed()
        }
    }

    @Test func `a head is signed once for the same last fact`() throws {
        let scene = try Scene()
        let journal = try scene.open()
        #expect(try journal.signHead(at: 1) == nil)
        try journal.say([issued(1)])
        let first = try #require(try journal.signHead(at: 2))
        #expect(first.isValid)
        #expect(first.sequence == 1)
        #expect(first.hash == (try journal.reader.records(after: 0, limit: 1).first?.hash))
        #expect(try journal.signHead(at: 3) == first)
        try journal.say([issued(2)])
        let second = try #require(try journal.signHead(at: 4))
        #expect(second.wall == 4)
        #expect(second.publicKey == first.publicKey)
        var forged = second
        forged.sequence = 1
        #expect(!forged.isValid)
    }

    @Test func `the key pair is made once and only its owner may read it`() throws {
        let scene = try Scene()
        try scene.open().say([issued(1)])
        let first = try #require(try scene.open().signHead(at: 2))
        try scene.open().say([issued(2)])
        let second = try #require(try scene.open().signHead(at: 3))
        #expect(first.publicKey == second.publicKey)
        #expect(try mode(scene.path + "/signing.key") == 0o600)
        let published = try String(contentsOfFile: scene.path + "/signing.pub", encoding: .utf8)
        #expect(published == hex(first.publicKey) + "\n")
    }

    @Test(arguments: [Data("spoilt".utf8), Data([0xFF, 0xFE]), Data()])
    func `a spoilt key file is refused rather than replaced`(_ spoilt: Data) throws {
        let scene = try Scene()
        try scene.open().say([issued(1)])
        let file = URL(fileURLWithPath: scene.path + "/signing.key")
        try spoilt.write(to: file)
        let journal = try scene.open()
        #expect(throws: JournalError.self) { try journal.signHead(at: 2) }
        #expect(try Data(contentsOf: file) == spoilt)
        try journal.say([issued(2)])
    }

    /// Thirty facts, with heads after the tenth, the twentieth and the last.
    private func signedJournal(in scene: Scene) throws -> Journal<HallFact> {
        let journal = try scene.open()
        for tens in 0..<3 {
            try journal.say((1...10).map { issued(tens * 10 + $0) })
            _ = try journal.signHead(at: Int64(tens))
        }
        return journal
    }
}

func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}

func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? Int ?? 0) & 0o777
}

extension Scene {
    /// Changes the database behind the journal's back; no journal may be open.
    func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: database)
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }

    /// Makes a journal whose epoch is not random.
    func replaceEpoch(by epoch: EpochID) throws {
        _ = try open()
        try tamper("UPDATE epochs SET epoch = '\(epoch.text)'")
    }

    func insert(_ head: SignedHead) throws {
        try tamper(
            """
            INSERT INTO heads VALUES ('\(head.epoch.text)', \(head.sequence),
            x'\(hex(head.hash))', \(head.wall), x'\(hex(head.signature))',
            x'\(hex(head.publicKey))')
            """)
    }
}
