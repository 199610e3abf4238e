// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import Controller

/// As much of JSON Schema as the documentation uses.
struct SchemaChecker: Sendable {
    let document: JSONValue

    /// What a `$ref` points to, with what stands beside it.
    func resolved(_ schema: JSONValue) -> JSONValue {
        guard let reference = schema["$ref"].text else { return schema }
        return reference.split(separator: "/").dropFirst()
            .reduce(document) { $0[String($1)] }
    }

    /// Where a value is not as a schema says; empty when it is.
    func complaints(
        about value: JSONValue, as schema: JSONValue, at place: String = "$"
    ) -> [String] {
        if schema["$ref"].text != nil {
            let target = resolved(schema)
            guard target != .null else { return ["\(place): nothing behind \(schema["$ref"])"] }
            return complaints(about: value, as: target, at: place)
        }
        if case .list(let choices) = schema["anyOf"] {
            let fits = choices.contains { complaints(about: value, as: $0).isEmpty }
            return fits ? [] : ["\(place): fits none of \(choices.count) forms"]
        }
        var found: [String] = []
        let types =
            [schema["type"].text].compactMap(\.self) + schema["type"].list.compactMap(\.text)
        guard types.isEmpty || types.contains(where: { Self.isOf(value, $0) }) else {
            return ["\(place): \(value) is no \(types.joined(separator: " or "))"]
        }
        if case .list(let values) = schema["enum"], !values.contains(value) {
            found.append("\(place): \(value) is not among \(values)")
        }
        if let least = schema["minimum"].whole, let whole = value.whole, whole < least {
            found.append("\(place): \(whole) is below \(least)")
        }
        if let most = schema["maximum"].whole, let whole = value.whole, whole > most {
            found.append("\(place): \(whole) is above \(most)")
        }
        if let pattern = schema["pattern"].text, let text = value.text,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            found.append("\(place): \(text) is not like \(pattern)")
        }
        if let most = schema["maxItems"].whole, value.list.count > most {
            found.append("\(place): \(value.list.count) items")
        }
        found += membersComplaints(about: value, as: schema, at: place)
        for (index, item) in value.list.enumerated() where schema["items"] != .null {
            found += complaints(about: item, as: schema["items"], at: "\(place)[\(index)]")
        }
        return found
    }

    private func membersComplaints(
        about value: JSONValue, as schema: JSONValue, at place: String
    ) -> [String] {
        guard case .object(let members) = value, schema["properties"] != .null else { return [] }
        var found: [String] = []
        for name in schema["required"].list.compactMap(\.text) where members[name] == nil {
            found.append("\(place).\(name) is missing")
        }
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            let described = description(of: name, in: schema)
            if described == .null {
                // What is served must be described, or nobody could rely on it.
                found.append("\(place).\(name) is not documented")
            } else {
                found += complaints(about: member, as: described, at: "\(place).\(name)")
            }
        }
        return found
    }

    /// What is said of a member by its name, or by what its name is like.
    private func description(of name: String, in schema: JSONValue) -> JSONValue {
        if schema["properties"][name] != .null { return schema["properties"][name] }
        guard case .object(let patterns) = schema["patternProperties"] else { return .null }
        return patterns.first { name.range(of: $0.key, options: .regularExpression) != nil }?.value
            ?? .null
    }

    private static func isOf(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .flag), ("integer", .whole), ("number", .whole),
            ("number", .number), ("string", .text), ("array", .list), ("object", .object):
            true
        default: false
        }
    }
}
