// SPDX-License-Identifier: Apache-2.0

package import Wire

/// One slip to print.
package struct PrintJob: Sendable, Equatable {
    /// The longest slip taken: well below what a port lets wait for a slow device.
    package static let byteLimit = 32768

    /// Names the attempt; the driver only repeats it.
    package let id: String
    /// The encoded slip, to the cut: `EscPos.encode`. What proves the print is asked by the driver.
    package let bytes: [UInt8]

    package init(id: String, bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
    }
}

/// What became of a slip. `held` may be followed by any other; the rest are final.
package enum PrintOutcome: Sendable, Equatable {
    /// The printer answered behind the cut: the slip is on paper.
    case confirmed
    /// The slip may be on paper, whole, in part or not at all: a person must look.
    case unconfirmed(PrintDoubt)
    /// The slip waits for the printer to be mended and is then printed without further ado; with
    /// `inPrinter` the printer's own memory holds it.
    case held(PrinterCondition, inPrinter: Bool)
    /// Nothing was sent and nothing will be.
    case failed(PrintRefusal)
}

/// Why it is not known whether a slip is on paper.
package enum PrintDoubt: String, Sendable, CaseIterable {
    /// The printer says it is well, but never answered behind the cut.
    case noAnswer = "no-answer"
    /// The printer fell silent.
    case silent
    /// The line was lost after the first byte.
    case lineLost = "line-lost"
    /// The printer reports an error after which it may have forgotten the slip.
    case printerError = "printer-error"
    /// The answer came, but says that the paper had ended.
    case paperEnd = "paper-end"
    /// An answer came that may belong to an earlier slip.
    case unclearAnswer = "unclear-answer"
}

/// Why a slip was not taken or given back.
package enum PrintRefusal: String, Sendable, CaseIterable {
    /// Another slip is under way: one at a time.
    case busy
    /// There is nothing to print.
    case empty
    /// More bytes than `PrintJob.byteLimit`.
    case tooLong = "too-long"
    /// It was cancelled before the first byte was sent.
    case cancelled
}

/// How a printer is, the worst first said.
package enum PrinterCondition: String, Sendable, CaseIterable {
    case ok
    /// Still prints; bring a roll.
    case paperNearEnd = "paper-near-end"
    case paperOut = "paper-out"
    case coverOpen = "cover-open"
    case cutterError = "cutter-error"
    /// An error that someone must clear, perhaps by switching it off.
    case error
    /// Says that it cannot print now, for a passing reason: head too hot, feed button held.
    case notReady = "not-ready"
    /// Does not answer, or its line is gone.
    case offline

    /// The one word for all a printer said. The cover comes first because the paper sensor means
    /// nothing while it is open.
    package init(_ status: PrinterStatus) {
        self =
            if status.coverOpen {
                .coverOpen
            } else if status.paperEnd {
                .paperOut
            } else if status.cutterError {
                .cutterError
            } else if status.unrecoverableError || status.recoverableError {
                .error
            } else if status.headHot || status.offline {
                .notReady
            } else if status.error {
                .error
            } else {
                status.paperNearEnd ? .paperNearEnd : .ok
            }
    }

    /// Whether a slip sent now would be printed.
    package var prints: Bool { self == .ok || self == .paperNearEnd }

    /// Whether a printer in this state keeps what it was sent and prints it once mended.
    var keepsSlip: Bool {
        switch self {
        case .paperOut, .coverOpen, .cutterError, .notReady: true
        case .ok, .paperNearEnd, .error, .offline: false
        }
    }

    /// Whether the printer waits for `DLE ENQ` once its fault is mended.
    var waitsForResume: Bool { self == .cutterError || self == .error }
}
