// SPDX-License-Identifier: Apache-2.0

import Controller
import Lettering
import Testing
import Wire

struct DotFontTests {
    @Test func `dots drawn by hand go before outlines, and outlines fill what is lacking`() throws {
        let unifont = try #require(DotFont.installed)
        let everything = DotFont.everything
        let outlines = Lettering().glyphs
        #expect(unifont.shape(of: "口") != outlines.shape(of: "口"))
        #expect(everything.shape(of: "口") == unifont.shape(of: "口"))
        // A place name's character, of the table of general standard characters.
        #expect(unifont.shape(of: "\u{2CC56}") == nil)
        #expect(everything.shape(of: "\u{2CC56}") == outlines.shape(of: "\u{2CC56}"))
        #expect(everything.shape(of: "i\u{30C}") == outlines.shape(of: "i\u{30C}"))
    }

    @Test func `what Unifont's Japanese edition has beyond plane 0 is drawn by hand too`() throws {
        let drawn = try #require(DotFont.everything.shape(of: "\u{2000B}"))
        #expect(drawn != Lettering().glyphs.shape(of: "\u{2000B}"))
    }

    @Test func `a page of level 3 has nothing missing, and a private character is a box`() {
        let page = SignFace.Page(lines: ["请䶮\u{2CC56}\u{9FEF}", "𠮷\u{2A6D6}"])
        let drawn = PageDrawing.picture(
            page, glyphs: DotFont.everything, width: 128, height: 32)
        #expect(drawn.missing == [] && drawn.picture.width == 128)
        let other = PageDrawing.picture(
            .init(lines: ["\u{E000}"]), glyphs: DotFont.everything, width: 128, height: 16)
        #expect(other.missing == ["\u{E000}"])
    }
}
