// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Web

@testable import Controller

/// What is documented is what is served.
struct OpenAPITests {
    /// A path whose parameters have no names.
    private func nameless(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
    }

    @Test func `every route is documented and everything documented is served`() throws {
        let hall = try TestHall()
        let controller = try #require(hall.controller)
        let served = controller.routes.map { "\($0.method) \(nameless($0.pattern))" }
        let documented = Contract.shared.operations.map(nameless)
        #expect(Set(served).subtracting(documented).sorted() == [], "not documented")
        #expect(Set(documented).subtracting(served).sorted() == [], "not served")
        #expect(Set(served).count == served.count, "served twice")
    }

    @Test func `the description is served as it is written, and every reference leads somewhere`()
        throws
    {
        let document = try TestHall().client().get("/api/v1/openapi.json").json
        #expect(document["openapi"].text == "3.1.0")
        #expect(document == Contract.shared.document)
        var references: Set<String> = []
        func collect(_ value: JSONValue) {
            if let reference = value["$ref"].text { references.insert(reference) }
            value.list.forEach(collect)
            value.members.values.forEach(collect)
        }
        collect(document)
        #expect(references.count > 30)
        let checker = SchemaChecker(document: document)
        for reference in references {
            let target = checker.resolved(.object(["$ref": .text(reference)]))
            #expect(target != .null, "\(reference)")
        }
    }

    @Test func `every operation has a name of its own and says what it needs and answers`() {
        let operations = Contract.shared.document["paths"].members.flatMap { path, item in
            item.members.map { (path: path, operation: $0.value) }
        }
        let names = operations.compactMap { $0.operation["operationId"].text }
        #expect(names.count == operations.count)
        #expect(Set(names).count == names.count)
        for (path, operation) in operations {
            let answers = operation["responses"].members
            #expect(answers.keys.contains { $0.hasPrefix("2") }, "\(path)")
            let declared = (operation["parameters"].list)
                .map { SchemaChecker(document: Contract.shared.document).resolved($0) }
                .filter { $0["in"].text == "path" }.compactMap { $0["name"].text }
            let needed = path.split(separator: "/").compactMap { part -> String? in
                guard part.hasPrefix("{"), let end = part.firstIndex(of: "}") else { return nil }
                return String(part[part.index(after: part.startIndex)..<end])
            }
            #expect(Set(declared) == Set(needed), "\(path)")
        }
    }

    @Test func `the checker finds a wrong type, a missing and an unknown member`() {
        let sound = JSONValue.object([
            "type": .text("urn:hallkeeper:problem:busy"), "title": .text("t"),
            "status": .whole(503),
        ])
        #expect(Contract.shared.complaints(about: sound, as: "Problem").isEmpty)
        for (member, value) in [
            ("status", JSONValue.text("503")), ("title", .null), ("surprise", .flag(true)),
        ] {
            var members = sound.members
            members[member] = value
            #expect(Contract.shared.complaints(about: .object(members), as: "Problem").count == 1)
        }
        #expect(
            Contract.shared.complaints(about: .object(["title": .text("t")]), as: "Problem").count
                == 2)
        #expect(Contract.shared.complaints(about: .text("asleep"), as: "WindowState").count == 1)
    }
}
