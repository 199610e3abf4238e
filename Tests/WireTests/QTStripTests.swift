// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct QTStripTests {
    // The two published frames.
    private let welcome: [UInt8] = [
        0xAA, 0x01, 0xBB, 0x51, 0x54, 0x72, 0x01, 0x00, 0x00, 0x02, 0x63, 0x41, 0x42, 0xBB,
        0xB6, 0xD3, 0xAD, 0xB9, 0xE2, 0xC1, 0xD9, 0x31, 0x32, 0xFF,
    ]
    private let taxi: [UInt8] = [
        0xAA, 0x01, 0xBB, 0x51, 0x54, 0xD5, 0x0B, 0x07, 0x63, 0x01, 0x63, 0xBF, 0xD5, 0xB3,
        0xB5, 0xFF,
    ]

    @Test func `the published welcome frame is written byte for byte`() {
        let message = QTStrip.Message(
            smallGB.encode("AB欢迎光临12").bytes, mode: .left, colour: 2)
        #expect(QTStrip.Frame(address: 1, .show(message)).bytes() == welcome)
    }

    @Test func `the published taxi frame is written byte for byte`() {
        let message = QTStrip.Message(
            smallGB.encode("空车").bytes, mode: .init(rawValue: 0x0B), speed: 7, stay: 0x63,
            colour: 1)
        #expect(QTStrip.Frame(address: 1, .show(message)).bytes() == taxi)
    }

    @Test func `both published frames are read back`() throws {
        var decoder = QTStripDecoder()
        let frames = decoder.feed(welcome + taxi)
        #expect(frames.map { $0.bytes() } == [welcome, taxi])
        guard case .show(let message) = try #require(frames.first).command else {
            Issue.record("no text in \(frames)")
            return
        }
        #expect(smallGB.decode(message.text) == "AB欢迎光临12")
    }

    @Test func `a sum over the closing byte too differs by one, as some makers have it`() {
        let message = QTStrip.Message([0x41], mode: .flash)
        let frame = QTStrip.Frame(address: 3, .show(message))
        let strict = frame.bytes(), variant = frame.bytes(checksum: .bodyAndEnd)
        #expect(variant[5] == strict[5] &- 1)
        var decoder = QTStripDecoder(checksum: .bodyAndEnd)
        #expect(decoder.feed(strict).isEmpty)
        #expect(decoder.feed(variant) == [frame])
    }

    @Test func `a sum that happens to be FF does not end the frame`() {
        let message = QTStrip.Message([0xFF &- 0x63 &- 8], mode: .immediate)
        let frame = QTStrip.Frame(address: 1, .show(message))
        #expect(frame.bytes()[5] == 0xFF)
        var decoder = QTStripDecoder()
        #expect(decoder.feed(frame.bytes()) == [frame])
    }

    @Test func `a flipped byte is counted and the next frame is read`() {
        var broken = welcome
        broken[12] ^= 0x04
        var decoder = QTStripDecoder()
        #expect(decoder.feed(broken + taxi).map { $0.bytes() } == [taxi])
        #expect(decoder.badFrames == 1)
    }

    @Test func `a frame cut short does not take the next one with it`() {
        var decoder = QTStripDecoder()
        #expect(decoder.feed(welcome.dropLast(6) + taxi).map { $0.bytes() } == [taxi])
        #expect(decoder.feed(welcome.dropLast(16) + taxi).map { $0.bytes() } == [taxi])
    }

    @Test func `on and off have no sum`() {
        var decoder = QTStripDecoder()
        let frames = [QTStrip.Frame(address: 2, .on), QTStrip.Frame(address: 255, .off)]
        #expect(frames[0].bytes() == [0xAA, 2, 0xBB, 0x4F, 0x4E])
        #expect(decoder.feed(frames.flatMap { $0.bytes() }) == frames)
    }

    @Test func `long or hostile text is cut on a whole character and controls are gone`() {
        let text = "\u{1B}\u{202E}" + String(repeating: "号", count: 500)
        let encoded = QTStrip.frame(address: 1, text: "A" + text, mode: .left, charset: smallGB)
        #expect(encoded.bytes.count == 12 + 119)
        #expect(encoded.bytes[11] == 0x41)
        #expect(encoded.bytes.dropLast().suffix(2) == [0xBA, 0xC5])
    }

    @Test func `attributes out of range cannot break the frame`() {
        let message = QTStrip.Message(
            [0x41, 0xFF, 0x42], mode: .init(rawValue: 255), speed: 255, stay: 255, colour: 255,
            valid: 255)
        let bytes = QTStrip.Frame(address: 1, .show(message)).bytes()
        #expect(bytes.dropFirst(6).firstIndex(of: 0xFF) == bytes.count - 1)
    }

    @Test(arguments: UInt64(1)...40)
    func `after any garbage and a silence a frame is read`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var decoder = QTStripDecoder()
        for _ in 0..<50 {
            for piece in random.pieces(random.garbage(upTo: 300)) { _ = decoder.feed(piece) }
            _ = decoder.lineSilent()
            let read = random.pieces(taxi).flatMap { decoder.feed($0) }
            #expect(read.map { $0.bytes() } == [taxi], "seed \(seed)")
        }
    }
}
