// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// A supervisor's choice among the hall's policies, for one window or the hall; nothing when it
    /// was made before.
    ///
    /// - Parameter policy: its id; nil: as the configuration says.
    func choosing(policy: String?, for window: WindowID?) throws(Refusal) -> [HallFact] {
        if let window { _ = try known(window, field: "window") }
        let known = structure.calling?.policies.map(\.id) ?? []
        if let policy, !known.contains(policy) {
            throw Refusal(
                .unknownPolicy, field: "policy",
                values: ["policy": policy, "known": known.joined(separator: ", ")])
        }
        let chosen = window.map { windows[$0]?.chosenPolicy } ?? chosenPolicy
        guard policy != chosen else { return [] }
        return [.policyChosen(PolicyChosen(policy: policy, window: window))]
    }
}
