// SPDX-License-Identifier: Apache-2.0

import Machine

/// One client's server-sent events: a queue of shared chunks that the network thread reads.
package final class EventStream: Sendable {
    fileprivate struct State {
        var chunks: [[UInt8]] = []
        /// Bytes of the first chunk that are sent.
        var offset = 0
        var queued = 0
        /// Bytes of the opening that still may wait beside the limit.
        var opening = 0
        var isSuspended = false
        /// Nothing more will be appended; what is queued still leaves.
        var isEnding = false
        var isClosed = false
        var wasCutOff = false
        var connection: ConnectionHandle?
        var cut: (@Sendable () -> Void)?
    }

    static let headers = [
        Header("Content-Type", "text/event-stream"), Header("Cache-Control", "no-store"),
        // A proxy in front must not gather events (nginx).
        Header("X-Accel-Buffering", "no"),
    ]

    private static let heartbeat = Array(":\n\n".utf8)

    private let limit: Int
    private let isStillAllowed: @Sendable () -> Bool
    private let onClose: @Sendable (EventStream, _ wasCutOff: Bool) -> Void
    private let state = Guarded(State())

    /// - Parameters:
    ///   - limit: bytes that may wait for a slow client before it is cut off.
    ///   - isStillAllowed: asked at each heartbeat; `false` ends the stream.
    ///   - onClose: called once, when the client has gone or was cut off.
    init(
        limit: Int, isStillAllowed: @escaping @Sendable () -> Bool,
        onClose: @escaping @Sendable (EventStream, _ wasCutOff: Bool) -> Void
    ) {
        self.limit = limit
        self.isStillAllowed = isStillAllowed
        self.onClose = onClose
    }

    /// Queues what a client gets first. It may be larger than what a slow client may owe.
    func open(with chunks: [[UInt8]]) {
        state.withLock { state in
            guard !state.isEnding, !state.isClosed else { return }
            let size = chunks.reduce(0) { $0 + $1.count }
            state.chunks += chunks
            state.queued += size
            state.opening += size
            state.resume()
        }
    }

    /// Queues a chunk, or cuts the client off when too much waits for it already.
    func append(_ chunk: [UInt8]) {
        let cut = state.withLock { state -> (@Sendable () -> Void)? in
            guard !state.isEnding, !state.isClosed else { return nil }
            guard state.queued + chunk.count <= limit + state.opening else {
                state.wasCutOff = true
                state.isEnding = true
                state.drop()
                return state.cut
            }
            state.chunks.append(chunk)
            state.queued += chunk.count
            state.resume()
            return nil
        }
        cut?()
    }

    /// Ends the stream after what is queued.
    func end() {
        state.withLock { state in
            state.isEnding = true
            state.resume()
        }
    }

    /// A sign of life that also finds out whether the peer still is there.
    func beat() {
        guard isStillAllowed() else { return end() }
        // While data waits, the peer is being found out already.
        let isIdle = state.withLock { $0.queued == 0 }
        if isIdle { append(EventStream.heartbeat) }
    }

    // MARK: For the server

    /// - Parameter cut: ends the connection at once, from any thread.
    func attach(to connection: ConnectionHandle, cut: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.connection = connection
            state.cut = cut
        }
    }

    /// Copies what is queued. Without data the connection is suspended and 0 returned; `nil` ends
    /// the answer. Network thread only.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        state.withLock { state in
            guard state.queued > 0 else {
                if state.isEnding { return nil }
                guard let connection = state.connection else { return nil }
                state.isSuspended = true
                connection.suspend()
                return 0
            }
            return state.copy(into: buffer)
        }
    }

    /// The connection is gone, or the stream was never begun.
    func closed() {
        let (isFirst, wasCutOff) = state.withLock { state in
            defer {
                state.isClosed = true
                state.isSuspended = false
                state.connection = nil
                state.drop()
            }
            return (!state.isClosed, state.wasCutOff)
        }
        if isFirst { onClose(self, wasCutOff) }
    }
}

extension EventStream.State {
    fileprivate mutating func resume() {
        guard isSuspended, let connection else { return }
        isSuspended = false
        connection.resume()
    }

    fileprivate mutating func drop() {
        chunks = []
        offset = 0
        queued = 0
        opening = 0
    }

    fileprivate mutating func copy(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var count = 0
        var sent = 0
        while count < buffer.count, sent < chunks.count {
            let rest = chunks[sent].dropFirst(offset).prefix(buffer.count - count)
            rest.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes)
            }
            count += rest.count
            offset += rest.count
            if offset == chunks[sent].count {
                sent += 1
                offset = 0
            }
        }
        // At once: a client may always owe a little and so never empty its queue.
        chunks.removeFirst(sent)
        queued -= count
        if queued == 0 { drop() }
        return count
    }
}
