// SPDX-License-Identifier: Apache-2.0

import Wire

/// Puts the bytes of one-, two- and four-byte characters (GB18030) together.
struct DoubleByteText {
    private var pending: [UInt8] = []

    /// The character this byte completes, U+FFFD for bytes that mean nothing.
    mutating func take(_ byte: UInt8, isChinese: Bool, _ charset: Charset) -> Character? {
        pending.append(byte)
        guard pending.count >= needed(isChinese: isChinese) else { return nil }
        defer { pending.removeAll() }
        if pending.count == 1, byte >= 0x80 { return "\u{FFFD}" }
        return charset.decode(pending).first ?? "\u{FFFD}"
    }

    /// Forgets half a character; true if there was one.
    mutating func reset() -> Bool {
        defer { pending.removeAll() }
        return !pending.isEmpty
    }

    private func needed(isChinese: Bool) -> Int {
        guard isChinese, (0x81...0xFE).contains(pending[0]) else { return 1 }
        guard pending.count > 1 else { return 2 }
        return (0x30...0x39).contains(pending[1]) ? 4 : 2
    }
}
