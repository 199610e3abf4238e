// SPDX-License-Identifier: Apache-2.0

/// Decoding of what a client wrote into a URL (RFC 3986 section 2.1).
package enum PercentCoding {
    /// The text, or `nil` for a broken escape, a control character or bytes that are not UTF-8.
    package static func decode(_ bytes: some Sequence<UInt8>) -> String? {
        var decoded: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            var value = byte
            if byte == UInt8(ascii: "%") {
                guard let high = iterator.next().flatMap(hexDigit),
                    let low = iterator.next().flatMap(hexDigit)
                else { return nil }
                value = high << 4 | low
            }
            // No name of ours holds a control character; NUL would end a C string early.
            guard value >= 0x20, value != 0x7F else { return nil }
            decoded.append(value)
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// A path in decoded segments: `/a%2Fb/c` is `["a/b", "c"]`. `nil` when it does not start
    /// with a slash or a segment cannot be decoded.
    package static func segments(ofPath path: some Collection<UInt8>) -> [String]? {
        guard path.first == UInt8(ascii: "/") else { return nil }
        var segments: [String] = []
        for part in path.dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            guard let segment = decode(part) else { return nil }
            segments.append(segment)
        }
        return segments
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
