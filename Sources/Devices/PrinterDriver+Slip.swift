// SPDX-License-Identifier: Apache-2.0

import Wire

// The slip in hand, from the first question to its end.
extension PrinterDriver {
    mutating func ask(_ now: Int64, behind count: Int = 0) -> [LineAction<Report>] {
        take(gate.ask(now, behind: count), now)
    }

    mutating func take(_ step: PrinterGate.Step?, _ now: Int64) -> [LineAction<Report>] {
        switch step {
        case .ask(let question):
            if work?.stage != .waiting { work?.sent += question.count }
            return [.send(question)]
        case .found(let condition): return note(condition) + proceed(condition, now)
        case nil: return []
        }
    }

    /// Goes on, now that the printer's condition is known.
    private mutating func proceed(
        _ found: PrinterCondition, _ now: Int64
    ) -> [LineAction<Report>] {
        let isWatched =
            work != nil || !found.prints || gate.resumeIsDue || gate.slipIsWaiting
        gate.nextRoundAt = now + (isWatched ? timing.recheck : timing.poll)
        switch work?.stage {
        case .waiting:
            return found.prints ? beginSending(now) : hold(found, inPrinter: false)
        case .sending:
            if found.keepsSlip { return hold(found, inPrinter: true) }
            if found.prints {
                if work?.lastHeld != nil { sending?.waitAnew(now) }
                work?.lastHeld = nil
                return sendOn(now)
            }
            if let job = work?.job { oweRest(of: job) }
            return finish(.unconfirmed(found == .offline ? .silent : .printerError), now)
        case .doubted, .kept:
            return proceedInDoubt(found, now)
        case nil:
            return found.prints && proof.mayClear ? startClearing(now) : []
        case .sent:
            return []
        }
    }

    private mutating func proceedInDoubt(
        _ found: PrinterCondition, _ now: Int64
    ) -> [LineAction<Report>] {
        if found.keepsSlip {
            work?.stage = .kept
            return hold(found, inPrinter: true)
        }
        if found.prints, work?.stage == .kept {
            awaitAnswer(now, transmission: 0)
            return []
        }
        guard found.prints else {
            return finish(.unconfirmed(found == .offline ? .silent : .printerError), now)
        }
        if proof.method == .none { return finish(.unconfirmed(.cannotTell), now) }
        // Ended first: what was asked is still to be recognised by how it was asked.
        defer { proof.mistrust() }
        return finish(.unconfirmed(.noAnswer), now)
    }

    private mutating func beginSending(_ now: Int64) -> [LineAction<Report>] {
        guard !proof.isClearing else { return [] }
        return proof.mustClear ? startClearing(now) : sendSlip(now)
    }

    private mutating func startClearing(_ now: Int64) -> [LineAction<Report>] {
        gate.nextRoundAt = nil
        decoder.reset()
        return resynchronise() + [.send(proof.startClearing(now))]
    }

    mutating func take(_ heard: PrintProof.Heard?, _ now: Int64) -> [LineAction<Report>] {
        switch heard {
        case nil:
            return []
        case .earlier(let job):
            return [.report(.outcome(job: job, .confirmed))]
        case .cleared:
            guard work?.stage == .waiting, gate.condition?.prints == true else {
                gate.nextRoundAt = gate.nextRoundAt ?? now + timing.recheck
                return []
            }
            return gate.isAsking ? [] : sendSlip(now)
        case .own, .unclear:
            switch work?.stage {
            case nil, .waiting, .sending: return []
            case .sent, .doubted, .kept: break
            }
            guard case .own(let paperEnded) = heard else {
                return finish(.unconfirmed(.unclearAnswer), now)
            }
            return finish(paperEnded ? .unconfirmed(.paperEnd) : .confirmed, now)
        }
    }

    private mutating func sendSlip(_ now: Int64) -> [LineAction<Report>] {
        guard let job = work?.job else { return [] }
        gate.nextRoundAt = nil
        work?.stage = .sending
        sending = SlipSending(job.bytes, profile, timing, now: now)
        return resynchronise() + sendOn(now)
    }

    /// Hands over the next piece, and behind the last the question.
    mutating func sendOn(_ now: Int64) -> [LineAction<Report>] {
        guard let job = work?.job, work?.stage == .sending, !gate.isAsking,
            let piece = sending?.next(now)
        else { return [] }
        gate.nextRoundAt = nil
        work?.sent += piece.count
        guard sending?.isDone == true else { return [.send(Array(piece))] }
        let question = proof.question(behind: job.id)
        work?.sent += question.count
        awaitAnswer(now, transmission: timing.transmission(of: piece.count + question.count))
        return [.send(Array(piece))] + (question.isEmpty ? [] : [.send(question)])
    }

