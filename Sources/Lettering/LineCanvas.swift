// SPDX-License-Identifier: Apache-2.0

/// Glyphs of one line, gathered until it is known how much room they take.
struct LineCanvas {
    /// Dots of the em square, of which seven eighths are above the line the letters stand on.
    let height: Int
    let isBold: Bool
    private var glyphs: [(dots: Dots, x: Int, y: Int)] = []

    /// Dots from the top of one line of the printer's own letters to the next.
    static let pitch = 30

    init(height: Int, isBold: Bool) {
        self.height = height
        self.isBold = isBold
    }

    /// Adds a glyph, `y` dots below the line the letters stand on.
    mutating func put(_ dots: Dots, x: Int, y: Int) {
        glyphs.append((dots, x, y))
    }

    /// All of it, at most so many dots wide; marks that tower higher than a letter are cut.
    func dots(limit: Int) -> Dots {
        let baseline = height * 7 / 8
        let left = glyphs.map(\.x).min() ?? 0
        let right = (glyphs.map { $0.x + $0.dots.width }.max() ?? 0) + (isBold ? 1 : 0)
        let top = min(0, max(-height, baseline + (glyphs.map(\.y).min() ?? 0)))
        let inkEnd = baseline + (glyphs.map { $0.y + $0.dots.height }.max() ?? 0)
        let bottom = max(height, Self.pitch, min(inkEnd + 2, 2 * height))
        var line = Dots(width: min(limit, right - left), height: bottom - top)
        for glyph in glyphs {
            for shift in 0...(isBold ? 1 : 0) {
                line.draw(glyph.dots, x: glyph.x - left + shift, y: glyph.y + baseline - top)
            }
        }
        return line
    }
}
