// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// The same configuration again changes nothing. One that has no place for what is still in
    /// use is refused as a whole.
    func applying(
        _ structure: HallStructure, digest: String, _ retired: Retirement
    ) throws(Refusal) -> [HallFact] {
        guard configuration?.digest != digest || configuration?.structure != structure else {
            return []
        }
        let kept = Set(structure.services.map(\.id))
        for service in services.values.sorted(by: { $0.id < $1.id })
        where !kept.contains(service.id) && isInUse(service.id) {
            throw Refusal(.stillInUse, field: "services", values: ["name": service.id.text])
        }
        let keptWindows = Set(structure.windows.map(\.id))
        for window in windows.values.sorted(by: { $0.id < $1.id })
        where !keptWindows.contains(window.id)
            && (window.ticket != nil || !window.held.isEmpty)
        {
            throw Refusal(.stillInUse, field: "windows", values: ["name": window.id.text])
        }
        let revision = (configuration?.revision ?? 0) + 1
        return [
            .configurationApplied(
                ConfigurationApplied(revision: revision, digest: digest, structure: structure))
        ]
    }

    private func isInUse(_ service: ServiceID) -> Bool {
        tickets.values.contains { ticket in
            guard ticket.service == service else { return false }
            switch ticket.state {
            case .waiting, .called, .serving, .held, .deferred: return true
            case .done, .noShow, .givenUp, .void: return false
            }
        }
    }
}
