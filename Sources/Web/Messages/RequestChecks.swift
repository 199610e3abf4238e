// SPDX-License-Identifier: Apache-2.0

/// What a request must be before any route sees it.
enum RequestChecks {
    /// Whether the lines that say where a request ends, or whom it is for, contradict each
    /// other: two readers could then see two different requests (RFC 9112 section 11.2).
    static func conflict(in headers: Headers) -> Bool {
        // A blank before the colon hides a line from one reader and not from the next (RFC 9112
        // section 5.1).
        if headers.lines.contains(where: { $0.name.utf8.contains { $0 <= 0x20 } }) { return true }
        let lengths = headers.all("Content-Length")
        let encodings = headers.all("Transfer-Encoding")
        if lengths.count > 1 || encodings.count > 1 || headers.all("Host").count > 1 {
            return true
        }
        guard let encoding = encodings.first else {
            return lengths.first.map { !isLength($0) } ?? false
        }
        return !lengths.isEmpty || encoding.trimmed.lowercased() != "chunked"
    }

    /// Whether `Host` names this server. A name that was rebound to our address is not ours.
    static func isForUs(host: String?, names: Set<String>) -> Bool {
        guard let host else { return false }
        return names.contains(withoutPort(host).lowercased())
    }

    /// What an unsafe request does wrong towards a browser's same-origin rule (OWASP ASVS 5.0
    /// V3.5), or `nil`.
    static func originProblem(of request: Request) -> Problem? {
        guard request.isUnsafe else { return nil }
        if let site = request.headers["Sec-Fetch-Site"] {
            guard site == "same-origin" || site == "none" else {
                return Problem(.forbiddenOrigin)
            }
        } else if let origin = request.headers["Origin"] {
            let host = request.headers["Host"] ?? ""
            guard origin == "http://\(host)" || origin == "https://\(host)" else {
                return Problem(.forbiddenOrigin)
            }
        }
        return isJSONOrEmpty(request) ? nil : Problem(.unsupportedMediaType)
    }

    private static func isJSONOrEmpty(_ request: Request) -> Bool {
        guard let type = request.headers["Content-Type"] else { return request.body.isEmpty }
        return type.prefix { $0 != ";" }.trimmed.lowercased() == "application/json"
    }

    private static func isLength(_ value: String) -> Bool {
        !value.isEmpty && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func withoutPort(_ host: String) -> Substring {
        guard !host.hasPrefix("[") else { return host.prefix { $0 != "]" } + "]" }
        return host.prefix { $0 != ":" }
    }
}
