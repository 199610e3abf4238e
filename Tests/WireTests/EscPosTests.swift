// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct EscPosTests {
    private let ticket = Slip([
        .text("政务服务中心", .init(alignment: .centre, bold: true)),
        .text("A001", .init(alignment: .centre, width: 4, height: 4)),
        .text("请到3号窗口", .init()),
        .qr("http://127.0.0.1:8080/t/abcdefghij0123456789", module: 6),
        .feed(lines: 2),
    ])

    private func bytes(_ slip: Slip, columns: Int = 48) -> [UInt8] {
        var profile = PrinterProfile.generic80
        profile.columns = columns
        return EscPos.encode(slip, profile: profile, charset: smallGB).bytes
    }

    @Test func `a line of Chinese is set up, printed, cut and asked about`() {
        let expected: [UInt8] = [
            0x1B, 0x40, 0x1C, 0x26, 0x1C, 0x53, 0, 0,
            0x1B, 0x61, 1, 0x1D, 0x21, 0x11, 0x1B, 0x45, 1,
            0xD6, 0xD0, 0xD0, 0xC4, 0x0A,
            0x1D, 0x56, 0x42, 0,
        ]
        let style = Slip.Style(alignment: .centre, width: 2, height: 2, bold: true)
        #expect(bytes(Slip([.text("中心", style)])) == expected)
    }

    @Test func `a code is drawn by the printer itself, model 2 and correction M`() {
        let expected: [UInt8] = [
            0x1B, 0x61, 1,
            0x1D, 0x28, 0x6B, 4, 0, 0x31, 0x41, 0x32, 0,
            0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x43, 6,
            0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x45, 0x31,
            0x1D, 0x28, 0x6B, 5, 0, 0x31, 0x50, 0x30, 0x68, 0x69,
            0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x51, 0x30,
        ]
        let all = bytes(Slip([.qr("hi", module: 6)]))
        #expect(Array(all.dropFirst(8).dropLast(4)) == expected)
    }

    @Test func `for a printer that draws no codes the same code is sent as a picture`() {
        var profile = PrinterProfile.generic80
        (profile.hasNativeQR, profile.dots) = (false, 384)
        let slip = Slip([.qr("https://hall.example/t/0123456789abcdef", module: 6)])
        var printer = VirtualPrinter(
            model: PrinterModel(profile), charset: .ascii, glyphs: GlyphSource { _ in nil })
        var pictures: [Picture] = []
        for raster in [PrinterProfile.Raster.gsV0, .gsL] {
            profile.raster = raster
            let bytes = EscPos.encode(slip, profile: profile, charset: .ascii).bytes
            _ = printer.receive(bytes, now: 0)
            _ = printer.tick(now: 10_000)
            if let paper = printer.slips.last?.picture { pictures.append(paper) }
        }
        #expect(printer.unknownCommands == [])
        #expect(printer.slipCount == 2)
        let code = QRCode(
            Array("https://hall.example/t/0123456789abcdef".utf8), correction: .medium)
        for paper in pictures {
            let dark = paper.bytes.reduce(0) { $0 + $1.nonzeroBitCount }
            #expect(
                dark == code.map { $0.picture.bytes.reduce(0) { $0 + $1.nonzeroBitCount } * 36 })
        }
        profile.raster = .none
        #expect(
            EscPos.encode(slip, profile: profile, charset: .ascii).bytes
                == EscPos.encode(Slip(), profile: profile, charset: .ascii).bytes)
    }

    @Test func `a whole ticket is shorter than a quarter second of line at 9600 baud`() {
        #expect(bytes(ticket).count < 240)
    }

    @Test func `every slip ends with the cut`() {
        #expect(bytes(ticket).suffix(4) == [0x1D, 0x56, 0x42, 0])
        #expect(bytes(Slip()).suffix(4) == [0x1D, 0x56, 0x42, 0])
    }

    @Test func `a number with one digit more shrinks to stay on its line`() {
        let style = Slip.Style(width: 8, height: 8)
        #expect(bytes(Slip([.text("A001", style)]), columns: 32)[8...10] == [0x1D, 0x21, 0x77])
        #expect(bytes(Slip([.text("A1000", style)]), columns: 32)[8...10] == [0x1D, 0x21, 0x57])
    }

    @Test func `a hostile name on a slip adds no command`() {
        let slip = Slip([.text("\u{1D}V\u{0}\u{1B}p\u{10}\u{05}\u{02}\n", .init())])
        #expect(bytes(slip).dropFirst(8).dropLast(4) == [0x56, 0x70, 0x0A])
    }

    @Test func `characters without a glyph are reported to the caller`() {
        let encoded = EscPos.encode(
            Slip([.text("𠮷", .init())]), profile: .generic80, charset: smallGB)
        #expect(encoded.missing == ["𠮷"])
    }

    @Test func `absurd sizes, feeds and lengths are brought in range`() {
        let style = Slip.Style(width: -3, height: 99)
        let slip = Slip(
            [.feed(lines: Int.max), .qr(String(repeating: "x", count: 9000), module: -1)]
                + Array(repeating: .text(String(repeating: "A", count: 9000), style), count: 500))
        #expect(bytes(slip).count < EscPos.elementLimit * (EscPos.lineLimit + 10))
    }

    @Test func `a code too long to be printed whole is left out`() {
        func code(_ count: Int) -> Slip {
            Slip([.qr(String(repeating: "x", count: count), module: 4)])
        }
        #expect(bytes(code(EscPos.qrLimit)).count > EscPos.qrLimit)
        #expect(bytes(code(EscPos.qrLimit + 1)) == bytes(Slip()))
    }

    @Test func `a picture goes out row by row, each filled or cut to the same width`() {
        let rows: [[UInt8]] = [[0xF0, 0xFF, 0xFF], [0x0F], []]
        let expected: [UInt8] = [
            0x1B, 0x61, 2, 0x1D, 0x76, 0x30, 0, 2, 0, 3, 0,
            0xF0, 0xF0, 0x0F, 0, 0, 0,
        ]
        let slip = Slip([.raster(rows: rows, width: 12, alignment: .right)])
        #expect(bytes(slip).dropFirst(8).dropLast(4) == expected[...])
    }

    @Test func `a long picture goes out in bands, and one longer than any slip is cut`() {
        let row = [UInt8](repeating: 0x55, count: 4)
        let slip = Slip([
            .raster(rows: Array(repeating: row, count: 9000), width: 32, alignment: .left)
        ])
        let sent = Array(bytes(slip).dropFirst(8).dropLast(4))
        #expect(sent.prefix(8) == [0x1D, 0x76, 0x30, 0, 4, 0, 240, 0])
        #expect(sent.count == EscPos.rasterLimit * 4 + EscPos.rasterLimit / 240 * 8)
    }

    @Test func `no picture holds what a printer obeys at once, not across its rows either`() {
        let rows: [[UInt8]] = [[0x10, 0x04, 0x10], [0x05, 0x02, 0x10], [0x14, 0x10, 0x10]]
        let slip = Slip([.raster(rows: rows, width: 24, alignment: .left)])
        #expect(
            bytes(slip).dropFirst(8).dropLast(4).suffix(9)
                == [0x30, 0x04, 0x30, 0x05, 0x02, 0x30, 0x14, 0x10, 0x10])
    }

    @Test func `a picture wider than the paper is cut, and one without dots is left out`() {
        func picture(_ width: Int) -> [UInt8] {
            bytes(Slip([.raster(rows: [[0xFF]], width: width, alignment: .left)]))
        }
        #expect(picture(Int.max).count == bytes(Slip()).count + 8 + 72)
        #expect(picture(0) == bytes(Slip()))
        #expect(picture(Int.min) == bytes(Slip()))
    }

    @Test func `status questions name the printer, the reason, the error and the paper`() {
        #expect(EscPos.realTimeStatus(4) == [0x10, 0x04, 4])
        #expect(EscPos.realTimeStatus(77) == [0x10, 0x04, 4])
        #expect(EscPos.realTimeStatus(-1) == [0x10, 0x04, 1])
    }

    @Test func `on the widest paper each picture says truly how long it is`() throws {
        var wide = PrinterProfile.generic80
        (wide.dots, wide.raster) = (4096, .gsL)
        let rows = [[UInt8]](repeating: [UInt8](repeating: 0xFF, count: 512), count: 240)
        let slip = Slip([.raster(rows: rows, width: 4096, alignment: .left)])
        var rest = EscPos.encode(slip, profile: wide, charset: smallGB).bytes[...]
        var ink = 0
        while let head = rest.firstRange(of: [0x1D, 0x28, 0x4C]) {
            rest = rest[head.upperBound...]
            let length = rest.prefix(2).reversed().reduce(0) { $0 << 8 | Int($1) }
            ink += rest.dropFirst(2).prefix(length).count { $0 == 0xFF }
            rest = rest.dropFirst(2 + length)
        }
        #expect(ink == 240 * 512)
    }
}
