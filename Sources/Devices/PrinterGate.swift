// SPDX-License-Identifier: Apache-2.0

import Wire

/// Knows how the printer is, by asking it in rounds, and says when to ask again.
struct PrinterGate: Sendable {
    /// What an answer, or its absence, leads to.
    enum Step: Equatable {
        case ask([UInt8])
        case found(PrinterCondition)
    }

    /// As it was last found; nil before the first round is through.
    private(set) var condition: PrinterCondition?
    /// Whether the last slip hangs in the mouth, as it was last found.
    private(set) var slipIsWaiting = false
    /// Has the printer told with the next question that it is mended.
    private(set) var resumeIsDue = false
    /// When to ask again; nil while something else must come first.
    var nextRoundAt: Int64?

    private let profile: PrinterProfile
    private let timing: PrinterDriver.Timing
    private var round: StatusRound?
    private var silentRounds = 0
    private var resumeAt: Int64?

    init(_ profile: PrinterProfile, _ timing: PrinterDriver.Timing) {
        self.profile = profile
        self.timing = timing
    }

    /// While a question is open nothing else may be sent.
    var isAsking: Bool { round != nil }

    var deadline: Int64? { [round?.deadline, nextRoundAt].compactMap(\.self).min() }

    /// Begins a round, unless one is under way.
    /// - Parameter count: bytes sent just before.
    mutating func ask(_ now: Int64, behind count: Int = 0) -> Step? {
        guard round == nil else { return nil }
        nextRoundAt = nil
        guard profile.realTimeStatus else {
            condition = .saysNothing
            return .found(.saysNothing)
        }
        let fresh = StatusRound(
            now: now, delay: timing.transmission(of: count), patience: timing.answer,
            bits: profile.status)
        round = fresh
        let resume = resumeIsDue ? EscPos.resume : []
        resumeIsDue = false
        return fresh.question.map { .ask(resume + $0) }
    }

    mutating func answered(_ answer: UInt8, _ now: Int64) -> Step? {
        round?.take(answer, now: now)
        guard let round else { return nil }
        if let question = round.question { return .ask(question) }
        self.round = nil
        silentRounds = 0
        slipIsWaiting = round.status.slipWaiting
        let found = PrinterCondition(round.status)
        // Whoever closes the cover of a jammed printer has cleared it. One mended unseen is told
        // after a while; a jam that is still there only says so again.
        if !found.waitsForResume {
            resumeAt = nil
        } else if condition == .coverOpen || resumeAt.map({ $0 <= now }) == true {
            resumeIsDue = true
            resumeAt = now + timing.nudge
        } else {
            resumeAt = resumeAt ?? now + timing.nudge
        }
        condition = found
        return .found(found)
    }

    /// One unanswered question may be noise; two in a row are a silent printer.
    mutating func deadlineReached(_ now: Int64) -> Step? {
        if let round, round.deadline <= now {
            self.round = nil
            silentRounds += 1
            guard silentRounds > 1 else {
                nextRoundAt = now + timing.recheck
                return nil
            }
            condition = .offline
            return .found(.offline)
        }
        if let nextRoundAt, nextRoundAt <= now { return ask(now) }
        return nil
    }

    mutating func lineUp() { silentRounds = 0 }

    mutating func lineLost() {
        round = nil
        nextRoundAt = nil
        condition = .offline
        slipIsWaiting = false
    }
}
