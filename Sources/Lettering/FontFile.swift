// SPDX-License-Identifier: Apache-2.0

/// A font on this machine's disk.
package struct FontFile: Sendable, Hashable {
    package let path: String
    /// Which of the fonts in a collection.
    package let index: Int

    package init(_ path: String, index: Int = 0) {
        self.path = path
        self.index = index
    }

    /// Debian's fonts, asked in this order for a character, each only if it is there. Together
    /// with `fonts-hanazono`, `fonts-babelstone-han`, `fonts-noto-core` and `unifont` they draw
    /// every Chinese character of GB 18030-2022 itself, most of its first amendment (Extension G
    /// and H; docs/slip.md tells what is missing) and the scripts of the minorities.
    ///
    /// Noto's come before the Chinese ones, whose Latin is poor; Unifont, a bitmap font, last.
    package static let debian: [FontFile] =
        noto(["NotoSans", "NotoSansArabic", "NotoSerifTibetan", "NotoSansMongolian"])
        + [
            FontFile("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", index: 2),
            FontFile("/usr/share/fonts/truetype/hanazono/HanaMinA.ttf"),
            FontFile("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"),
            FontFile("/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf"),
        ]
        + noto([
            "NotoSansYi", "NotoSansTaiLe", "NotoSansNewTaiLue", "NotoSansTaiTham", "NotoSansLisu",
            "NotoSansMiao", "NotoSansPhagsPa", "NotoSansThai", "NotoSansLao", "NotoSansHebrew",
            "NotoSansDevanagari", "NotoSansSymbols", "NotoSansSymbols2", "NotoSansMath",
        ])
        + [
            FontFile("/usr/share/fonts/opentype/unifont/unifont.otf"),
            FontFile("/usr/share/fonts/opentype/unifont/unifont_upper.otf"),
        ]

    private static func noto(_ names: [String]) -> [FontFile] {
        names.map { FontFile("/usr/share/fonts/truetype/noto/\($0)-Regular.ttf") }
    }
}
