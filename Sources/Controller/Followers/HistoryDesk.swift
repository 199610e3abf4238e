// SPDX-License-Identifier: Apache-2.0

package import Dispatch
import Machine
package import Store

/// Keeps the history up with the journal, a slice at a time, on a queue of its own, and lets
/// people ask between two slices.
///
/// Safe to share: `history` and `isGoingOn` are only touched on `queue`.
package final class HistoryDesk: @unchecked Sendable {
    package struct Status: Sendable, Equatable {
        package var progress = HistoryProgress()
        package var rebuilds = 0
        /// Why the last slice could not be taken in; nil if it could.
        package var failure: String?
        /// Whether more may be left than the next slice takes.
        package var isBehind = true
    }

    private struct State {
        var status = Status()
        /// Whether a pause after a commit is running.
        var isWaiting = false
        var isStopped = false
    }

    /// Between a slice that could not be taken in and the next try, if no commit is earlier.
    private static let retryPause = DispatchTimeInterval.seconds(1)
    /// Commits come many a second, and a slice costs the same for one fact as for ten.
    private let pause: DispatchTimeInterval

    private let queue = DispatchQueue(label: "hallkeeper.history", qos: .utility)
    private let history: History
    /// Whether the next slice is on the queue.
    private var isGoingOn = false
    private let hasRoom: @Sendable () -> Bool
    private let log: @Sendable (String) -> Void
    private let state = Guarded(State())

    /// - Parameters:
    ///   - pause: between a commit and the slice that takes it in.
    ///   - hasRoom: whether the disk has room to spare; while it has not, what is left belongs to
    ///     the journal, and the history waits.
    ///   - log: hears once when slices begin to fail, and once when they no longer do.
    package init(
        in directory: DataDirectory, following reader: JournalReader,
        pause: DispatchTimeInterval = .milliseconds(200),
        hasRoom: @escaping @Sendable () -> Bool = { true },
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        history = History(in: directory, following: reader)
        self.pause = pause
        self.hasRoom = hasRoom
        self.log = log
    }

    package var status: Status { state.withLock(\.status) }

    /// Says that there is something new. Does not wait; several words in a row count as one.
    package func wake() { wake(after: pause) }

    private func wake(after pause: DispatchTimeInterval) {
        let isFirst = state.withLock { state in
            defer { state.isWaiting = true }
            return !state.isWaiting && !state.isStopped
        }
        guard isFirst else { return }
        queue.asyncAfter(deadline: .now() + pause) { [self] in
            state.withLock { $0.isWaiting = false }
            if !isGoingOn { catchUp() }
        }
    }

    /// Runs `body` with the history as it is after one more slice at least, so that what is long
    /// committed is in it, unless the history is being made anew.
    package func ask(_ body: @escaping @Sendable (History, Status) -> Void) {
        queue.async { [self] in
            let isMore = advance()
            body(history, status)
            if isMore, !isGoingOn { goOn() }
        }
    }

    /// Takes in no more; returns when the slice under way is done and the file is closed.
    package func stop() {
        state.withLock { $0.isStopped = true }
        queue.sync { history.close() }
    }

    private func catchUp() {
        isGoingOn = false
        if advance() { goOn() }
    }

    /// Slice by slice, without a pause however much is committed meanwhile; between two of them
    /// those who ask get their turn.
    private func goOn() {
        isGoingOn = true
        queue.async { [self] in catchUp() }
    }

    /// Whether there is more.
    private func advance() -> Bool {
        guard !state.withLock(\.isStopped), hasRoom() else { return false }
        var isMore = false
        var failure: String?
        do {
            isMore = try history.advance()
        } catch {
            failure = "\(error)"
            wake(after: Self.retryPause)
        }
        let status = Status(
            progress: history.progress, rebuilds: history.rebuilds, failure: failure,
            isBehind: isMore || failure != nil)
        let before = state.withLock { state in
            defer { state.status = status }
            return state.status.failure
        }
        if let failure, before == nil { log("the history can't be written: \(failure)") }
        if failure == nil, before != nil { log("the history is written again") }
        return isMore
    }
}
