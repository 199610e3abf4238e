// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine
package import Wire

extension Charset {
    /// GB18030 as the C library's iconv knows it. In glibc 2.36 the vertical forms (U+FE10 to
    /// U+FE19) and the radicals (U+9FB4 to U+9FBB) stand where the edition of 2022 puts them, and
    /// the private use points that stood there before have no code. Printers with Chinese firmware
    /// know the two-byte part, which holds GBK and GB2312.
    ///
    /// ASCII alone when the C library comes without its conversion modules.
    package static let gb18030 = iconv("GB18030") ?? .ascii

    /// GB2312 of 1980 in two bytes with the high bit set: what LED strips know. No byte is FF.
    ///
    /// ASCII alone when the C library comes without its conversion modules.
    package static let gb2312 = iconv("GB2312") ?? .ascii

    /// What a printer's own font can print, in GB18030's codes; all else is missing from the set.
    ///
    /// A code stands for the same shape in every edition of GB 18030 and in GBK, only the Unicode
    /// character it is mapped to has changed (docs/gb18030.md); so what iconv, which follows the
    /// edition of 2022, gives in two bytes is safe on an older font that has the code.
    package static func font(_ repertoire: Repertoire) -> Charset {
        let table: Charset? =
            switch repertoire {
            case .gb2312: gb2312
            case .gbk: gbk
            case .gb18030: nil
            }
        return Charset(
            name: "GB18030",
            encode: { character in
                guard let scalar = character.unicodeScalars.first,
                    character.unicodeScalars.count == 1,
                    // Private codes are whatever a unit's maker or owner put there.
                    scalar.properties.generalCategory != .privateUse
                else { return nil }
                let encoded = gb18030.encode(String(character))
                guard encoded.missing.isEmpty else { return nil }
                switch encoded.bytes.count {
                case 1: return encoded.bytes
                case 2:
                    let isThere = table?.decode(encoded.bytes).contains("\u{FFFD}") != true
                    return isThere ? encoded.bytes : nil
                default:
                    let isExtensionA = (0x3400...0x4DB5).contains(scalar.value)
                    return table == nil && isExtensionA ? encoded.bytes : nil
                }
            },
            decode: gb18030.decode)
    }

    private static let gbk = iconv("GBK") ?? .ascii

    /// The character set iconv knows by `name`; nil if it knows none.
    private static func iconv(_ name: String) -> Charset? {
        guard let encoder = Converter(from: "UTF-8", to: name),
            let decoder = Converter(from: name, to: "UTF-8")
        else { return nil }
        return Charset(
            name: name,
            encode: { encoder.convert(Array(String($0).utf8), replacement: nil) },
            decode: { bytes in
                let mark = Array("\u{FFFD}".utf8)
                return String(
                    decoding: decoder.convert(bytes, replacement: mark) ?? [], as: UTF8.self)
            })
    }
}

/// One conversion of the C library, made once and kept as long as the program runs. The lock is
/// there because a conversion holds state while it is at work.
private final class Converter: Sendable {
    private struct Handle {
        let raw: iconv_t
    }
    private let handle: Guarded<Handle>

    init?(from source: String, to target: String) {
        guard let raw = iconv_open(target, source), Int(bitPattern: raw) != -1 else { return nil }
        handle = Guarded(Handle(raw: raw))
    }

    deinit { handle.withLock { _ = iconv_close($0.raw) } }

    /// The converted bytes. A byte that means nothing or has no counterpart becomes `replacement`,
    /// or makes the answer nil if there is none.
    func convert(_ bytes: [UInt8], replacement: [UInt8]?) -> [UInt8]? {
        handle.withLock { handle in
            iconv(handle.raw, nil, nil, nil, nil)
            var rest = bytes[...]
            var converted: [UInt8] = []
            while !rest.isEmpty {
                let (used, output) = Self.step(handle.raw, rest)
                converted += output
                rest = rest.dropFirst(used)
                // What could not be taken starts at the first byte left.
                guard used == 0, output.isEmpty else { continue }
                guard let replacement else { return nil }
                converted += replacement
                rest = rest.dropFirst()
            }
            return converted
        }
    }

    /// Converts as much as goes well into one small buffer.
    private static func step(_ raw: iconv_t, _ bytes: ArraySlice<UInt8>) -> (Int, [UInt8]) {
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: 256)
        let taken = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var source = input.baseAddress
                var sourceLeft = input.count
                var target = output.baseAddress
                var targetLeft = output.count
                iconv(raw, &source, &sourceLeft, &target, &targetLeft)
                return (used: input.count - sourceLeft, made: output.count - targetLeft)
            }
        }
        return (taken.used, output.prefix(taken.made).map { UInt8(bitPattern: $0) })
    }
}
