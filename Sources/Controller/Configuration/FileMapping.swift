// SPDX-License-Identifier: Apache-2.0

import Facts
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
    func top(of text: String) -> FileMapping? {
        do {
            // Editors on Windows begin a file with a mark that libyaml takes for its first line.
            let isMarked = text.unicodeScalars.first == "\u{FEFF}"
            let yaml = isMarked ? String(text.unicodeScalars.dropFirst()) : text
            return mapping(Entry(node: try Yams.compose(yaml: yaml), path: "", line: 1))
        } catch {
            report(error)
        }
        return nil
    }

    func mapping(_ entry: Entry) -> FileMapping? {
        guard case .mapping(let mapping)? = entry.node else {
            report(.wrongType, at: entry, ["expected": "mapping"])
            return nil
        }
        return FileMapping(mapping, entry, self)
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

/// A mapping in a file, whose keys are ticked off as they are asked for.
final class FileMapping: Mapping {
    let entry: Entry
    private let reader: StrictReader
    private var entries: [(key: String, entry: Entry)] = []
    private var asked: Set<String> = []
    /// Forms of keys that were asked for.
    private var forms: [String] = []

    init(_ mapping: Node.Mapping, _ entry: Entry, _ reader: StrictReader) {
        self.entry = entry
        self.reader = reader
        for (key, value) in mapping {
            let name = key.string ?? "?"
            let inner = Entry(
                node: value, path: entry.path(of: name), line: key.mark?.line ?? entry.line)
            entries.append((name, inner))
        }
    }

    func finish() {
        let known = (forms + asked.sorted()).joined(separator: ", ")
        for (key, entry) in entries where !asked.contains(key) {
            reader.report(.unknownKey, at: entry, ["value": key, "known": known])
        }
    }

    func report(
        _ kind: ConfigurationProblem.Kind, at entry: Entry, _ values: [String: String]
    ) {
        reader.report(kind, at: entry, values)
    }

    func optional(_ key: String) -> Entry? {
        asked.insert(key)
        return entries.first { $0.key == key }?.entry
    }

    func required(_ key: String) -> Entry? {
        if let found = optional(key) { return found }
        reader.report(
            .missingKey, at: Entry(node: nil, path: entry.path(of: key), line: entry.line),
            ["value": key])
        return nil
    }

    func keyed<Key>(_ form: TextForm<Key>) -> [(key: Key, entry: Entry)] {
        forms.append(form.expected)
        let found = entries.compactMap { name, entry in
            form.read(name).map { (name: name, key: $0, entry: entry) }
        }
        asked.formUnion(found.map(\.name))
        return found.map { ($0.key, $0.entry) }
    }

    func mapping(_ entry: Entry?) -> (any Mapping)? { entry.flatMap(reader.mapping) }

    func text<Value>(_ entry: Entry?, as form: TextForm<Value>) -> Value? {
        guard let entry else { return nil }
        guard let scalar = entry.node?.scalar, !scalar.string.isEmpty else {
            reader.report(.wrongType, at: entry, ["expected": "text"])
            return nil
        }
        guard let value = form.read(scalar.string) else {
            reader.report(
                .badValue, at: entry, ["value": scalar.string, "expected": form.expected])
            return nil
        }
        return value
    }

    func localized(_ entry: Entry?) -> LocalizedText? {
        guard let entry else { return nil }
        if entry.node?.scalar != nil {
            return text(entry).map { LocalizedText(zhHans: $0) }
        }
        guard let languages = reader.mapping(entry) else { return nil }
        defer { languages.finish() }
        let zhHans = languages.text(languages.required("zh-Hans"))
        let zhHant = languages.text(languages.optional("zh-Hant"))
        let en = languages.text(languages.optional("en"))
        return zhHans.map { LocalizedText(zhHans: $0, zhHant: zhHant, en: en) }
    }

    func number(_ entry: Entry?, in range: ClosedRange<Int>) -> Int? {
        guard let entry else { return nil }
        // Not as YAML 1.1 reads it, where 1:30 is 90 and enough colons stop the program.
        guard !isQuoted(entry) else { return nil }
        guard let number = entry.node?.scalar.flatMap({ Int($0.string) }) else {
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
        guard !isQuoted(entry) else { return nil }
        guard let flag = entry.node?.bool else {
            reader.report(.wrongType, at: entry, ["expected": "true / false"])
            return nil
        }
        return flag
    }

    /// With a problem if so: what stands in quotes is a text, whatever it looks like.
    private func isQuoted(_ entry: Entry) -> Bool {
        guard let style = entry.node?.scalar?.style, style != .plain, style != .any else {
            return false
        }
        reader.report(.quoted, at: entry)
        return true
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
}

extension Entry {
    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
