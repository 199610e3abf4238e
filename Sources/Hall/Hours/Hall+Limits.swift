// SPDX-License-Identifier: Apache-2.0

package import Facts

/// What a limit still gives.
package struct LimitLeft: Hashable, Sendable {
    package let band: TimeBand
    package let limit: Int
    /// Never negative.
    package let left: Int
}

extension Hall {
    /// What is left of a service's limit at this time of day, the scarcest of them if several
    /// hold; nil when none does. Appointments have their own numbers and use none of it.
    package func left(of service: ServiceID, at moment: Moment) -> LimitLeft? {
        guard let service = services[service], let limits = service.definition.limits,
            !limits.isEmpty
        else { return nil }
        let early = structure.hours?.early ?? 0
        let bands = limits.map(\.band)
        return limits.filter { $0.holds(at: moment.minute, early: early, among: bands) }
            .map { limit in
                let taken = service.taken.reduce(0) { sum, minute in
                    limit.holds(at: minute.key, early: early, among: bands)
                        ? sum + minute.value : sum
                }
                let most = max(0, limit.tickets)
                return LimitLeft(
                    band: limit.band, limit: most, left: max(0, most - taken))
            }
            .min { $0.left < $1.left }
    }
}

extension HallStructure.Limit {
    /// Tickets given before a band opens are of that band's, unless another one is on or is next.
    fileprivate func holds(at minute: Int, early: Int, among bands: [TimeBand]) -> Bool {
        if band.contains(minute: minute) { return true }
        let from = band.from.withinDay
        let next = bands.map(\.from.withinDay).filter { minute < $0 }.min()
        return from == next && from - early <= minute && !bands.contain(minute: minute)
    }
}
