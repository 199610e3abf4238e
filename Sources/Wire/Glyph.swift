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
    private let find: @Sendable (Unicode.Scalar) -> Glyph?

    package init(_ find: @escaping @Sendable (Unicode.Scalar) -> Glyph?) {
        self.find = find
    }

    /// The shape of a character's first scalar, or a box.
    package func glyph(_ character: Character) -> Glyph {
        character.unicodeScalars.first.flatMap(find) ?? .box
    }
}
