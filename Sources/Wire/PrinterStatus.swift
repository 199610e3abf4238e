// SPDX-License-Identifier: Apache-2.0

/// What a printer has said about itself (Epson's public reference, pages DLE EOT, GS r, GS a).
///
/// While the cover is open the paper-end bits keep their old value on some units, so
/// `paperEnd` means nothing as long as `coverOpen` holds.
package struct PrinterStatus: Sendable, Equatable {
    /// Not taking or printing data, for whatever reason.
    package var offline = false
    package var coverOpen = false
    /// The roll is at its end: nothing can be printed.
    package var paperEnd = false
    /// The roll is nearly at its end: printing still works.
    package var paperNearEnd = false
    /// Paper is being fed by the button.
    package var feeding = false
    /// Some error, named by the ones below.
    package var error = false
    package var cutterError = false
    /// Gone once mended and `DLE ENQ` is sent.
    package var recoverableError = false
    /// Gone only after power off.
    package var unrecoverableError = false
    /// Too hot or a voltage out of range: gone by itself.
    package var headHot = false

    package init() {}

    /// Takes the reply to `DLE EOT n`. The byte does not say which question it answers: only
    /// the asker knows `n`. Another `n` than 1 to 4 changes nothing.
    package mutating func merge(reply: UInt8, to n: Int) {
        switch n {
        case 1:
            offline = reply.has(0x08)
        case 2:
            coverOpen = reply.has(0x04)
            feeding = reply.has(0x08)
            paperEnd = reply.has(0x20)
            error = reply.has(0x40)
        case 3:
            mergeErrors(reply)
        case 4:
            paperNearEnd = reply.has(0x0C)
            paperEnd = reply.has(0x60)
        default:
            break
        }
    }

    /// Takes the reply to `GS r 1`.
    package mutating func merge(paper reply: UInt8) {
        paperNearEnd = reply.has(0x03)
        paperEnd = reply.has(0x0C)
    }

    /// Takes the four bytes of an automatic status; fewer change nothing.
    package mutating func merge(automatic bytes: [UInt8]) {
        guard bytes.count >= 4 else { return }
        offline = bytes[0].has(0x08)
        coverOpen = bytes[0].has(0x20)
        feeding = bytes[0].has(0x40)
        mergeErrors(bytes[1])
        error = bytes[1].has(0x6C)
        merge(paper: bytes[2])
    }

    // DLE EOT 3 and the second automatic byte agree bit for bit.
    private mutating func mergeErrors(_ byte: UInt8) {
        recoverableError = byte.has(0x04)
        cutterError = byte.has(0x08)
        unrecoverableError = byte.has(0x20)
        headHot = byte.has(0x40)
    }
}

extension UInt8 {
    fileprivate func has(_ mask: UInt8) -> Bool { self & mask != 0 }
}
