// SPDX-License-Identifier: Apache-2.0

/// A picture of dots that are on or off: paper or a dot-matrix sign.
package struct Picture: Sendable, Equatable {
    /// Dots across.
    package let width: Int
    /// Dots down.
    package private(set) var height: Int
    /// Bytes in one row: the first dot is the highest bit of the first byte.
    package var rowBytes: Int { (width + 7) / 8 }
    /// The rows, from the top.
    package private(set) var bytes: [UInt8]

    /// An empty picture; negative sizes count as zero.
    package init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        bytes = [UInt8](repeating: 0, count: (self.width + 7) / 8 * self.height)
    }

    /// A picture of these bytes; nil if they are not as many as its size wants. What stands right of
    /// the last dot of a row is dropped.
    init?(width: Int, height: Int, rows: [UInt8]) {
        guard rows.count == (width + 7) / 8 * height else { return nil }
        self.width = width
        self.height = height
        bytes = rows
        guard !width.isMultiple(of: 8) else { return }
        for end in stride(from: rowBytes - 1, to: rows.count, by: rowBytes) {
            bytes[end] &= ~(0xFF >> UInt8(width & 7))
        }
    }

    /// Whether a dot is on. Dots outside are off, and setting them does nothing.
    package subscript(x: Int, y: Int) -> Bool {
        get {
            guard contains(x, y) else { return false }
            return bytes[y * rowBytes + x >> 3] & mask(x) != 0
        }
        set {
            guard contains(x, y) else { return }
            if newValue {
                bytes[y * rowBytes + x >> 3] |= mask(x)
            } else {
                bytes[y * rowBytes + x >> 3] &= ~mask(x)
            }
        }
    }

    /// Adds empty rows at the bottom.
    package mutating func extend(rows: Int) {
        let rows = max(0, rows)
        bytes += [UInt8](repeating: 0, count: rows * rowBytes)
        height += rows
    }

    /// Takes the first rows away and returns them as their own picture.
    package mutating func removeTop(rows: Int) -> Picture {
        let rows = min(max(0, rows), height)
        var top = Picture(width: width, height: 0)
        top.bytes = Array(bytes.prefix(rows * rowBytes))
        top.height = rows
        bytes.removeFirst(rows * rowBytes)
        height -= rows
        return top
    }

    /// Adds the dots of `other`, its upper left corner at (`x`, `y`); what lies outside is lost.
    package mutating func draw(_ other: Picture, x: Int, y: Int) {
        for row in 0..<other.height {
            for column in 0..<other.width where other[column, row] {
                self[x + column, y + row] = true
            }
        }
    }

    /// On becomes off and off becomes on.
    package var inverted: Picture {
        var picture = self
        for y in 0..<height {
            for x in 0..<width { picture[x, y].toggle() }
        }
        return picture
    }

    /// Each dot as a block of dots.
    package func scaled(_ across: Int, _ down: Int) -> Picture {
        guard across > 1 || down > 1 else { return self }
        var picture = Picture(width: width * across, height: height * down)
        for y in 0..<picture.height {
            for x in 0..<picture.width where self[x / across, y / down] { picture[x, y] = true }
        }
        return picture
    }

    private func contains(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && x < width && y >= 0 && y < height
    }

    private func mask(_ x: Int) -> UInt8 { 0x80 >> UInt8(x & 7) }
}
