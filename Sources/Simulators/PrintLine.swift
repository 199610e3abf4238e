// SPDX-License-Identifier: Apache-2.0

import Wire

/// A line of characters being put together before it is printed.
struct PrintLine {
    /// How the next character is printed.
    struct Style {
        var width = 1
        var height = 1
        var isBold = false
    }

    private struct Cell {
        var glyph: Glyph
        var style: Style
        var x: Int
    }

    private var cells: [Cell] = []
    /// The line's characters.
    private(set) var text = ""
    /// Dots taken from the left margin.
    private(set) var width = 0

    var isEmpty: Bool { cells.isEmpty }
    /// Dots from top to bottom.
    var height: Int { (cells.map(\.style.height).max() ?? 1) * Self.cell }

    // Normal characters are 24 dots high, 12 wide, Chinese 24.
    static let cell = 24

    /// Dots a character of this glyph takes.
    static func width(of glyph: Glyph, _ style: Style) -> Int {
        glyph.width * 3 / 2 * style.width
    }

    mutating func append(
        _ character: Character, _ glyph: Glyph, _ style: Style, spacing: Int = 0
    ) {
        cells.append(Cell(glyph: glyph, style: style, x: width))
        width += Self.width(of: glyph, style) + spacing
        text.append(character)
    }

    /// The line as dots, all characters standing on its bottom.
    var picture: Picture {
        var picture = Picture(width: width, height: height)
        for cell in cells { draw(cell, &picture) }
        return picture
    }

    /// Unifont's 16 rows become 24 at normal size.
    private func draw(_ cell: Cell, _ picture: inout Picture) {
        let width = Self.width(of: cell.glyph, cell.style)
        let height = Self.cell * cell.style.height
        let top = picture.height - height
        for y in 0..<height {
            for x in 0..<width
            where cell.glyph[x * cell.glyph.width / width, y * 16 / height] {
                picture[cell.x + x, top + y] = true
                // Head dots have no greater weight: bold is the same again one dot aside.
                if cell.style.isBold { picture[cell.x + x + 1, top + y] = true }
            }
        }
    }
}
