// SPDX-License-Identifier: Apache-2.0

import Facts
package import Wire

extension SignText {
    /// How long a call flashes before it stands still.
    package static let flashMilliseconds: Int64 = 3000
    /// Scalars of a reason or name; signs show less.
    private static let nameLimit = 48

    /// The whole sentence, for people who read a page.
    package func sentence(
        _ phrases: Phrases, in language: SignShape.Language = .zhHans
    ) -> String {
        phrases(keys[0], values(language, phrases))
    }

    /// What a sign of that shape shows: each thing it has to say in each language.
    ///
    /// On one line stands the whole sentence, or the short one where that does not fit; a short
    /// one that does not fit either runs through.
    package func face(
        _ shape: SignShape, _ phrases: (SignShape.Language) -> Phrases
    ) -> SignFace {
        let all = shape.languages.flatMap { language in
            keys.map { page($0, shape, language, phrases(language)) }
        }
        let pages = shape.turnsPages ? all : Array(all.prefix(1))
        let isTooWide = pages.contains { page in
            page.lines.contains { WireText.columns($0) > shape.columns }
        }
        var flash: Int64 = 0
        if case .call = meaning { flash = Self.flashMilliseconds }
        return SignFace(pages: pages, flashMilliseconds: flash, isTooWide: isTooWide)
    }

    private func page(
        _ key: String, _ shape: SignShape, _ language: SignShape.Language, _ phrases: Phrases
    ) -> SignFace.Page {
        let values = values(language, phrases)
        if shape.lines > 1 {
            let lines = phrases(key + ".lines", values).split(separator: "\n", maxSplits: 1)
            return SignFace.Page(lines: lines.map(String.init))
        }
        let whole = phrases(key, values)
        let fits = WireText.columns(whole) <= shape.columns
        return SignFace.Page(lines: [fits ? whole : phrases(key + ".short", values)])
    }

    /// What it has to say, the most important first.
    private var keys: [String] {
        switch meaning {
        case .closed: ["sign.closed"]
        case .offDuty: ["sign.off-duty"]
        case .welcome: ["sign.welcome"]
        case .tidal: ["sign.tidal"]
        case .paused(nil, nil, nil): ["sign.paused"]
        case .paused(nil, nil, _?): ["sign.paused.other"]
        case .paused(let reason, let until, let other):
            [
                "sign.paused" + (reason == nil ? "" : ".reason") + (until == nil ? "" : ".until")
            ] + (other == nil ? [] : ["sign.paused.other"])
        case .hallPaused: ["sign.hall-paused"]
        case .call: ["sign.call"]
        case .serving: ["sign.serving"]
        }
    }

    private func values(
        _ language: SignShape.Language, _ phrases: Phrases
    ) -> [String: String] {
        var values = ["window": window]
        switch meaning {
        case .closed, .offDuty, .welcome: break
        case .tidal(let service): values["service"] = service.map { Self.name($0, language) }
        case .paused(let reason, let until, let other):
            values["reason"] = reason.map { Self.words(for: $0, language, phrases) }
            values["until"] = until
            values["other"] = other
        case .hallPaused(let reason):
            values["reason"] = Self.words(for: reason, language, phrases)
        case .call(let number, _), .serving(let number): values["number"] = number
        }
        return values
    }

    /// In the hall's words; else the usual reasons have words in every language, and any other is
    /// shown as it was given.
    private static func words(
        for reason: Reason, _ language: SignShape.Language, _ phrases: Phrases
    ) -> String {
        if let names = reason.names { return name(names, language) }
        let key = "pause.reason.\(reason.key)"
        let words = phrases(key)
        return words == key ? WireText.shortened(reason.key, limit: nameLimit) : words
    }

    private static func name(_ name: LocalizedText, _ language: SignShape.Language) -> String {
        WireText.shortened(name.text(in: language) ?? name.zhHans, limit: nameLimit)
    }
}
