// SPDX-License-Identifier: Apache-2.0

import Views
import Web

extension Phrases {
    /// The key stands in for a sentence the language lacks.
    init(_ locales: Locales, in language: Language) {
        self.init { locales.sentence($0, in: language, with: $1) ?? $0 }
    }
}
