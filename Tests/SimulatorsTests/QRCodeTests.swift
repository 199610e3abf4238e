// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct QRCodeTests {
    @Test func `a short code looks as another encoder draws it`() throws {
        let code = try #require(QRCode(Array("hallkeeper".utf8), correction: .medium, mask: 3))
        let expected = """
            █▀▀▀▀▀█ █ ██▄ █▀▀▀▀▀█
            █ ███ █ ▄▄▀▄▀ █ ███ █
            █ ▀▀▀ █  █    █ ▀▀▀ █
            ▀▀▀▀▀▀▀ █ ▀ ▀ ▀▀▀▀▀▀▀
            █ ▀█▄█▀█  ▀ ▄ ▀ ▄▀▄▀█
            █ ▀█▀█▀ ▀ ▀ █ ▀█▄▄ █▀
            ▀  ▀  ▀▀█ ▄▀ ▄█ ▄ ▄ ▀
            █▀▀▀▀▀█ █▀█▄▄▄ ▀▀▄▄ ▄
            █ ███ █ ▄ ▄▀ █ ▀ ██▄
            █ ▀▀▀ █ ▀█ █▄ █▄▄ ▀ ▄
            ▀▀▀▀▀▀▀ ▀▀ ▀▀▀    ▀
            """
        #expect(code.picture.textArt == expected)
    }

    @Test(arguments: 0..<40)
    func `the fullest code of each version and correction agrees with another encoder`(
        index: Int
    ) throws {
        let vector = fullCodes[index]
        let data = (0..<vector.count).map { UInt8(($0 * 7 + vector.count) & 0xFF) | 0x80 }
        let code = try #require(
            QRCode(data, correction: vector.correction, mask: vector.mask))
        #expect(code.version == vector.version)
        #expect(hash(code.picture) == vector.hash)
    }

    @Test func `what no version up to ten holds makes no code`() {
        #expect(QRCode([UInt8](repeating: 65, count: 272), correction: .low) == nil)
        #expect(QRCode([UInt8](repeating: 65, count: 214), correction: .medium) == nil)
    }

    @Test func `an empty code is a code`() {
        #expect(QRCode([], correction: .high)?.version == 1)
    }

    private func hash(_ picture: Picture) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                hash = (hash ^ (picture[x, y] ? 1 : 0)) &* 0x100_0000_01B3
            }
        }
        return hash
    }
}
