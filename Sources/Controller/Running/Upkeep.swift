// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Facts
import Machine
import Store

/// What a hall does for itself besides serving people: erases text that was kept long enough, and
/// makes backups. On a queue of its own, where it may take its time.
final class Upkeep: Sendable {
    /// How it went so far.
    struct Status: Sendable, Equatable {
        /// Wall milliseconds of the last backup that is whole; nil if there is none.
        var lastBackup: Int64?
        var failedBackups = 0
    }

    private struct State {
        var retention: HallConfiguration.Retention
        var backups: HallConfiguration.Backups?
        var status = Status()
        /// Monotonic milliseconds before which a backup is not tried again.
        var retryAt: Int64 = 0
        var isStopped = false
    }

    private static let look = DispatchTimeInterval.seconds(60)

    private let files: HallFiles
    private let loop: HallLoop
    private let clock: HallClock
    private let log: @Sendable (String) -> Void
    private let state: Guarded<State>
    let queue = DispatchQueue(label: "hallkeeper.upkeep", qos: .utility)

    init(
        _ files: HallFiles, loop: HallLoop, clock: HallClock, configuration: HallConfiguration,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.files = files
        self.loop = loop
        self.clock = clock
        self.log = log
        state = Guarded(
            State(retention: configuration.retention, backups: configuration.backups))
    }

    var status: Status { state.withLock(\.status) }

    /// Erases what is due at once, and looks every minute whether a backup is.
    func start() {
        queue.async { [self] in
            erase()
            keepLooking()
        }
    }

    private func keepLooking() {
        guard !isStopped else { return }
        backUpIfDue()
        queue.asyncAfter(deadline: .now() + Self.look) { [weak self] in self?.keepLooking() }
    }

    /// From here on another configuration counts.
    func follow(_ configuration: HallConfiguration) {
        state.withLock { state in
            state.retention = configuration.retention
            state.backups = configuration.backups
            state.retryAt = 0
        }
        queue.async { [self] in erase() }
    }

    /// Told of every commit; does not wait.
    func follow(_ records: [Recorded<HallFact>]) {
        guard records.contains(where: \.fact.opensDay) else { return }
        queue.async { [self] in erase() }
    }

    /// Gives up a backup that is being made; returns when all is quiet.
    func stop() {
        state.withLock { $0.isStopped = true }
        queue.sync {}
    }

    private var isStopped: Bool { state.withLock(\.isStopped) }

    private func erase() {
        guard !isStopped else { return }
        let retention = state.withLock(\.retention)
        do {
            try files.side.applyRetention(retention.days, at: clock.now())
            if try !files.reportErased(by: .controller, loop.record) {
                log(
                    "texts were erased, but the journal could not be told; it will be at the "
                        + "next start or day")
            }
        } catch {
            log("texts that were kept long enough could not be erased: \(error)")
        }
    }

    /// Only on the queue.
    func backUpIfDue() {
        let now = clock.now()
        let (backups, isDue) = state.withLock { state in
            (state.backups, !state.isStopped && now.monotonic >= state.retryAt)
        }
        guard let backups, isDue else { return }
        let shelf = BackupShelf(backups.directory)
        let pause = Int64(backups.everyMinutes) * 60_000
        do {
            let newest = try shelf.newest(of: files.reader)
            state.withLock { $0.status.lastBackup = newest?.manifest.wall }
            // A quiet night must not push the day's backups out.
            guard newest?.isUpToDate != true else { return }
            // A clock set back must not put the next backup off for long.
            if let last = newest?.manifest.wall, (0..<pause).contains(now.wall - last) { return }
            let made = try files.backup.writeNext(in: shelf, keep: backups.keep, at: now) { _ in
                !isStopped
            }
            state.withLock { $0.status.lastBackup = made.manifest.wall }
        } catch BackupError.stopped {
            return
        } catch {
            log("there is no backup: \(error)")
            state.withLock { state in
                state.status.failedBackups += 1
                state.retryAt = now.monotonic + pause
            }
        }
    }
}

extension HallFact {
    fileprivate var opensDay: Bool {
        if case .dayOpened = self { true } else { false }
    }
}
