// SPDX-License-Identifier: Apache-2.0

import Machine
package import Wire

/// Draws text in the fonts of this machine, for devices that lack its characters: shaped as its
/// script wants, in the direction its script runs. Traditional Mongolian is set in lines from
/// left to right, to be read with the paper turned.
package final class Lettering: Sendable {
    /// Text as a picture.
    package struct Drawing: Sendable, Equatable {
        /// From the top; one bit a dot, the leftmost dot in the highest bit.
        package let rows: [[UInt8]]
        /// Dots in a row.
        package let width: Int
        /// Characters no font has, each drawn as the replacement.
        package let missing: [Character]
    }

    /// Dots of a normal character, the cell of a printer's own Chinese.
    package static let cell = 24
    let shelf: Guarded<FontShelf>

    /// - Parameter fonts: asked in this order for each character; those not there are left out.
    package init(fonts: [FontFile] = FontFile.debian) {
        shelf = Guarded(FontShelf(fonts))
    }

    /// One text as a picture, in several lines if it does not fit into one; nil when there is
    /// nothing to see or no font for it.
    ///
    /// - Parameters:
    ///   - style: as for the printer's own letters; a width with which the text does not fit on
    ///     one line is reduced.
    ///   - dots: the paper's width.
    package func draw(
        _ text: String, _ style: Slip.Style, dots: Int, replacement: Character = "〓"
    ) -> Drawing? {
        guard dots >= Self.cell else { return nil }
        return shelf.withLock { shelf in
            var missing: [Character] = []
            var letters: [Letter] = []
            for character in text {
                if let font = shelf.font(for: character, preferred: letters.last?.font) {
                    letters.append(Letter(character, font: font))
                } else {
                    missing.append(character)
                    guard let font = shelf.font(for: replacement, preferred: nil) else {
                        return nil
                    }
                    letters.append(Letter(replacement, font: font))
                }
            }
            var fonts: [Int: Face] = [:]
            for letter in letters { fonts[letter.font] = shelf.face(letter.font) }
            let lines = Self.draw(letters[...], style, dots, fonts)
            return Self.joined(lines, style.alignment, missing: missing)
        }
    }

    private static func draw(
        _ letters: ArraySlice<Letter>, _ style: Slip.Style, _ limit: Int, _ fonts: [Int: Face]
    ) -> [Dots] {
        func setter(_ width: Int) -> Typesetter {
            Typesetter(
                width: width * cell, height: min(max(style.height, 1), 8) * cell,
                isBold: style.bold, limit: limit, fonts: fonts)
        }
        let wanted = min(max(style.width, 1), 8)
        let fitting = (1...wanted).last { setter($0).measure(letters) <= limit } ?? 1
        let setter = setter(fitting)
        return setter.lines(letters).map(setter.draw)
    }

    private static func joined(
        _ lines: [Dots], _ alignment: Slip.Alignment, missing: [Character]
    ) -> Drawing? {
        let width = lines.map(\.width).max() ?? 0
        guard width > 0 else { return nil }
        var picture = Dots(width: width, height: lines.reduce(0) { $0 + $1.height })
        var top = 0
        for line in lines {
            let room = width - line.width
            let left = alignment == .left ? 0 : alignment == .centre ? room / 2 : room
            picture.draw(line, x: left, y: top)
            top += line.height
        }
        return Drawing(rows: picture.rows, width: width, missing: missing)
    }
}
