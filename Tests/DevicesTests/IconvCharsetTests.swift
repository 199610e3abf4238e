// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

struct IconvCharsetTests {
    @Test(arguments: [
        ("中", [0xD6, 0xD0]), ("A", [0x41]), ("€", [0xA2, 0xE3]), ("\u{9FB4}", [0xFE, 0x59]),
        ("㐀", [0x81, 0x39, 0xEE, 0x39]), ("𠀀", [0x95, 0x32, 0x82, 0x36]), ("镕", [0xE9, 0x46]),
    ])
    func `GB18030 encodes a point and reads it back`(_ text: String, _ bytes: [UInt8]) {
        let encoded = Charset.gb18030.encode(text)
        #expect(encoded.bytes == bytes)
        #expect(encoded.missing == [])
        #expect(Charset.gb18030.decode(bytes) == text)
    }

    @Test func `GB2312 has no room for later characters and says which`() {
        let encoded = Charset.gb2312.encode("朱镕基€", replacement: "〓")
        #expect(encoded.bytes == [0xD6, 0xEC, 0xA1, 0xFE, 0xBB, 0xF9, 0xA1, 0xFE])
        #expect(encoded.missing == ["镕", "€"])
    }

    @Test func `bytes that mean nothing become the mark of the unreadable`() {
        #expect(Charset.gb18030.decode([0x41, 0xFF, 0x42, 0xD6]) == "A\u{FFFD}B\u{FFFD}")
        #expect(Charset.gb2312.decode([0x80, 0x41]) == "\u{FFFD}A")
        #expect(Charset.gb18030.decode([]) == "")
    }

    @Test func `long text is converted piece by piece and comes back whole`() {
        let text = String(repeating: "政务服务中心𠀀a", count: 500)
        let encoded = Charset.gb18030.encode(text)
        #expect(encoded.missing == [])
        #expect(Charset.gb18030.decode(encoded.bytes) == text)
    }

    @Test func `many threads encode at once and get their own bytes`() async {
        await withTaskGroup(of: Bool.self) { group in
            for text in ["中文", "窗口", "号票", "业务"] {
                group.addTask {
                    let right = Charset.gb18030.encode(text)
                    return (0..<500).allSatisfy { _ in
                        Charset.gb18030.encode(text) == right
                            && Charset.gb18030.decode(right.bytes) == text
                    }
                }
            }
            for await same in group { #expect(same) }
        }
    }
}
