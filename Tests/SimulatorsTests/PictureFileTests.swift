// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct PictureFileTests {
    private func chunks(_ file: [UInt8]) -> [(name: String, data: [UInt8], sum: [UInt8])] {
        var chunks: [(String, [UInt8], [UInt8])] = []
        var rest = file.dropFirst(8)
        while rest.count >= 12 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            let body = rest.dropFirst(4).prefix(4 + length)
            let name = String(decoding: body.prefix(4), as: UTF8.self)
            chunks.append(
                (name, Array(body.dropFirst(4)), Array(rest.dropFirst(8 + length).prefix(4))))
            rest = rest.dropFirst(12 + length)
        }
        return chunks
    }

    @Test func `a PNG has the dots black on white, whole rows, and sums that agree`() {
        var picture = Picture(width: 10, height: 2)
        picture[0, 0] = true
        picture[9, 1] = true
        let chunks = chunks(picture.png)
        #expect(chunks.map(\.name) == ["IHDR", "IDAT", "IEND"])
        #expect(chunks[0].data == [0, 0, 0, 10, 0, 0, 0, 2, 1, 0, 0, 0, 0])
        #expect(
            chunks[1].data.dropLast(4) == [
                0x78, 0x01, 1, 6, 0, 0xF9, 0xFF, 0, 0x7F, 0xFF, 0, 0xFF, 0xBF,
            ])
        // As every PNG ends.
        #expect(chunks[2].sum == [0xAE, 0x42, 0x60, 0x82])
    }

    @Test func `a picture of more than one stored block is whole`() {
        let picture = Picture(width: 576, height: 2000)
        let data = chunks(picture.png)[1].data
        #expect(data.count == 2 + 3 * 5 + 73 * 2000 + 4)
    }
}
