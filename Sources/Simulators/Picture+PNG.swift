// SPDX-License-Identifier: Apache-2.0

package import Wire

extension Picture {
    /// The picture as PNG of one bit a dot, black on white, for what is not a browser. Its data
    /// is stored, not compressed: paper of a hand's length is 60 kB.
    package var png: [UInt8] {
        var header = Self.big(width) + Self.big(height)
        // One bit of grey; the only compression, filter and order that a file this plain has.
        header += [1, 0, 0, 0, 0]
        var rows: [UInt8] = []
        rows.reserveCapacity((rowBytes + 1) * height)
        for y in 0..<height {
            rows.append(0)
            rows += bytes[y * rowBytes..<(y + 1) * rowBytes].map { ~$0 }
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + Self.chunk("IHDR", header)
            + Self.chunk("IDAT", Self.stored(rows))
            + Self.chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return big(data.count) + body + big(Int(CRC32.of(body)))
    }

    /// Zlib's format (RFC 1950) around stored blocks (RFC 1951).
    private static func stored(_ data: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var rest = data[...]
        repeat {
            let block = rest.prefix(0xFFFF)
            rest = rest.dropFirst(0xFFFF)
            let length = UInt16(block.count)
            stream.append(rest.isEmpty ? 1 : 0)
            for word in [length, ~length] { stream += [UInt8(word & 0xFF), UInt8(word >> 8)] }
            stream += block
        } while !rest.isEmpty
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in data {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return stream + big(Int(high << 16 | low))
    }

    private static func big(_ value: Int) -> [UInt8] {
        let bits = UInt32(truncatingIfNeeded: value)
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (24 - 8 * UInt32($0))) }
    }
}
