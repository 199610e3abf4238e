// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Machine
import Synchronization

/// What a server has done since it started.
package struct HTTPMetrics: Sendable, Equatable {
    /// Answers by the first digit of their status, 1 to 5; index 0 stays empty.
    package var answersByClass = [Int](repeating: 0, count: 6)
    package var connectionsOpened = 0
    package var connectionsOpen = 0
    /// Clients cut because no whole request came in time.
    package var deadlineCuts = 0
    /// Requests that are being received, answered or streamed.
    package var exchangesOpen = 0
}

/// An HTTP/1.1 server on libmicrohttpd: one network thread, which nothing may block.
package final class HTTPServer: Sendable {
    private struct State {
        var daemon: Daemon?
        var wasStarted = false
        var deadlines: DeadlineThread?
        var links: [ObjectIdentifier: Link] = [:]
        var metrics = HTTPMetrics()
        /// Signalled when the last exchange has ended, once somebody waits for it.
        var whenIdle: DispatchSemaphore?
    }

    let settings: HTTPConfiguration
    let locales: Locales
    private let hostNames: Set<String>
    private let route: @Sendable (Request) -> Outcome
    private let stopping = Atomic<Bool>(false)
    private let state = Guarded(State())

    package init<Need, Caller>(
        configuration: HTTPConfiguration, router: Router<Need, Caller>,
        locales: Locales = Locales(tables: [:])
    ) {
        settings = configuration
        self.locales = locales
        hostNames = Set(configuration.hostNames.map { $0.lowercased() })
            .union(["localhost", "127.0.0.1", configuration.address])
        route = { router.outcome(for: $0) }
    }

    /// Starts listening and returns the port.
    @discardableResult
    package func start() throws(HTTPServerError) -> UInt16 {
        let isFirst = state.withLock { state in
            defer { state.wasStarted = true }
            return !state.wasStarted
        }
        guard isFirst else { throw .alreadyStarted }
        let socket: (descriptor: Int32, port: UInt16)
        do {
            socket = try ListeningSocket.open(address: settings.address, port: settings.port)
        } catch {
            state.withLock { $0.wasStarted = false }
            throw error
        }
        let deadlines: DeadlineThread
        do {
            deadlines = try DeadlineThread { [weak self] now in self?.sweep(at: now) ?? .max }
        } catch {
            close(socket.descriptor)
            throw cannotListen(on: socket.port, error.code)
        }
        state.withLock { $0.deadlines = deadlines }
        guard
            let daemon = Daemon(listening: socket.descriptor, settings: settings, server: self)
        else {
            let code = errno
            deadlines.stop()
            throw cannotListen(on: socket.port, code)
        }
        state.withLock { $0.daemon = daemon }
        return socket.port
    }

    private func cannotListen(on port: UInt16, _ code: Int32) -> HTTPServerError {
        .cannotListen(
            address: settings.address, port: port, reason: String(cString: strerror(code)))
    }

    /// Stops listening, tells waiting requests "busy", ends all streams and returns when the
    /// network thread is gone; so never call it from a handler. A server does not start again.
    package func stop() {
        guard let daemon = state.withLock({ $0.daemon.take() }) else { return }
        stopping.store(true, ordering: .sequentiallyConsistent)
        daemon.quiesce()
        let idle = DispatchSemaphore(value: 0)
        let links = state.withLock { state -> [Link] in
            state.whenIdle = idle
            if state.metrics.exchangesOpen == 0 { idle.signal() }
            return Array(state.links.values)
        }
        for link in links { link.wind(down: .problem(Problem(.busy))) }
        _ = idle.wait(timeout: .now() + .milliseconds(Int(settings.stopGrace)))
        state.withLock { $0.deadlines.take() }?.stop()
        daemon.stop()
    }

    package var metrics: HTTPMetrics { state.withLock { $0.metrics } }

    // MARK: For the network thread

    var isStopping: Bool { stopping.load(ordering: .sequentiallyConsistent) }

    func opened(descriptor: Int32) -> Link {
        let deadlines = state.withLock { $0.deadlines }
        let link = Link(descriptor: descriptor, settings: settings) { deadlines?.wake(by: $0) }
        state.withLock { state in
            state.links[ObjectIdentifier(link)] = link
            state.metrics.connectionsOpened += 1
            state.metrics.connectionsOpen += 1
        }
        return link
    }

    func closed(_ link: Link) {
        link.closed()
        state.withLock { state in
            state.links[ObjectIdentifier(link)] = nil
            state.metrics.connectionsOpen -= 1
        }
    }

    func begin(
        on connection: ConnectionHandle, link: Link, method: String,
        path: UnsafeRawBufferPointer
    ) -> Exchange {
        state.withLock { $0.metrics.exchangesOpen += 1 }
        let segments = PercentCoding.segments(ofPath: path)
        let query = connection.query
        var request = Request(
            method: method, segments: segments ?? [], headers: connection.headers)
        request.query = query ?? []
        (request.clientAddress, request.isLoopback) = connection.peer
        var refusal: Response?
        if segments == nil || query == nil {
            refusal = .problem(Problem(.badRequest))
        } else if !RequestChecks.isForUs(host: request.headers["Host"], names: hostNames) {
            refusal = .problem(Problem(.misdirected))
        }
        return Exchange(
            request: request, refusal: refusal,
            isConflicting: RequestChecks.conflict(in: request.headers),
            connection: connection, link: link, server: self)
    }

    func outcome(for request: Request) -> Outcome {
        if let problem = RequestChecks.originProblem(of: request) {
            return .answer(.problem(problem))
        }
        return route(request)
    }

    func count(status: Int) {
        state.withLock { $0.metrics.answersByClass[min(max(status / 100, 0), 5)] += 1 }
    }

    func exchangeEnded() {
        state.withLock { state in
            state.metrics.exchangesOpen -= 1
            if state.metrics.exchangesOpen == 0 { state.whenIdle?.signal() }
        }
    }

    // MARK: For the deadline thread

    private func sweep(at now: Int64) -> Int64 {
        let links = state.withLock { Array($0.links.values) }
        var next = Int64.max
        for link in links {
            let (deadline, cut) = link.sweep(at: now)
            next = min(next, deadline)
            if cut { state.withLock { $0.metrics.deadlineCuts += 1 } }
        }
        return next
    }
}
