// SPDX-License-Identifier: Apache-2.0

/// A whole request, as handlers see it.
package struct Request: Sendable {
    /// As the client wrote it, for example `GET`.
    package var method: String
    /// The path's segments, percent-decoded one by one: `/` is `[""]`.
    package var segments: [String]
    /// The query's pairs in order, decoded.
    package var query: [(name: String, value: String)] = []
    package var headers: Headers
    /// Never longer than the server's body limit.
    package var body: [UInt8] = []
    /// The peer's address in dotted form.
    package var clientAddress = ""
    /// Whether the peer is this machine.
    package var isLoopback = false

    package init(method: String, segments: [String], headers: Headers = Headers()) {
        self.method = method
        self.segments = segments
        self.headers = headers
    }

    /// The decoded path, for showing: a segment with a slash in it is not told apart.
    package var path: String { "/" + segments.joined(separator: "/") }

    /// The first query value under a name.
    package func queryValue(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// The value of a cookie (RFC 6265 section 4.2).
    package func cookie(_ name: String) -> String? {
        for line in headers.all("Cookie") {
            for pair in line.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0].trimmed == name { return parts[1].trimmed }
            }
        }
        return nil
    }

    /// Whether the method may change something (RFC 9110 section 9.2.1).
    package var isUnsafe: Bool { !["GET", "HEAD", "OPTIONS"].contains(method) }

    /// The language the client asked for.
    package var language: Language {
        headers["Accept-Language"].map(Language.init(accepting:)) ?? .zhHans
    }
}
