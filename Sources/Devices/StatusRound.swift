// SPDX-License-Identifier: Apache-2.0

import Wire

/// The four real-time questions to a printer (`DLE EOT` 1 to 4), one at a time: the answers do not
/// say what they answer, so no second question may be open.
struct StatusRound: Sendable {
    /// When the open question counts as unanswered.
    private(set) var deadline: Int64
    /// What the answers so far say.
    private(set) var status = PrinterStatus()
    private var asked = 1
    private let patience: Int64
    private let bits: PrinterStatusBits

    /// - Parameters:
    ///   - delay: milliseconds the first question waits behind bytes sent before it.
    ///   - patience: milliseconds each answer may take.
    init(now: Int64, delay: Int64, patience: Int64, bits: PrinterStatusBits) {
        self.patience = patience
        self.bits = bits
        deadline = now + delay + patience
    }

    /// The open question, nil when all are answered.
    var question: [UInt8]? { asked <= 4 ? EscPos.realTimeStatus(asked) : nil }

    /// Takes the answer to the open question and goes on to the next.
    mutating func take(_ answer: UInt8, now: Int64) {
        guard asked <= 4 else { return }
        status.merge(reply: answer, to: asked, bits)
        asked += 1
        deadline = now + patience
    }
}
