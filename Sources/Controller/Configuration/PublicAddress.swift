// SPDX-License-Identifier: Apache-2.0

import Foundation

extension TextForm<String> {
    /// Where citizens' phones reach the hall, without a slash at its end.
    ///
    /// Nobody can tell from inside whether a phone gets there; what surely leads nowhere, because
    /// it means whatever machine reads it, is refused, so that no slip carries such a code.
    static let publicURL = TextForm(
        pattern: "^https?://[^/?#@]+(/[^?#]*)?$", expected: "https://hall.example.org",
        example: "https://hall.example.org"
    ) { text in
        guard let url = URLComponents(string: text), ["http", "https"].contains(url.scheme),
            url.user == nil, url.password == nil, url.query == nil, url.fragment == nil,
            let host = url.host?.lowercased(), !leadsNowhere(host),
            text.utf8.count <= 120, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func leadsNowhere(_ host: String) -> Bool {
        let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return name.isEmpty || name == "localhost" || name.hasSuffix(".localhost")
            || ["127.", "0.", "169.254.", "fe80:"].contains { name.hasPrefix($0) }
            || ["::", "::1"].contains(name)
    }
}
