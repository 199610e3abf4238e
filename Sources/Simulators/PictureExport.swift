// SPDX-License-Identifier: Apache-2.0

package import Wire

extension Picture {
    /// The picture in block characters, two rows of dots to a line of text, without the
    /// empty ends of lines: readable in a test and in a terminal.
    package var textArt: String {
        stride(from: 0, to: height, by: 2).map { y in
            var line = ""
            var blanks = 0
            for x in 0..<width {
                let block = Self.block(upper: self[x, y], lower: self[x, y + 1])
                if block == " " {
                    blanks += 1
                } else {
                    line += String(repeating: " ", count: blanks) + String(block)
                    blanks = 0
                }
            }
            return line
        }.joined(separator: "\n")
    }

    /// A colour as red, green and blue, 0 to 255.
    package typealias Colour = (red: UInt8, green: UInt8, blue: UInt8)

    /// The picture as a Windows bitmap of one bit a dot, which every browser shows.
    package func bmp(
        on: Colour = (0, 0, 0), off: Colour = (255, 255, 255)
    ) -> [UInt8] {
        let stride = (rowBytes + 3) / 4 * 4
        let headers = 14 + 40 + 8
        var file: [UInt8] = [0x42, 0x4D]
        file += Self.little(headers + stride * height) + Self.little(0) + Self.little(headers)
        // A negative height says that rows come from the top.
        file += Self.little(40) + Self.little(width) + Self.little(-height)
        file += [1, 0, 1, 0] + Self.little(0) + Self.little(stride * height)
        // 203 dots an inch.
        file += Self.little(7992) + Self.little(7992) + Self.little(2) + Self.little(2)
        file += [off.blue, off.green, off.red, 0, on.blue, on.green, on.red, 0]
        file.reserveCapacity(headers + stride * height)
        let padding = [UInt8](repeating: 0, count: stride - rowBytes)
        for y in 0..<height {
            file += bytes[y * rowBytes..<(y + 1) * rowBytes]
            file += padding
        }
        return file
    }

    private static func block(upper: Bool, lower: Bool) -> Character {
        switch (upper, lower) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }

    private static func little(_ value: Int) -> [UInt8] {
        let bits = UInt32(truncatingIfNeeded: value)
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
    }
}
