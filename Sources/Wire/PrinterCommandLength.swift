// SPDX-License-Identifier: Apache-2.0

/// How long ESC/POS commands are.
package enum PrinterCommandLength {
    /// Bytes the command that begins with `bytes` needs, as far as these tell.
    package static func needed(_ bytes: [UInt8]) -> Int {
        guard let first = bytes.first, [0x1B, 0x1C, 0x1D].contains(first) else { return 1 }
        guard bytes.count > 1 else { return 2 }
        switch (first, bytes[1]) {
        case (0x1D, 0x28): return counted(bytes, at: 3, header: 5)
        case (0x1D, 0x56): return bytes.count < 3 ? 3 : bytes[2] >= 65 ? 4 : 3
        case (0x1D, 0x6B): return barcode(bytes)
        case (0x1D, 0x76): return 8
        case (0x1B, 0x2A): return columnImage(bytes)
        default: return 2 + (parameters[UInt16(first) << 8 | UInt16(bytes[1])] ?? 0)
        }
    }

    private static func counted(_ bytes: [UInt8], at index: Int, header: Int) -> Int {
        guard bytes.count >= header else { return header }
        return header + Int(bytes[index]) + Int(bytes[index + 1]) << 8
    }

    private static func columnImage(_ bytes: [UInt8]) -> Int {
        guard bytes.count >= 5 else { return 5 }
        let columns = Int(bytes[3]) + Int(bytes[4]) << 8
        return 5 + columns * (bytes[2] >= 32 ? 3 : 1)
    }

    private static func barcode(_ bytes: [UInt8]) -> Int {
        guard bytes.count >= 3 else { return 3 }
        if bytes[2] >= 65 { return bytes.count < 4 ? 4 : 4 + Int(bytes[3]) }
        // The old form ends with a NUL; noise must not make it endless.
        let isOver = bytes.count > 3 && (bytes.last == 0 || bytes.count > 258)
        return isOver ? bytes.count : bytes.count + 1
    }

    // Bytes after the two of the command, where there are any.
    private static let parameters: [UInt16: Int] = [
        0x1B20: 1, 0x1B21: 1, 0x1B24: 2, 0x1B2D: 1, 0x1B33: 1, 0x1B45: 1, 0x1B47: 1,
        0x1B4A: 1, 0x1B4D: 1, 0x1B52: 1, 0x1B56: 1, 0x1B5C: 2, 0x1B61: 1, 0x1B63: 2,
        0x1B64: 1, 0x1B70: 3, 0x1B74: 1, 0x1B7B: 1,
        0x1C21: 1, 0x1C2D: 1, 0x1C43: 1, 0x1C53: 2, 0x1C57: 1,
        0x1D21: 1, 0x1D42: 1, 0x1D48: 1, 0x1D49: 1, 0x1D4C: 2, 0x1D50: 2, 0x1D57: 2,
        0x1D61: 1, 0x1D62: 1, 0x1D66: 1, 0x1D68: 1, 0x1D72: 1, 0x1D77: 1,
    ]

    /// Whether a command of two bytes and fixed parameters is known at all.
    package static func knows(_ first: UInt8, _ second: UInt8) -> Bool {
        parameters[UInt16(first) << 8 | UInt16(second)] != nil
    }
}

extension EscPos {
    /// Where, counted from the start, a question may stand between the commands of a slip: behind
    /// each command, but not inside a line of text or the dots of a picture.
    package static func boundaries(of slip: [UInt8]) -> [Int] {
        var boundaries: [Int] = []
        var start = 0
        while start < slip.count {
            let length = commandLength(slip[start...])
            if slip[start] < 0x20 { boundaries.append(min(start + length, slip.count)) }
            start += length
        }
        return boundaries
    }

    /// Bytes of the longest command in a slip.
    package static func longestCommand(in slip: [UInt8]) -> Int {
        var longest = 0
        var start = 0
        while start < slip.count {
            let length = commandLength(slip[start...])
            longest = max(longest, length)
            start += length
        }
        return longest
    }

    /// A command's length with the dots of a picture, at least 1.
    private static func commandLength(_ rest: ArraySlice<UInt8>) -> Int {
        var length = 1
        while length <= rest.count {
            let needed = PrinterCommandLength.needed(Array(rest.prefix(length)))
            guard needed > length else { break }
            length = needed
        }
        let head = Array(rest.prefix(8))
        guard head.starts(with: [0x1D, 0x76, 0x30]), head.count == 8 else { return length }
        return length + (Int(head[4]) | Int(head[5]) << 8) * (Int(head[6]) | Int(head[7]) << 8)
    }
}
