// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Machine
package import Store

/// Keeps the history up with the journal, a slice at a time, on a queue of its own, and lets
/// people ask between two slices.
///
/// Safe to share: `history` is only touched on `queue`.
package final class HistoryDesk: @unchecked Sendable {
    package struct Status: Sendable, Equatable {
        package var progress = HistoryProgress()
        package var rebuilds = 0
        /// Why the last slice could not be taken in; nil if it could.
        package var failure: String?
        /// Whether more is left than the next slice takes.
        package var isBehind = true
    }

    private struct State {
        var status = Status()
        var isDue = false
        var isStopped = false
    }

    /// Commits come many a second, and a slice costs the same for one fact as for ten.
    private static let pause = DispatchTimeInterval.milliseconds(200)

    private let queue = DispatchQueue(label: "hallkeeper.history", qos: .utility)
    private let history: History
    private let hasRoom: @Sendable () -> Bool
    private let state = Guarded(State())

    /// - Parameter hasRoom: whether the disk has room to spare; while it has not, what is left
    ///   belongs to the journal, and the history waits.
    package init(
        in directory: DataDirectory, following reader: JournalReader,
        hasRoom: @escaping @Sendable () -> Bool = { true }
    ) {
        history = History(in: directory, following: reader)
        self.hasRoom = hasRoom
    }

    package var status: Status { state.withLock(\.status) }

    /// Says that there is something new. Does not wait; several words in a row count as one.
    package func wake() {
        schedule { [self] in
            queue.asyncAfter(deadline: .now() + Self.pause) { [self] in catchUp() }
        }
    }

    /// Runs `body` with the history as it is after one more slice at least, so that what is long
    /// committed is in it, unless the history is being made anew.
    package func ask(_ body: @escaping @Sendable (History, Status) -> Void) {
        queue.async { [self] in
            let isMore = advance()
            body(history, status)
            if isMore { goOn() }
        }
    }

    /// Takes in no more; returns when the slice under way is done and the file is closed.
    package func stop() {
        state.withLock { $0.isStopped = true }
        queue.sync { history.close() }
    }

    private func catchUp() {
        state.withLock { $0.isDue = false }
        if advance() { goOn() }
    }

    /// Goes on slice by slice; between two of them those who ask get their turn.
    private func goOn() {
        schedule { [self] in queue.async { [self] in catchUp() } }
    }

    /// Makes sure that one catching up is on its way, and only one.
    private func schedule(_ start: () -> Void) {
        let isFirst = state.withLock { state in
            defer { state.isDue = true }
            return !state.isDue && !state.isStopped
        }
        if isFirst { start() }
    }

    /// Whether there is more.
    private func advance() -> Bool {
        guard !state.withLock(\.isStopped), hasRoom() else { return false }
        var isMore = false
        var failure: String?
        do {
            isMore = try history.advance()
        } catch {
            // Tried again with the next commit.
            failure = "\(error)"
        }
        let status = Status(
            progress: history.progress, rebuilds: history.rebuilds, failure: failure,
            isBehind: isMore)
        state.withLock { $0.status = status }
        return isMore
    }
}
