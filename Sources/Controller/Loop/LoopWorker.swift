// SPDX-License-Identifier: Apache-2.0

import Engine
package import Facts
import Hall
package import Store
import Views

/// The engine with its journal, worked by one thread alone.
package final class LoopWorker {
    private static let answersKept: Int64 = 24 * 3_600_000
    private static let reloadPause: Int64 = 1000

    private let journal: Journal<HallFact>
    private let boot: String
    private let isStorageLow: () -> Bool
    private let follower: HallLoop.Follower
    /// Nil while the journal cannot be read.
    private var engine: Engine<Hall>?
    private var lastFailure: JournalError?
    private var reloadAt: Int64?

    /// Takes the hall up from where the journal left it.
    ///
    /// - Parameters:
    ///   - isStorageLow: asked once a round.
    ///   - follower: told of every commit.
    package init(
        journal: Journal<HallFact>, boot: String, now: Moment,
        isStorageLow: @escaping () -> Bool, follower: @escaping HallLoop.Follower
    ) throws(JournalError) {
        self.journal = journal
        self.boot = boot
        self.isStorageLow = isStorageLow
        self.follower = follower
        self.engine = try Self.load(journal, boot: boot, now: now)
    }

    private static func load(
        _ journal: Journal<HallFact>, boot: String, now: Moment
    ) throws(JournalError) -> Engine<Hall> {
        let opened = try journal.load()
        var engine = Engine(
            state: Hall(), epoch: opened.epoch, boot: boot, sequence: opened.sequence)
        let since = now.wall - answersKept
        for record in try journal.recentlyAnswered(sinceWall: since, before: opened) {
            engine.remember(record)
        }
        try journal.replay(opened) { engine.replay($0) }
        return engine
    }

    /// When there is something to do though nobody asked; monotonic milliseconds.
    func nextDeadline(_ now: Moment) -> Int64? {
        engine == nil ? reloadAt : engine?.state.nextDeadline(after: now)
    }

    func work(_ items: [HallLoop.Item], at now: Moment) -> LoopReport {
        var report = LoopReport()
        var inputs: [Input<Command>] = []
        var replies: [HallLoop.Reply] = []
        var looks: [@Sendable (Standing) -> Void] = []
        for item in items {
            switch item {
            case .input(let input, let reply):
                inputs.append(input)
                replies.append(reply)
            case .look(let look): looks.append(look)
            }
        }
        report.inputs = inputs.count
        report.isStorageLow = isStorageLow()
        let answers = turn(inputs, at: now, &report)
        let standing = standing(at: now)
        for (reply, answer) in zip(replies, answers) { reply(answer, standing) }
        for look in looks { look(standing) }
        return report
    }

    /// The last words: signs off what is in the journal.
    func end(at now: Moment) {}

    private func turn(
        _ inputs: [Input<Command>], at now: Moment, _ report: inout LoopReport
    ) -> [Answer<Hall>] {
        recover(at: now)
        let conditions = Conditions(storageLow: report.isStorageLow)
        let cause = RandomID.input()
        guard var turn = engine?.turn(inputs, given: conditions) else {
            report.isStorageSound = false
            return inputs.map { _ in .storageFailed }
        }
        // With inputs, the last of them has brought the day up to date already.
        if inputs.isEmpty, let due = engine?.turn(at: now, cause: cause) { turn = due }
        guard !turn.records.isEmpty else { return turn.answers }
        do {
            let start = ContinuousClock.now
            try journal.commit(turn.records)
            let took = start.duration(to: .now).components
            report.commitNanoseconds =
                took.seconds * 1_000_000_000 + took.attoseconds / 1_000_000_000
            report.facts = turn.records.count
            report.ticketsIssued = turn.records.count {
                if case .ticketIssued = $0.fact { true } else { false }
            }
            follower(turn.records, standing(at: now))
            return turn.answers
        } catch {
            report.isStorageSound = false
            fail(error, at: now)
            return inputs.map { _ in .storageFailed }
        }
    }

    /// The state has moved past what is on disk, so it is dropped and made anew.
    private func fail(_ error: JournalError, at now: Moment) {
        lastFailure = error
        engine = nil
        reloadAt = now.monotonic
        recover(at: now)
    }

    private func recover(at now: Moment) {
        guard engine == nil, now.monotonic >= reloadAt ?? 0 else { return }
        do {
            engine = try Self.load(journal, boot: boot, now: now)
            reloadAt = nil
        } catch {
            lastFailure = error
            reloadAt = now.monotonic + Self.reloadPause
        }
    }

    private func standing(at now: Moment) -> Standing {
        Standing(
            hall: engine?.state ?? Hall(),
            mark: ViewMark(epoch: journal.epoch, sequence: engine?.sequence ?? 0), moment: now)
    }
}
