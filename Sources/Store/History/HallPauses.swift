// SPDX-License-Identifier: Apache-2.0

import Facts

/// The pauses of the whole hall on one day, put together from its facts and the end of the day
/// before, over which a pause may last.
struct HallPauses {
    private(set) var told: [WindowSession.Pause] = []
    private var carried: HallPaused?

    mutating func take(_ fact: HallFact, at wall: Int64) {
        switch fact {
        case .dayClosed(let fact):
            end(at: wall)
            carried = fact.hallPaused
        case .dayOpened:
            if let carried { begin(carried, at: wall) }
        case .hallPaused(let fact): begin(fact, at: wall)
        case .hallResumed:
            carried = nil
            end(at: wall)
        default: break
        }
    }

    private mutating func begin(_ fact: HallPaused, at wall: Int64) {
        told.append(WindowSession.Pause(at: wall, reason: fact.reason))
    }

    private mutating func end(at wall: Int64) {
        guard let last = told.indices.last, told[last].until == nil else { return }
        told[last].until = wall
    }
}
