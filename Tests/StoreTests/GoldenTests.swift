// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Store
import Testing

/// Facts last for ever: what any release wrote, every later one reads. A file in `Golden` is never
/// changed once released; a new version of a fact gets a new file.
struct GoldenTests {
    @Test func `every fact of this release has a golden file`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: goldenDirectory())
        let facts = Set(files.compactMap { $0.split(separator: ".").first.map(String.init) })
        #expect(facts == Set(HallFact.names))
        #expect(HallFact.names.count == Set(HallFact.names).count)
    }

    @Test(arguments: HallFact.names)
    func `a golden payload is read and written the same`(_ name: String) throws {
        let golden = try golden(name)
        let record = try stored(name: name, version: 1, payload: golden)
        let read = try record.recorded(as: HallFact.self).fact
        #expect(type(of: read.payload).name == name)

        let scene = try Scene()
        let journal = try scene.open()
        try journal.say([read])
        let written = try #require(try journal.reader.records(after: 0, limit: 1).first)
        #expect(written.name == name)
        #expect(written.version == 1)
        #expect(String(decoding: written.payload, as: UTF8.self) == golden)
        #expect(try journal.replayed().first?.fact == read)
    }

    @Test(arguments: HallFact.names)
    func `a later release's version is refused by name`(_ name: String) throws {
        let record = try stored(name: name, version: 99, payload: try golden(name))
        #expect(throws: JournalError.unknownFact(sequence: 1, name: name, version: 99)) {
            try record.recorded(as: HallFact.self)
        }
    }

    @Test func `a name nobody knows is refused by name`() throws {
        let record = try stored(name: "hallPainted", version: 1, payload: "{}")
        #expect(throws: JournalError.unknownFact(sequence: 1, name: "hallPainted", version: 1)) {
            try record.recorded(as: HallFact.self)
        }
    }

    @Test(arguments: ["", "{", "[]", "null", #"{"ticket":7}"#, #"{"ticket":"t"}"#, "\u{0}"])
    func `a payload that cannot be read is refused by name`(_ payload: String) throws {
        let record = try stored(name: "ticketHeld", version: 1, payload: payload)
        let failure = #expect(throws: JournalError.self) {
            try record.recorded(as: HallFact.self)
        }
        guard case .undecodable(1, "ticketHeld", _)? = failure else {
            Issue.record("\(String(describing: failure)) does not name the fact")
            return
        }
    }

    @Test(arguments: [Int64.max, .min, 253_402_300_800_001])
    func `a fact at a time no clock can show is refused by name`(_ wall: Int64) throws {
        var record = try stored(name: "windowResumed", version: 1, payload: #"{"window":"w1"}"#)
        record.moment.wall = wall
        let failure = #expect(throws: JournalError.self) {
            try record.recorded(as: HallFact.self)
        }
        guard case .undecodable(1, "windowResumed", _)? = failure else {
            Issue.record("\(String(describing: failure)) does not name the fact")
            return
        }
    }

    @Test func `members a later release added are passed over`() throws {
        let record = try stored(
            name: "windowResumed", version: 1, payload: #"{"added":[1,{}],"window":"w1"}"#)
        #expect(
            try record.recorded(as: HallFact.self).fact
                == .windowResumed(WindowResumed(window: "w1")))
    }

    /// A row as some release might have left it.
    private func stored(name: String, version: Int, payload: String) throws -> StoredRecord {
        let scene = try Scene()
        try scene.open().say([issued(1)])
        try scene.tamper(
            "UPDATE facts SET name = '\(name)', version = \(version), "
                + "payload = x'\(hex(Array(payload.utf8)))'")
        return try #require(try scene.open().reader.records(after: 0, limit: 1).first)
    }

    private func golden(_ name: String) throws -> String {
        let path = try goldenDirectory() + "/\(name).v1.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return text.trimmingCharacters(in: .newlines)
    }

    private func goldenDirectory() throws -> String {
        try #require(Bundle.module.resourcePath) + "/Golden"
    }
}
