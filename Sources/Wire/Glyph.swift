// SPDX-License-Identifier: Apache-2.0

/// The shape of one character, 16 dots high, 8 or 16 wide.
package struct Glyph: Sendable, Equatable {
    /// 8 or 16.
    package let width: Int
    /// Sixteen rows from the top; the highest bit is the leftmost dot.
    package let rows: [UInt16]

    /// - Parameter rows: sixteen rows; missing ones are empty, further ones ignored.
    package init(isWide: Bool, rows: [UInt16]) {
        width = isWide ? 16 : 8
        self.rows = (0..<16).map { $0 < rows.count ? rows[$0] : 0 }
    }

    /// Whether the dot is on; dots outside are off.
    package subscript(x: Int, y: Int) -> Bool {
        guard x >= 0, x < width, y >= 0, y < 16 else { return false }
        return rows[y] & (0x8000 >> UInt16(x)) != 0
    }

    /// A frame of dots, shown for characters without a shape.
    package static let box = Glyph(
        isWide: true, rows: [0, 0x7FFE] + Array(repeating: 0x4002, count: 12) + [0x7FFE, 0])
}

/// Where devices get the shapes of characters from.
package struct GlyphSource: Sendable {
    private let find: @Sendable (Character) -> Glyph?

    /// The shape of a character, if it has one here.
    package func shape(of character: Character) -> Glyph? { find(character) }

    /// The shape of a character, or a box.
    package func glyph(_ character: Character) -> Glyph { find(character) ?? .box }

    /// This source, and the other for what it lacks.
    package func or(_ other: GlyphSource) -> GlyphSource {
        .whole { find($0) ?? other.find($0) }
    }
}

extension GlyphSource {
    /// A table by code point. A character of several that are seen, like a letter with marks on
    /// it, is not in there: the first alone would be another character.
    package init(_ find: @escaping @Sendable (Unicode.Scalar) -> Glyph?) {
        self.init(find: { character in
            let scalars = character.unicodeScalars
            if scalars.count == 1 { return scalars.first.flatMap(find) }
            let seen = scalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
            return seen.count == 1 ? seen.first.flatMap(find) : nil
        })
    }

    /// Whoever can put a character together of several code points.
    package static func whole(_ find: @escaping @Sendable (Character) -> Glyph?) -> GlyphSource {
        GlyphSource(find: find)
    }
}
