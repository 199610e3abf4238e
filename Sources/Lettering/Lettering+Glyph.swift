// SPDX-License-Identifier: Apache-2.0

import Machine
package import Wire

extension Lettering {
    /// Shapes 16 dots high, for signs whose own font lacks a character. Outlines are coarse at that
    /// size: a font drawn for it should be asked first.
    package var glyphs: GlyphSource {
        .whole { self.glyph($0) }
    }

    /// Nil if no font has all of the character.
    private func glyph(_ character: Character) -> Glyph? {
        shelf.withLock { shelf in
            guard let font = shelf.font(for: character, preferred: nil),
                let face = shelf.face(font)
            else { return nil }
            let letter = Letter(character, font: font)
            // What stacks its letters, like Tibetan, is drawn smaller until all of it fits.
            let sizes = [16, 14, 12, 10]
            return sizes.lazy.compactMap { Self.glyph(letter, face, size: $0) }.first
                ?? Self.glyph(letter, face, size: 10, isCut: true)
        }
    }

    /// Nil if it is higher than sixteen dots at that size, unless it may be cut.
    private static func glyph(
        _ letter: Letter, _ face: Face, size: Int, isCut: Bool = false
    ) -> Glyph? {
        face.resize(width: size, height: size)
        var pen = 0
        var parts: [(dots: Dots, x: Int, y: Int)] = []
        for glyph in face.shape(letter.scalars[...], isRightToLeft: false) {
            if let drawn = face.draw(glyph.index, isFitted: true) {
                let x = (pen + glyph.x + 32) >> 6 + drawn.x
                parts.append((drawn.dots, x, drawn.y - (glyph.y + 32) >> 6))
            }
            pen += glyph.advance
        }
        let top = parts.map(\.y).min() ?? 0
        let left = parts.map(\.x).min() ?? 0
        let height = (parts.map { $0.y + $0.dots.height }.max() ?? 0) - top
        let right = parts.map { $0.x + $0.dots.width }.max() ?? 0
        guard height <= 16 || isCut else { return nil }
        // Letters stand on a line fourteen dots down, unless they would not fit.
        let baseline = max(-top, min(14, 16 - height - top))
        let isWide = max(pen >> 6, right - left) > 8
        let shift = left < 0 ? -left : min(0, (isWide ? 16 : 8) - right)
        var cell = Dots(width: 16, height: 16)
        for part in parts { cell.draw(part.dots, x: part.x + shift, y: part.y + baseline) }
        return Glyph(
            isWide: isWide, rows: cell.rows.map { UInt16($0[0]) << 8 | UInt16($0[1]) })
    }
}
