// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// People who wait for the same service and would be called before a ticket that waits, by the
    /// hall's rules and as of the last fact; where classes take turns, if nobody else comes.
    package func ahead(of ticket: Ticket) -> Int {
        guard ticket.state == .waiting else { return 0 }
        if let bound = ticket.bound { return own[bound]?.elders(than: ticket.place) ?? 0 }
        let now = Moment(wall: lastFactAt ?? 0, monotonic: 0, utcOffset: utcOffset)
        let standing = standing(for: Window(serving: ticket.service), by: nil, at: now)
        return standing.ahead(of: ticket)
    }
}

extension Standing {
    /// How many of the ticket's service go before it.
    fileprivate func ahead(of ticket: Ticket) -> Int {
        guard let queue = queues(helping: false).first, var candidate = candidate(ticket) else {
            return 0
        }
        // Whose turn it is now says nothing of those further behind.
        candidate.turn = nil
        let overtaking = queue.others.count { terms.precedes($0, candidate) }
        guard terms.rules.classes != .ratio || candidate.appointmentAt != nil else {
            return overtaking + inTurns(before: candidate, queue)
        }
        let lines = PriorityClass.allCases.map { priority in
            queue.line(priority).leading { terms.precedes(at($0, priority, queue), candidate) }
        }
        return overtaking + lines.reduce(0, +)
    }

    /// How many of both lines go before one that stands in a line, when the classes take turns.
    private func inTurns(before candidate: Candidate, _ queue: StandingQueue) -> Int {
        let elders = queue.line(candidate.priority).leading { $0 < candidate.place }
        let normal = terms.normalTurns
        let priority = terms.priorityTurns
        // Of priority before the first normal one, and of normal ones right after those.
        let lead = terms.priorityLead(after: queue.turns)
        let run = lead > 0 ? normal : normal - queue.turns.normalInRow
        switch candidate.priority {
        case .normal:
            let between = elders < run ? 0 : priority * (1 + (elders - run) / normal)
            return elders + min(queue.priority.count, lead + between)
        case .priority:
            let between = elders < lead ? 0 : run + normal * ((elders - lead) / priority)
            return elders + min(queue.normal.count, between)
        }
    }
}
