// SPDX-License-Identifier: Apache-2.0

/// A character set a device speaks, such as GB18030 or GB2312.
///
/// The conversion is handed in: this room has no tables and calls no system library.
package struct Charset: Sendable {
    /// Text in a device's character set, with the characters that did not fit.
    package struct Encoded: Sendable, Equatable {
        /// The bytes to send; each missing character stands as the replacement.
        package var bytes: [UInt8]
        /// The characters the set lacks, in order of appearance, repeats included.
        package var missing: [Character]
    }

    /// The name as iconv knows it, for logs.
    package let name: String
    private let encodeOne: @Sendable (Character) -> [UInt8]?
    private let decodeAll: @Sendable ([UInt8]) -> String

    /// - Parameters:
    ///   - encode: the bytes of one character, or nil if the set lacks it.
    ///   - decode: the text of any bytes; bytes that mean nothing become U+FFFD.
    package init(
        name: String,
        encode: @escaping @Sendable (Character) -> [UInt8]?,
        decode: @escaping @Sendable ([UInt8]) -> String
    ) {
        self.name = name
        self.encodeOne = encode
        self.decodeAll = decode
    }

    /// Encodes `text`, putting `replacement` (or `?` if the set lacks even that) for each
    /// character the set lacks.
    ///
    /// Control bytes are refused whatever the conversion says, so that no text can become a
    /// command.
    package func encode(_ text: String, replacement: Character = "?") -> Encoded {
        let substitute = bytes(of: replacement) ?? [0x3F]
        var encoded = Encoded(bytes: [], missing: [])
        for character in text {
            if let bytes = bytes(of: character) {
                encoded.bytes += bytes
            } else {
                encoded.bytes += substitute
                encoded.missing.append(character)
            }
        }
        return encoded
    }

    /// Text of bytes in this set; bytes that mean nothing become U+FFFD.
    package func decode(_ bytes: [UInt8]) -> String {
        decodeAll(bytes)
    }

    /// Plain ASCII, for devices and tests without Chinese.
    package static let ascii = Charset(
        name: "ASCII",
        encode: { $0.asciiValue.map { [$0] } },
        decode: { bytes in
            String(bytes.map { $0 < 0x80 ? Character(Unicode.Scalar($0)) : "\u{FFFD}" })
        })

    private func bytes(of character: Character) -> [UInt8]? {
        guard let bytes = encodeOne(character), !bytes.isEmpty else { return nil }
        return bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? bytes : nil
    }
}
