// SPDX-License-Identifier: Apache-2.0

/// The squares of a QR code while it is being laid out.
struct QRMatrix {
    private let version: Int
    private let size: Int
    private var squares: Picture
    /// Squares that are not data: patterns, format and version.
    private var reserved: Picture

    /// Draws the patterns every code of this version has.
    init(version: Int) {
        self.version = version
        size = 17 + 4 * version
        squares = Picture(width: size, height: size)
        reserved = squares
        for index in 0..<size {
            set(index, 6, index.isMultiple(of: 2))
            set(6, index, index.isMultiple(of: 2))
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        drawAlignments()
        // Reserve the format squares; the values come with the mask.
        drawFormat(0)
        if version >= 7 { drawVersion() }
    }

    /// Runs the words up and down through the free squares, two columns at a time from the
    /// right.
    mutating func place(_ words: [UInt8]) {
        var bit = 0
        for pair in stride(from: size - 1, through: 1, by: -2) {
            // The column of the timing pattern is left out.
            let right = pair <= 6 ? pair - 1 : pair
            let isUpward = (right + 1) & 2 == 0
            for step in 0..<size {
                let y = isUpward ? size - 1 - step : step
                for x in [right, right - 1] where !reserved[x, y] {
                    guard bit < words.count * 8 else { continue }
                    squares[x, y] = words[bit >> 3] >> (7 - UInt8(bit & 7)) & 1 == 1
                    bit += 1
                }
            }
        }
    }

    /// The finished code under one mask.
    func masked(_ mask: Int, _ correction: QRCode.Correction) -> Picture {
        var copy = self
        for y in 0..<size {
            for x in 0..<size where !reserved[x, y] && Self.inverts(mask, x, y) {
                copy.squares[x, y].toggle()
            }
        }
        let level = [1, 0, 3, 2][Int(correction.rawValue) - 48]
        copy.drawFormat(level << 3 | mask)
        return copy.squares
    }

    private static func inverts(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        squares[x, y] = isDark
        reserved[x, y] = true
    }

    private mutating func drawFinder(_ centreX: Int, _ centreY: Int) {
        for dy in -4...4 {
            for dx in -4...4 {
                let ring = max(abs(dx), abs(dy))
                set(centreX + dx, centreY + dy, ring != 2 && ring != 4)
            }
        }
    }

    private mutating func drawAlignments() {
        guard version > 1 else { return }
        let last = size - 7
        let centres = version < 7 ? [6, last] : [6, (6 + last) / 2, last]
        for x in centres {
            for y in centres where !isFinderCorner(x, y) {
                for dy in -2...2 {
                    for dx in -2...2 { set(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) }
                }
            }
        }
    }

    private func isFinderCorner(_ x: Int, _ y: Int) -> Bool {
        let last = size - 7
        return (x == 6 && (y == 6 || y == last)) || (x == last && y == 6)
    }

    /// Twice the same 15 bits: five of data, ten of a BCH code.
    private mutating func drawFormat(_ data: Int) {
        var remainder = data
        for _ in 0..<10 { remainder = remainder << 1 ^ (remainder >> 9) * 0x537 }
        let bits = (data << 10 | remainder) ^ 0x5412
        for index in 0..<15 {
            let isDark = bits >> index & 1 == 1
            switch index {
            case 0..<6: set(8, index, isDark)
            case 6, 7: set(8, index + 1, isDark)
            case 8: set(7, 8, isDark)
            default: set(14 - index, 8, isDark)
            }
            if index < 8 {
                set(size - 1 - index, 8, isDark)
            } else {
                set(8, size - 15 + index, isDark)
            }
        }
        set(8, size - 8, true)
    }

    /// Twice the same 18 bits: six of the version, twelve of a BCH code.
    private mutating func drawVersion() {
        var remainder = version
        for _ in 0..<12 { remainder = remainder << 1 ^ (remainder >> 11) * 0x1F25 }
        let bits = version << 12 | remainder
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            let along = size - 11 + index % 3
            set(along, index / 3, isDark)
            set(index / 3, along, isDark)
        }
    }
}
