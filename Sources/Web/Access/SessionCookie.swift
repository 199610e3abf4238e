// SPDX-License-Identifier: Apache-2.0

/// The cookie that carries a session's token: event streams cannot send other headers.
package enum SessionCookie {
    package static let name = "hallkeeper_session"

    /// The header that gives a browser the token. A person's browser forgets it when it closes; a
    /// machine's keeps it, since it may be started each morning.
    /// - Parameter isSecure: whether the pages come over TLS.
    package static func set(_ token: String, of role: Role, isSecure: Bool) -> Header {
        let age = role.isMachine ? "; Max-Age=\(AccessSettings.machineLimit / 1000)" : ""
        return Header("Set-Cookie", "\(name)=\(token)\(age)" + attributes(isSecure: isSecure))
    }

    /// The header that takes it away again.
    package static func clear(isSecure: Bool) -> Header {
        Header("Set-Cookie", "\(name)=; Max-Age=0" + attributes(isSecure: isSecure))
    }

    /// The token of a request, when it looks like one.
    package static func token(of request: Request) -> String? {
        request.cookie(name).flatMap { $0.utf8.count == 64 ? $0 : nil }
    }

    private static func attributes(isSecure: Bool) -> String {
        "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }
}
