// SPDX-License-Identifier: Apache-2.0

import Views
import Web

extension Phrases {
    /// The key stands in for a sentence the language lacks.
    init(_ locales: Locales, in language: Language) {
        self.init { locales.sentence($0, in: language, with: $1) ?? $0 }
    }
}

extension Locales {
    /// The sentences of a language of slips and signs.
    func phrases(in language: SlipTemplate.Language) -> Phrases {
        Phrases(self, in: Language(rawValue: language.rawValue) ?? .zhHans)
    }
}
