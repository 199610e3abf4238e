// SPDX-License-Identifier: Apache-2.0

import Facts

// What may happen to a ticket, the words for it, and when other windows help.
extension HallFile {
    mutating func readTicketRules(_ top: any Mapping) {
        configuration.structure.outcomes = codes(top, "outcomes")
        configuration.structure.pauseReasons = codes(top, "pauseReasons")
        guard let rules = top.mapping(top.optional("rules")) else { return }
        defer { rules.finish() }
        let recalls = rules.number(rules.optional("recalls"), in: 0...20)
        let recallsBefore = rules.optional("noShowAfterRecalls")
        let noShowAfterRecalls = rules.number(recallsBefore, in: 0...20)
        if let recallsBefore, let least = noShowAfterRecalls, least > recalls ?? 2 {
            rules.report(
                .badValue, at: recallsBefore,
                ["value": String(least), "expected": "0–\(recalls ?? 2)"])
        }
        configuration.structure.rules = TicketRules(
            recalls: recalls,
            recallPauseSeconds: rules.number(rules.optional("recallPauseSeconds"), in: 0...600),
            noShowAfterSeconds: rules.number(rules.optional("noShowAfterSeconds"), in: 0...3600),
            noShowAfterRecalls: noShowAfterRecalls,
            reactivations: rules.number(rules.optional("reactivations"), in: 0...20),
            reactivationMinutes: rules.number(
                rules.optional("reactivationMinutes"), in: 0...1440),
            reactivatedAfter: rules.number(rules.optional("reactivatedAfter"), in: 1...1000),
            chosenCalls: rules.flag(rules.optional("chosenCalls")), rating: rating(rules))
    }

    private func rating(_ rules: any Mapping) -> RatingRules? {
        guard let rating = rules.mapping(rules.optional("rating")) else { return nil }
        defer { rating.finish() }
        return RatingRules(
            ask: rating.choice(rating.optional("ask"), among: RatingRules.Asking.allCases),
            seconds: rating.number(rating.optional("seconds"), in: 5...600))
    }

    private func codes(_ top: any Mapping, _ key: String) -> [NamedCode]? {
        guard let entry = top.optional(key) else { return nil }
        var seen: Set<String> = []
        return top.each(entry) { code in
            let id = code.unique(code.required("id"), as: .identifier, &seen)
            let name = code.localized(code.required("name"))
            guard let id, let name else { return nil }
            return NamedCode(id: id, name: name)
        }
    }

    mutating func readTides(_ top: any Mapping) {
        guard let entry = top.optional("tidal") else { return }
        var seen: Set<String> = []
        configuration.structure.tidal = top.each(entry) { rule in
            let id = rule.unique(rule.required("id"), as: .identifier, &seen)
            let service = rule.one(
                rule.required("service"), among: serviceNames, called: "service")
            let minutes = rule.number(rule.optional("waitMinutes"), in: 1...1440)
            // One of the two it must say, or it would never propose anything.
            let length =
                rule.optional("waitMinutes") == nil
                ? rule.required("waiting") : rule.optional("waiting")
            let waiting = rule.number(length, in: 0...100_000)
            let windows = helpers(rule, of: service)
            guard let id, let service else { return nil }
            return TidalRule(
                id: id, service: ServiceID(service), waiting: waiting, waitMinutes: minutes,
                windows: windows.map { WindowID($0) })
        }
    }

    /// Windows that may help a service out: none that serves it anyway.
    private func helpers(_ rule: any Mapping, of service: String?) -> [String] {
        guard let entry = rule.required("windows") else { return [] }
        let serving = configuration.structure.windows.filter { window in
            window.services.contains { $0.text == service }
        }.map(\.id.text)
        let names = rule.several(entry, among: windowNames, called: "window")
        for name in names where serving.contains(name) {
            rule.report(
                .servesAnyway, at: entry, ["window": name, "service": service ?? ""])
        }
        return names
    }
}
