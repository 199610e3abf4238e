// SPDX-License-Identifier: Apache-2.0

/// How the data of one QR version is cut into blocks and secured (ISO/IEC 18004, tables 7
/// and 9).
struct QRLayout {
    let version: Int
    private let correctionLength: Int
    private let blocks: Int
    private let dataLength: Int

    /// The smallest version that holds `count` bytes, if any up to 10 does.
    static func smallest(for count: Int, _ correction: QRCode.Correction) -> QRLayout? {
        (1...10).map { QRLayout($0, correction) }.first { count <= $0.capacity }
    }

    private init(_ version: Int, _ correction: QRCode.Correction) {
        self.version = version
        let (lengths, counts) = Self.table(correction)
        correctionLength = lengths[version - 1]
        blocks = counts[version - 1]
        dataLength = Self.codewords[version - 1] - correctionLength * blocks
    }

    // Four bits of mode and 8 or 16 of length come first.
    private var countBits: Int { version < 10 ? 8 : 16 }
    private var capacity: Int { (dataLength * 8 - 4 - countBits) / 8 }

    /// Mode, length, data, terminator and filling.
    func dataCodewords(_ data: [UInt8]) -> [UInt8] {
        // Byte mode is 0100, so everything is shifted by half a byte.
        var nibbles: [UInt8] = [4]
        for shift in stride(from: countBits - 4, through: 0, by: -4) {
            nibbles.append(UInt8(data.count >> shift & 15))
        }
        for byte in data { nibbles += [byte >> 4, byte & 15] }
        nibbles.append(0)
        var words = stride(from: 0, to: nibbles.count - 1, by: 2).map {
            nibbles[$0] << 4 | nibbles[$0 + 1]
        }
        for index in 0..<max(0, dataLength - words.count) {
            words.append(index.isMultiple(of: 2) ? 0xEC : 0x11)
        }
        return words
    }

    /// Data and correction words of all blocks, woven as they are placed.
    func interleaved(_ data: [UInt8]) -> [UInt8] {
        let short = dataLength / blocks
        let longOnes = dataLength % blocks
        var dataBlocks: [[UInt8]] = []
        var start = 0
        for block in 0..<blocks {
            let length = short + (block >= blocks - longOnes ? 1 : 0)
            dataBlocks.append(Array(data[start..<start + length]))
            start += length
        }
        let corrections = dataBlocks.map { ReedSolomon.remainder($0, length: correctionLength) }
        return Self.woven(dataBlocks) + Self.woven(corrections)
    }

    private static func woven(_ blocks: [[UInt8]]) -> [UInt8] {
        let longest = blocks.map(\.count).max() ?? 0
        return (0..<longest).flatMap { index in
            blocks.compactMap { index < $0.count ? $0[index] : nil }
        }
    }

    private static let codewords = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346]

    /// Correction words a block, and blocks, by version.
    private static func table(_ correction: QRCode.Correction) -> (lengths: [Int], blocks: [Int]) {
        switch correction {
        case .low:
            ([7, 10, 15, 20, 26, 18, 20, 24, 30, 18], [1, 1, 1, 1, 1, 2, 2, 2, 2, 4])
        case .medium:
            ([10, 16, 26, 18, 24, 16, 18, 22, 22, 26], [1, 1, 1, 2, 2, 4, 4, 4, 5, 5])
        case .quartile:
            ([13, 22, 18, 26, 18, 24, 18, 22, 20, 24], [1, 1, 2, 2, 4, 4, 6, 6, 8, 8])
        case .high:
            ([17, 28, 22, 16, 22, 28, 26, 26, 24, 28], [1, 1, 2, 4, 4, 4, 5, 6, 8, 8])
        }
    }
}

/// Error correction over GF(256) with the polynomial 11D (hexadecimal).
enum ReedSolomon {
    /// The `length` correction words of `data`.
    static func remainder(_ data: [UInt8], length: Int) -> [UInt8] {
        let divisor = generator(length)
        var remainder = [UInt8](repeating: 0, count: length)
        for byte in data {
            let factor = byte ^ remainder.removeFirst()
            remainder.append(0)
            for index in 0..<length { remainder[index] ^= product(divisor[index], factor) }
        }
        return remainder
    }

    /// (x - 1)(x - 2)(x - 4)… without its leading 1.
    private static func generator(_ degree: Int) -> [UInt8] {
        var coefficients = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                coefficients[index] = product(coefficients[index], root)
                if index + 1 < degree { coefficients[index] ^= coefficients[index + 1] }
            }
            root = product(root, 2)
        }
        return coefficients
    }

    private static func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
        var result: UInt8 = 0
        for bit in (0..<8).reversed() {
            result = (result << 1) ^ (result >> 7 == 1 ? 0x1D : 0)
            if b >> bit & 1 == 1 { result ^= a }
        }
        return result
    }
}
