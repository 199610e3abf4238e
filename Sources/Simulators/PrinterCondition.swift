// SPDX-License-Identifier: Apache-2.0

import Wire

/// What is right and wrong with a virtual printer, and how it says so (Epson's public
/// reference, pages DLE EOT, GS r, GS a).
struct PrinterCondition: Equatable {
    var isCoverOpen = false
    var isPaperEnd = false
    var isPaperNearEnd = false
    var hasCutterError = false

    /// Whether printing stands still.
    var isStopped: Bool { isCoverOpen || isPaperEnd || hasCutterError }

    /// The answer to `DLE EOT n`.
    func realTime(_ n: Int) -> UInt8 {
        var reply: UInt8 = 0x12
        switch n {
        case 1:
            if isStopped { reply |= 0x08 }
        case 2:
            if isCoverOpen { reply |= 0x04 }
            if isPaperEnd { reply |= 0x20 }
            if hasCutterError { reply |= 0x40 }
        case 3:
            if hasCutterError { reply |= 0x08 }
        default:
            if isPaperNearEnd { reply |= 0x0C }
            if isPaperEnd { reply |= 0x60 }
        }
        return reply
    }

    /// The answer to `GS r 1`, and the third byte of automatic status.
    var paper: UInt8 {
        (isPaperNearEnd ? 0x03 : 0) | (isPaperEnd ? 0x0C : 0)
    }

    /// The four bytes of automatic status.
    var automatic: [UInt8] {
        let first: UInt8 = 0x10 | (isStopped ? 0x08 : 0) | (isCoverOpen ? 0x20 : 0)
        return [first, hasCutterError ? 0x08 : 0, paper, 0]
    }

    /// The same as the host should come to see it.
    var status: PrinterStatus {
        var status = PrinterStatus()
        for n in 1...4 { status.merge(reply: realTime(n), to: n) }
        return status
    }
}
