// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    mutating func append(littleEndian number: some FixedWidthInteger) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: number)
        return bytes
    }

    /// The lower three bytes.
    static func littleEndian24(_ number: UInt32) -> [UInt8] { littleEndian(number).dropLast() }

    /// The number that begins at this index; bytes beyond the end count as zeros.
    func littleEndian<Number: FixedWidthInteger>(at index: Int) -> Number {
        var number: Number = 0
        for place in 0..<Number.bitWidth / 8 where index + place < count {
            number |= Number(truncatingIfNeeded: self[index + place]) << (8 * place)
        }
        return number
    }
}

/// Reads a payload's fields in turn. Beyond the end everything is zero, so that the length need be
/// compared only once, before.
struct BusPayloadReader {
    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next<Number: FixedWidthInteger>() -> Number {
        defer { offset += Number.bitWidth / 8 }
        return bytes.littleEndian(at: offset)
    }

    /// A number of three bytes.
    mutating func next24() -> UInt32 {
        let low: UInt16 = next()
        let high: UInt8 = next()
        return UInt32(high) << 16 | UInt32(low)
    }

    mutating func nextUID() -> BusUID {
        let number = (0..<6).reduce(0 as UInt64) { number, _ in
            number << 8 | UInt64(next() as UInt8)
        }
        return BusUID(number)
    }

    /// All that has not been read.
    var rest: [UInt8] { Array(bytes.dropFirst(offset)) }
}
