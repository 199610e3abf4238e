// SPDX-License-Identifier: Apache-2.0

import Yams

/// Reads YAML strictly: whatever nobody asked for is a problem, and every problem is found in one
/// pass, not one a run.
final class StrictReader {
    private(set) var problems: [ConfigurationProblem] = []

    func report(
        _ kind: ConfigurationProblem.Kind, at entry: Entry, _ values: [String: String] = [:]
    ) {
        problems.append(
            ConfigurationProblem(kind, line: entry.line, path: entry.path, values: values))
    }

    /// The file's top mapping, or nil with a problem.
    func top(of text: String) -> Mapping? {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                return mapping(Entry(node: nil, path: "", line: 1))
            }
            return mapping(Entry(node: node, path: "", line: 1))
        } catch {
            report(error)
        }
        return nil
    }

    func mapping(_ entry: Entry) -> Mapping? {
        guard case .mapping(let mapping)? = entry.node else {
            report(.wrongType, at: entry, ["expected": "mapping"])
            return nil
        }
        return Mapping(mapping, entry, self)
    }

    private func report(_ error: any Error) {
        func syntax(_ reason: String, _ line: Int) {
            report(.syntax, at: Entry(node: nil, path: "", line: line), ["reason": reason])
        }
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            syntax(problem, mark.line)
        case .duplicatedKeysInMapping(let keys, let context):
            // The parser tells where the first of them stands, in the order of names.
            for key in keys.sorted() {
                report(
                    .duplicateKey, at: Entry(node: nil, path: key, line: context.mark.line),
                    ["value": key])
            }
        case .reader(let problem, _, _, _): syntax(problem, 0)
        default: syntax("\(error)", 0)
        }
    }
}

/// A node with its place in the file.
struct Entry {
    var node: Node?
    var path: String
    var line: Int

    /// Whether it is a single value, neither a list nor a mapping.
    var isScalar: Bool { node?.scalar != nil }
}

/// A mapping whose keys are ticked off as they are asked for.
final class Mapping {
    let entry: Entry
    private let reader: StrictReader
    private var entries: [(key: String, entry: Entry)] = []
    private var asked: Set<String> = []

    init(_ mapping: Node.Mapping, _ entry: Entry, _ reader: StrictReader) {
        self.entry = entry
        self.reader = reader
        for (key, value) in mapping {
            let name = key.string ?? "?"
            let path = entry.path.isEmpty ? name : "\(entry.path).\(name)"
            let inner = Entry(node: value, path: path, line: key.mark?.line ?? entry.line)
            entries.append((name, inner))
        }
    }

    /// Call last: keys nobody asked for are problems.
    func finish() {
        for (key, entry) in entries where !asked.contains(key) {
            reader.report(
                .unknownKey, at: entry,
                ["value": key, "known": asked.sorted().joined(separator: ", ")])
        }
    }

    func optional(_ key: String) -> Entry? {
        asked.insert(key)
        return entries.first { $0.key == key }?.entry
    }

    func required(_ key: String) -> Entry? {
        if let found = optional(key) { return found }
        let path = entry.path.isEmpty ? key : "\(entry.path).\(key)"
        reader.report(
            .missingKey, at: Entry(node: nil, path: path, line: entry.line), ["value": key])
        return nil
    }

    func mapping(_ entry: Entry?) -> Mapping? { entry.flatMap(reader.mapping) }

    func text(_ entry: Entry?) -> String? {
        guard let entry else { return nil }
        guard let scalar = entry.node?.scalar, !scalar.string.isEmpty else {
            reader.report(.wrongType, at: entry, ["expected": "text"])
            return nil
        }
        return scalar.string
    }

    /// A name people and files use: letters, digits, `-`, `_` and `.`, at most 40.
    func identifier(_ entry: Entry?) -> String? {
        guard let entry, let text = text(entry) else { return nil }
        let fits = text.count <= 40 && text.utf8.allSatisfy(Self.isIdentifierByte)
        guard fits else {
            reader.report(
                .badValue, at: entry, ["value": text, "expected": "A-Z a-z 0-9 - _ ."])
            return nil
        }
        return text
    }

    func number(_ entry: Entry?, in range: ClosedRange<Int>) -> Int? {
        guard let entry else { return nil }
        guard let number = entry.node?.int else {
            reader.report(.wrongType, at: entry, ["expected": "number"])
            return nil
        }
        guard range.contains(number) else {
            reader.report(
                .badValue, at: entry,
                [
                    "value": String(number),
                    "expected": "\(range.lowerBound)–\(range.upperBound)",
                ])
            return nil
        }
        return number
    }

    func flag(_ entry: Entry?) -> Bool? {
        guard let entry else { return nil }
        guard let flag = entry.node?.bool else {
            reader.report(.wrongType, at: entry, ["expected": "true / false"])
            return nil
        }
        return flag
    }

    func choice<Value: RawRepresentable>(
        _ entry: Entry?, among choices: [Value]
    ) -> Value? where Value.RawValue == String {
        guard let entry, let text = text(entry) else { return nil }
        guard let value = choices.first(where: { $0.rawValue == text }) else {
            let known = choices.map(\.rawValue).joined(separator: ", ")
            reader.report(.badValue, at: entry, ["value": text, "expected": known])
            return nil
        }
        return value
    }

    /// The items of a sequence, none for a missing key.
    func items(_ entry: Entry?) -> [Entry] {
        guard let entry else { return [] }
        guard case .sequence(let sequence)? = entry.node else {
            reader.report(.wrongType, at: entry, ["expected": "list"])
            return []
        }
        return sequence.enumerated().map { index, node in
            Entry(
                node: node, path: "\(entry.path)[\(index)]", line: node.mark?.line ?? entry.line)
        }
    }

    /// Each item as a mapping, with its unknown keys reported after `read`.
    func each<Value>(_ entry: Entry?, _ read: (Mapping) -> Value?) -> [Value] {
        items(entry).compactMap { item in
            guard let mapping = reader.mapping(item) else { return nil }
            defer { mapping.finish() }
            return read(mapping)
        }
    }

    private static func isIdentifierByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
