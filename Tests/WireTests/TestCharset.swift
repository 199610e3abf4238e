// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// A few characters of GB2312, and ASCII.
let smallGB: Charset = {
    let table: [Character: [UInt8]] = [
        "政": [0xD5, 0xFE], "务": [0xCE, 0xF1], "服": [0xB7, 0xFE], "中": [0xD6, 0xD0],
        "心": [0xD0, 0xC4], "欢": [0xBB, 0xB6], "迎": [0xD3, 0xAD], "光": [0xB9, 0xE2],
        "临": [0xC1, 0xD9], "空": [0xBF, 0xD5], "车": [0xB3, 0xB5], "请": [0xC7, 0xEB],
        "到": [0xB5, 0xBD], "号": [0xBA, 0xC5], "窗": [0xB4, 0xB0], "口": [0xBF, 0xDA],
        "〓": [0xA1, 0xFE],
    ]
    let back = Dictionary(uniqueKeysWithValues: table.map { ($0.value, $0.key) })
    return Charset(
        name: "GB2312",
        encode: { character in character.asciiValue.map { [$0] } ?? table[character] },
        decode: { bytes in
            var text = ""
            var index = 0
            while index < bytes.count {
                if bytes[index] < 0x80 {
                    text.append(Character(Unicode.Scalar(bytes[index])))
                    index += 1
                } else {
                    text.append(back[Array(bytes[index...].prefix(2))] ?? "\u{FFFD}")
                    index += 2
                }
            }
            return text
        })
}()

extension SeededRandom {
    /// Up to `limit` bytes, the ones protocols are made of more often than the rest.
    mutating func garbage(upTo limit: Int) -> [UInt8] {
        let favourites: [UInt8] = [0xFF, 0x68, 0x16, 0xAA, 0xBB, 0x51, 0x54, 0x02, 0x00, 0x10]
        return (0..<Int.random(in: 0...limit, using: &self)).map { _ in
            let favourite = favourites.randomElement(using: &self) ?? 0
            return Bool.random(using: &self) ? favourite : UInt8.random(in: 0...255, using: &self)
        }
    }

    /// The bytes cut into pieces, as a serial line delivers them.
    mutating func pieces(_ bytes: [UInt8]) -> [[UInt8]] {
        var rest = bytes[...]
        var pieces: [[UInt8]] = []
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...7, using: &self))
            pieces.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }
}
