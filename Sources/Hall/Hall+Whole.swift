// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// What is asked of the whole hall.
    func decidingOnHall(_ command: Command) throws(Refusal) -> [HallFact] {
        switch command {
        case .pauseHall(let reason): [try pausing(reason)]
        case .resumeHall: [try resuming()]
        case .chooseClosing(let choice, let service): try choosing(choice, service)
        default: []
        }
    }

    private func pausing(_ reason: String) throws(Refusal) -> HallFact {
        try isKnown(reason, among: structure.pauseReasons, .unknownReason, field: "reason")
        try isAtWork()
        return .hallPaused(HallPaused(reason: reason))
    }

    private func resuming() throws(Refusal) -> HallFact {
        guard paused != nil else { throw Refusal(.hallNotPaused) }
        return .hallResumed(HallResumed())
    }
}
