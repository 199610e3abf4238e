// SPDX-License-Identifier: Apache-2.0

package import Wire

/// Prints one slip at a time on an ESC/POS printer and says what became of it.
///
/// A slip is sent only to a printer that has just said it is well, and counts as printed only when
/// the printer answered the `GS r 1` behind its cut. Whatever happens, a slip is never sent twice:
/// one whose fate is unknown is `unconfirmed`, for a person to judge.
package struct PrinterDriver: LineDriver {
    package enum Command: Sendable, Equatable {
        case print(PrintJob)
        /// Gives a slip back of which nothing was sent yet; too late, it does nothing.
        case cancel(job: String)
        /// Somebody has mended the printer: it may go on where it stopped. Closing the cover after
        /// an error says the same.
        case resume
    }

    package enum Report: Sendable, Equatable {
        case outcome(job: String, PrintOutcome)
        /// Said once at the start and then whenever it changes.
        case condition(PrinterCondition)
    }

    private enum Stage: Equatable {
        /// Nothing of the slip was sent.
        case waiting
        case sent(answerBy: Int64)
        /// The answer did not come in time.
        case doubted
        /// The printer keeps the slip until it is mended.
        case kept
    }

    /// A lone `GS r 1` is out to flush answers that belong to earlier slips.
    private struct Clearing {
        var until: Int64
        var isAnswered = false
    }

    private struct Work {
        let job: PrintJob
        var stage = Stage.waiting
        /// Whether the next answer can only be this slip's own.
        var answerIsOwn = true
        var lastHeld: PrintOutcome?
    }

    private let profile: PrinterProfile
    private let timing: Timing
    private var isUp = false
    private var work: Work?
    private var round: StatusRound?
    private var nextRoundAt: Int64?
    private var silentRounds = 0
    private var condition: PrinterCondition?
    private var decoder = PrinterReplyDecoder()
    private var resumeIsDue = false
    private var earlierAnswersMayCome: Bool
    private var clearing: Clearing?
    /// Whether clearing was tried since there was last a reason to: a printer that never answers
    /// is not asked for ever.
    private var wasCleared = false
    private var commandMayBeCutShort: Bool

    /// - Parameter startsClean: whether it is known that no program before this one, killed
    ///   perhaps, left half a slip on the line or a whole one in the printer.
    package init(
        profile: PrinterProfile = .generic80, timing: Timing = Timing(), startsClean: Bool = false
    ) {
        self.profile = profile
        self.timing = timing
        earlierAnswersMayCome = !startsClean
        commandMayBeCutShort = !startsClean
    }

    package var nextDeadline: Int64? {
        guard isUp else { return nil }
        var answerBy: Int64?
        if case .sent(let by) = work?.stage { answerBy = by }
        return [round?.deadline, nextRoundAt, clearing?.until, answerBy].compactMap(\.self).min()
    }

    package mutating func lineUp(now: Int64) -> [LineAction<Report>] {
        isUp = true
        silentRounds = 0
        wasCleared = false
        guard commandMayBeCutShort else { return startRound(now) }
        commandMayBeCutShort = false
        return [.send(EscPos.resynchronise)]
            + startRound(now, behind: EscPos.resynchronise.count)
    }

    package mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Report>] {
        isUp = false
        round = nil
        nextRoundAt = nil
        clearing = nil
        decoder.reset()
        let actions = note(.offline)
        guard let work else { return actions }
        switch work.stage {
        case .waiting:
            return actions + backToWaiting()
        case .sent where unsent >= work.job.bytes.count:
            return actions + backToWaiting()
        case .sent, .doubted, .kept:
            commandMayBeCutShort = true
            return actions + finish(.unconfirmed(.lineLost), now)
        }
    }

    package mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Report>] {
        var actions: [LineAction<Report>] = []
        var isAnswered = false
        for reply in decoder.feed(bytes) {
            switch reply {
            case .realTime(let byte) where round != nil && !isAnswered:
                // What else came with it cannot answer a question not yet sent.
                isAnswered = true
                actions += roundAnswered(byte, now)
            case .paper(let byte):
                actions += paperAnswered(byte, now)
            default:
                break
            }
        }
        return actions
    }

    package mutating func perform(_ command: Command, now: Int64) -> [LineAction<Report>] {
        switch command {
        case .print(let job):
            if let refusal = refusal(of: job) {
                return [.report(.outcome(job: job.id, .failed(refusal)))]
            }
            work = Work(job: job)
            guard isUp else { return hold(.offline, inPrinter: false) }
            return clearing == nil ? startRound(now) : []
        case .cancel(let job):
            guard let work, work.job.id == job, work.stage == .waiting else { return [] }
            return finish(.failed(.cancelled), now)
        case .resume:
            resumeIsDue = true
            return isUp && nextRoundAt != nil ? startRound(now) : []
        }
    }

    package mutating func deadlineReached(now: Int64) -> [LineAction<Report>] {
        guard isUp else { return [] }
        var actions: [LineAction<Report>] = []
        if let round, round.deadline <= now { actions += roundUnanswered(now) }
        if case .sent(let answerBy) = work?.stage, answerBy <= now {
            work?.stage = .doubted
            actions += startRound(now)
        }
        if let clearing, clearing.until <= now { actions += cleared(clearing, now) }
        if let nextRoundAt, nextRoundAt <= now { actions += startRound(now) }
        return actions
    }
}

