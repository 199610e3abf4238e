// SPDX-License-Identifier: Apache-2.0

import CHarfBuzz

/// What a reader takes for one character, with the font it is drawn in.
struct Letter {
    let scalars: [Unicode.Scalar]
    let font: Int
    /// As HarfBuzz knows scripts; nil for what belongs to no script, like digits and spaces.
    let script: hb_script_t?

    init(_ character: Character, font: Int) {
        scalars = Array(character.unicodeScalars)
        self.font = font
        let functions = hb_unicode_funcs_get_default()
        script = scalars.lazy.map { hb_unicode_script(functions, $0.value) }
            .first { ![HB_SCRIPT_COMMON, HB_SCRIPT_INHERITED, HB_SCRIPT_UNKNOWN].contains($0) }
    }

    var isSpace: Bool { scalars.first?.properties.isWhitespace ?? true }

    /// Whether a line may end before and after it though no space is there.
    var standsAlone: Bool {
        guard let first = scalars.first else { return false }
        return first.properties.isIdeographic || first.properties.isEmojiPresentation
            || Self.wide.contains { $0.contains(first.value) }
    }

    /// Whether a line may end after it: Tibetan has a dot between syllables.
    var endsSyllable: Bool { scalars.last == "\u{0F0B}" }

    // Symbols and kana, Yi, Hangul, full width forms.
    private static let wide: [ClosedRange<UInt32>] = [
        0x2E80...0x33FF, 0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
        0xFF00...0xFFEF,
    ]
}

extension ArraySlice<Letter> {
    /// The words: parts between which a line may break, spaces at their ends.
    var words: [ArraySlice<Letter>] {
        var words: [ArraySlice<Letter>] = []
        var start = startIndex
        for index in indices.dropFirst() where Self.mayBreak(self[index - 1], self[index]) {
            words.append(self[start..<index])
            start = index
        }
        return isEmpty ? [] : words + [self[start...]]
    }

    private static func mayBreak(_ before: Letter, _ after: Letter) -> Bool {
        guard !after.isSpace else { return false }
        return before.isSpace || before.standsAlone || after.standsAlone || before.endsSyllable
    }
}
