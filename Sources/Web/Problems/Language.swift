// SPDX-License-Identifier: Apache-2.0

/// The languages the pages and sentences come in.
package enum Language: String, Sendable, CaseIterable {
    case zhHans = "zh-Hans"
    case zhHant = "zh-Hant"
    case en

    /// The best of an `Accept-Language` header (RFC 9110 section 12.5.4); simplified Chinese
    /// when it names none of ours.
    package init(accepting header: String) {
        var best: (language: Language, weight: Double)?
        // A browser names a handful; a longer list is not worth reading.
        for range in header.prefix(512).split(separator: ",") {
            let parts = range.split(separator: ";")
            guard let tag = parts.first?.trimmed, let language = Language(tag: tag) else {
                continue
            }
            let weight = parts.dropFirst().map(\.trimmed).first { $0.hasPrefix("q=") }
                .map { Double($0.dropFirst(2)) ?? 0 }
            if weight ?? 1 > best?.weight ?? 0 { best = (language, weight ?? 1) }
        }
        self = best?.language ?? .zhHans
    }

    /// The language of a BCP 47 tag: `zh-TW`, `zh-HK`, `zh-MO` and `zh-Hant` are traditional.
    package init?(tag: String) {
        let parts = tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" })
        switch parts.first {
        case "en": self = .en
        case "zh":
            let regions = parts.dropFirst()
            let script = regions.first { $0 == "hans" || $0 == "hant" }
            let traditional = regions.contains { ["tw", "hk", "mo"].contains($0) }
            self = script == "hant" || (script == nil && traditional) ? .zhHant : .zhHans
        default: return nil
        }
    }
}
