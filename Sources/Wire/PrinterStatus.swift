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
    /// The last slip hangs in the mouth; only some printers can tell.
    package var slipWaiting = false

    package init() {}

    /// Takes the reply to `DLE EOT n`. The byte does not say which question it answers: only
    /// the asker knows `n`. Another `n` than 1 to 4 changes nothing.
    package mutating func merge(reply: UInt8, to n: Int, _ bits: PrinterStatusBits = .init()) {
        for flag in PrinterStatusBits.Flag.allCases {
            if let isSo = bits.says(flag, reply, to: n) { self[keyPath: flag.member] = isSo }
        }
    }

    /// Takes the reply to `GS r 1`.
    package mutating func merge(paper reply: UInt8, _ bits: PrinterStatusBits = .init()) {
        paperNearEnd = reply.has(bits.paperNearEnd)
        paperEnd = reply.has(bits.paperEnd)
    }

    /// Takes the four bytes of an automatic status; fewer change nothing.
    package mutating func merge(automatic bytes: [UInt8]) {
        guard bytes.count >= 4 else { return }
        offline = bytes[0].has(0x08)
        coverOpen = bytes[0].has(0x20)
        feeding = bytes[0].has(0x40)
        // The second byte and the answer to DLE EOT 3 agree bit for bit.
        merge(reply: bytes[1], to: 3)
        error = bytes[1].has(0x6C)
        merge(paper: bytes[2])
    }
}

extension PrinterStatusBits.Flag {
    fileprivate var member: WritableKeyPath<PrinterStatus, Bool> {
        switch self {
        case .offline: \.offline
        case .coverOpen: \.coverOpen
        case .feeding: \.feeding
        case .paperEnd: \.paperEnd
        case .paperNearEnd: \.paperNearEnd
        case .error: \.error
        case .recoverableError: \.recoverableError
        case .cutterError: \.cutterError
        case .unrecoverableError: \.unrecoverableError
        case .headHot: \.headHot
        case .slipWaiting: \.slipWaiting
        }
    }
}

extension UInt8 {
    fileprivate func has(_ mask: UInt8) -> Bool { self & mask != 0 }
}
