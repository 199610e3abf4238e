// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

struct WireTextTests {
    @Test func `no byte of a user's text can start a printer command`() {
        let hostile = "王\u{1B}@\u{1D}V\u{0}\u{1C}.\u{10}\u{04}\u{01}\u{7F}\u{85}\u{9B}\n\t五"
        let cleaned = WireText.clean(hostile, limit: 96)
        #expect(cleaned == "王@V.五")
    }

    @Test func `marks that turn the reading direction or hide are dropped`() {
        let hostile = "\u{202E}A001\u{202C}\u{2066}\u{200F}\u{061C}\u{FEFF}\u{E0041}\u{2028}B"
        #expect(WireText.clean(hostile, limit: 96) == "A001B")
    }

    @Test func `a character with ten thousand marks is cut like any long text`() {
        let zalgo = "e" + String(repeating: "\u{301}", count: 10_000)
        #expect(WireText.clean(zalgo, limit: 20).unicodeScalars.count == 20)
    }

    @Test func `a name that is cut says so, and no character is cut in two`() {
        #expect(WireText.shortened("王小明", limit: 3) == "王小明")
        #expect(WireText.shortened("王小明先生", limit: 3) == "王小…")
        #expect(WireText.shortened("王\u{1B}小\u{202E}明", limit: 3) == "王小明")
        let family = "👨\u{200D}👩\u{200D}👧"
        #expect(WireText.shortened("ab" + family + "c", limit: 6) == "ab…")
        #expect(WireText.shortened("e" + String(repeating: "\u{301}", count: 99), limit: 9) == "…")
    }

    @Test func `Chinese takes two columns and ASCII one`() {
        #expect(WireText.columns("A001 号") == 7)
    }

    @Test func `a long line is broken between words, Chinese anywhere`() {
        #expect(
            WireText.wrapped("three people ahead of you", columns: 12)
                == ["three people", "ahead of you"])
        #expect(
            WireText.wrapped("about fifteen minutes", columns: 12) == [
                "about", "fifteen", "minutes",
            ])
        #expect(WireText.wrapped("前 面还有17人", columns: 10) == ["前 面还有", "17人"])
        #expect(WireText.wrapped("请到3号窗口", columns: 6) == ["请到3", "号窗口"])
        #expect(WireText.wrapped("antidisestablish", columns: 12) == ["antidisestab", "lish"])
    }

    @Test func `lines without room, without text or of spaces alone end too`() {
        #expect(WireText.wrapped("", columns: 5) == [""])
        #expect(WireText.wrapped("号号", columns: 1) == ["号", "号"])
        #expect(WireText.wrapped("AB", columns: 0) == ["A", "B"])
        #expect(WireText.wrapped("         ", columns: 3).allSatisfy { $0.isEmpty })
    }
}

struct CharsetTests {
    @Test func `characters the set lacks are replaced and named`() {
        let encoded = smallGB.encode("请到𠮷窗", replacement: "〓")
        #expect(
            encoded.bytes == [0xC7, 0xEB, 0xB5, 0xBD, 0xA1, 0xFE, 0xB4, 0xB0])
        #expect(encoded.missing == ["𠮷"])
    }

    @Test func `a replacement the set lacks becomes a question mark`() {
        #expect(Charset.ascii.encode("号1", replacement: "〓").bytes == [0x3F, 0x31])
    }

    @Test func `a conversion that yields control bytes is not believed`() {
        let lying = Charset(name: "lying", encode: { _ in [0x1B, 0x40] }, decode: { _ in "" })
        let encoded = lying.encode("A")
        #expect(encoded.bytes == [0x3F])
        #expect(encoded.missing == ["A"])
    }

    @Test func `what was encoded is decoded again`() {
        #expect(smallGB.decode(smallGB.encode("3号窗口").bytes) == "3号窗口")
    }
}
