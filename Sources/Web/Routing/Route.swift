// SPDX-License-Identifier: Apache-2.0

/// The values a path pattern's `{names}` got, decoded.
package struct PathParameters: Sendable {
    var values: [(name: String, value: String)] = []

    /// The value of a `{name}`; empty when the pattern has no such name.
    package subscript(_ name: String) -> String {
        values.first { $0.name == name }?.value ?? ""
    }
}

/// A request that found its route and was admitted.
package struct Call<Caller: Sendable>: Sendable {
    package let request: Request
    package let parameters: PathParameters
    /// Who calls, as the router's `admit` found.
    package let caller: Caller
}

/// How a route answers.
package enum Handler<Caller: Sendable>: Sendable {
    /// At once, on the network thread: must not wait for anything.
    case immediate(@Sendable (Call<Caller>) -> Response)
    /// Later, from any thread; the connection is suspended until then.
    case suspended(@Sendable (Call<Caller>, Responder) -> Void)
    /// With an event stream, or with a refusal.
    case stream(@Sendable (Call<Caller>) -> StreamAnswer)
}

/// What a stream handler decided.
package enum StreamAnswer: Sendable {
    case stream(EventStream)
    case refused(Response)
}

/// One line of the routes table.
package struct Route<Need: Sendable, Caller: Sendable>: Sendable {
    package let method: String
    /// For example `/api/v1/windows/{id}/call`; a `{name}` matches exactly one segment that is
    /// not empty.
    package let pattern: String
    /// What a caller must be; only the router's `admit` reads it.
    package let need: Need
    package let handler: Handler<Caller>

    package init(
        _ method: String, _ pattern: String, need: Need, _ handler: Handler<Caller>
    ) {
        self.method = method
        self.pattern = pattern
        self.need = need
        self.handler = handler
    }
}

/// A pattern cut into segments.
struct PathPattern: Sendable {
    private enum Segment: Sendable {
        case literal(String)
        case parameter(String)
    }

    private let segments: [Segment]

    init(_ pattern: String) {
        segments = pattern.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .map { part in
                part.hasPrefix("{") && part.hasSuffix("}")
                    ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
            }
    }

    func match(_ path: [String]) -> PathParameters? {
        guard path.count == segments.count else { return nil }
        var parameters = PathParameters()
        for (segment, text) in zip(segments, path) {
            switch segment {
            case .literal(let literal): guard literal == text else { return nil }
            case .parameter(let name):
                guard !text.isEmpty else { return nil }
                parameters.values.append((name, text))
            }
        }
        return parameters
    }
}
