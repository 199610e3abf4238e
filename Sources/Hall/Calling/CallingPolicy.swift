// SPDX-License-Identifier: Apache-2.0

package import Facts

/// Who is next at a window, and why that one.
package struct Choice: Hashable, Sendable {
    package var ticket: TicketID
    package var why: Why

    package init(ticket: TicketID, why: Why) {
        self.ticket = ticket
        self.why = why
    }
}

/// What picks the next ticket of a call. Reads the hall and changes nothing.
package protocol CallingPolicy: Sendable {
    func next(for window: Window, in hall: Hall, at moment: Moment) -> Choice?
}

/// Calls by the rules in force at the window; what every hall does.
package struct RulesInForce: CallingPolicy {
    package init() {}

    package func next(for window: Window, in hall: Hall, at moment: Moment) -> Choice? {
        hall.choice(for: window, at: moment)
    }
}
