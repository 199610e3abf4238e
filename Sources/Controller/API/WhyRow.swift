// SPDX-License-Identifier: Apache-2.0

import Facts
import Views

/// Why a ticket is next, with the sentence a clerk reads.
struct WhyRow: Encodable {
    var rule: Why.Rule
    var sentence: String
    var waiting: Int
    var waitedSeconds: Int
    var passedOver: Int
    var policy: String?

    init(_ why: Why, number: String, _ phrases: Phrases) {
        rule = why.rule
        sentence = phrases(
            "why.\(why.rule.rawValue)",
            [
                "number": number, "waited": String(why.waitedSeconds / 60),
                "ahead": String(why.passedOver),
            ])
        waiting = why.waiting
        waitedSeconds = why.waitedSeconds
        passedOver = why.passedOver
        policy = why.policy
    }
}
