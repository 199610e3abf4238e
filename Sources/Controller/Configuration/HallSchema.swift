// SPDX-License-Identifier: Apache-2.0

import Foundation

/// `hall.yaml` as JSON Schema, for editors. Made from what the reader asks for, so that the two
/// cannot disagree.
package enum HallSchema {
    /// The schema as a file, a line a word.
    package static var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = try? encoder.encode(document)
        return bytes.map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
    }

    static var document: JSONValue {
        var document = shape.schema(at: "") { SchemaTexts.all[$0] }
        document["$schema"] = .text("https://json-schema.org/draft/2020-12/schema")
        document["title"] = .text("hall.yaml")
        document["$defs"] = .object(["text": localizedText])
        return document
    }

    /// All that the reader asks for.
    static var shape: Shape {
        let shape = Shape()
        var file = HallFile()
        file.read(SketchMapping(shape))
        return shape
    }

    private static var localizedText: JSONValue {
        let text: JSONValue = .object(["type": .text("string"), "minLength": .whole(1)])
        return .object([
            "anyOf": .list([
                text,
                .object([
                    "type": .text("object"),
                    "properties": .object(["zh-Hans": text, "zh-Hant": text, "en": text]),
                    "required": .list([.text("zh-Hans")]),
                    "additionalProperties": .flag(false),
                ]),
            ])
        ])
    }
}

extension JSONValue {
    /// A member of an object; setting one makes an object of anything else.
    fileprivate subscript(key: String) -> JSONValue {
        get {
            guard case .object(let members) = self else { return .null }
            return members[key] ?? .null
        }
        set {
            guard case .object(var members) = self else { return self = .object([key: newValue]) }
            members[key] = newValue
            self = .object(members)
        }
    }
}