// MARK: - Asking how the printer is

extension PrinterDriver {
    private mutating func startRound(
        _ now: Int64, behind count: Int = 0
    ) -> [LineAction<Report>] {
        guard round == nil else { return [] }
        nextRoundAt = nil
        let fresh = StatusRound(
            now: now, delay: timing.transmission(of: count), patience: timing.answer)
        round = fresh
        let resume = resumeIsDue ? EscPos.resume : []
        resumeIsDue = false
        return fresh.question.map { [.send(resume + $0)] } ?? []
    }

    private mutating func roundAnswered(_ answer: UInt8, _ now: Int64) -> [LineAction<Report>] {
        round?.take(answer, now: now)
        guard let round else { return [] }
        if let question = round.question { return [.send(question)] }
        self.round = nil
        silentRounds = 0
        let found = PrinterCondition(round.status)
        // Whoever closes the cover of a jammed printer has cleared it.
        if condition == .coverOpen, found.waitsForResume { resumeIsDue = true }
        return note(found) + proceed(found, now)
    }

    /// One unanswered question may be noise; two in a row are a silent printer.
    private mutating func roundUnanswered(_ now: Int64) -> [LineAction<Report>] {
        round = nil
        decoder.reset()
        silentRounds += 1
        guard silentRounds > 1 else {
            nextRoundAt = now + timing.recheck
            return []
        }
        return note(.offline) + proceed(.offline, now)
    }

    /// Goes on with the slip in hand, now that the printer's condition is known.
    private mutating func proceed(
        _ found: PrinterCondition, _ now: Int64
    ) -> [LineAction<Report>] {
        nextRoundAt = now + (work == nil && !resumeIsDue ? timing.poll : timing.recheck)
        switch work?.stage {
        case .waiting:
            return found.prints ? beginSending(now) : hold(found, inPrinter: false)
        case .doubted, .kept:
            if found.keepsSlip {
                work?.stage = .kept
                return hold(found, inPrinter: true)
            }
            if found.prints, work?.stage == .kept {
                awaitAnswer(now)
                return []
            }
            let doubt: PrintDoubt =
                found.prints ? .noAnswer : found == .offline ? .silent : .printerError
            return finish(.unconfirmed(doubt), now)
        case nil:
            return found.prints && earlierAnswersMayCome && !wasCleared ? startClearing(now) : []
        case .sent:
            return []
        }
    }

    private mutating func note(_ found: PrinterCondition) -> [LineAction<Report>] {
        guard found != condition else { return [] }
        condition = found
        return [.report(.condition(found))]
    }
}

