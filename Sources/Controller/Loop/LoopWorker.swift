// SPDX-License-Identifier: Apache-2.0

import Engine
package import Facts
import Hall
package import Store
package import Views

/// The engine with its journal, worked by one thread alone.
package final class LoopWorker {
    private static let retryPause: Int64 = 1000
    private static let spacePause: Int64 = 1000
    private static let signingPause: Int64 = 3_600_000

    private let journal: Journal<HallFact>
    private let boot: String
    private var space: SpaceWatch
    private let trace: TraceLog?
    private let log: (String) -> Void
    private var lookAtSpaceAt: Int64
    private var signAt: Int64
    private var followers: [HallLoop.Follower] = []
    /// Nil while the journal cannot be read.
    private var engine: Engine<Hall>?
    /// While the disk refuses: when to try it again.
    private var retryAt: Int64?

    /// Takes the hall up from where the journal left it.
    ///
    /// - Parameters:
    ///   - space: looked at once a second.
    ///   - trace: told every turn that was committed.
    ///   - log: hears once when the disk begins to refuse, once when it no longer does, and each time
    ///     the journal cannot be signed.
    package init(
        journal: Journal<HallFact>, boot: String, now: Moment,
        space: SpaceWatch, trace: TraceLog? = nil, log: @escaping (String) -> Void = { _ in }
    ) throws(JournalError) {
        self.journal = journal
        self.boot = boot
        self.space = space
        self.trace = trace
        self.log = log
        self.lookAtSpaceAt = now.monotonic
        self.signAt = now.monotonic + Self.signingPause
        self.engine = try Self.load(journal, boot: boot, now: now)
    }

    /// What others need to know before the first turn.
    package struct Beginning: Sendable {
        package let mark: ViewMark
        package let reader: JournalReader
    }

    var beginning: Beginning {
        Beginning(
            mark: ViewMark(epoch: journal.epoch, sequence: engine?.sequence ?? 0),
            reader: journal.reader)
    }

    /// The hall as its journal says, at rest.
    static func load(
        _ journal: Journal<HallFact>, boot: String, now: Moment
    ) throws(JournalError) -> Engine<Hall> {
        try Engine(journal.load(), from: journal.reader, boot: boot, at: now)
    }

    /// When there is something to do though nobody asked; monotonic milliseconds.
    func nextDeadline(_ now: Moment) -> Int64? {
        guard let engine else { return retryAt }
        return min(
            signAt, lookAtSpaceAt, retryAt ?? .max, engine.state.nextDeadline(after: now) ?? .max)
    }

    func work(_ items: [HallLoop.Item], at now: Moment) -> LoopReport {
        var report = LoopReport()
        var inputs: [Input<Command>] = []
        var replies: [HallLoop.Reply] = []
        var looks: [@Sendable (Standing?) -> Void] = []
        for item in items {
            switch item {
            case .input(let input, let reply):
                inputs.append(input)
                replies.append(reply)
            case .look(let look): looks.append(look)
            case .follow(let follower): followers.append(follower)
            }
        }
        report.inputs = inputs.count
        report.isStorageLow = isStorageLow(at: now)
        let answers = turn(inputs, at: now, &report)
        report.isStorageSound = retryAt == nil
        for case .refused(let refusal) in answers { report.refused[refusal.kind, default: 0] += 1 }
        let standing = standing(at: now)
        for (reply, answer) in zip(replies, answers) {
            reply(answer, standing ?? .nowhere(at: now))
        }
        for look in looks { look(standing) }
        if now.monotonic >= signAt, !sign(at: now) { report.failedSignings = 1 }
        return report
    }

    /// The last thing: what was written so far is signed off.
    func end(at now: Moment) {
        _ = sign(at: now)
        trace?.settle()
    }

    private func isStorageLow(at now: Moment) -> Bool {
        if now.monotonic >= lookAtSpaceAt {
            lookAtSpaceAt = now.monotonic + Self.spacePause
            _ = space.look()
        }
        return space.state == .low
    }

    /// A head that cannot be signed now is covered by the next; whoever relies on signatures must
    /// hear of it before there is none for long. False if it was not signed.
    private func sign(at now: Moment) -> Bool {
        signAt = now.monotonic + Self.signingPause
        do {
            _ = try journal.signHead(at: now.wall)
            return true
        } catch {
            log("the journal could not be signed: \(error)")
            return false
        }
    }

    private func turn(
        _ inputs: [Input<Command>], at now: Moment, _ report: inout LoopReport
    ) -> [Answer<Hall>] {
        recover(at: now)
        let conditions = Conditions(storageLow: report.isStorageLow)
        let cause = RandomID.input()
        let before = engine?.sequence ?? 0
        guard var turn = engine?.turn(inputs, given: conditions) else {
            return inputs.map { _ in .storageFailed }
        }
        // With inputs, the last of them has brought the day up to date already.
        if inputs.isEmpty, let due = engine?.turn(at: now, cause: cause) { turn = due }
        defer {
            if report.failedCommits == 0, !inputs.isEmpty || !turn.records.isEmpty {
                note(inputs, given: conditions, clock: (cause, now), after: before)
            }
        }
        guard !turn.records.isEmpty else { return turn.answers }
        do {
            let start = ContinuousClock.now
            try journal.commit(turn.records)
            let took = start.duration(to: .now).components
            sound()
            report.commitNanoseconds =
                took.seconds * 1_000_000_000 + took.attoseconds / 1_000_000_000
            report.facts = turn.records.count
            report.ticketsIssued = turn.records.count {
                if case .ticketIssued = $0.fact { true } else { false }
            }
            if turn.records.contains(where: \.fact.endsDay) { signAt = now.monotonic }
            if let standing = standing(at: now) {
                for follower in followers { follower(turn.records, standing) }
            }
            return turn.answers
        } catch {
            report.failedCommits = 1
            fail(error, at: now)
            return inputs.map { _ in .storageFailed }
        }
    }

    private func note(
        _ inputs: [Input<Command>], given conditions: Conditions,
        clock: (cause: InputID, moment: Moment), after sequence: Int64
    ) {
        guard let trace, let engine else { return }
        trace.note(
            TracedTurn(
                beginning: TraceHeader(epoch: engine.epoch, sequence: sequence, boot: boot),
                date: engine.state.businessDate ?? clock.moment.date, inputs: inputs,
                given: conditions, clock: clock))
    }

    /// The state has moved past what is on disk, so it is dropped and made anew.
    private func fail(_ error: JournalError, at now: Moment) {
        if retryAt == nil { log("\(error)") }
        engine = try? Self.load(journal, boot: boot, now: now)
        retryAt = now.monotonic + Self.retryPause
    }

    /// Looks once a second whether a disk that refused takes writes again.
    private func recover(at now: Moment) {
        guard let due = retryAt, now.monotonic >= due else { return }
        do {
            if engine == nil { engine = try Self.load(journal, boot: boot, now: now) }
            try journal.probe()
            sound()
        } catch {
            retryAt = now.monotonic + Self.retryPause
        }
    }

    private func sound() {
        if retryAt != nil { log("the disk takes writes again") }
        retryAt = nil
    }

    private func standing(at now: Moment) -> Standing? {
        engine.map { engine in
            Standing(
                hall: engine.state,
                mark: ViewMark(epoch: engine.epoch, sequence: engine.sequence), moment: now)
        }
    }
}

extension HallFact {
    fileprivate var endsDay: Bool {
        if case .dayClosed = self { true } else { false }
    }
}
