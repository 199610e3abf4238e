// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

extension Hall {
    /// The names of the fields in which two halls differ; the policy is no part of the state.
    func differences(from other: Hall) -> [String] {
        comparisons(with: other).filter { !$0.same }.map(\.field)
    }

    func comparisons(with other: Hall) -> [(field: String, same: Bool)] {
        [
            ("configuration", configuration == other.configuration),
            ("services", services == other.services),
            ("windows", windows == other.windows),
            ("kiosks", kiosks == other.kiosks),
            ("tickets", tickets == other.tickets),
            ("devices", devices == other.devices),
            ("businessDate", businessDate == other.businessDate),
            ("lastOrdinals", lastOrdinals == other.lastOrdinals),
            ("lastArrival", lastArrival == other.lastArrival),
            ("posts", posts == other.posts),
            ("openPrints", openPrints == other.openPrints),
            ("paperless", paperless == other.paperless),
            ("carriedNumbers", carriedNumbers == other.carriedNumbers),
            ("lastFactAt", lastFactAt == other.lastFactAt),
            ("lastQueuedAt", lastQueuedAt == other.lastQueuedAt),
            ("timers", timers == other.timers),
            ("paused", paused == other.paused),
            ("chosenPolicy", chosenPolicy == other.chosenPolicy),
            ("closing", closing == other.closing),
            ("appointments", appointments == other.appointments),
            ("own", own == other.own),
            ("rolls", rolls == other.rolls), ("tests", tests == other.tests),
            ("taken", taken == other.taken),
            ("proposals", proposals == other.proposals),
            ("answeredProposals", answeredProposals == other.answeredProposals),
            ("openRatings", openRatings == other.openRatings),
            ("lowRatings", lowRatings == other.lowRatings),
            ("restored", restored == other.restored),
            ("utcOffset", utcOffset == other.utcOffset),
        ]
    }
}
