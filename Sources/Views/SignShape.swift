// SPDX-License-Identifier: Apache-2.0

/// What fits on a sign.
package struct SignShape: Sendable, Hashable {
    package typealias Language = SlipTemplate.Language

    /// ASCII columns; a Chinese character takes two.
    package var columns: Int
    /// Lines above each other, 1 or 2.
    package var lines: Int
    /// Shown in turn, the first one first.
    package var languages: [Language]
    /// Whether it shows pages in turn; else nobody ever sees more than the first.
    package var turnsPages: Bool

    package init(
        columns: Int = 16, lines: Int = 1, languages: [Language] = [.zhHans, .en],
        turnsPages: Bool = true
    ) {
        self.columns = columns
        self.lines = lines
        self.languages = languages
        self.turnsPages = turnsPages
    }
}
