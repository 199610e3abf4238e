// SPDX-License-Identifier: Apache-2.0

/// One thing a printer said.
package enum PrinterReply: Sendable, Equatable {
    /// Go on sending.
    case xon
    /// Stop sending.
    case xoff
    /// The answer to a `DLE EOT`; see `PrinterStatus.merge(reply:to:)`.
    case realTime(UInt8)
    /// The answer to `GS r 1`; see `PrinterStatus.merge(paper:)`.
    case paper(UInt8)
    /// Four bytes of automatic status; see `PrinterStatus.merge(automatic:)`.
    case automatic([UInt8])
    /// Block data without its closing NUL: the header byte (`5F` identity, `37` with `22`
    /// process ID) and what follows it.
    case block(header: UInt8, [UInt8])
    /// A byte that fits nothing: noise.
    case noise(UInt8)
}

/// Tells the replies of an ESC/POS printer apart, byte by byte, by the fixed bits of each kind
/// (Epson's public reference). Holds at most `blockLimit` bytes.
package struct PrinterReplyDecoder: Sendable {
    /// Block data longer than this is dropped as noise.
    package static let blockLimit = 80

    /// Set once automatic status (`GS a`) was asked for. Kept off otherwise, so that a byte of
    /// noise cannot swallow the three answers behind it.
    package var expectsAutomaticStatus = false
    /// Set while an answer to `GS I` or `GS ( H` is awaited. Kept off otherwise: the NUL that
    /// ends a block is also the `GS r` answer "paper is there".
    package var expectsBlock = false

    private var pending: [UInt8] = []
    private let bits: PrinterStatusBits

    /// - Parameter bits: by which the answers to `DLE EOT` are known.
    package init(bits: PrinterStatusBits = PrinterStatusBits()) { self.bits = bits }

    /// Takes bytes as they come, in pieces of any size, and gives the replies they complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [PrinterReply] {
        var replies: [PrinterReply] = []
        for byte in bytes {
            take(byte, &replies)
        }
        return replies
    }

    /// Forgets an unfinished reply. Call when the line was lost or has been silent.
    package mutating func reset() {
        pending.removeAll()
    }

    private mutating func take(_ byte: UInt8, _ replies: inout [PrinterReply]) {
        // Flow control may stand anywhere, even inside the four automatic bytes.
        switch byte {
        case 0x11: return replies.append(.xon)
        case 0x13: return replies.append(.xoff)
        default: break
        }
        guard let first = pending.first else { return classify(byte, &replies) }
        // So may answers in real time, in a block: where its text cannot hold them they are known.
        if bits.isRealTime(byte), first == 0x37 || first == 0x5F && byte < 0x20 {
            return replies.append(.realTime(byte))
        }
        let isAutomatic = first & 0x93 == 0x10
        if isAutomatic ? continueAutomatic(byte, &replies) : continueBlock(byte, &replies) {
            return
        }
        replies += pending.map { .noise($0) }
        pending.removeAll()
        classify(byte, &replies)
    }

    private mutating func classify(_ byte: UInt8, _ replies: inout [PrinterReply]) {
        if bits.isRealTime(byte) {
            replies.append(.realTime(byte))
        } else if byte & 0x90 == 0x00 {
            replies.append(.paper(byte))
        } else if byte & 0x93 == 0x10, expectsAutomaticStatus {
            pending = [byte]
        } else if [0x35, 0x37, 0x3B, 0x3D, 0x5F].contains(byte), expectsBlock {
            pending = [byte]
        } else {
            replies.append(.noise(byte))
        }
    }

    /// False if the byte cannot be a later byte of an automatic status (`0xx0xxxx`).
    private mutating func continueAutomatic(
        _ byte: UInt8, _ replies: inout [PrinterReply]
    ) -> Bool {
        guard byte & 0x90 == 0 else { return false }
        pending.append(byte)
        if pending.count == 4 {
            replies.append(.automatic(pending))
            pending.removeAll()
        }
        return true
    }

    /// False if the byte cannot belong to block data, which is printable ASCII.
    private mutating func continueBlock(_ byte: UInt8, _ replies: inout [PrinterReply]) -> Bool {
        if byte == 0 {
            replies.append(.block(header: pending[0], Array(pending.dropFirst())))
            pending.removeAll()
            return true
        }
        guard (0x20...0x7E).contains(byte), pending.count < Self.blockLimit else { return false }
        pending.append(byte)
        return true
    }
}
