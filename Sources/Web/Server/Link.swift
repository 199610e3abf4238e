// SPDX-License-Identifier: Apache-2.0

import CMicrohttpd
import Glibc
import Machine

/// One client's socket, and by when it must have done what.
final class Link: Sendable {
    fileprivate enum Phase {
        /// For a whole request.
        case waiting
        /// The request is whole, its answer is not there yet.
        case answering(Exchange)
        /// libmicrohttpd's own idle time watches the sending.
        case sending
        case streaming(EventStream)
        case closed
    }

    fileprivate struct State {
        var phase = Phase.waiting
        var deadline: Int64
    }

    /// What a sweep found to be done once the lock is released.
    private enum Due {
        case nothing
        case expire(Exchange)
        case beat(EventStream)
    }

    private let descriptor: Int32
    private let settings: HTTPConfiguration
    private let state: Guarded<State>
    private let onDeadline: @Sendable (Int64) -> Void

    /// - Parameter onDeadline: told each new deadline, so that somebody sweeps by then.
    init(
        descriptor: Int32, settings: HTTPConfiguration,
        onDeadline: @escaping @Sendable (Int64) -> Void
    ) {
        self.descriptor = descriptor
        self.settings = settings
        self.onDeadline = onDeadline
        let deadline = MonotonicClock.now() + settings.requestDeadline
        state = Guarded(State(deadline: deadline))
        setAbandonTime()
        onDeadline(deadline)
    }

    /// The request's headers are there: its body must not take longer than a request may.
    func requestBegan() {
        enter(.waiting) { min($0, MonotonicClock.now() + self.settings.requestDeadline) }
    }

    func answering(_ exchange: Exchange) {
        enter(.answering(exchange)) { _ in MonotonicClock.now() + self.settings.answerDeadline }
    }

    func sending() {
        enter(.sending) { _ in .max }
    }

    func streaming(_ stream: EventStream) {
        enter(.streaming(stream)) { _ in MonotonicClock.now() + self.settings.heartbeat }
    }

    func requestEnded() {
        enter(.waiting) { _ in MonotonicClock.now() + self.settings.keepAlive }
    }

    /// The socket is about to be closed; from now on its number may mean another one.
    func closed() {
        enter(.closed) { _ in .max }
    }

    /// Cuts the connection; libmicrohttpd finds out and cleans up.
    func cut() {
        state.withLock { state in
            guard !state.isClosed else { return }
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    /// Answers what waits, ends the stream and cuts who has not asked yet: the server stops.
    func wind(down: Response) {
        let phase = state.withLock { state in
            if case .waiting = state.phase { shutdown(descriptor, Int32(SHUT_RDWR)) }
            return state.phase
        }
        switch phase {
        case .answering(let exchange): exchange.answer(down)
        case .streaming(let stream): stream.end()
        case .waiting, .sending, .closed: break
        }
    }

    /// Does what is due; returns the next deadline and whether a late client was cut.
    func sweep(at now: Int64) -> (next: Int64, cut: Bool) {
        var cut = false
        let (due, next) = state.withLock { state -> (Due, Int64) in
            guard state.deadline <= now else { return (.nothing, state.deadline) }
            state.deadline = .max
            switch state.phase {
            case .waiting:
                shutdown(descriptor, Int32(SHUT_RDWR))
                cut = true
            case .answering(let exchange): return (.expire(exchange), .max)
            case .streaming(let stream):
                state.deadline = now + settings.heartbeat
                return (.beat(stream), state.deadline)
            case .sending, .closed: break
            }
            return (.nothing, state.deadline)
        }
        switch due {
        case .expire(let exchange): exchange.answer(.problem(Problem(.busy)))
        case .beat(let stream): stream.beat()
        case .nothing: break
        }
        return (next, cut)
    }

    private func enter(_ phase: Phase, deadline: (Int64) -> Int64) {
        let next = state.withLock { state -> Int64 in
            guard !state.isClosed else { return .max }
            state.phase = phase
            state.deadline = deadline(state.deadline)
            return state.deadline
        }
        if next != .max { onDeadline(next) }
    }

    /// A peer that vanished without a word is given up after the same time as one that is silent.
    private func setAbandonTime() {
        var time = UInt32(clamping: settings.keepAlive)
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &time,
            socklen_t(MemoryLayout<UInt32>.size))
    }
}

extension Link.State {
    fileprivate var isClosed: Bool {
        if case .closed = phase { true } else { false }
    }
}
