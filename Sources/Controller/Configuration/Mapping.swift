// SPDX-License-Identifier: Apache-2.0

import Facts
import Yams

/// A mapping of `hall.yaml` while it is asked for its keys.
///
/// The reader of each section asks the same of a file, to read it, and of a `SketchMapping`, to
/// tell editors what it would ask: so that what is read and what is described are one thing.
protocol Mapping {
    var entry: Entry { get }

    /// What stands under a key; from then on it is a known one.
    func optional(_ key: String) -> Entry?

    /// As `optional`, but that nothing stands there is a problem.
    func required(_ key: String) -> Entry?

    /// All keys of a form, with what they mean.
    func keyed<Key: Sendable>(_ form: TextForm<Key>) -> [(key: Key, entry: Entry)]

    func mapping(_ entry: Entry?) -> (any Mapping)?

    /// A text of a form. Nil for a missing entry, and with a problem for anything else; so are all
    /// that follow.
    func text<Value: Sendable>(_ entry: Entry?, as form: TextForm<Value>) -> Value?

    /// One text for all languages, or a mapping of languages.
    func localized(_ entry: Entry?) -> LocalizedText?

    func number(_ entry: Entry?, in range: ClosedRange<Int>) -> Int?

    func flag(_ entry: Entry?) -> Bool?

    func choice<Value: RawRepresentable>(
        _ entry: Entry?, among choices: [Value]
    ) -> Value? where Value.RawValue == String

    /// The items of a sequence, none for a missing key.
    func items(_ entry: Entry?) -> [Entry]

    func report(
        _ kind: ConfigurationProblem.Kind, at entry: Entry, _ values: [String: String])

    /// Call last: keys nobody asked for are problems.
    func finish()
}

/// A node with its place in the file.
struct Entry {
    var node: Node?
    var path: String
    var line: Int
    /// What is said of this place, where there is no file.
    var shape: Shape?
}

extension Mapping {
    func text(_ entry: Entry?) -> String? { text(entry, as: .anything) }

    /// Each item as a mapping, with its unknown keys reported after `read`.
    func each<Value>(_ entry: Entry?, _ read: (any Mapping) -> Value?) -> [Value] {
        items(entry).compactMap { item in
            guard let mapping = mapping(item) else { return nil }
            defer { mapping.finish() }
            return read(mapping)
        }
    }

    /// A name that none in `seen` has.
    func unique<Value: Hashable & Sendable>(
        _ entry: Entry?, as form: TextForm<Value>, _ seen: inout Set<Value>
    ) -> Value? {
        guard let entry, let value = text(entry, as: form) else { return nil }
        guard seen.insert(value).inserted else {
            report(.duplicate, at: entry, ["value": "\(value)"])
            return nil
        }
        return value
    }

    /// The name of something the file defines.
    ///
    /// - Parameter kind: what it is, for people.
    func one(_ entry: Entry?, among names: Set<String>, called kind: String) -> String? {
        guard let entry, let name = text(entry, as: .identifier) else { return nil }
        guard names.contains(name) else {
            report(.dangling, at: entry, ["value": name, "expected": kind])
            return nil
        }
        return name
    }

    /// Names of things the file defines, each once.
    func several(_ entry: Entry?, among names: Set<String>, called kind: String) -> [String] {
        var seen: Set<String> = []
        return items(entry).compactMap { item in
            guard let name = one(item, among: names, called: kind) else { return nil }
            guard seen.insert(name).inserted else {
                report(.duplicate, at: item, ["value": name])
                return nil
            }
            return name
        }
    }

    /// Bands in the order of the day, none of them reaching into another.
    func bands(_ entry: Entry?) -> [TimeBand] {
        var bands: [TimeBand] = []
        for item in items(entry) {
            guard let band = text(item, as: .band) else { continue }
            if bands.contains(where: { $0.overlaps(band) }) {
                report(.overlap, at: item, ["value": band.text])
            }
            bands.append(band)
        }
        return bands.sorted { $0.from < $1.from }
    }
}

extension TimeBand {
    func overlaps(_ other: TimeBand) -> Bool { from < other.to && other.from < to }

    /// As people write it: `09:00-12:00`.
    var text: String {
        func time(_ minutes: Int) -> String {
            "\((minutes / 60).padded(2)):\((minutes % 60).padded(2))"
        }
        return "\(time(from))-\(time(to))"
    }
}
