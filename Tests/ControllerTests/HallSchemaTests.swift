// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Yams

@testable import Controller

struct HallSchemaTests {
    private let checker = SchemaChecker(document: HallSchema.document)

    @Test func `the schema beside the examples is the one the program prints`() throws {
        let file = try String(contentsOfFile: Self.examples + "hall.schema.json", encoding: .utf8)
        #expect(file == HallSchema.text)
    }

    @Test func `each key that is read has a sentence, and no sentence is left over`() {
        #expect(Self.paths(HallSchema.shape) == Set(SchemaTexts.all.keys))
        #expect(Self.paths(HallSchema.shape).count > 100)
    }

    @Test func `the documentation has each key of each section`() throws {
        let text = try String(
            contentsOfFile: Self.examples + "../docs/configuration.md", encoding: .utf8)
        let sections = text.split(separator: "\n## ").dropFirst()
        for path in Self.paths(HallSchema.shape) where path.contains(".") && !path.hasSuffix("*") {
            let parts = path.split(separator: ".").map { $0.replacing("[]", with: "") }
            let section = sections.first { $0.hasPrefix("\(parts[0])\n") }
            #expect(section?.contains("`\(parts.last ?? "")`") == true, "\(path)")
        }
    }

    @Test(arguments: ["demo-hall.yaml", "district-hall.yaml"])
    func `the examples are sound, and name the schema`(_ name: String) throws {
        let text = try String(contentsOfFile: Self.examples + name, encoding: .utf8)
        #expect(text.hasPrefix("# yaml-language-server: $schema=hall.schema.json\n"))
        #expect(WrongFile.problems(text) == [])
        #expect(try complaints(text) == [])
    }

    @Test(arguments: [HallFileTests.sound, HallSectionTests.sound])
    func `what the reader takes the schema takes`(_ text: String) throws {
        #expect(try complaints(text) == [])
    }

    @Test func `what is wrong in its structure the schema refuses too`() throws {
        let corpora = [
            (HallFileTests.sound, HallFileTests.wrongs),
            (HallSectionTests.sound, HallSectionTests.wrongs),
        ]
        var refused = 0
        for (sound, wrongs) in corpora {
            for wrong in wrongs where Self.isStructural(wrong) {
                #expect(try !complaints(wrong.text(in: sound)).isEmpty, "\(wrong.new)")
                refused += 1
            }
        }
        #expect(refused > 30)
    }

    /// What only the meaning of several values together can say.
    private static func isStructural(_ wrong: WrongFile) -> Bool {
        switch wrong.kind {
        case .unknownKey: !["{window: W9, void: true}", "fri-mon: ["].contains(wrong.new)
        case .wrongType, .quoted, .duplicateKey: true
        case .missingKey:
            ![
                "hours.mon-fri", "calling.policies[1].normal", "tidal[0].waiting",
                "retired[1].transfer",
            ]
            .contains(wrong.path)
        case .badValue:
            ![
                "hall.zone", "services[0].limits[0].to", "calling.policies[2].normal",
                "lines[0].grades", "lines[0].baud", "lines[0].parity",
                "lines[0].key",
                "hours.holidays[1].date", "hours.holidays[0].until", "rules.noShowAfterRecalls",
                "retired[1].void",
            ].contains(wrong.path) && !wrong.new.contains("17:00-13:00")
        case .dangling, .duplicate, .servesAnyway, .overlap, .stillDefined, .insecure, .unreadable,
            .syntax:
            false
        }
    }

    private func complaints(_ text: String) throws -> [String] {
        let node = try #require(try Yams.compose(yaml: text))
        return checker.complaints(about: JSONValue(node), as: checker.document)
    }

    /// The places of all keys.
    private static func paths(_ shape: Shape, at path: String = "") -> Set<String> {
        func inside(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
        var found: Set<String> = path.hasSuffix("[]") ? [] : [path]
        for (key, shape) in shape.members { found.formUnion(paths(shape, at: inside(key))) }
        for shape in shape.keyed.values { found.formUnion(paths(shape, at: inside("*"))) }
        if let item = shape.item { found.formUnion(paths(item, at: path + "[]")) }
        return found
    }

    private static let examples = TestHall.pages + "/../examples/"
}

extension JSONValue {
    /// As an editor reads YAML: plain words are what they look like, quoted ones are texts.
    fileprivate init(_ node: Node) {
        switch node {
        case .scalar(let scalar) where scalar.style == .plain:
            if let flag = node.bool {
                self = .flag(flag)
            } else if let whole = node.int {
                self = .whole(Int64(whole))
            } else {
                self = .text(scalar.string)
            }
        case .scalar(let scalar): self = .text(scalar.string)
        case .sequence(let sequence): self = .list(sequence.map { JSONValue($0) })
        case .mapping(let mapping):
            let members = mapping.map { ($0.key.string ?? "?", JSONValue($0.value)) }
            self = .object(Dictionary(members, uniquingKeysWith: { first, _ in first }))
        case .alias: self = .null
        }
    }
}
