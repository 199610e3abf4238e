// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Wire

@Suite struct BusFrameTests {
    private let frame = BusFrame(.identify, to: 5, sequence: 1)

    @Test func `the sum of nine digits is the published one`() {
        #expect(CRC32.of("123456789".utf8) == 0xCBF4_3926)
    }

    @Test func `stuffed bytes are those of the specification`() {
        #expect(COBS.encode([0x11, 0x22, 0, 0x33]) == [3, 0x11, 0x22, 2, 0x33])
        #expect(COBS.encode([0]) == [1, 1])
        #expect(COBS.encode([0x11, 0]) == [2, 0x11, 1])
    }

    @Test func `bytes of any length come out of their stuffing as they went in`() {
        for length in 0...600 {
            for zero in [0, 1, 7, 253, 254, 255, 1000] {
                let bytes = (0..<length).map { $0 == zero ? 0 : UInt8($0 % 255 + 1) }
                let stuffed = COBS.encode(bytes)
                #expect(!stuffed.contains(0))
                #expect(COBS.decode(stuffed) == bytes)
            }
        }
    }

    @Test func `a code byte beyond the end is refused`() {
        #expect(COBS.decode([3, 0x11]) == nil)
        #expect(COBS.decode([2, 0x11, 5, 0x11]) == nil)
        #expect(COBS.decode([0]) == nil)
    }

    @Test func `a frame is read as it was written, in pieces of any size`() {
        var decoder = BusFrameDecoder()
        #expect(decoder.feed(frame.wire) == [.frame(frame)])
        #expect(frame.wire.flatMap { decoder.feed([$0]) } == [.frame(frame)])
        #expect(!decoder.isMidFrame)
    }

    @Test func `a flipped byte is dropped and the next frame is read`() {
        var bytes = frame.wire
        bytes[5] ^= 0x10
        var decoder = BusFrameDecoder()
        #expect(decoder.feed(bytes + frame.wire) == [.broken(.crc), .frame(frame)])
    }

    @Test func `endless bytes without a zero hold no memory and are one broken frame`() {
        var decoder = BusFrameDecoder()
        for _ in 0..<1000 { #expect(decoder.feed([UInt8](repeating: 7, count: 997)).isEmpty) }
        #expect(decoder.feed([0]) == [.broken(.tooLong)])
        #expect(decoder.feed(frame.wire) == [.frame(frame)])
    }

    @Test func `the published SipHash comes out`() {
        let key = BusKey(bytes: Array(0...15))
        #expect(key.map { SipHash.mac(key: $0, Array(0...14)) } == 0xA129_CA61_49BE_45E5)
    }
}
