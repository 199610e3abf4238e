// SPDX-License-Identifier: Apache-2.0

import Machine

/// Limits of live topics.
package struct LiveConfiguration: Sendable {
    /// Events of a topic that a returning client can catch up on.
    package var ringLength = 1024
    /// Bytes that may wait for one slow client.
    package var clientLimit = 64 * 1024
    /// Topics in all.
    package var topicLimit = 256
    /// Clients in all.
    package var clientCountLimit = 1000
    /// What clients are told to wait before they return, in milliseconds.
    package var retry = 2000

    package init() {}
}

/// What live topics have done.
package struct LiveMetrics: Sendable, Equatable {
    package var clients = 0
    package var opened = 0
    package var cutOff = 0
    package var published = 0
    /// Events refused because their sequence was not greater than the topic's last, or because
    /// there were too many topics.
    package var refused = 0
}

/// A full view of a topic.
package struct LiveView: Sendable {
    /// Everything up to here is in the view.
    package let id: EventID
    package let data: [UInt8]

    package init(id: EventID, data: [UInt8]) {
        self.id = id
        self.data = data
    }
}

/// Topics that clients follow as server-sent events. Each event is encoded once and shared.
///
/// A client first gets what it missed or a full view, and then each later event once: a view is
/// completed from the ring at the moment it is delivered, with what is newer than it.
package final class LiveTopics: Sendable {
    /// Asked for a full view; may answer from any thread, `nil` when there is none.
    package typealias ViewSource =
        @Sendable (
            _ deliver: @escaping @Sendable (LiveView?) -> Void
        ) -> Void

    fileprivate struct State {
        var epoch: String
        /// What came up to here was never in a ring.
        var start: UInt64
        /// The newest sequence anybody told.
        var head: UInt64
        var topics: [String: Topic] = [:]
        var metrics = LiveMetrics()
    }

    private enum Opening {
        case caughtUp
        case needsView
        case refused
    }

    private let settings: LiveConfiguration
    private let greeting: [UInt8]
    private let onClose: @Sendable (_ topic: String, _ wasCutOff: Bool) -> Void
    private let state: Guarded<State>

    /// - Parameters:
    ///   - start: the journal's last event; what came before it can not be caught up on.
    ///   - onClose: told each client that left or was cut off.
    package init(
        startingAfter start: EventID, settings: LiveConfiguration = LiveConfiguration(),
        onClose: @escaping @Sendable (_ topic: String, _ wasCutOff: Bool) -> Void = { _, _ in }
    ) {
        self.settings = settings
        self.onClose = onClose
        greeting = Array("retry: \(settings.retry)\n\n".utf8)
        state = Guarded(State(epoch: start.epoch, start: start.sequence, head: start.sequence))
    }

    package var metrics: LiveMetrics { state.withLock { $0.metrics } }

    /// Ends the streams of topics of which nothing more will be told, and forgets these.
    package func end(where isOver: (String) -> Bool) {
        state.withLock { state in
            let over = state.topics.keys.filter(isOver)
            guard !over.isEmpty else { return }
            for name in over { state.topics.removeValue(forKey: name)?.end() }
            // A topic that gets one of these names again knows nothing of what was told before.
            state.start = state.head
        }
    }

    /// Sends an event to all who follow the topic. Sequences count from 1 and must rise within a
    /// topic; a new epoch ends all streams, whose clients then come back for a full view.
    package func publish(topic name: String, id: EventID, event: String, data: [UInt8]) {
        let bytes = id.encoded(name: event, data: data)
        state.withLock { state in
            if id.epoch != state.epoch { state.begin(epoch: id) }
            guard state.makeTopic(name, settings: settings),
                state.topics[name]?.append(sequence: id.sequence, bytes: bytes) == true
            else {
                state.metrics.refused += 1
                return
            }
            state.head = max(state.head, id.sequence)
            state.metrics.published += 1
            for follower in state.followers(of: name)
            where follower.after < id.sequence {
                follower.stream.append(bytes)
            }
        }
    }

    /// A stream of the topic, or "too many streams".
    /// - Parameters:
    ///   - request: `Last-Event-ID`, or the query's `lastEventID`, says what the client has.
    ///   - isStillAllowed: asked at each heartbeat; `false` ends the stream, as after a sign-out.
    ///   - view: asked at most a few times, when the client cannot be caught up from the ring.
    package func open(
        topic name: String, for request: Request,
        isStillAllowed: @escaping @Sendable () -> Bool = { true }, view: @escaping ViewSource
    ) -> StreamAnswer {
        let stream = EventStream(
            limit: settings.clientLimit, isStillAllowed: isStillAllowed
        ) { [weak self] stream, wasCutOff in
            self?.leave(stream, topic: name, wasCutOff: wasCutOff)
        }
        let last = request.headers["Last-Event-ID"] ?? request.queryValue("lastEventID")
        switch join(stream, topic: name, last: last.flatMap(EventID.init)) {
        case .refused: return .refused(.problem(Problem(.tooManyStreams)))
        case .caughtUp: break
        case .needsView: ask(view, for: stream, topic: name, attempts: 3)
        }
        return .stream(stream)
    }

    private func join(_ stream: EventStream, topic name: String, last: EventID?) -> Opening {
        state.withLock { state in
            guard state.metrics.clients < settings.clientCountLimit,
                state.makeTopic(name, settings: settings)
            else { return .refused }
            state.metrics.clients += 1
            state.metrics.opened += 1
            let identity = ObjectIdentifier(stream)
            guard let last, last.epoch == state.epoch, last.sequence <= state.head,
                let missed = state.topics[name]?.events(
                    after: last.sequence, limit: settings.clientLimit)
            else {
                state.topics[name]?.newcomers[identity] = stream
                stream.open(with: [greeting])
                return .needsView
            }
            state.topics[name]?.followers[identity] = .init(
                stream: stream, after: last.sequence)
            stream.open(with: [greeting] + missed)
            return .caughtUp
        }
    }

    private func ask(
        _ view: @escaping ViewSource, for stream: EventStream, topic: String, attempts: Int
    ) {
        view { [weak self] answer in
            guard let self, let answer else { return stream.end() }
            guard !self.deliver(answer, to: stream, topic: topic) else { return }
            // The ring has lost what followed this view: it was made too long ago.
            guard attempts > 1 else { return stream.end() }
            self.ask(view, for: stream, topic: topic, attempts: attempts - 1)
        }
    }

    /// `false` when the view is too old to be completed from the ring.
    private func deliver(_ view: LiveView, to stream: EventStream, topic name: String) -> Bool {
        let bytes = view.id.encoded(name: "view", data: view.data)
        return state.withLock { state in
            let identity = ObjectIdentifier(stream)
            // A client that left, or whose view came twice, is no newcomer.
            guard state.topics[name]?.newcomers[identity] != nil else { return true }
            guard view.id.epoch == state.epoch,
                let later = state.topics[name]?.events(after: view.id.sequence)
            else { return false }
            state.head = max(state.head, view.id.sequence)
            state.topics[name]?.newcomers[identity] = nil
            state.topics[name]?.followers[identity] = .init(
                stream: stream, after: view.id.sequence)
            stream.open(with: [bytes] + later)
            return true
        }
    }

    private func leave(_ stream: EventStream, topic: String, wasCutOff: Bool) {
        state.withLock { state in
            state.topics[topic]?.newcomers[ObjectIdentifier(stream)] = nil
            state.topics[topic]?.followers[ObjectIdentifier(stream)] = nil
            state.metrics.clients -= 1
            if wasCutOff { state.metrics.cutOff += 1 }
        }
        onClose(topic, wasCutOff)
    }
}

extension LiveTopics.State {
    /// `false` when there is no such topic and there are too many.
    fileprivate mutating func makeTopic(_ name: String, settings: LiveConfiguration) -> Bool {
        if topics[name] != nil { return true }
        guard topics.count < settings.topicLimit else { return false }
        topics[name] = Topic(capacity: settings.ringLength, floor: start)
        return true
    }

    fileprivate func followers(of name: String) -> [Topic.Follower] {
        topics[name].map { Array($0.followers.values) } ?? []
    }

    fileprivate mutating func begin(epoch id: EventID) {
        for topic in topics.values { topic.end() }
        topics = [:]
        epoch = id.epoch
        start = id.sequence - min(id.sequence, 1)
        head = start
    }
}
