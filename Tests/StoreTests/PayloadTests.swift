// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Store
import Testing

/// How payloads are written, on values no fact of the hall has yet.
struct PayloadTests {
    @Test func `members are sorted whatever the order they were written in`() throws {
        #expect(
            try written { encoder in
                var object = encoder.container(keyedBy: Name.self)
                for name in ["zebra", "ant", "abcdefgh2", "abcdefgh1", "abcdefgh", "Zoo", "é"] {
                    try object.encode(1, forKey: Name(name))
                }
            } == #"{"Zoo":1,"abcdefgh":1,"abcdefgh1":1,"abcdefgh2":1,"ant":1,"zebra":1,"é":1}"#)
    }

    @Test func `texts are escaped only where JSON demands it`() throws {
        let text = "a/\"\\\u{0}\u{1F}\n号🀄\u{7F}"
        let payload = try written { encoder in
            var object = encoder.container(keyedBy: Name.self)
            try object.encode(text, forKey: Name(text))
        }
        let escaped = #"a/\"\\\u0000\u001f\u000a号🀄"# + "\u{7F}"
        #expect(payload == #"{""# + escaped + #"":""# + escaped + #""}"#)
        let read = try JSONDecoder().decode([String: String].self, from: Data(payload.utf8))
        #expect(read == [text: text])
    }

    @Test func `all kinds of values are written`() throws {
        #expect(
            try written { encoder in
                var array = encoder.unkeyedContainer()
                try array.encode(true)
                try array.encodeNil()
                try array.encode(Int64.min)
                try array.encode(UInt64.max)
                try array.encode(-0.5)
                try array.encode(Float(2.5))
                try array.encode([[Int]]())
                try array.encode(["b": [1], "a": []])
                try array.encode(array.count)
            }
                == #"[true,null,-9223372036854775808,18446744073709551615,-0.5,2.5,[],{"a":[],"b":[1]},8]"#
        )
        #expect(try written { _ in } == "{}")
    }

    @Test func `containers within containers are written one after another`() throws {
        #expect(
            try written { encoder in
                var object = encoder.container(keyedBy: Name.self)
                var inner = object.nestedContainer(keyedBy: Name.self, forKey: Name("z"))
                try inner.encode("deep", forKey: Name("b"))
                var array = inner.nestedUnkeyedContainer(forKey: Name("a"))
                try array.encode(1)
                var last = array.nestedContainer(keyedBy: Name.self)
                try last.encodeNil(forKey: Name("n"))
                try "above".encode(to: object.superEncoder(forKey: Name("y")))
                _ = object.nestedUnkeyedContainer(forKey: Name("x"))
                try object.encode(2, forKey: Name("a"))
            } == #"{"a":2,"x":[],"y":"above","z":{"a":[1,{"n":null}],"b":"deep"}}"#)
    }

    @Test func `a container that was left is not taken up again`() throws {
        let failure = #expect(throws: JournalError.self) {
            try written { encoder in
                var object = encoder.container(keyedBy: Name.self)
                var inner = object.nestedContainer(keyedBy: Name.self, forKey: Name("inner"))
                try object.encode(1, forKey: Name("next"))
                try inner.encode(2, forKey: Name("late"))
            }
        }
        #expect(failure?.description.contains("closed before") == true)
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func `a number JSON does not know is refused and nothing is written`(
        _ number: Double
    ) throws {
        let scene = try Scene()
        let journal = try Journal<Oddity>(in: DataDirectory(scene.path))
        let sound = Oddity { encoder in try 1.encode(to: encoder) }
        let unsound = Oddity { encoder in try number.encode(to: encoder) }
        let failure = #expect(throws: JournalError.self) {
            try journal.commit(
                [sound, unsound].enumerated().map { index, fact in
                    fact.recorded(sequence: Int64(index + 1), epoch: journal.epoch)
                })
        }
        guard case .unencodable(2, _)? = failure else {
            Issue.record("\(String(describing: failure)) does not name the fact")
            return
        }
        #expect(try journal.reader.records(after: 0, limit: 9).isEmpty)
    }

    @Test func `a fact of a vocabulary this one does not know stops the start`() throws {
        let scene = try Scene()
        _ = try committed(Oddity { _ in }, in: scene)
        #expect(throws: JournalError.unknownFact(sequence: 1, name: "oddity", version: 1)) {
            try scene.open().replayed()
        }
    }

    private func written(_ write: @escaping @Sendable (any Encoder) throws -> Void) throws -> String
    {
        let record = try committed(Oddity(write: write), in: try Scene())
        return String(decoding: record.payload, as: UTF8.self)
    }

    private func committed(_ fact: Oddity, in scene: Scene) throws -> StoredRecord {
        let journal = try Journal<Oddity>(in: DataDirectory(scene.path))
        try journal.commit([fact.recorded(sequence: 1, epoch: journal.epoch)])
        return try #require(try journal.reader.records(after: 0, limit: 1).first)
    }
}

/// A fact that writes whatever a test wants.
private struct Oddity: FactPayload, FactVocabulary {
    static let name = "oddity"
    var write: @Sendable (any Encoder) throws -> Void = { _ in }
    var payload: any FactPayload { self }

    init(write: @escaping @Sendable (any Encoder) throws -> Void) { self.write = write }
    init(from decoder: any Decoder) throws {}
    func encode(to encoder: any Encoder) throws { try write(encoder) }
    static func == (left: Self, right: Self) -> Bool { true }

    static func decode(
        name: String, version: Int, with decoder: some PayloadDecoding
    ) throws -> Self {
        try decoder.decode(Self.self)
    }

    func recorded(sequence: Int64, epoch: EpochID) -> Recorded<Oddity> {
        let moment = Moment(wall: 0, monotonic: 0, utcOffset: 0)
        return Recorded(
            envelope: Envelope(
                epoch: epoch, sequence: sequence, moment: moment, boot: "b", date: nil,
                actor: .controller, cause: Cause(input: "i")),
            fact: self)
    }
}

/// A member of any name.
private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ text: String) { stringValue = text }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
