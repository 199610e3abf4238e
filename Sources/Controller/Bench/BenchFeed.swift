// SPDX-License-Identifier: Apache-2.0

import Facts
import Synchronization
import Web

/// Tells bench pages what to fetch again. Its events are not the journal's: they have an epoch and
/// a sequence of their own.
final class BenchFeed: Sendable {
    private static let topic = "bench"

    private let epoch = RandomID.input().text
    private let topics: LiveTopics
    private let told = Atomic<UInt64>(0)

    init() {
        topics = LiveTopics(startingAfter: EventID(epoch: epoch, sequence: 0))
    }

    /// Called by one thread only.
    func tell(_ change: BenchChange) {
        guard let data = Encoding().bytes(of: change) else { return }
        let sequence = told.load(ordering: .relaxed) + 1
        topics.publish(
            topic: Self.topic, id: EventID(epoch: epoch, sequence: sequence), event: "changed",
            data: data)
        // Only now, so that whoever comes meanwhile gets the event after the view.
        told.store(sequence, ordering: .releasing)
    }

    /// - Parameter everything: what a page must fetch that knows nothing yet.
    func open(
        for request: Request, isStillAllowed: @escaping @Sendable () -> Bool,
        everything: BenchChange
    ) -> StreamAnswer {
        topics.open(topic: Self.topic, for: request, isStillAllowed: isStillAllowed) { deliver in
            let id = EventID(epoch: self.epoch, sequence: self.told.load(ordering: .acquiring))
            deliver(Encoding().bytes(of: everything).map { LiveView(id: id, data: $0) })
        }
    }
}