// MARK: - The slip in hand

extension PrinterDriver {
    private func refusal(of job: PrintJob) -> PrintRefusal? {
        if work != nil { return .busy }
        if job.bytes.isEmpty { return .empty }
        return job.bytes.count > PrintJob.byteLimit ? .tooLong : nil
    }

    private mutating func beginSending(_ now: Int64) -> [LineAction<Report>] {
        guard clearing == nil else { return [] }
        return earlierAnswersMayCome ? startClearing(now) : sendSlip(answerIsOwn: true, now)
    }

    /// Answers come in the order of the questions: once this one is answered and nothing follows,
    /// none of an earlier slip can be mistaken for the next slip's. Done while nobody waits, if
    /// there is such a while.
    private mutating func startClearing(_ now: Int64) -> [LineAction<Report>] {
        wasCleared = true
        nextRoundAt = nil
        clearing = Clearing(until: now + timing.printing + timing.grace)
        return [.send(EscPos.paperStatus)]
    }

    private mutating func cleared(
        _ clearing: Clearing, _ now: Int64
    ) -> [LineAction<Report>] {
        self.clearing = nil
        if clearing.isAnswered { earlierAnswersMayCome = false }
        guard work?.stage == .waiting, condition?.prints == true else {
            nextRoundAt = nextRoundAt ?? now + timing.recheck
            return []
        }
        return sendSlip(answerIsOwn: clearing.isAnswered, now)
    }

    private mutating func sendSlip(answerIsOwn: Bool, _ now: Int64) -> [LineAction<Report>] {
        guard let bytes = work?.job.bytes else { return [] }
        work?.answerIsOwn = answerIsOwn
        awaitAnswer(now)
        return [.send(bytes), .send(EscPos.paperStatus)]
    }

    private mutating func awaitAnswer(_ now: Int64) {
        nextRoundAt = nil
        let count = work?.job.bytes.count ?? 0
        work?.stage = .sent(
            answerBy: now + timing.transmission(of: count) + timing.printing + timing.grace)
    }

    private mutating func paperAnswered(_ byte: UInt8, _ now: Int64) -> [LineAction<Report>] {
        // Both sensors are reported in a pair of equal bits (Epson, GS r): half of all noise fails.
        guard byte & 1 == byte >> 1 & 1, byte >> 2 & 1 == byte >> 3 & 1 else { return [] }
        guard clearing == nil else {
            clearing = Clearing(until: now + timing.settling, isAnswered: true)
            return []
        }
        guard let work else { return [] }
        switch work.stage {
        case .waiting:
            return []
        case .sent, .doubted, .kept:
            guard work.answerIsOwn else { return finish(.unconfirmed(.unclearAnswer), now) }
            var status = PrinterStatus()
            status.merge(paper: byte)
            return finish(status.paperEnd ? .unconfirmed(.paperEnd) : .confirmed, now)
        }
    }

    private mutating func backToWaiting() -> [LineAction<Report>] {
        work?.stage = .waiting
        return hold(.offline, inPrinter: false)
    }

    private mutating func hold(
        _ reason: PrinterCondition, inPrinter: Bool
    ) -> [LineAction<Report>] {
        let outcome = PrintOutcome.held(reason, inPrinter: inPrinter)
        guard let job = work?.job.id, work?.lastHeld != outcome else { return [] }
        work?.lastHeld = outcome
        return [.report(.outcome(job: job, outcome))]
    }

    private mutating func finish(
        _ outcome: PrintOutcome, _ now: Int64
    ) -> [LineAction<Report>] {
        guard let job = work?.job.id else { return [] }
        if case .unconfirmed = outcome {
            earlierAnswersMayCome = true
            wasCleared = false
        }
        work = nil
        if isUp, round == nil { nextRoundAt = min(nextRoundAt ?? .max, now + timing.poll) }
        return [.report(.outcome(job: job, outcome))]
    }
}
