// SPDX-License-Identifier: Apache-2.0

package import Facts

/// The rules a window calls by.
package struct PolicyInForce: Hashable, Sendable {
    /// The policy's id; nil for `CallingRules.usual` and for rules that are only tried out.
    package let policy: String?
    package let rules: CallingRules
}

extension Hall {
    /// Who would be next at a window, open or not, and why.
    ///
    /// - Parameter rules: rules to try out; nil: those in force.
    package func choice(
        for window: Window, by rules: CallingRules? = nil, at moment: Moment
    ) -> Choice? {
        standing(for: window, by: rules, at: moment).next()
            .map { Choice(ticket: $0.candidate.ticket, why: $0.why) }
    }

    /// The next `most`, in the order in which they would be called if only this window called.
    ///
    /// - Parameter rules: rules to try out; nil: those in force.
    package func order(
        for window: Window, by rules: CallingRules? = nil, most: Int, at moment: Moment
    ) -> [Choice] {
        standing(for: window, by: rules, at: moment).order(most: most)
    }

    /// The queue of one service in the order in which a window that serves nothing else would call
    /// it; those who wait for one window or officer alone are not in it.
    ///
    /// - Parameter rules: rules to try out; nil: those in force in the hall.
    package func order(
        of service: ServiceID, by rules: CallingRules? = nil, most: Int, at moment: Moment
    ) -> [Choice] {
        order(for: Window(serving: service), by: rules, most: most, at: moment)
    }

    /// What the fact of a call that is no choice of the rules says of it.
    func why(_ rule: Why.Rule, _ ticket: Ticket, at window: Window, _ moment: Moment) -> Why {
        let standing = standing(for: window, by: nil, at: moment)
        let isHelp = ticket.bound == nil && window.helps.contains(ticket.service)
        var why = standing.why(
            rule, place: ticket.place, in: standing.queues(helping: isHelp))
        why.policy = nil
        return why
    }

    func standing(
        for window: Window, by rules: CallingRules?, at moment: Moment
    ) -> Standing {
        let force = rules.map { PolicyInForce(policy: nil, rules: $0) } ?? policy(of: window)
        return Standing(window, in: self, by: force, at: moment)
    }

    /// The rules in force at a window: what a supervisor chose for it, or its own by configuration,
    /// or what a supervisor chose for the hall, or the hall's by configuration.
    package func policy(of window: Window) -> PolicyInForce {
        let calling = structure.calling
        let named = [
            window.chosenPolicy, window.definition.policy, chosenPolicy, calling?.standard,
        ]
        for case let id? in named {
            guard let policy = calling?.policies.first(where: { $0.id == id }) else { continue }
            return PolicyInForce(policy: id, rules: policy.rules)
        }
        return PolicyInForce(policy: nil, rules: .usual)
    }

    /// Those who wait for this window or its officer alone.
    func ownPlaces(of window: Window) -> [Place] {
        let bindings = [.window(window.id)] + (window.officer.map { [Binding.officer($0)] } ?? [])
        return bindings.flatMap { own[$0]?.places ?? [] }
    }

    /// How many wait for any of a window's services, those for it alone among them.
    package func waiting(for window: Window) -> Int {
        window.services.reduce(ownPlaces(of: window).count) { sum, service in
            sum + (services[service]?.queue.unbound ?? 0)
        }
    }
}

extension Window {
    /// A window that serves one service and nothing else, by the hall's rules.
    init(serving service: ServiceID) {
        self.init(HallStructure.Window(id: "", number: "", services: [service]))
    }
}
