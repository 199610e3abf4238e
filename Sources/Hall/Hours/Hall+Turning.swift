// SPDX-License-Identifier: Apache-2.0

package import Facts

/// When time alone changes what a tap comes to, so that a page need not ask again and again.
extension Hall {
    /// The first minute after `moment`, as wall time, at which a service's hours, limits or closing
    /// warning may turn; nil when none does today. A new day is news of its own.
    package func nextTurn(after moment: Moment) -> Int64? {
        let minutes = services.values.flatMap { turns(of: $0, at: moment) }
        let next = minutes.filter { $0 > moment.minute && $0 < .minutesOfDay }.min()
        return next.map {
            moment.date.start(utcOffset: moment.utcOffset) + Int64($0) * 60_000
        }
    }

    private func turns(of service: Service, at moment: Moment) -> [Int] {
        let hours = hours(of: service.id, on: moment.date)
        let bands = hours.map { $0.open + $0.openToAll + $0.tickets + $0.appointmentTickets } ?? []
        let limits = (service.definition.limits ?? []).map(\.band)
        let early = structure.hours?.early ?? 0
        let warned = latestArrival(for: service.id, at: moment).map { $0 / 60 + 1 }
        return (bands + limits).flatMap { [$0.from, $0.to] }
            + limits.map { $0.from.withinDay - early }
            + [warned].compactMap(\.self)
    }
}
