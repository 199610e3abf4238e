// SPDX-License-Identifier: Apache-2.0

import Wire

/// What is right and wrong with a virtual printer, and how it says so.
struct PrinterCondition: Equatable {
    var isCoverOpen = false
    var isPaperEnd = false
    var isPaperNearEnd = false
    var hasCutterError = false
    var isHeadHot = false
    var isBroken = false
    var slipIsWaiting = false

    /// Whether printing stands still.
    var isStopped: Bool { isCoverOpen || isPaperEnd || hasCutterError || isHeadHot || isBroken }

    private var flags: [PrinterStatusBits.Flag: Bool] {
        [
            .offline: isStopped, .coverOpen: isCoverOpen, .paperEnd: isPaperEnd,
            .paperNearEnd: isPaperNearEnd, .error: hasCutterError || isHeadHot || isBroken,
            .cutterError: hasCutterError, .headHot: isHeadHot, .unrecoverableError: isBroken,
            .slipWaiting: slipIsWaiting,
        ]
    }

    /// The answer to `DLE EOT n`.
    func realTime(_ n: Int, _ bits: PrinterStatusBits = .init()) -> UInt8 {
        var reply = bits.fixedBits
        for (flag, isSet) in flags where isSet {
            for place in bits.places[flag] ?? [] where place.question == n { reply |= place.mask }
        }
        return reply
    }

    /// The answer to `GS r 1`, and the third byte of automatic status.
    func paper(_ bits: PrinterStatusBits = .init()) -> UInt8 {
        (isPaperNearEnd ? bits.paperNearEnd : 0) | (isPaperEnd ? bits.paperEnd : 0)
    }

    /// The four bytes of automatic status.
    var automatic: [UInt8] {
        let first: UInt8 = 0x10 | (isStopped ? 0x08 : 0) | (isCoverOpen ? 0x20 : 0)
        return [first, realTime(3) & 0x6C, paper(), 0]
    }

    /// The same as the host should come to see it.
    var status: PrinterStatus {
        var status = PrinterStatus()
        for n in 1...4 { status.merge(reply: realTime(n), to: n) }
        status.slipWaiting = slipIsWaiting
        return status
    }
}
