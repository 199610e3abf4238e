// SPDX-License-Identifier: Apache-2.0

/// Whether a caller may use a route.
package enum Admission<Caller: Sendable>: Sendable {
    case admitted(Caller)
    case refused(Response)
}

/// What is to be done with a request.
package enum Outcome: Sendable {
    case answer(Response)
    /// To be run on the network thread with a responder; the answer may come later.
    case later(@Sendable (Responder) -> Void)
    case stream(EventStream)
}

/// Finds the route of a request. The table is data, so that it can be compared with a
/// description of the interface.
package struct Router<Need: Sendable, Caller: Sendable>: Sendable {
    /// The table, in the order it was given; the first match wins.
    package let routes: [Route<Need, Caller>]
    private let patterns: [PathPattern]
    private let admit: @Sendable (Request, Need) -> Admission<Caller>
    private let pages: @Sendable (Request) -> Response?

    /// - Parameters:
    ///   - admit: runs on the network thread before the handler, and must not wait.
    ///   - pages: answers `GET` requests that no route's path matches, such as static pages.
    package init(
        routes: [Route<Need, Caller>],
        pages: @escaping @Sendable (Request) -> Response? = { _ in nil },
        admit: @escaping @Sendable (Request, Need) -> Admission<Caller>
    ) {
        self.routes = routes
        self.patterns = routes.map { PathPattern($0.pattern) }
        self.admit = admit
        self.pages = pages
    }

    /// The answer to a request, or how it will come about.
    package func outcome(for request: Request) -> Outcome {
        // libmicrohttpd leaves out the body of an answer to HEAD, so GET's handler serves both.
        let method = request.method == "HEAD" ? "GET" : request.method
        var allowed: [String] = []
        for (index, pattern) in patterns.enumerated() {
            guard let parameters = pattern.match(request.segments) else { continue }
            let route = routes[index]
            if route.method == method {
                return outcome(of: route, request: request, parameters: parameters)
            }
            allowed.append(route.method)
        }
        if method == "GET", allowed.isEmpty, let page = pages(request) { return .answer(page) }
        if allowed.isEmpty, pages(request) != nil { allowed = ["GET"] }
        guard !allowed.isEmpty else { return .answer(.problem(Problem(.notFound))) }
        if allowed.contains("GET") { allowed.append("HEAD") }
        return .answer(
            .problem(
                Problem(.methodNotAllowed),
                headers: [Header("Allow", allowed.joined(separator: ", "))]))
    }

    private func outcome(
        of route: Route<Need, Caller>, request: Request, parameters: PathParameters
    ) -> Outcome {
        let caller: Caller
        switch admit(request, route.need) {
        case .admitted(let admitted): caller = admitted
        case .refused(let response): return .answer(response)
        }
        let call = Call(request: request, parameters: parameters, caller: caller)
        switch route.handler {
        case .immediate(let handle): return .answer(handle(call))
        case .suspended(let handle): return .later { handle(call, $0) }
        case .stream(let handle):
            // A stream without a body would be held open for nobody.
            guard request.method != "HEAD" else {
                return .answer(Response(status: 200, headers: EventStream.headers))
            }
            switch handle(call) {
            case .stream(let stream): return .stream(stream)
            case .refused(let response): return .answer(response)
            }
        }
    }
}
