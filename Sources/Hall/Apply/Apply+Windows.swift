// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    mutating func applyAtWindow(_ fact: HallFact, at wall: Int64) {
        switch fact {
        case .windowOpened(let fact): hold(fact.window, by: fact.officer, at: wall)
        case .windowClosed(let fact): close(fact.window, at: wall)
        case .windowPaused(let fact):
            windows[fact.window]?.paused = fact
            windows[fact.window]?.since = wall
        case .windowResumed(let fact):
            windows[fact.window]?.paused = nil
            windows[fact.window]?.since = wall
        case .windowTakenOver(let fact):
            if let from = fact.from { posts[from] = nil }
            hold(fact.window, by: fact.officer, at: windows[fact.window]?.since ?? wall)
        default: break
        }
    }

    private mutating func hold(_ window: WindowID, by officer: OfficerID, at wall: Int64) {
        windows[window]?.officer = officer
        windows[window]?.since = wall
        posts[officer] = window
    }

    private mutating func close(_ window: WindowID, at wall: Int64) {
        if let officer = windows[window]?.officer { posts[officer] = nil }
        windows[window]?.officer = nil
        windows[window]?.paused = nil
        windows[window]?.since = wall
    }

    mutating func applyHallWide(_ fact: HallFact, at moment: Moment) {
        switch fact {
        case .hallPaused(let fact):
            paused = fact
            timers.pause(at: moment)
        case .hallResumed:
            paused = nil
            timers.resume(at: moment)
        case .policyChosen(let fact):
            if let window = fact.window {
                windows[window]?.chosenPolicy = fact.policy
            } else {
                chosenPolicy = fact.policy
            }
        case .closingChosen(let fact):
            if let service = fact.service {
                services[service]?.closing = fact.choice
            } else {
                closing = fact.choice
                for id in services.keys { services[id]?.closing = nil }
            }
        case .tidalProposed(let fact): proposals[fact.rule] = fact
        case .tidalProposalEnded(let fact):
            proposals[fact.rule] = nil
            if fact.reason == .accepted || fact.reason == .dismissed {
                answeredProposals[fact.rule] = timers.stamp(moment)
            }
        case .tidalOpened(let fact): windows[fact.window]?.tidal.append(fact.service)
        case .tidalClosed(let fact):
            windows[fact.window]?.tidal.removeAll { $0 == fact.service }
        case .appointmentBooked(let fact):
            appointments[fact.appointment] = Appointment(booked: fact)
        case .appointmentCancelled(let fact): appointments[fact.appointment] = nil
        case .journalRestored(let fact):
            leaveGap(fact, after: lastArrival, queuedAt: lastQueuedAt)
        default: break
        }
    }

    /// Slips from before a restore may turn up from now on, before whoever comes after it: they
    /// were taken since the copy was made, by people who stand behind whoever it knows.
    mutating func leaveGap(_ fact: JournalRestored, after arrival: Int64, queuedAt: Int64) {
        let queuedAt = max(queuedAt, fact.backedUpAt)
        lastArrival = max(lastArrival, arrival + Restored.room)
        lastQueuedAt = max(lastQueuedAt, queuedAt)
        let earlier = restored.map { $0.fact.date == fact.date ? $0.gaps : [] } ?? []
        let gap = Restored.Gap(
            adoptedAfter: arrival, queuedAt: queuedAt,
            lastOrdinals: businessDate == fact.date ? lastOrdinals : [:],
            first: firstOrdinal(ofBlock: fact.block))
        restored = Restored(fact: fact, gaps: earlier + [gap])
    }
}
