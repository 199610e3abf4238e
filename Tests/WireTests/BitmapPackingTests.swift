// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct BitmapPackingTests {
    // Apple's own example, from Technical Note TN1023.
    private let plain: [UInt8] = [
        0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0xAA, 0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0x22, 0xAA,
        0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA,
    ]
    private let packed: [UInt8] = [
        0xFE, 0xAA, 0x02, 0x80, 0x00, 0x2A, 0xFD, 0xAA, 0x03, 0x80, 0x00, 0x2A, 0x22, 0xF7, 0xAA,
    ]

    @Test func `the example of the form's maker packs as its maker says`() {
        #expect(PackBits.packed(plain) == packed)
        #expect(PackBits.unpacked(packed, count: plain.count) == plain)
        #expect(PackBits.unpacked([128] + packed + [128], count: plain.count) == plain)
    }

    @Test(
        arguments: [
            ([], []), ([7], [0, 7]), ([7, 7], [0xFF, 7]), ([7, 7, 7], [0xFE, 7]),
            ([1, 7, 7, 2], [3, 1, 7, 7, 2]),
            (Array(repeating: 9, count: 129), [0x81, 9, 0, 9]),
        ] as [([UInt8], [UInt8])])
    func `short and long runs take the fewest bytes`(_ plain: [UInt8], _ packed: [UInt8]) {
        #expect(PackBits.packed(plain) == packed)
    }

    @Test(
        arguments: [
            [128], [128, 0, 0], [0], [0xFF], [3, 1, 2], [0xFE, 7, 0], [0, 1], [0xFD, 7],
            [2, 1, 2, 3, 4],
        ] as [[UInt8]])
    func `bytes that are not exactly the three wanted are refused`(_ packed: [UInt8]) {
        #expect(PackBits.unpacked(packed, count: 3) == nil)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `any picture comes back from both forms, and from neither when cut`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            let width = Int.random(in: 1...300, using: &random)
            let height = Int.random(in: 1...40, using: &random)
            var picture = Picture(width: width, height: height)
            let ink = Int.random(in: 0...10_000, using: &random)
            for y in 0..<height {
                for x in 0..<width { picture[x, y] = random.happens(ink) }
            }
            let packed = PackBits.packed(picture.packedRows)
            #expect(
                packed.count <= picture.packedRows.count + (picture.packedRows.count + 127) / 128)
            #expect(picture.encoded.bytes.count <= picture.packedRows.count)
            for (encoding, bytes) in [
                (BitmapEncoding.raw, picture.packedRows), (.packBits, packed), picture.encoded,
            ] {
                func read(_ bytes: [UInt8]) -> Picture? {
                    Picture(
                        width: UInt16(width), height: UInt16(height), encoding: encoding,
                        bytes: bytes)
                }
                #expect(read(bytes) == picture, "seed \(seed)")
                #expect(read(bytes.dropLast()) == nil, "seed \(seed)")
                #expect(read(bytes + [0, 0]) == nil, "seed \(seed)")
            }
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `garbage is refused or as long as wanted`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...300, using: &random)
            let garbage = (0..<Int.random(in: 0...64, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            let bytes = PackBits.unpacked(garbage, count: count)
            #expect(bytes == nil || bytes?.count == count, "seed \(seed)")
        }
    }

    @Test func `what stands right of the last dot is dropped`() {
        let picture = Picture(width: 3, height: 2, encoding: .raw, bytes: [0xFF, 0x5F])
        #expect(picture?.packedRows == [0xE0, 0x40])
        #expect(Picture(width: 0, height: 5, encoding: .raw, bytes: []) != nil)
    }
}
