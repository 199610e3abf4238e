// SPDX-License-Identifier: Apache-2.0

package import Wire

/// How a printer is, in one word.
package enum PrinterCondition: String, Sendable, CaseIterable {
    case ok
    /// Still prints; bring a roll.
    case paperNearEnd = "paper-near-end"
    case paperOut = "paper-out"
    case coverOpen = "cover-open"
    case cutterError = "cutter-error"
    /// The head is too hot, or a voltage out of range; passes by itself.
    case headHot = "head-hot"
    /// An error that someone must clear.
    case error
    /// An error after which it must be switched off, and perhaps be repaired.
    case unrecoverable = "unrecoverable-error"
    /// Says that it cannot print now, for a passing reason: feed button held, or none it names.
    case notReady = "not-ready"
    /// Of a kind that never says how it is: slips are sent and hoped for.
    case saysNothing = "says-nothing"
    /// Does not answer, or its line is gone.
    case offline

    /// The one word for all a printer said, the worst first. The cover comes before all because
    /// the paper sensor means nothing while it is open.
    package init(_ status: PrinterStatus) {
        self =
            if status.coverOpen {
                .coverOpen
            } else if status.unrecoverableError {
                .unrecoverable
            } else if status.paperEnd {
                .paperOut
            } else if status.cutterError {
                .cutterError
            } else if status.recoverableError {
                .error
            } else if status.headHot {
                .headHot
            } else if status.offline {
                .notReady
            } else if status.error {
                .error
            } else {
                status.paperNearEnd ? .paperNearEnd : .ok
            }
    }

    /// Whether a slip sent now would be printed, as far as can be known.
    package var prints: Bool { self == .ok || self == .paperNearEnd || self == .saysNothing }

    /// Whether a printer in this state keeps what it was sent and prints it once mended.
    var keepsSlip: Bool {
        switch self {
        case .paperOut, .coverOpen, .cutterError, .headHot, .notReady: true
        case .ok, .paperNearEnd, .error, .unrecoverable, .saysNothing, .offline: false
        }
    }

    /// Whether the printer waits for `DLE ENQ` once its fault is mended.
    var waitsForResume: Bool { self == .cutterError || self == .error }
}
