// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct PictureTests {
    @Test func `a slip on paper looks like this`() throws {
        var printer = VirtualPrinter.tiny()
        let bytes = slip(
            .text("中口", .init(alignment: .centre, bold: true)),
            .text("A01", .init(alignment: .centre, width: 2, height: 2)),
            .qr("A001", module: 1))
        _ = printer.receive(bytes, now: 0)
        _ = printer.finish(from: 0)
        let paper = try #require(printer.slips.first)
        #expect(paper.lines == ["中口", "A01"])
        #expect(paper.codes == [Array("A001".utf8)])
        #expect(paper.picture.textArt == goldenSlip)
    }

    @Test func `a sign with two characters looks like this`() {
        var sign = VirtualSign(characters: 4, charset: tinyGB, glyphs: tinyFont)
        let message = QTStrip.Message(tinyGB.encode("A01中口").bytes)
        sign.take(.show(message), now: 0)
        #expect(sign.text == "A01中口")
        #expect(sign.picture(now: 0).textArt == goldenSign)
    }

    @Test func `dots outside a picture are off and cannot be set`() {
        var picture = Picture(width: 9, height: 2)
        picture[9, 0] = true
        picture[0, -1] = true
        picture[8, 1] = true
        #expect(picture.bytes == [0, 0, 0, 0x80])
        #expect(!picture[100, 100])
        #expect(Picture(width: -1, height: -1).bytes.isEmpty)
    }

    @Test func `a bitmap file has the sizes and colours a browser looks for`() {
        var picture = Picture(width: 9, height: 2)
        picture[8, 1] = true
        let file = picture.bmp(on: (255, 0, 0), off: (0, 0, 64))
        #expect(file.count == 62 + 8)
        #expect(file.prefix(6) == [0x42, 0x4D, 70, 0, 0, 0])
        #expect(file[18..<26] == [9, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF])
        #expect(file[54..<62] == [64, 0, 0, 0, 0, 0, 255, 0])
        #expect(file.suffix(8) == [0, 0, 0, 0, 0, 0x80, 0, 0])
    }
}
