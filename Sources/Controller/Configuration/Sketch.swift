// SPDX-License-Identifier: Apache-2.0

import Facts

/// One place of `hall.yaml` as JSON Schema says it.
final class Shape {
    /// What holds of a value here, in the words of JSON Schema.
    var says: [String: JSONValue] = [:]
    private(set) var members: [String: Shape] = [:]
    private(set) var keyed: [String: Shape] = [:]
    private(set) var item: Shape?
    private var required: Set<String> = []

    func member(_ key: String) -> Shape {
        let shape = members[key] ?? Shape()
        members[key] = shape
        return shape
    }

    func require(_ key: String) { required.insert(key) }

    func member(matching pattern: String) -> Shape {
        let shape = keyed[pattern] ?? Shape()
        keyed[pattern] = shape
        return shape
    }

    func eachItem() -> Shape {
        let shape = item ?? Shape()
        item = shape
        return shape
    }

    /// - Parameter describe: what is told of the place at a path.
    func schema(at path: String, _ describe: (String) -> String?) -> JSONValue {
        var says = says
        says["description"] = describe(path).map(JSONValue.text)
        if let item { says["items"] = item.schema(at: "\(path)[]", describe) }
        guard says["type"] == .text("object") else { return .object(says) }
        func inner(_ shapes: [String: Shape], called name: String? = nil) -> JSONValue {
            let schemas = shapes.map { key, shape in
                let place = (path.isEmpty ? "" : path + ".") + (name ?? key)
                return (key, shape.schema(at: place, describe))
            }
            return .object(Dictionary(uniqueKeysWithValues: schemas))
        }
        says["properties"] = inner(members)
        if !keyed.isEmpty { says["patternProperties"] = inner(keyed, called: "*") }
        if !required.isEmpty { says["required"] = .list(required.sorted().map(JSONValue.text)) }
        says["additionalProperties"] = .flag(false)
        return .object(says)
    }
}

/// Stands in for a file, and takes down what its reader asks for. Answers are such that the reader
/// goes on asking; what it makes of them nobody looks at.
struct SketchMapping: Mapping {
    let entry = Entry(node: nil, path: "", line: 0)
    private let shape: Shape

    init(_ shape: Shape) {
        self.shape = shape
        shape.says["type"] = .text("object")
    }

    func optional(_ key: String) -> Entry? { Entry(shape.member(key)) }

    func required(_ key: String) -> Entry? {
        shape.require(key)
        return optional(key)
    }

    func keyed<Key>(_ form: TextForm<Key>) -> [(key: Key, entry: Entry)] {
        let entry = Entry(shape.member(matching: form.pattern))
        return form.read(form.example).map { [($0, entry)] } ?? []
    }

    func mapping(_ entry: Entry?) -> (any Mapping)? { entry?.shape.map(SketchMapping.init) }

    func text<Value>(_ entry: Entry?, as form: TextForm<Value>) -> Value? {
        let types = (form.takesNumbers ? ["string", "integer"] : ["string"]).map(JSONValue.text)
        entry?.says("type", types.count == 1 ? types[0] : .list(types))
        entry?.says("pattern", .text(form.pattern))
        return form.read(form.example)
    }

    func localized(_ entry: Entry?) -> LocalizedText? {
        entry?.says("$ref", .text("#/$defs/text"))
        return LocalizedText(zhHans: "x")
    }

    func number(_ entry: Entry?, in range: ClosedRange<Int>) -> Int? {
        entry?.says("type", .text("integer"))
        entry?.says("minimum", .whole(Int64(range.lowerBound)))
        entry?.says("maximum", .whole(Int64(range.upperBound)))
        return range.lowerBound
    }

    func flag(_ entry: Entry?) -> Bool? {
        entry?.says("type", .text("boolean"))
        return true
    }

    func choice<Value: RawRepresentable>(
        _ entry: Entry?, among choices: [Value]
    ) -> Value? where Value.RawValue == String {
        entry?.says("enum", .list(choices.map { .text($0.rawValue) }))
        return choices.first
    }

    func items(_ entry: Entry?) -> [Entry] {
        entry?.says("type", .text("array"))
        return entry?.shape.map { [Entry($0.eachItem())] } ?? []
    }

    func report(
        _ kind: ConfigurationProblem.Kind, at entry: Entry, _ values: [String: String]
    ) {}

    func finish() {}
}

extension Entry {
    fileprivate init(_ shape: Shape) {
        self.init(node: nil, path: "", line: 0, shape: shape)
    }

    fileprivate func says(_ word: String, _ value: JSONValue) { shape?.says[word] = value }
}
