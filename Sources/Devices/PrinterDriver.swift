// SPDX-License-Identifier: Apache-2.0

package import Wire

/// Prints one slip at a time on an ESC/POS printer and says what became of it.
///
/// A slip is sent only to a printer that has just said it is well, and counts as printed only when
/// the printer answered behind its cut. Whatever happens, a slip is never sent twice: one whose
/// fate is unknown is `unconfirmed`, for a person to judge.
///
/// Three parts think: `PrinterGate` knows how the printer is, `SlipSending` hands the slip over,
/// `PrintProof` knows which slip an answer proves.
package struct PrinterDriver: LineDriver {
    package enum Command: Sendable, Equatable {
        case print(PrintJob)
        /// Has the printer forget what it holds of a slip, which ends unconfirmed: no printer
        /// tells how much it had printed. One of which nothing was sent yet is given back as held.
        case discard(job: String)
        /// A program before this one began a slip of which nobody knows how much is out: it is cut
        /// off before the next, which would grow on it.
        case cutOff
    }

    package enum Report: Sendable, Equatable {
        case outcome(job: String, PrintOutcome)
        /// Said once at the start and then whenever it changes.
        case condition(PrinterCondition)
        /// What the printer was found to be able to do; handed to a later driver, it need not be
        /// found out again.
        case capabilities(PrinterCapabilities)
        /// The last slip hangs in the mouth; only some printers can tell.
        case slipWaiting
        /// Somebody took it.
        case slipTaken
    }

    enum Stage: Equatable {
        /// Nothing of the slip was sent.
        case waiting
        case sending
        case sent(answerBy: Int64)
        /// The answer did not come in time.
        case doubted
        /// The printer keeps the slip until it is mended.
        case kept
    }

    struct Work {
        let job: PrintJob
        var stage = Stage.waiting
        /// Bytes handed to the line since its first.
        var sent = 0
        var lastHeld: PrintOutcome?
    }

    let profile: PrinterProfile
    let timing: Timing
    var isUp = false
    var work: Work?
    var gate: PrinterGate
    var proof: PrintProof
    var sending: SlipSending?
    /// Owed to a printer that may wait for the rest of a command, or has half a slip out.
    var owed: [UInt8]
    var decoder: PrinterReplyDecoder
    private var toldCondition: PrinterCondition?
    private var toldCapabilities: PrinterCapabilities?
    private var toldSlipWaiting = false

    /// - Parameters:
    ///   - capabilities: what an earlier driver found out about this very printer.
    ///   - startsClean: whether it is known that no program before this one, killed perhaps, left
    ///     half a slip on the line or a whole one in the printer.
    ///   - seed: any number, but another each time the program starts.
    package init(
        profile: PrinterProfile = .generic80, capabilities: PrinterCapabilities? = nil,
        timing: Timing = Timing(), startsClean: Bool = false, seed: UInt32 = 0
    ) {
        self.profile = profile
        self.timing = timing
        gate = PrinterGate(profile, timing)
        proof = PrintProof(
            profile, remembered: capabilities, timing, seed: seed, earlierMayCome: !startsClean)
        decoder = PrinterReplyDecoder(bits: profile.status)
        toldCapabilities = capabilities
        owed = startsClean ? [] : EscPos.resynchronise
    }

    package var nextDeadline: Int64? {
        guard isUp else { return nil }
        var answerBy: Int64?
        if case .sent(let by) = work?.stage { answerBy = by }
        let piece = gate.isAsking ? nil : sending?.deadline
        return [gate.deadline, proof.deadline, piece, stallDeadline, answerBy].compactMap(\.self)
            .min()
    }

    package mutating func lineUp(now: Int64) -> [LineAction<Report>] {
        isUp = true
        gate.lineUp()
        proof.lineUp()
        let owed = owed.count
        return resynchronise() + ask(now, behind: owed)
    }

    package mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Report>] {
        isUp = false
        gate.lineLost()
        proof.lineLost()
        decoder.reset()
        let actions = note(.offline)
        guard let work else { return actions }
        if work.stage == .waiting || unsent >= work.sent {
            return actions + hold(.offline, inPrinter: false)
        }
        oweRest(of: work.job, isCutShort: unsent > 0 || isOnTheWire(now))
        return actions + finish(.unconfirmed(.lineLost), now)
    }

    package mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Report>] {
        var actions: [LineAction<Report>] = []
        var isAnswered = false
        for byte in bytes {
            decoder.expectsBlock = proof.expectsBlocks
            for reply in decoder.feed(CollectionOfOne(byte)) {
                switch reply {
                case .realTime(let byte) where gate.isAsking && !isAnswered:
                    // What else came with it cannot answer a question not yet sent.
                    isAnswered = true
                    actions += take(gate.answered(byte, now), now)
                case .paper(let byte): actions += take(proof.heardPaper(byte, now), now)
                case .block(let header, let text):
                    actions += take(proof.heardBlock(header, text), now)
                case .xoff:
                    sending?.stop(now)
                    if work?.stage == .sending { askWhileStopped(now) }
                case .xon:
                    sending?.goOn()
                    actions += sendOn(now)
                default: break
                }
            }
        }
        return actions + noteCapabilities()
    }

    package mutating func perform(_ command: Command, now: Int64) -> [LineAction<Report>] {
        switch command {
        case .print(let job):
            if let refusal = refusal(of: job) {
                return [.report(.outcome(job: job.id, .failed(refusal)))]
            }
            work = Work(job: job)
            guard isUp else { return hold(.offline, inPrinter: false) }
            return proof.isClearing ? [] : ask(now)
        case .discard(let job):
            return discard(job, now)
        case .cutOff:
            oweCut()
            return []
        }
    }

    package mutating func deadlineReached(now: Int64) -> [LineAction<Report>] {
        guard isUp else { return [] }
        var actions = take(gate.deadlineReached(now), now)
        if case .sent(let answerBy) = work?.stage, answerBy <= now {
            actions += unanswered(now)
        }
        if let heard = proof.deadlineReached(now) { actions += take(heard, now) }
        if let stallDeadline, stallDeadline <= now { actions += stalled(now) }
        return actions + sendOn(now) + noteCapabilities()
    }

    private func refusal(of job: PrintJob) -> PrintRefusal? {
        if work != nil { return .busy }
        if job.bytes.isEmpty { return .empty }
        return job.bytes.count > PrintJob.byteLimit ? .tooLong : nil
    }

    private mutating func noteCapabilities() -> [LineAction<Report>] {
        guard proof.method != .probe else { return [] }
        let found = PrinterCapabilities(completion: proof.method)
        guard found != toldCapabilities else { return [] }
        defer { toldCapabilities = found }
        // What the profile says is not news.
        let isSaid = toldCapabilities == nil && profile.completion == found.completion
        return isSaid ? [] : [.report(.capabilities(found))]
    }

    /// Tells of changes in how the printer is.
    mutating func note(_ found: PrinterCondition) -> [LineAction<Report>] {
        var actions: [LineAction<Report>] = []
        if found != toldCondition {
            toldCondition = found
            actions.append(.report(.condition(found)))
        }
        if gate.slipIsWaiting != toldSlipWaiting, found != .offline {
            toldSlipWaiting = gate.slipIsWaiting
            actions.append(.report(toldSlipWaiting ? .slipWaiting : .slipTaken))
        }
        return actions
    }
}
