// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Devices

/// How a face is put on a sign of some kind.
struct BusFacePlanTests {
    private let glyphs = GlyphSource { scalar in
        scalar == "𠮷"
            ? nil : Glyph(isWide: !scalar.isASCII, rows: Array(repeating: 0x5500, count: 16))
    }

    private func sign(
        isSealed: Bool = false, _ change: (inout BusCapabilities) -> Void = { _ in }
    ) -> BusFacePlan.Sign {
        var can = BusCapabilities()
        (can.level, can.body, can.width, can.height, can.lines) = (3, 80, 128, 16, 1)
        (can.pages, can.charset, can.memory, can.features) = (
            2, .gb2312, 512, [.bitmaps, .scrolls]
        )
        change(&can)
        return BusFacePlan.Sign(
            capabilities: can, font: BusFont(can.charset), glyphs: glyphs, keep: 20,
            isSealed: isSealed)
    }

    private func texts(_ plan: BusFacePlan) -> [String] {
        plan.requests.compactMap { if case .show(let page) = $0 { page.text } else { nil } }
    }

    @Test func `text goes as text, with its times`() {
        let face = SignFace(
            pages: [.init(lines: ["请A001"]), .init(lines: ["A001"])], pageMilliseconds: 2500,
            flashMilliseconds: 3000)
        let plan = BusFacePlan(face, tag: 7, on: sign())
        #expect(texts(plan) == ["请A001", "A001"])
        guard case .show(let page)? = plan.requests.last else { return }
        #expect(page.tag == 7 && page.number == BusPageNumber(1, of: 2))
        #expect(page.look.turn == 25 && page.look.blink == 30 && page.look.keep == 20)
        #expect(page.look.scroll > 0)
    }

    @Test func `what a sign has no room for is reduced`() {
        let face = SignFace(pages: [.init(lines: ["上", "下"]), .init(lines: ["b"])])
        #expect(texts(BusFacePlan(face, tag: 1, on: sign { $0.pages = 1 })) == ["上 下"])
        let two = sign { ($0.lines, $0.height) = (2, 32) }
        #expect(texts(BusFacePlan(face, tag: 1, on: two)) == ["上\n下", "b"])
        let long = SignFace(text: String(repeating: "很", count: 40))
        let plain = sign(isSealed: true) { $0.features = [] }
        let cut = texts(BusFacePlan(long, tag: 1, on: plain))
        #expect(cut.first?.utf8.count == 51)
    }

    @Test func `nothing to show is dark, and no sign is asked nothing`() {
        #expect(BusFacePlan(SignFace(text: " "), tag: 3, on: sign()).requests == [.clear(tag: 3)])
        #expect(
            BusFacePlan(SignFace(text: "A"), tag: 3, on: sign { $0.width = 0 }).requests.isEmpty)
    }

    @Test func `a character the font lacks makes dots, whose blocks are the whole picture`() throws
    {
        let plan = BusFacePlan(SignFace(text: "㐀A"), tag: 9, on: sign())
        #expect(plan.missing.isEmpty)
        var data: [UInt8] = []
        var start: BusDots.Start?
        for case .dots(let dots) in plan.requests {
            #expect(Int(dots.offset) == data.count)
            #expect(BusRequest.dots(dots).payload.count <= 72)
            start = start ?? dots.start
            data += dots.data
        }
        let first = try #require(start)
        let picture = Picture(width: first.width, height: 16, encoding: first.encoding, bytes: data)
        guard case .draw(let draw)? = plan.requests.last else {
            Issue.record("no DRAW")
            return
        }
        #expect(draw.sum == picture.map { CRC32.of($0.packedRows) })
        #expect(draw.tag == 9 && draw.pages == 1)
    }

    @Test func `where nothing has the character a question mark stands for it, and it is told`() {
        let plan = BusFacePlan(SignFace(text: "㐀A"), tag: 9, on: sign { $0.features = [] })
        #expect(texts(plan) == ["?A"])
        #expect(plan.missing == ["㐀"])
        let none = sign { ($0.features, $0.charset) = ([], .none) }
        let dark = BusFacePlan(SignFace(text: "A"), tag: 9, on: none)
        #expect(dark.requests == [.clear(tag: 9)] && dark.missing == ["A"])
        #expect(BusFacePlan(SignFace(text: "𠮷"), tag: 9, on: sign()).missing == ["𠮷"])
        let small = sign { $0.memory = 100 }
        #expect(BusFacePlan(SignFace(text: "㐀"), tag: 9, on: small).missing == ["㐀"])
    }

    @Test func `only the unit can tell what a font of its own has, and is asked once`() {
        var sign = sign { $0.charset = .other }
        let face = SignFace(text: "A01A")
        #expect(BusFacePlan.question(about: face, on: sign) == "A01")
        sign.font.learn("A01", missing: ["1"])
        #expect(BusFacePlan.question(about: face, on: sign) == nil)
        guard case .draw? = BusFacePlan(face, tag: 1, on: sign).requests.last else {
            Issue.record("no DRAW")
            return
        }
    }
}
