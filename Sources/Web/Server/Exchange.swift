// SPDX-License-Identifier: Apache-2.0

import Machine

/// Gives the answer to a suspended request, once, from any thread.
package struct Responder: Sendable {
    private let answer: @Sendable (Response) -> Void

    /// - Parameter answer: what becomes of an answer; may be called from any thread.
    package init(_ answer: @escaping @Sendable (Response) -> Void) {
        self.answer = answer
    }

    /// Sends the answer. Later calls do nothing, and neither does one after the client has gone.
    package func send(_ response: Response) {
        answer(response)
    }
}

/// One request and its answer, from the end of the headers until libmicrohttpd lets go of it.
final class Exchange: Sendable {
    fileprivate enum Phase {
        case receiving
        /// The handler runs, or has returned without an answer yet.
        case handling
        case suspended
        case answered(Response)
        case streaming(EventStream)
        case over
    }

    fileprivate struct State {
        var request: Request
        var refusal: Response?
        var received = 0
        var phase = Phase.receiving
    }

    private let connection: ConnectionHandle
    private let link: Link
    private let server: HTTPServer
    /// A request whose end two readers could see differently: answered before its body.
    private let isConflicting: Bool
    private let state: Guarded<State>

    init(
        request: Request, refusal: Response?, isConflicting: Bool, connection: ConnectionHandle,
        link: Link, server: HTTPServer
    ) {
        self.connection = connection
        self.link = link
        self.server = server
        self.isConflicting = isConflicting
        state = Guarded(State(request: request, refusal: refusal))
    }

    // MARK: Network thread

    /// `false` closes the connection.
    func headersEnded() -> Bool {
        link.requestBegan()
        if isConflicting {
            return queue(.problem(Problem(.headersConflict), headers: [.close]))
        }
        guard isHopeless else { return true }
        return queue(.problem(Problem(.bodyTooLarge), headers: [.close]))
    }

    /// Whether the announced body is more than is even read away, or is too much from a client
    /// that asks before it sends.
    private var isHopeless: Bool {
        let headers = state.withLock { $0.request.headers }
        guard let length = headers["Content-Length"] else { return false }
        let limit =
            headers["Expect"] == nil ? server.settings.drainLimit : server.settings.bodyLimit
        return Int(length).map { $0 > limit } ?? true
    }

    /// Takes a piece of the body; what is too much is read away, so that the client gets to read
    /// why, up to the drain limit.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let settings = server.settings
        return state.withLock { state in
            state.received += bytes.count
            if state.received > settings.bodyLimit {
                state.request.body = []
                state.refusal = .problem(Problem(.bodyTooLarge), headers: [.close])
            } else {
                state.request.body.append(contentsOf: bytes)
            }
            return state.received <= settings.drainLimit
        }
    }

    /// The request is whole, or its connection was resumed. `false` closes the connection.
    func proceed() -> Bool {
        switch state.withLock({ $0.proceed() }) {
        case .handle(let request): return handle(request)
        case .queue(let response): return queue(response)
        case .nothing: return true
        }
    }

    /// libmicrohttpd is done with the request, whatever became of it.
    func completed() {
        let phase = state.withLock { state -> Phase in
            defer { state.phase = .over }
            return state.phase
        }
        if case .streaming(let stream) = phase { stream.closed() }
        link.requestEnded()
        server.exchangeEnded()
    }

    private func handle(_ request: Request) -> Bool {
        link.answering(self)
        switch server.outcome(for: request) {
        case .answer(let response): return queue(response)
        case .later(let start):
            start(Responder { [self] in answer($0) })
            return suspendOrQueue()
        case .stream(let stream): return begin(stream)
        }
    }

    private func suspendOrQueue() -> Bool {
        let answer = state.withLock { state -> Response? in
            if case .answered(let response) = state.phase { return response }
            // Read with the lock held: who stops the server sets this first and then looks, with
            // the lock, for what is suspended.
            guard !server.isStopping else { return .problem(Problem(.busy)) }
            state.phase = .suspended
            connection.suspend()
            return nil
        }
        return answer.map(queue) ?? true
    }

    private func begin(_ stream: EventStream) -> Bool {
        let headers = EventStream.headers + server.settings.standingHeaders
        guard !server.isStopping, let response = NativeResponse(stream: stream, headers: headers)
        else {
            stream.closed()
            return queue(.problem(Problem(.busy)))
        }
        state.withLock { $0.phase = .streaming(stream) }
        connection.neverIdle()
        let link = self.link
        stream.attach(to: connection) { link.cut() }
        link.streaming(stream)
        // A stop that looked before this line did not see the stream.
        if server.isStopping { stream.end() }
        server.count(status: 200)
        return connection.queue(response, status: 200)
    }

    private func queue(_ response: Response) -> Bool {
        link.sending()
        server.count(status: response.status)
        guard let native = native(response) else { return false }
        return connection.queue(native, status: response.status)
    }

    private func native(_ response: Response) -> NativeResponse? {
        let headers = response.headers + server.settings.standingHeaders
        switch response.body {
        case .none: return NativeResponse(bytes: [], headers: headers)
        case .bytes(let bytes): return NativeResponse(bytes: bytes, headers: headers)
        case .shared(let body): return body.response(with: headers)
        case .problem(let problem):
            let language = state.withLock { $0.request.language }
            return NativeResponse(
                bytes: problem.encoded(in: language, from: server.locales),
                headers: headers + Header.problem(in: language))
        }
    }

    // MARK: Any thread

    /// The first answer counts.
    func answer(_ response: Response) {
        state.withLock { state in
            switch state.phase {
            case .handling: state.phase = .answered(response)
            case .suspended:
                state.phase = .answered(response)
                connection.resume()
            case .receiving, .answered, .streaming, .over: break
            }
        }
    }
}

extension Exchange.State {
    fileprivate enum Step {
        case handle(Request)
        case queue(Response)
        case nothing
    }

    fileprivate mutating func proceed() -> Step {
        switch phase {
        case .receiving:
            phase = .handling
            return refusal.map(Step.queue) ?? .handle(request)
        case .answered(let response): return .queue(response)
        case .handling, .suspended, .streaming, .over: return .nothing
        }
    }
}

extension Header {
    static let close = Header("Connection", "close")

    static func problem(in language: Language) -> [Header] {
        [
            Header("Content-Type", "application/problem+json"),
            Header("Content-Language", language.rawValue), Header("Cache-Control", "no-store"),
        ]
    }
}
