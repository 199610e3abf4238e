// SPDX-License-Identifier: Apache-2.0

package import Facts

/// What other rules would do to those who wait now.
package struct PolicyPreview: Hashable, Sendable {
    /// Somebody whose position would change; positions count from 1.
    package struct Move: Hashable, Sendable {
        package var ticket: TicketID
        package var from: Int
        package var to: Int

        package init(ticket: TicketID, from: Int, to: Int) {
            self.ticket = ticket
            self.from = from
            self.to = to
        }
    }

    /// The queue of one service.
    package struct Queue: Hashable, Sendable {
        package var service: ServiceID
        /// The order by the rules in force, those among them who wait for one window or officer
        /// alone, at most `PolicyPreview.shown`.
        package var now: [Choice]
        /// The order by the other rules, at most `PolicyPreview.shown`.
        package var then: [Choice]
        /// Those of either list who move, whoever would be called first by the other rules first.
        package var moves: [Move]
    }

    /// Who is next at one window.
    package struct Next: Hashable, Sendable {
        package var window: WindowID
        package var now: Choice?
        package var then: Choice?
    }

    /// In the structure's order.
    package var queues: [Queue]
    /// In the structure's order.
    package var windows: [Next]

    /// How many of a queue are shown.
    package static let shown = 20
}

extension Hall {
    /// What other rules would do, if they were chosen for one window or the hall, to those who wait
    /// now. Windows with a policy of their own go on by it when rules are chosen for the hall.
    package func whatIf(
        _ rules: CallingRules, at window: WindowID? = nil, _ moment: Moment
    ) -> PolicyPreview {
        let windows = structure.windows.compactMap { self.windows[$0.id] }
            .filter { window == nil || $0.id == window }
        let one = window.flatMap { self.windows[$0] }
        let bound = one.map(ownPlaces) ?? own.values.flatMap(\.places)
        let sent = Dictionary(grouping: bound) { tickets[$0.ticket]?.service }
        return PolicyPreview(
            queues: structure.services.map(\.id)
                .filter { one?.services.contains($0) ?? true || sent[$0] != nil }
                .map { preview(of: $0, with: sent[$0] ?? [], by: rules, at: moment) },
            windows: windows.map { one in
                let now = choice(for: one, at: moment)
                let isTouched = window != nil || !one.hasPolicy
                return PolicyPreview.Next(
                    window: one.id, now: now,
                    then: isTouched ? choice(for: one, by: rules, at: moment) : now)
            })
    }

    private func preview(
        of service: ServiceID, with bound: [Place], by rules: CallingRules, at moment: Moment
    ) -> PolicyPreview.Queue {
        func order(by rules: CallingRules?) -> [Choice] {
            var standing = standing(for: Window(serving: service), by: rules, at: moment)
            for place in bound { standing.addOwn(place, in: self) }
            return standing.order(most: .max)
        }
        let now = order(by: nil)
        let then = order(by: rules)
        var positions: [TicketID: Int] = [:]
        for (index, choice) in now.enumerated() { positions[choice.ticket] = index + 1 }
        let moves = then.enumerated().compactMap { index, choice -> PolicyPreview.Move? in
            guard let from = positions[choice.ticket], from != index + 1 else { return nil }
            return PolicyPreview.Move(ticket: choice.ticket, from: from, to: index + 1)
        }
        return PolicyPreview.Queue(
            service: service, now: Array(now.prefix(PolicyPreview.shown)),
            then: Array(then.prefix(PolicyPreview.shown)),
            moves: moves.filter { min($0.from, $0.to) <= PolicyPreview.shown })
    }
}

extension Window {
    /// Whether a policy of its own keeps it from following the hall's.
    fileprivate var hasPolicy: Bool { chosenPolicy != nil || definition.policy != nil }
}
