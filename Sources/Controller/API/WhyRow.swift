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
                "number": number, "waited": phrases.duration(seconds: why.waitedSeconds),
                "ahead": String(why.passedOver),
            ])
        waiting = why.waiting
        waitedSeconds = why.waitedSeconds
        passedOver = why.passedOver
        policy = why.policy
    }
}

extension Phrases {
    /// A stretch of time in whole minutes, as the pages say it too.
    fileprivate func duration(seconds: Int) -> String {
        let minutes = seconds / 60
        guard minutes > 0 else { return self("duration.seconds") }
        guard minutes >= 60 else { return self("duration.minutes", ["minutes": "\(minutes)"]) }
        return self(
            "duration.hours", ["hours": "\(minutes / 60)", "minutes": "\(minutes % 60)"])
    }
}
