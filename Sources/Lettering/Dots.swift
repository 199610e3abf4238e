// SPDX-License-Identifier: Apache-2.0

/// Dots in rows, one bit each, the leftmost in the highest bit.
struct Dots: Equatable {
    let width: Int
    private(set) var rows: [[UInt8]]
    var height: Int { rows.count }

    init(width: Int, height: Int) {
        self.width = width
        rows = Array(repeating: Array(repeating: 0, count: (width + 7) / 8), count: height)
    }

    /// Dots outside are white, and setting them does nothing.
    subscript(x: Int, y: Int) -> Bool {
        get {
            guard contains(x, y) else { return false }
            return rows[y][x >> 3] & mask(x) != 0
        }
        set {
            guard contains(x, y) else { return }
            if newValue { rows[y][x >> 3] |= mask(x) } else { rows[y][x >> 3] &= ~mask(x) }
        }
    }

    /// Adds another's dots, its upper left corner at (`x`, `y`).
    mutating func draw(_ other: Dots, x: Int, y: Int) {
        for row in 0..<other.height {
            for column in 0..<other.width where other[column, row] {
                self[x + column, y + row] = true
            }
        }
    }

    private func mask(_ x: Int) -> UInt8 { 0x80 >> UInt8(x & 7) }

    private func contains(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && x < width && y >= 0 && y < height
    }
}
