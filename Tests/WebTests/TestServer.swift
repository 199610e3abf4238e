// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Machine

@testable import Web

typealias TestRoute = Route<Void, Void>

/// A server with a few routes, started on a free port and stopped when the body returns.
func withServer<Result>(
    _ routes: [TestRoute], configuration: HTTPConfiguration = HTTPConfiguration(),
    pages: @escaping @Sendable (Request) -> Response? = { _ in nil },
    locales: Locales = Locales(tables: [:]),
    _ body: (HTTPServer, UInt16) throws -> Result
) throws -> Result {
    let router = Router<Void, Void>(routes: routes, pages: pages) { _, _ in .admitted(()) }
    let server = HTTPServer(configuration: configuration, router: router, locales: locales)
    let port = try server.start()
    defer { server.stop() }
    return try body(server, port)
}

extension Route where Need == Void, Caller == Void {
    static func immediate(
        _ method: String, _ pattern: String,
        _ handle: @escaping @Sendable (Call<Void>) -> Response
    ) -> TestRoute {
        TestRoute(method, pattern, need: (), .immediate(handle))
    }

    static func suspended(
        _ method: String, _ pattern: String,
        _ handle: @escaping @Sendable (Call<Void>, Responder) -> Void
    ) -> TestRoute {
        TestRoute(method, pattern, need: (), .suspended(handle))
    }

    static func stream(
        _ pattern: String, _ handle: @escaping @Sendable (Call<Void>) -> StreamAnswer
    ) -> TestRoute {
        TestRoute("GET", pattern, need: (), .stream(handle))
    }

    /// Says back what it got.
    static let echo = immediate("POST", "/echo") { call in
        .json(call.request.body)
    }
}

/// Values that another thread hands over; taking one waits for it.
final class Mailbox<Value: Sendable>: Sendable {
    private let values = Guarded<[Value]>([])
    private let available = DispatchSemaphore(value: 0)

    func put(_ value: Value) {
        values.withLock { $0.append(value) }
        available.signal()
    }

    /// `nil` when nothing came within ten seconds.
    func take() -> Value? {
        guard available.wait(timeout: .now() + .seconds(10)) == .success else { return nil }
        return values.withLock { $0.removeFirst() }
    }
}
