// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

@testable import Controller

/// The documentation of the interface, as something to hold answers against.
struct Contract: Sendable {
    static let shared = Contract()

    let document: JSONValue
    private let checker: SchemaChecker

    init() {
        let bytes = FileManager.default.contents(atPath: TestHall.pages + "/openapi.json")
        document = JSONValue(bytes: Array(bytes ?? Data()))
        checker = SchemaChecker(document: document)
    }

    /// All that is documented: `GET /api/v1/hall`.
    var operations: Set<String> {
        let methods = ["get", "post", "put", "patch", "delete"]
        return Set(
            document["paths"].members.flatMap { path, item in
                item.members.keys.filter(methods.contains).map { "\($0.uppercased()) \(path)" }
            })
    }

    /// Where an answer is not what is documented. A path nobody documented is not looked at.
    func complaints(about answer: RawAnswer, to method: String, _ path: String) -> [String] {
        let path = path.split(separator: "?").first.map(String.init) ?? path
        guard let item = document["paths"].members.first(where: { Self.fits(path, $0.key) })
        else { return [] }
        let operation = item.value[method.lowercased()]
        guard operation != .null else { return [] }
        let documented = checker.resolved(operation["responses"]["\(answer.status)"])
        guard documented != .null else { return ["\(answer.status) is not documented"] }
        let contents = documented["content"].members
        guard let content = contents.first else {
            return answer.body.isEmpty ? [] : ["a body where none is documented"]
        }
        let type = answer["Content-Type"]?.split(separator: ";").first.map(String.init) ?? "none"
        guard let described = contents[type] else {
            return ["\(type) where \(content.key) is documented"]
        }
        guard type.hasSuffix("json") else { return [] }
        return checker.complaints(about: answer.json, as: described["schema"])
    }

    /// Complaints about a value that should be of a named schema.
    func complaints(about value: JSONValue, as schema: String) -> [String] {
        checker.complaints(
            about: value, as: .object(["$ref": .text("#/components/schemas/\(schema)")]))
    }

    private static func fits(_ path: String, _ template: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let wanted = template.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == wanted.count
            && zip(parts, wanted).allSatisfy { $0 == $1 || $1.hasPrefix("{") }
    }
}
