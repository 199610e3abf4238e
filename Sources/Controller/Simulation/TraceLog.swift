// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Facts
import Machine

/// Keeps what came in for some days, to look for a fault or to try a rule on a real day.
///
/// Only what was committed is noted, behind the turn and on a queue of its own, so that it neither
/// slows a turn nor fails it. A file never has a gap: when something cannot be written the file
/// ends there, and the next that can begins another.
package final class TraceLog: Sendable {
    /// The directory's name among the hall's data.
    package static let name = "trace"

    /// Of inputs not written yet; a disk that is slower for longer loses them.
    private static let mostWaiting = 20_000

    private struct Queued {
        var waiting = 0
        var isGap = false
    }

    private let queue = DispatchQueue(label: "hallkeeper.trace", qos: .utility)
    private let queued = Guarded(Queued())
    private let writer: Guarded<TraceWriter>

    /// - Parameters:
    ///   - directory: made when there is something to write.
    ///   - days: for how many days before the present one traces are kept.
    ///   - log: hears once when nothing can be written, until something was.
    package init(
        directory: String, days: Int = 7, log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        writer = Guarded(TraceWriter(directory: directory, days: days, log: log))
    }

    /// Notes a turn that was committed.
    func note(_ turn: TracedTurn) {
        let count = max(1, turn.inputs.count)
        let place = queued.withLock { queued -> (isTaken: Bool, isAfterGap: Bool) in
            // The trace must not use up what is kept for the journal.
            guard queued.waiting + count <= Self.mostWaiting, !turn.given.storageLow else {
                queued.isGap = true
                return (false, true)
            }
            queued.waiting += count
            defer { queued.isGap = false }
            return (true, queued.isGap)
        }
        guard place.isTaken else { return }
        queue.async { [self] in
            writer.withLock { $0.write(turn, isAfterGap: place.isAfterGap) }
            queued.withLock { $0.waiting -= count }
        }
    }

    /// Returns when all is written.
    func settle() { queue.sync {} }
}
