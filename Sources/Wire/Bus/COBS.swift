// SPDX-License-Identifier: Apache-2.0

/// Consistent overhead byte stuffing: bytes without a zero, so that zeros can stand between frames
/// (SPEC.md section 4).
package enum COBS {
    /// One byte longer for every 254 without a zero, and one for the end.
    package static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var encoded: [UInt8] = [0]
        encoded.reserveCapacity(bytes.count + 2 + bytes.count / 254)
        var code = 0
        for byte in bytes {
            if encoded.count - code == 0xFF {
                encoded[code] = 0xFF
                code = encoded.count
                encoded.append(0)
            }
            if byte == 0 {
                encoded[code] = UInt8(encoded.count - code)
                code = encoded.count
            }
            encoded.append(byte)
        }
        encoded[code] = UInt8(encoded.count - code)
        return encoded
    }

    /// Nil if a code byte is zero or points beyond the end.
    package static func decode(_ bytes: [UInt8]) -> [UInt8]? {
        var bytes = bytes
        return unstuff(&bytes) ? bytes : nil
    }

    /// Decodes in place, since what is decoded is never longer. False leaves nothing of use.
    static func unstuff(_ bytes: inout [UInt8]) -> Bool {
        let count = bytes.count
        var read = 0
        var written = 0
        while read < count {
            let code = Int(bytes[read])
            let end = read + code
            guard code > 0, end <= count else { return false }
            for index in read + 1..<end {
                bytes[written] = bytes[index]
                written += 1
            }
            read = end
            if code < 0xFF, read < count {
                bytes[written] = 0
                written += 1
            }
        }
        bytes.removeLast(count - written)
        return true
    }
}
