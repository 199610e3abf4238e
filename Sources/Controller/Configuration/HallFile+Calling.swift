// SPDX-License-Identifier: Apache-2.0

import Facts

// Who is next.
extension HallFile {
    mutating func readCalling(_ top: any Mapping) {
        guard let calling = top.mapping(top.optional("calling")) else { return }
        defer { calling.finish() }
        var seen: Set<String> = []
        let policies =
            calling.each(calling.required("policies")) { policy in
                let id = policy.unique(policy.required("id"), as: .identifier, &seen)
                let name = policy.localized(policy.required("name"))
                let rules = rules(policy)
                guard let id, let name, let rules else { return nil }
                return CallingStructure.Policy(id: id, name: name, rules: rules)
            } as [CallingStructure.Policy]
        policyNames = seen
        let standard = calling.one(
            calling.required("standard"), among: policyNames, called: "policy")
        guard let standard else { return }
        configuration.structure.calling = CallingStructure(
            policies: policies, standard: standard)
    }

    private func rules(_ policy: any Mapping) -> CallingRules? {
        let classes = policy.choice(
            policy.required("classes"), among: CallingRules.ClassOrder.allCases)
        var rules = CallingRules(classes: classes ?? .oldest)
        rules.normalTurns = turns("normal", policy, classes)
        rules.priorityTurns = turns("priority", policy, classes)
        rules.agingMinutes = policy.number(policy.optional("agingMinutes"), in: 1...1440)
        rules.priorityHeadStartSeconds =
            policy.number(policy.optional("headStartSeconds"), in: 0...86_400)
        rules.ownFirst = policy.flag(policy.optional("ownFirst"))
        rules.appointmentsFirst = policy.flag(policy.optional("appointmentsFirst"))
        return classes == nil ? nil : rules
    }

    /// How many of a class go before the other has its turn: for a ratio, and only for one.
    private func turns(
        _ key: String, _ policy: any Mapping, _ classes: CallingRules.ClassOrder?
    ) -> Int? {
        let entry = classes == .ratio ? policy.required(key) : policy.optional(key)
        let turns = policy.number(entry, in: 1...100)
        if let entry, let classes, classes != .ratio {
            policy.report(
                .badValue, at: entry, ["value": key, "expected": "classes: ratio"])
        }
        return turns
    }
}
