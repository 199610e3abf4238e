// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

struct PageDrawingTests {
    // Letters are solid blocks, so that it is seen where they stand.
    private static let blocks = GlyphSource { scalar in
        scalar == "?" || scalar.value > 0xFFFF
            || scalar.properties.generalCategory == .nonspacingMark
            ? nil
            : Glyph(isWide: !scalar.isASCII, rows: Array(repeating: 0xFFFF, count: 16))
    }

    private func draw(
        _ lines: [String], _ width: Int, _ height: Int
    ) -> (picture: Picture, missing: Set<Character>) {
        PageDrawing.picture(.init(lines: lines), glyphs: Self.blocks, width: width, height: height)
    }

    /// Where dots begin and end in a row of the picture.
    private func span(_ picture: Picture, _ y: Int) -> ClosedRange<Int>? {
        let lit = (0..<picture.width).filter { picture[$0, y] }
        guard let first = lit.first, let last = lit.last else { return nil }
        return first...last
    }

    @Test func `a line that fits stands in the middle`() {
        let one = draw(["窗口A"], 128, 16).picture
        #expect(one.width == 128 && one.height == 16)
        #expect(span(one, 0) == 44...83 && span(one, 15) == 44...83)
        let tall = draw(["窗口A"], 128, 32).picture
        #expect(span(tall, 7) == nil && span(tall, 8) == 44...83)
        #expect(span(tall, 23) == 44...83 && span(tall, 24) == nil)
    }

    @Test func `two lines stand below each other, and on one where there is no height`() {
        let two = draw(["窗口", "A"], 64, 32).picture
        #expect(span(two, 15) == 16...47 && span(two, 16) == 28...35)
        let one = draw(["窗口", "A"], 64, 16).picture
        #expect(one.height == 16 && span(one, 0) == 8...55)
    }

    @Test func `a picture is as wide as a line that does not fit, and the other stays in sight`() {
        let wide = draw(["窗口窗口窗口", "A"], 64, 32).picture
        #expect(wide.width == 96 && span(wide, 0) == 0...95)
        #expect(span(wide, 16) == 28...35)
    }

    @Test(arguments: ["?", "\u{2CC56}", "q\u{301}", "ئ", "\u{1820}"] as [Character])
    func `what has no shape is a box and told of`(_ character: Character) {
        let drawn = draw(["A\(character)"], 32, 16)
        #expect(drawn.missing == [character])
        #expect(span(drawn.picture, 2) == 4...26)
        #expect(!drawn.picture[15, 8])
    }

    @Test func `invisible characters are dropped, and a shape variant is the plain shape`() {
        #expect(draw(["A\u{200B}\u{202E}B\n"], 16, 16).picture == draw(["AB"], 16, 16).picture)
        #expect(draw(["葛\u{E0100}"], 16, 16) == draw(["葛"], 16, 16))
    }

    @Test func `no page is drawn without end, and an empty one is dark`() {
        let endless = draw([String(repeating: "窗", count: 100_000)], 64, 16).picture
        #expect(endless.width == PageDrawing.lineLimit * 16)
        for lines in [[], [""], ["", ""]] as [[String]] {
            #expect(draw(lines, 64, 32).picture == Picture(width: 64, height: 32))
        }
        #expect(draw(["A", "B", "C"], 0, 8).picture.height == 8)
    }

    @Test func `a source is asked for what the first lacks`() {
        let other = GlyphSource.whole { $0 == "?" || $0 == "q\u{301}" ? .box : nil }
        let both = Self.blocks.or(other)
        #expect(both.shape(of: "?") == .box && both.shape(of: "q\u{301}") == .box)
        #expect(both.shape(of: "A") == Self.blocks.shape(of: "A"))
        #expect(both.shape(of: "\u{20000}") == nil)
    }
}
