// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

struct UnifontTests {
    @Test func `narrow and wide glyphs are found, also out of order`() {
        let wide = String(repeating: "8001", count: 16)
        let narrow = String(repeating: "81", count: 16)
        let font = Unifont(hex: Array("4E2D:\(wide)\r\n0041:\(narrow)\n1F600:\(wide)\n".utf8))
        #expect(font.count == 3)
        #expect(font.glyph("A") == Glyph(isWide: false, rows: Array(repeating: 0x8100, count: 16)))
        #expect(font.glyph("中") == Glyph(isWide: true, rows: Array(repeating: 0x8001, count: 16)))
        #expect(font.glyph("😀")?.width == 16)
        #expect(font.glyph("B") == nil)
        #expect(font.glyphs.glyph("B") == .box)
    }

    @Test func `broken lines leave no trace`() {
        let good = String(repeating: "FF", count: 16)
        let lines = [
            "", ":", "0041", "0042:12", "zz:\(good)", "0043:\(good.dropLast())G",
            "123456789:\(good)",
            "0044:\(good)",
        ]
        let font = Unifont(hex: Array(lines.joined(separator: "\n").utf8))
        #expect(font.count == 1)
        #expect(font.glyph("D")?[7, 15] == true)
    }

    @Test func `lines before the first code point wanted are left out`() {
        let good = String(repeating: "FF", count: 16)
        let font = Unifont(hex: Array("FFFF:\(good)\n10000:\(good)\n".utf8), from: 0x1_0000)
        #expect(font.count == 1 && font.glyph("\u{10000}") != nil)
    }
}
