// SPDX-License-Identifier: Apache-2.0

import Devices
import Lettering
import Simulators
import Testing
import Wire

struct SlipLetteringTests {
    @Test func `a line the printer has all letters for stays text`() {
        let slip = Slip([.text("政务服务中心 A001 ￥·——…", .init()), .feed(lines: 1)])
        let lettered = lettering.lettered(slip, font: .font(.gbk), profile: .generic80)
        #expect(lettered.slip == slip)
        #expect(lettered.missing == [])
    }

    @Test(arguments: [
        "䶮", "𬱖", "𠮷", "\u{30EDD}", "\u{31350}", "龴", "张𠮷先生", "نامى", "བོད་", "ᠮᠣᠩᠭᠣᠯ", "ꆈꌠ",
        "ไทย", "한국어", "👨‍👩‍👧", "🇨🇳", "e\u{301}",
    ])
    func `a line with a letter the printer lacks becomes a picture`(_ text: String) throws {
        let drawn = try #require(picture(text))
        #expect(ink(drawn.rows) > 40)
        #expect(drawn.rows.allSatisfy { $0.count == (drawn.width + 7) / 8 })
        #expect(lettered(text).missing == [])
    }

    @Test func `a picture is as high as the line of text it stands for`() throws {
        #expect(try #require(picture("𠮷")).rows.count == 30)
        #expect(try #require(picture("𠮷", .init(height: 2))).rows.count == 48)
        #expect(try #require(picture("𠮷", .init(height: 6))).rows.count == 144)
    }

    @Test func `a wide or bold line is wide or bold as a picture too`() throws {
        let normal = try #require(picture("𠮷"))
        let wide = try #require(picture("𠮷", .init(width: 2)))
        let bold = try #require(picture("𠮷", .init(bold: true)))
        #expect((normal.width * 2 - 2...normal.width * 2 + 2).contains(wide.width))
        #expect(ink(bold.rows) > ink(normal.rows) * 11 / 10)
        #expect(bold.width == normal.width + 1)
    }

    @Test func `a width with which the line would break is reduced`() throws {
        let name = String(repeating: "𠮷", count: 10)
        #expect(try #require(picture(name, .init(width: 8))).rows.count == 30)
    }

    @Test func `a long line is broken, and no part is wider than the paper`() throws {
        let lines = try #require(picture(String(repeating: "𠮷", count: 60)))
        #expect(lines.rows.count == 3 * 30)
        #expect(lines.width <= 576)
        let words = try #require(picture(String(repeating: "ئۇيغۇر ", count: 16)))
        #expect(words.rows.count > 30 && words.width <= 576)
    }

    @Test func `the picture is on the paper dot for dot`() throws {
        let slip = lettered("𠮷野家").slip
        guard case .raster(let rows, let width, _) = slip.elements.first else {
            Issue.record("no picture")
            return
        }
        let paper = try #require(print(slip).slips.first).picture
        func isInk(_ x: Int, _ y: Int) -> Bool { rows[y][x >> 3] & 0x80 >> UInt8(x & 7) != 0 }
        // The paper begins where the blade is, not where the head is.
        let tops = (0...paper.height - rows.count).filter { top in
            rows.indices.allSatisfy { y in
                (0..<width).allSatisfy { paper[$0, top + y] == isInk($0, y) }
            }
        }
        #expect(tops.count == 1)
    }

    @Test func `a letter nobody has is told, and drawn as the replacement beside the others`()
        throws
    {
        let lettered = lettered("𠮷\u{E000}\u{2EBF0}\u{10FFFF}")
        #expect(lettered.missing == ["\u{E000}", "\u{2EBF0}", "\u{10FFFF}"])
        #expect(try #require(picture("𠮷\u{E000}")).rows == picture("𠮷〓")?.rows)
    }

    @Test func `without any font a line stays text and what is missing is told`() {
        let slip = Slip([.text("张𠮷", .init())])
        let bare = Lettering(fonts: [FontFile("/nonexistent/font.ttf"), FontFile("/etc/passwd")])
        let lettered = bare.lettered(slip, font: .font(.gbk), profile: .generic80)
        #expect(lettered.slip == slip && lettered.missing == ["𠮷"])
        let bytes = EscPos.encode(slip, profile: .generic80, charset: .font(.gbk)).bytes
        #expect(bytes.contains([0xD5, 0xC5, 0xA1, 0xFE, 0x0A]))
        #expect(!bytes.contains(0x3F))
    }

    @Test func `a printer that knows no pictures gets text with replacements`() {
        var profile = PrinterProfile.generic80
        profile.raster = .none
        let slip = Slip([.text("张𠮷", .init())])
        let lettered = lettering.lettered(slip, font: .font(.gbk), profile: profile)
        #expect(lettered.slip == slip && lettered.missing == ["𠮷"])
    }
}
