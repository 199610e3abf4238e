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
    /// About how much paper it takes: a long slip is waited for longer.
    package let millimetres: Int

    package init(id: String, bytes: [UInt8], millimetres: Int = 0) {
        self.id = id
        self.bytes = bytes
        self.millimetres = millimetres
    }
}

/// What became of a slip. With `held(_, inPrinter: true)` it is still under way, and an
/// `unconfirmed` one may be `confirmed` late; the rest are final.
package enum PrintOutcome: Sendable, Equatable {
    /// The printer answered behind the cut: the slip is on paper.
    case confirmed
    /// The slip may be on paper, whole, in part or not at all: a person must look.
    case unconfirmed(PrintDoubt)
    /// The printer does not print now. With `inPrinter` its own memory holds the slip and prints
    /// it once mended; else no byte of it was sent, the attempt is over and the driver free.
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
    /// In the middle of the slip the printer said to wait, and never to go on.
    case stalled
    /// The printer is of a kind that cannot tell: sent, not confirmed.
    case cannotTell = "cannot-tell"
    /// Somebody had the printer forget what it held.
    case discarded
}

/// Why a slip was not printed and will not be.
package enum PrintRefusal: String, Sendable, CaseIterable {
    /// Another slip is under way: one at a time.
    case busy
    /// There is nothing to print.
    case empty
    /// More bytes than `PrintJob.byteLimit`.
    case tooLong = "too-long"
    /// Before the first byte was sent nobody wanted it any more.
    case cancelled
}

/// What was found out about a printer and need not be asked again.
package struct PrinterCapabilities: Sendable, Equatable {
    /// Never `.probe`.
    package var completion: PrinterProfile.Completion

    package init(completion: PrinterProfile.Completion) {
        self.completion = completion
    }
}
