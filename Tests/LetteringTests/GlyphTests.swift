// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Lettering

struct GlyphTests {
    private let glyphs = Lettering().glyphs

    @Test(
        arguments: [
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x2A6DF, 0x2A700...0x2B739,
            0x2B740...0x2B81D,
            0x2B820...0x2CEA1, 0x2CEB0...0x2EBE0,
        ] as [ClosedRange<UInt32>])
    func `a sign can show Chinese characters from all over GB 18030-2022`(
        _ block: ClosedRange<UInt32>
    ) {
        let codes = stride(from: block.lowerBound, through: block.upperBound, by: 61)
        let bad = codes.compactMap(Unicode.Scalar.init).filter { scalar in
            let glyph = glyphs.shape(of: Character(scalar))
            return glyph?.width != 16 || glyph?.rows.allSatisfy { $0 == 0 } != false
        }
        #expect(bad == [])
    }

    @Test func `strokes stand on whole dots`() throws {
        let mouth = try #require(glyphs.shape(of: "口"))
        let rows = Set(mouth.rows.filter { $0 != 0 })
        #expect(rows.count == 2, "two long strokes, and the two sides between and below them")
    }

    @Test func `marks are put on their letter, and stacked letters shrink to fit`() throws {
        let plain = try #require(glyphs.shape(of: "i"))
        let marked = try #require(glyphs.shape(of: "i\u{30C}"))
        #expect(plain.width == 8 && marked != plain)
        let stacked = try #require(glyphs.shape(of: "རྒྱ"))
        let heights = [stacked, try #require(glyphs.shape(of: "ར"))].map { glyph in
            glyph.rows.filter { $0 != 0 }.count
        }
        #expect(heights[0] > heights[1])
    }

    @Test(arguments: ["\u{E000}", "\u{2EBF0}", "\u{10FFFD}"] as [Character])
    func `what no font has is nothing`(_ character: Character) {
        #expect(glyphs.shape(of: character) == nil)
    }

    @Test func `any character fits into its cell or is nothing`() {
        for code in stride(from: UInt32(0x21), through: 0x1_FFFF, by: 23) {
            guard let scalar = Unicode.Scalar(code) else { continue }
            if let glyph = glyphs.shape(of: Character(scalar)), glyph.width == 8 {
                #expect(glyph.rows.allSatisfy { $0 & 0xFF == 0 }, "\(String(code, radix: 16))")
            }
        }
    }
}
