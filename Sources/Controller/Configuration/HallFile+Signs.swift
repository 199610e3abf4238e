// SPDX-License-Identifier: Apache-2.0

import Views

// What fits on the signs over the windows.
extension HallFile {
    mutating func readSigns(_ top: any Mapping) {
        guard let signs = top.mapping(top.optional("signs")) else { return }
        configuration.signShape = signShape(signs, lines: signs.optional("lines"))
        signs.finish()
    }

    /// One window's sign; what it does not say is as in the hall.
    func signShape(_ sign: any Mapping, on kind: HallConfiguration.Line.Kind) -> SignShape {
        let lines = sign.optional("lines")
        var shape = signShape(sign, lines: lines)
        guard kind == .qtStrip else { return shape }
        if let lines, shape.lines > 1 {
            sign.report(.badValue, at: lines, ["value": String(shape.lines), "expected": "1"])
        }
        shape.lines = 1
        shape.turnsPages = false
        return shape
    }

    private func signShape(_ mapping: any Mapping, lines: Entry?) -> SignShape {
        let hall = configuration.signShape
        return SignShape(
            columns: mapping.number(mapping.optional("columns"), in: 4...64) ?? hall.columns,
            lines: mapping.number(lines, in: 1...2) ?? hall.lines,
            languages: mapping.languages(mapping.optional("languages")) ?? hall.languages)
    }
}

extension Mapping {
    /// Languages sentences are there in, each once; nil if there is none.
    func languages(_ entry: Entry?) -> [SlipTemplate.Language]? {
        var languages: [SlipTemplate.Language] = []
        for item in items(entry) {
            guard let language = choice(item, among: SlipTemplate.Language.allCases) else {
                continue
            }
            if languages.contains(language) {
                report(.duplicate, at: item, ["value": language.rawValue])
            }
            languages.append(language)
        }
        return languages.isEmpty ? nil : languages
    }
}
