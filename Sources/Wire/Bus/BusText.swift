// SPDX-License-Identifier: Apache-2.0

/// What may stand in the texts of the Window Bus (SPEC.md section 8.5).
package enum BusText {
    /// Where the first character begins that is no UTF-8, or a control character other than a line
    /// feed; nil if there is none.
    package static func firstFault(in bytes: [UInt8]) -> Int? {
        var rest = bytes[...]
        while let first = rest.first {
            let length = characterLength(rest)
            let isControl = first < 0x20 && first != 0x0A || first == 0x7F
            guard length > 0, !isControl else { return rest.startIndex }
            rest.removeFirst(length)
        }
        return nil
    }

    // Of the well-formed character at the start, by the table of the Unicode Standard (section 3.9);
    // 0 if there is none.
    private static func characterLength(_ bytes: ArraySlice<UInt8>) -> Int {
        let start = bytes.startIndex
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[start] {
        case ..<0x80: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        let isWhole =
            bytes.count >= length && second ~= bytes[start + 1]
            && bytes[start + 1..<start + length].allSatisfy { 0x80...0xBF ~= $0 }
        return isWhole ? length : 0
    }
}