    /// Milliseconds the slip in hand may take from first line to cut: half the speed its kind has,
    /// since pictures and cold heads are slower.
    private var printing: Int64 {
        let millimetres = Int64(work?.job.millimetres ?? 0)
        let speed = Int64(max(1, profile.millimetresPerSecond))
        return max(timing.printing, min(millimetres, 10_000) * 2000 / speed)
    }

    private mutating func awaitAnswer(_ now: Int64, transmission: Int64) {
        gate.nextRoundAt = nil
        let answerBy = now + transmission + printing + patience
        work?.stage = .sent(answerBy: answerBy)
    }

    mutating func unanswered(_ now: Int64) -> [LineAction<Report>] {
        work?.stage = .doubted
        return ask(now)
    }

    mutating func hold(_ reason: PrinterCondition, inPrinter: Bool) -> [LineAction<Report>] {
        let outcome = PrintOutcome.held(reason, inPrinter: inPrinter)
        guard let held = work, held.lastHeld != outcome else { return [] }
        if inPrinter {
            work?.lastHeld = outcome
        } else {
            work = nil
            sending = nil
            proof.end(isKnown: true)
        }
        return [.report(.outcome(job: held.job.id, outcome))]
    }

    mutating func finish(_ outcome: PrintOutcome, _ now: Int64) -> [LineAction<Report>] {
        guard let job = work?.job.id else { return [] }
        var isKnown = true
        if case .unconfirmed = outcome { isKnown = false }
        proof.end(isKnown: isKnown)
        work = nil
        sending = nil
        if isUp, !gate.isAsking {
            let isNews = profile.status.tellsOfSlips || gate.condition?.prints != true
            let pause = isNews ? timing.recheck : timing.poll
            gate.nextRoundAt = min(gate.nextRoundAt ?? .max, now + pause)
        }
        return [.report(.outcome(job: job, outcome))]
    }
}

// A printer that says "wait" in the middle of a slip.
extension PrinterDriver {
    /// When a printer that said to wait counts as stuck. Its fault, if it names one, may last.
    var stallDeadline: Int64? {
        guard work?.stage == .sending, let since = sending?.stoppedSince,
            work?.lastHeld == nil
        else { return nil }
        return since + timing.stall
    }

    /// Why it waits can only be asked where the question is not taken for data.
    mutating func askWhileStopped(_ now: Int64) {
        guard sending?.isBetweenCommands == true, !gate.isAsking else { return }
        gate.nextRoundAt = min(gate.nextRoundAt ?? .max, now + timing.recheck)
    }

    mutating func stalled(_ now: Int64) -> [LineAction<Report>] {
        if let job = work?.job { oweRest(of: job) }
        return finish(.unconfirmed(.stalled), now)
    }

    mutating func discard(_ job: String, _ now: Int64) -> [LineAction<Report>] {
        guard let work, work.job.id == job else { return [] }
        guard work.stage != .waiting else {
            return hold(gate.condition ?? .offline, inPrinter: false)
        }
        oweRest(of: work.job)
        return [.send(EscPos.clearBuffer)] + finish(.unconfirmed(.discarded), now)
    }

    /// Nobody knows how much of the slip the printer has: it may wait for the rest of a command.
    ///
    /// - Parameter isCutShort: what came out of it is cut off, so that the next slip does not grow
    ///   on it.
    mutating func oweRest(of job: PrintJob, isCutShort: Bool = true) {
        let count = max(EscPos.resynchronise.count, EscPos.longestCommand(in: job.bytes))
        owed = [UInt8](repeating: 0, count: count)
        if isCutShort { oweCut() }
    }

    mutating func oweCut() {
        if owed.isEmpty { owed = EscPos.resynchronise }
        owed += [0x0A] + profile.cut
    }

    /// Whether the end of the slip has hardly reached the printer, by the speed of the line.
    func isOnTheWire(_ now: Int64) -> Bool {
        switch work?.stage {
        case .sending: true
        case .sent(let answerBy): now < answerBy - printing - patience
        default: false
        }
    }

    /// Completes a command that was cut short.
    mutating func resynchronise() -> [LineAction<Report>] {
        defer { owed = [] }
        return owed.isEmpty ? [] : [.send(owed)]
    }

    /// Who cannot answer need not be waited for.
    private var patience: Int64 { proof.method == .none ? 0 : timing.grace }
}

extension PrinterStatusBits {
    /// Whether it says what became of the last slip.
    fileprivate var tellsOfSlips: Bool { places[.slipWaiting] != nil }
}
