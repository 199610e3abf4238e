// SPDX-License-Identifier: Apache-2.0

/// Picks the real-time commands out of what a printer receives, before the buffer and even
/// while it is full or stopped. As in real printers they are found inside other commands'
/// data too.
struct RealTimeCommands {
    enum Piece: Equatable {
        /// A byte for the buffer.
        case data(UInt8)
        /// `DLE EOT n`
        case status(Int)
        /// `DLE ENQ 1`
        case resume
        /// `DLE ENQ 2`
        case clear
    }

    private var pending: [UInt8] = []

    mutating func take(_ byte: UInt8) -> [Piece] {
        pending.append(byte)
        switch (pending.count, pending[0], pending.count > 1 ? pending[1] : 0) {
        case (1, 0x10, _), (2, 0x10, 0x04), (2, 0x10, 0x05):
            return []
        case (3, _, 0x04) where (1...4).contains(byte):
            pending.removeAll()
            return [.status(Int(byte))]
        case (3, _, 0x05) where byte == 1 || byte == 2:
            pending.removeAll()
            return [byte == 1 ? .resume : .clear]
        default:
            return release(byte)
        }
    }

    /// What was held back is plain data, but its last byte may begin the next command.
    private mutating func release(_ last: UInt8) -> [Piece] {
        var data = pending
        pending.removeAll()
        if last == 0x10, data.count > 1 {
            data.removeLast()
            pending = [0x10]
        }
        return data.map { .data($0) }
    }
}
