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

/// A hall's rule for who is next. Reads the hall and changes nothing, so that anybody can be told
/// who would be next without calling.
package protocol CallingPolicy: Sendable {
    func next(for window: Window, in hall: Hall, at moment: Moment) -> Choice?
}

/// The priority class first, and within a class whoever came earliest for any of the window's
/// services.
package struct PriorityThenOldest: CallingPolicy {
    package init() {}

    package func next(for window: Window, in hall: Hall, at moment: Moment) -> Choice? {
        let queues = window.services.compactMap { hall.services[$0]?.queue }
        for priority in [PriorityClass.priority, .normal] {
            let heads = queues.compactMap { $0.line(priority).first }
            guard let first = heads.min() else { continue }
            let passedOver = queues.reduce(0) { $0 + $1.elders(than: first) }
            let why = Why(
                rule: passedOver > 0 ? .priorityFirst : .oldestFirst,
                waiting: queues.reduce(0) { $0 + $1.count },
                waitedSeconds: hall.tickets[first.ticket]?.waitedSeconds(at: moment) ?? 0,
                passedOver: passedOver)
            return Choice(ticket: first.ticket, why: why)
        }
        return nil
    }
}
