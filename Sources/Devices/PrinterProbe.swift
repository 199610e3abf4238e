// SPDX-License-Identifier: Apache-2.0

package import Wire

/// What a printer of unknown kind said when it was asked all there is to ask.
package struct PrinterFindings: Sendable, Equatable {
    /// Its answers to `DLE EOT`, by question.
    package var status: [Int: UInt8] = [:]
    /// Its answers to `GS I`, by number: 65 firmware, 66 maker, 67 model, 68 serial, 69 Chinese.
    package var identities: [UInt8: String] = [:]
    /// How it would prove a slip.
    package var completion = PrinterProfile.Completion.none

    package init() {}
}

/// Asks a printer what it is, one question after the other, and prints nothing. Reports once; a
/// line that is lost on the way is begun anew.
package struct PrinterProbe: LineDriver {
    package typealias Command = Never
    package typealias Report = PrinterFindings

    private enum Question: Equatable {
        case status(Int)
        case identity(UInt8)
        /// `GS ( H` and `GS r 1`: what is answered of the two.
        case completion
    }

    private static let all: [Question] =
        (1...4).map { .status($0) } + (65...69).map { .identity($0) } + [.completion]
    // No letter of it looks like a real-time answer, which may stand within.
    private static let id = Array("HALL".utf8)
    /// Milliseconds a question may stay unanswered.
    private static let patience: Int64 = 1500

    private let serial: SerialSettings?
    private var left: [Question] = []
    private var openUntil: Int64?
    private var findings = PrinterFindings()
    private var decoder = PrinterReplyDecoder(bits: Self.anyKind)

    /// - Parameter serial: the line's speed, nil where bytes take no time worth counting.
    package init(serial: SerialSettings? = nil) { self.serial = serial }

    package var nextDeadline: Int64? { openUntil }

    package mutating func lineUp(now: Int64) -> [LineAction<Report>] {
        left = Self.all
        findings = PrinterFindings()
        decoder.reset()
        decoder.expectsBlock = true
        return [.send(EscPos.resynchronise)] + ask(now, behind: EscPos.resynchronise.count)
    }

    package mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Report>] {
        openUntil = nil
        return []
    }

    package mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Report>] {
        var actions: [LineAction<Report>] = []
        for reply in decoder.feed(bytes) where openUntil != nil { actions += take(reply, now) }
        return actions
    }

    package mutating func perform(_ command: Never, now: Int64) -> [LineAction<Report>] {}

    package mutating func deadlineReached(now: Int64) -> [LineAction<Report>] {
        guard let openUntil, openUntil <= now else { return [] }
        decoder.reset()
        return goOn(now)
    }

    private mutating func take(_ reply: PrinterReply, _ now: Int64) -> [LineAction<Report>] {
        switch (left.first, reply) {
        case (.status(let n), .realTime(let byte)):
            findings.status[n] = byte
            return goOn(now)
        case (.identity(let n), .block(0x5F, let text)):
            findings.identities[n] = String(decoding: text, as: UTF8.self)
            return goOn(now)
        case (.completion, .block(0x37, [0x22] + Self.id)):
            findings.completion = .processID
            return goOn(now)
        case (.completion, .paper):
            // What names the slip would have come before.
            findings.completion = .paperStatus
            return goOn(now)
        default:
            return []
        }
    }

    private mutating func goOn(_ now: Int64) -> [LineAction<Report>] {
        left.removeFirst()
        return ask(now, behind: 0)
    }

    private mutating func ask(_ now: Int64, behind count: Int) -> [LineAction<Report>] {
        guard let question = left.first else {
            openUntil = nil
            // ESC @ throws away what an unknown question may have left as text.
            return [.send(EscPos.initialise), .report(findings)]
        }
        openUntil = now + (serial?.transmissionMilliseconds(of: count) ?? 0) + Self.patience
        switch question {
        case .status(let n): return [.send(EscPos.realTimeStatus(n))]
        case .identity(let n): return [.send(EscPos.identity(n))]
        case .completion: return [.send(EscPos.processID(Self.id) + EscPos.paperStatus)]
        }
    }

    /// Bit 7 says something on some kinds.
    private static let anyKind: PrinterStatusBits = {
        var bits = PrinterStatusBits()
        (bits.fixedMask, bits.fixedBits) = (0x13, 0x12)
        return bits
    }()
}
