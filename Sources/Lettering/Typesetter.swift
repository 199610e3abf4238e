// SPDX-License-Identifier: Apache-2.0

/// Puts letters of one size into lines and draws them. Fonts keep the size they were last given,
/// so they serve one setter at a time.
struct Typesetter {
    /// Dots of the em square.
    let width: Int
    let height: Int
    let isBold: Bool
    /// Dots from margin to margin.
    let limit: Int
    let fonts: [Int: Face]

    /// A part of a line in one font, script and direction.
    private struct Run {
        var letters: ArraySlice<Letter>
        let level: UInt8
    }

    init(width: Int, height: Int, isBold: Bool, limit: Int, fonts: [Int: Face]) {
        self.width = width
        self.height = height
        self.isBold = isBold
        self.limit = limit
        self.fonts = fonts
        for font in fonts.values { font.resize(width: width, height: height) }
    }

    /// Lines that fit, broken between words where they can be.
    func lines(_ letters: ArraySlice<Letter>) -> [ArraySlice<Letter>] {
        var lines: [ArraySlice<Letter>] = []
        var line = letters.prefix(0)
        var used = 0
        for part in letters.words.flatMap(pieces) {
            let width = measure(part)
            if used + width > limit, !line.isEmpty {
                lines.append(line)
                line = part
                used = width
            } else {
                line = letters[line.startIndex..<part.endIndex]
                used += width
            }
        }
        return lines + [line]
    }

    /// How wide letters are beside each other.
    func measure(_ letters: ArraySlice<Letter>) -> Int {
        let advance = runs(letters).reduce(0) { sum, run in
            glyphs(run).reduce(sum) { $0 + $1.advance }
        }
        return (advance + 63) / 64
    }

    /// The line's dots, as high as a line of the printer's own letters, or higher where letters
    /// stand on each other.
    func draw(_ letters: ArraySlice<Letter>) -> Dots {
        var canvas = LineCanvas(height: height, isBold: isBold)
        var pen = 0
        for run in Direction.visual(runs(letters), level: \.level) {
            guard let font = run.letters.first.flatMap({ fonts[$0.font] }) else { continue }
            for glyph in glyphs(run) {
                if let drawn = font.draw(glyph.index) {
                    canvas.put(
                        drawn.dots, x: (pen + glyph.x + 32) >> 6 + drawn.x,
                        y: drawn.y - (glyph.y + 32) >> 6)
                }
                pen += glyph.advance
            }
        }
        return canvas.dots(limit: limit)
    }

    /// A word, or its letters if it is longer than a line.
    private func pieces(_ word: ArraySlice<Letter>) -> [ArraySlice<Letter>] {
        measure(word) <= limit ? [word] : word.indices.map { word[$0...$0] }
    }

    private func glyphs(_ run: Run) -> [Face.Glyph] {
        guard let font = run.letters.first.flatMap({ fonts[$0.font] }) else { return [] }
        return font.shape(
            run.letters.flatMap(\.scalars)[...], isRightToLeft: !run.level.isMultiple(of: 2))
    }

    private func runs(_ letters: ArraySlice<Letter>) -> [Run] {
        let levels = Direction.levels(of: letters.flatMap(\.scalars))
        var runs: [Run] = []
        var script = letters.first?.script
        var offset = 0
        for index in letters.indices {
            let letter = letters[index]
            let level = levels[offset]
            offset += letter.scalars.count
            let changesScript = letter.script != nil && script != nil && letter.script != script
            if let last = runs.last?.letters.last, runs.last?.level == level,
                last.font == letter.font, !changesScript
            {
                runs[runs.count - 1].letters =
                    letters[runs[runs.count - 1].letters.startIndex...index]
            } else {
                runs.append(Run(letters: letters[index...index], level: level))
                script = nil
            }
            script = letter.script ?? script
        }
        return runs
    }
}
