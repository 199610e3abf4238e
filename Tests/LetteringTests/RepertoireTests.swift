// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

@testable import Lettering

struct RepertoireTests {
    /// The blocks of Chinese characters of GB 18030-2022, level 3.
    private static let standard: [ClosedRange<UInt32>] = [
        0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B739, 0x2B740...0x2B81D,
        0x2B820...0x2CEA1, 0x2CEB0...0x2EBE0,
    ]

    @Test func `every Chinese character of GB 18030-2022 can be drawn`() {
        #expect(lacking(Self.standard.joined()) == [])
    }

    @Test func `two thirds of what its first amendment added can be drawn, and no other is`() {
        let extensionG = lacking(0x30000...0x3134A)
        let extensionH = lacking(0x31350...0x323AF)
        let extensionI = lacking(0x2EBF0...0x2EE5D)
        #expect(extensionG.count <= 1894 && extensionH.count <= 1921)
        #expect(extensionI.count <= 622)
    }

    @Test func `code points the editions moved keep the code that has their shape`() {
        for (scalar, code) in [
            ("\u{9FB4}", [0xFE, 0x59]), ("\u{FE10}", [0xA6, 0xD9]), ("\u{20087}", [0xFE, 0x51]),
        ] as [(String, [UInt8])] {
            #expect(Charset.gb18030.encode(scalar).bytes == code)
            #expect(Charset.font(.gb18030).encode(scalar).bytes == code)
            // A font of GBK has nothing there.
            #expect(Charset.font(.gbk).encode(scalar).missing == [Character(scalar)])
        }
    }

    @Test(arguments: [
        ("政", [true, true, true]), ("A", [true, true, true]), ("喆", [false, true, true]),
        ("堃", [false, true, true]), ("·", [true, true, true]), ("—", [true, true, true]),
        ("㑇", [false, false, true]), ("䶮", [false, false, true]), ("𠮷", [false, false, false]),
        ("\u{E000}", [false, false, false]), ("é", [true, true, true]),
        ("e\u{301}", [false, false, false]), ("\u{7F}", [false, false, false]),
    ])
    func `a printer's own letters are those its font has`(_ text: String, _ expected: [Bool]) {
        let has = Repertoire.allCases.map { Charset.font($0).encode(text).missing.isEmpty }
        #expect(has == expected)
    }

    @Test func `every two bytes a font is sent are in its own area`() {
        for value in UInt32(0x80)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let encoded = Charset.font(.gb2312).encode(String(scalar))
            guard encoded.missing.isEmpty else { continue }
            #expect(encoded.bytes.count == 2 && encoded.bytes.allSatisfy { $0 >= 0xA1 })
        }
    }

    private func lacking(_ values: some Sequence<UInt32>) -> [String] {
        var shelf = FontShelf(FontFile.debian)
        return values.compactMap(Unicode.Scalar.init).filter {
            shelf.font(for: Character($0), preferred: nil) == nil
        }.map { String($0.value, radix: 16) }
    }
}
