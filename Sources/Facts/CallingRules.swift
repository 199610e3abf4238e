// SPDX-License-Identifier: Apache-2.0

/// A hall's rule for who is next, put together from a few pieces.
///
/// A window asks of every ticket it may call, one piece after another: is it this window's or this
/// officer's own; is its service one of the window's own or only helped out with; is it an
/// appointment that is due; is its service preferred; whose class has its turn; who came first, a
/// class's head start taken into account. The first piece in which two tickets differ decides.
package struct CallingRules: Hashable, Sendable, Codable {
    /// How the priority class stands to the normal one.
    package enum ClassOrder: String, Hashable, Sendable, Codable, CaseIterable {
        /// The class does not matter; whoever came first goes first.
        case oldest
        /// Priority always goes first.
        case priority
        /// So many normal tickets to so many of priority, for each service.
        case ratio
    }

    package var classes: ClassOrder
    /// With `ratio`: how many normal tickets are called before priority has its turn; 1 or more.
    package var normalTurns: Int?
    /// With `ratio`: how many priority tickets are then called; 1 or more.
    package var priorityTurns: Int?
    /// A normal ticket that has waited so many minutes counts as priority; nil: never.
    package var agingMinutes: Int?
    /// Seconds a priority ticket is taken to have come earlier than it did.
    package var priorityHeadStartSeconds: Int?
    /// Whether tickets sent to this window or officer go before all others; nil: yes.
    package var ownFirst: Bool?
    /// Whether an appointment whose time has come goes before those without one; nil: yes.
    package var appointmentsFirst: Bool?

    package init(
        classes: ClassOrder, normalTurns: Int? = nil, priorityTurns: Int? = nil,
        agingMinutes: Int? = nil, priorityHeadStartSeconds: Int? = nil, ownFirst: Bool? = nil,
        appointmentsFirst: Bool? = nil
    ) {
        self.classes = classes
        self.normalTurns = normalTurns
        self.priorityTurns = priorityTurns
        self.agingMinutes = agingMinutes
        self.priorityHeadStartSeconds = priorityHeadStartSeconds
        self.ownFirst = ownFirst
        self.appointmentsFirst = appointmentsFirst
    }

    /// What a hall does that says nothing: priority first, then whoever came first.
    package static let usual = CallingRules(classes: .priority)
}

/// The policies a hall knows by name, and which of them is in force.
package struct CallingStructure: Hashable, Sendable, Codable {
    package struct Policy: Hashable, Sendable, Codable {
        package var id: String
        package var name: LocalizedText
        package var rules: CallingRules

        package init(id: String, name: LocalizedText, rules: CallingRules) {
            self.id = id
            self.name = name
            self.rules = rules
        }
    }

    package var policies: [Policy]
    /// The id of the policy in force unless a window or a supervisor says otherwise.
    package var standard: String

    package init(policies: [Policy], standard: String) {
        self.policies = policies
        self.standard = standard
    }
}
