// SPDX-License-Identifier: Apache-2.0

/// Where a server listens and what it allows. All times are milliseconds.
package struct HTTPConfiguration: Sendable {
    /// A dotted IPv4 address of this machine.
    package var address = "127.0.0.1"
    /// 0 lets the system choose; ``HTTPServer/start()`` returns the port it got.
    package var port: UInt16 = 0
    /// Names a `Host` header may carry beside `localhost`, `127.0.0.1` and ``address``: a page
    /// that was rebound to this address under another name is refused.
    package var hostNames: Set<String> = []
    /// Open connections in all.
    package var connectionLimit = 1024
    /// Open connections of one address; 0 is without limit.
    package var connectionsPerAddress = 0
    /// Bytes of body a request may carry; more is read away and answered 413.
    package var bodyLimit = 64 * 1024
    /// Bytes of an over-long body that are read away before the connection is cut.
    package var drainLimit = 16 * 1024 * 1024
    /// From the first byte a client may send to the whole request, however it trickles.
    package var requestDeadline: Int64 = 10_000
    /// From one answer to the next whole request on the same connection.
    package var keepAlive: Int64 = 60_000
    /// How long a suspended request waits for its answer before it is told "busy".
    package var answerDeadline: Int64 = 30_000
    /// Pause between two heartbeat comments of an event stream.
    package var heartbeat: Int64 = 15_000
    /// How long ``HTTPServer/stop()`` lets last answers leave.
    package var stopGrace: Int64 = 1_000
    /// Headers that every answer carries.
    package var standingHeaders: [Header] = HTTPConfiguration.securityHeaders

    package init() {}

    /// OWASP ASVS 5.0 V3.4: nothing but our own files, in no frame, sniffed by nobody.
    package static let securityHeaders: [Header] = [
        Header(
            "Content-Security-Policy",
            [
                "default-src 'none'", "script-src 'self'", "style-src 'self'",
                "img-src 'self' data:", "media-src 'self'", "font-src 'self'",
                "connect-src 'self'", "base-uri 'none'", "object-src 'none'",
                "form-action 'self'", "frame-ancestors 'none'",
            ].joined(separator: "; ")),
        Header("X-Content-Type-Options", "nosniff"),
        Header("X-Frame-Options", "DENY"),
        Header("Referrer-Policy", "same-origin"),
    ]
}
