// SPDX-License-Identifier: Apache-2.0

/// How the dots of a picture travel to a window unit (SPEC.md, bitmaps).
package enum BitmapEncoding: UInt8, Sendable, CaseIterable {
    /// The rows as they are.
    case raw = 0
    /// The rows as one stream of PackBits.
    case packBits = 1
}

/// Apple's run-length form of bytes: a count byte N, then for N of 0 to 127 N + 1 bytes that are
/// meant as they are, for N of 129 to 255 one byte that is meant 257 - N times. 128 means nothing.
package enum PackBits {
    /// Never longer than the bytes and one more for each 128 of them.
    package static func packed(_ bytes: [UInt8]) -> [UInt8] {
        var packed: [UInt8] = []
        var literal = 0..<0
        func flush() {
            guard !literal.isEmpty else { return }
            packed.append(UInt8(literal.count - 1))
            packed += bytes[literal]
        }
        var start = 0
        while start < bytes.count {
            let longest = bytes[start...].prefix(128)
            let run = longest.prefix { $0 == bytes[start] }.count
            // A run of two amid other bytes would cost a count byte more than it saves.
            if run > 2 || (run == 2 && literal.isEmpty) {
                flush()
                packed += [UInt8(257 - run), bytes[start]]
                start += run
                literal = start..<start
            } else {
                if literal.count == 128 {
                    flush()
                    literal = start..<start
                }
                start += 1
                literal = literal.lowerBound..<start
            }
        }
        flush()
        return packed
    }

    /// The bytes, of which there must be exactly `count`; nil for any other number or a run cut off.
    package static func unpacked(_ packed: some Sequence<UInt8>, count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = packed.makeIterator()
        while let head = rest.next() {
            guard head != 128 else { continue }
            let length = head < 128 ? Int(head) + 1 : 257 - Int(head)
            guard bytes.count + length <= count else { return nil }
            if head > 128 {
                guard let byte = rest.next() else { return nil }
                bytes.append(contentsOf: repeatElement(byte, count: length))
            } else {
                for _ in 0..<length {
                    guard let byte = rest.next() else { return nil }
                    bytes.append(byte)
                }
            }
        }
        return bytes.count == count ? bytes : nil
    }
}

extension Picture {
    /// The rows from the top, each padded with zero bits to whole bytes; the leftmost dot is the
    /// highest bit.
    package var packedRows: [UInt8] { bytes }

    /// The shorter of the two forms, raw if they are as long.
    package var encoded: (encoding: BitmapEncoding, bytes: [UInt8]) {
        let packed = PackBits.packed(bytes)
        return packed.count < bytes.count ? (.packBits, packed) : (.raw, bytes)
    }

    /// Reads what `encoded` gives. Nil if the bytes are not of that size; what stands in the padding
    /// is dropped.
    package init?(width: UInt16, height: UInt16, encoding: BitmapEncoding, bytes: [UInt8]) {
        let count = (Int(width) + 7) / 8 * Int(height)
        switch encoding {
        case .raw:
            self.init(width: Int(width), height: Int(height), rows: bytes)
        case .packBits:
            guard let rows = PackBits.unpacked(bytes, count: count) else { return nil }
            self.init(width: Int(width), height: Int(height), rows: rows)
        }
    }
}
