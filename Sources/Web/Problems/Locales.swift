// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The sentences people read, by language and key.
package struct Locales: Sendable {
    /// Says it in English: there are no sentences to say it with.
    package struct Unreadable: Error, CustomStringConvertible {
        let file: String

        package var description: String {
            "\(file) cannot be read; name the directory of the pages with --pages"
        }
    }

    private let tables: [Language: [String: String]]

    package init(tables: [Language: [String: String]]) {
        self.tables = tables
    }

    /// Reads `zh-Hans.json`, `zh-Hant.json` and `en.json`, each a flat object of strings.
    /// - Throws: when a file is missing or is not such an object.
    package init(directory: String) throws {
        var tables: [Language: [String: String]] = [:]
        for language in Language.allCases {
            let file = URL(filePath: directory).appending(path: "\(language.rawValue).json")
            do {
                tables[language] = try JSONDecoder().decode(
                    [String: String].self, from: Data(contentsOf: file))
            } catch {
                throw Unreadable(file: file.lastPathComponent)
            }
        }
        self.init(tables: tables)
    }

    /// The sentence under `key` with each `{name}` replaced, or `nil` when the language has none.
    ///
    /// A value `name.en` goes before `name` in English, and so in each language.
    package func sentence(
        _ key: String, in language: Language, with values: [String: String] = [:]
    ) -> String? {
        guard let template = tables[language]?[key] else { return nil }
        var sentence = ""
        var rest = template[...]
        // Each value is put in once and never read again, so a value cannot smuggle a name in.
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            sentence += rest[..<open]
            sentence +=
                values["\(name).\(language.rawValue)"] ?? values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return sentence + rest
    }

    /// The keys of a language, for comparing the tables.
    package func keys(of language: Language) -> Set<String> {
        Set((tables[language] ?? [:]).keys)
    }
}
