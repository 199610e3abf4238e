// SPDX-License-Identifier: Apache-2.0

/// Draws what a sign shows from a font of its own, for signs that lack the characters.
package enum PageDrawing {
    /// Dots from one line to the next.
    package static let lineHeight = 16
    /// Scalars of one line that are shown; of a longer one an ellipsis is the last. So no picture is
    /// wider than the 1024 dots a window unit takes.
    package static let lineLimit = 64

    /// A page as dots, and the characters that have no shape, each drawn as a box.
    ///
    /// Lines stand in the middle; one wider than the sign begins at its left edge and makes the
    /// picture as wide as itself. Where there is height for fewer lines than the page has, all are
    /// in one.
    ///
    /// - Parameters:
    ///   - width: the sign's, in dots.
    ///   - height: the sign's and the picture's, in dots.
    package static func picture(
        _ page: SignFace.Page, glyphs: GlyphSource, width: Int, height: Int
    ) -> (picture: Picture, missing: Set<Character>) {
        let fits = height >= page.lines.count * lineHeight
        let rows = (fits ? page.lines : [page.lines.joined(separator: " ")]).map {
            Row(WireText.shortened($0, limit: lineLimit), glyphs)
        }
        var picture = Picture(
            width: max(width, rows.map(\.width).max() ?? 0), height: height)
        var top = (height - rows.count * lineHeight) / 2
        for row in rows {
            row.draw(on: &picture, x: max(0, (width - row.width) / 2), y: top)
            top += lineHeight
        }
        return (picture, rows.reduce(into: []) { $0.formUnion($1.missing) })
    }
}

/// One line, its glyphs side by side.
private struct Row {
    private var glyphs: [Glyph] = []
    private(set) var missing: Set<Character> = []
    var width: Int { glyphs.reduce(0) { $0 + $1.width } }

    init(_ text: String, _ source: GlyphSource) {
        for character in text {
            let glyph = Self.needsShaping(character) ? nil : source.shape(of: character)
            glyphs.append(glyph ?? .box)
            if glyph == nil { missing.insert(character) }
        }
    }

    func draw(on picture: inout Picture, x: Int, y: Int) {
        var left = x
        for glyph in glyphs {
            for row in 0..<PageDrawing.lineHeight {
                for column in 0..<glyph.width where glyph[column, row] {
                    picture[left + column, y + row] = true
                }
            }
            left += glyph.width
        }
    }

    /// Letters that run from right to left or change with their neighbours: one beside the other
    /// from left to right they would be words nobody can read.
    private static func needsShaping(_ character: Character) -> Bool {
        guard let code = character.unicodeScalars.first?.value else { return false }
        return shaped.contains { $0.contains(code) }
    }

    // Hebrew to Arabic Extended-A, Mongolian, the presentation forms, and the blocks beyond plane 0
    // that run from right to left.
    private static let shaped: [ClosedRange<UInt32>] = [
        0x0590...0x08FF, 0x1800...0x18AF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x1_0800...0x1_0FFF,
        0x1_E800...0x1_EFFF,
    ]
}
