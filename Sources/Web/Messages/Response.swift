// SPDX-License-Identifier: Apache-2.0

/// An answer. The server adds its standing headers, the length and the date.
package struct Response: Sendable {
    /// What the client gets to read.
    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// Bytes that many clients get; handed to the network without copying.
        case shared(SharedBody)
        /// Worded in the client's language when it is sent.
        case problem(Problem)
    }

    package var status: Int
    package var headers: [Header]
    package var body: Body

    package init(status: Int, headers: [Header] = [], body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Encoded JSON that no cache keeps.
    package static func json(
        _ bytes: [UInt8], status: Int = 200, headers: [Header] = []
    ) -> Response {
        Response(status: status, headers: Header.json + headers, body: .bytes(bytes))
    }

    /// JSON that was encoded once for many clients.
    package static func json(_ body: SharedBody) -> Response {
        Response(status: 200, headers: Header.json, body: .shared(body))
    }

    /// Plain text in UTF-8.
    package static func text(_ text: String, status: Int = 200) -> Response {
        Response(
            status: status, headers: [Header("Content-Type", "text/plain; charset=utf-8")],
            body: .bytes(Array(text.utf8)))
    }

    /// An answer without a body.
    package static func empty(_ status: Int = 204, headers: [Header] = []) -> Response {
        Response(status: status, headers: headers)
    }

    /// Problem details (RFC 9457) with the status the problem names.
    package static func problem(_ problem: Problem, headers: [Header] = []) -> Response {
        Response(status: problem.status, headers: headers, body: .problem(problem))
    }
}

extension Header {
    fileprivate static let json = [
        Header("Content-Type", "application/json"), Header("Cache-Control", "no-store"),
    ]
}
