// SPDX-License-Identifier: Apache-2.0

/// The glyphs of GNU Unifont's `.hex` file, which has a line `CODE:BITMAP` for each of some
/// 57,000 characters, bitmap of 16 bytes (8 dots wide) or 32 (16 wide).
///
/// They are kept packed, 2 MB in all: no character has an object of its own.
package struct Unifont: Sendable {
    // Sorted by code. A place is the glyph's offset in `bitmaps` times two, plus one if wide.
    private var codes: [UInt32] = []
    private var places: [UInt32] = []
    private var bitmaps: [UInt8] = []

    /// Reads the file's bytes. Lines of another shape are skipped.
    ///
    /// - Parameter first: lines of code points below it are skipped too.
    package init(hex: [UInt8], from first: UInt32 = 0) {
        bitmaps.reserveCapacity(hex.count / 2)
        var isSorted = true
        for line in hex.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard let code = append(line, first) else { continue }
            if let last = codes.last, last > code { isSorted = false }
            codes.append(code)
        }
        guard !isSorted else { return }
        let order = codes.indices.sorted { codes[$0] < codes[$1] }
        codes = order.map { codes[$0] }
        places = order.map { places[$0] }
    }

    /// How many characters have a shape.
    package var count: Int { codes.count }

    /// The shape of a character, if the file has one.
    package func glyph(_ scalar: Unicode.Scalar) -> Glyph? {
        var low = 0
        var high = codes.count
        while low < high {
            let middle = (low + high) / 2
            if codes[middle] < scalar.value { low = middle + 1 } else { high = middle }
        }
        guard low < codes.count, codes[low] == scalar.value else { return nil }
        let start = Int(places[low] >> 1)
        guard places[low] & 1 == 1 else {
            return Glyph(
                isWide: false, rows: (0..<16).map { UInt16(bitmaps[start + $0]) << 8 })
        }
        let rows = (0..<16).map { row in
            UInt16(bitmaps[start + 2 * row]) << 8 | UInt16(bitmaps[start + 2 * row + 1])
        }
        return Glyph(isWide: true, rows: rows)
    }

    /// This font for a device.
    package var glyphs: GlyphSource {
        GlyphSource { glyph($0) }
    }

    /// Keeps the line's bitmap and place and returns its code; a bad line leaves no trace.
    private mutating func append(_ line: ArraySlice<UInt8>, _ first: UInt32) -> UInt32? {
        guard let colon = line.prefix(7).firstIndex(of: 0x3A), colon > line.startIndex else {
            return nil
        }
        let digits = line[(colon + 1)...]
        guard digits.count == 32 || digits.count == 64 else { return nil }
        var code: UInt32 = 0
        for digit in line[..<colon] {
            guard let value = Self.hexValue(digit) else { return nil }
            code = code << 4 | UInt32(value)
        }
        guard code >= first else { return nil }
        let start = bitmaps.count
        for index in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
            guard let high = Self.hexValue(digits[index]),
                let low = Self.hexValue(digits[index + 1])
            else {
                bitmaps.removeLast(bitmaps.count - start)
                return nil
            }
            bitmaps.append(high << 4 | low)
        }
        places.append(UInt32(start) << 1 | (digits.count == 64 ? 1 : 0))
        return code
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
