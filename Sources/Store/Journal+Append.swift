// SPDX-License-Identifier: Apache-2.0

package import Facts

/// Who does something to the files of a hall that is not running, and when.
package struct Occasion: Sendable {
    package var actor: Actor
    /// Its offset is not looked at; the hall's own, as the journal has it, counts.
    package var moment: Moment
    /// Names the machine's boot.
    package var boot: String
    package var input: InputID

    package init(actor: Actor, moment: Moment, boot: String, input: InputID) {
        self.actor = actor
        self.moment = moment
        self.boot = boot
        self.input = input
    }
}

extension Journal<HallFact> {
    /// Commits one fact that no hall decided, on the business day of the fact before.
    ///
    /// Throws what `commit` throws.
    package func append(_ fact: HallFact, by occasion: Occasion) throws(JournalError) {
        let last = try reader.access { db in try BackupCheck.last(db) }
        var moment = occasion.moment
        moment.utcOffset = last.utcOffset
        let envelope = Envelope(
            epoch: epoch, sequence: sequence + 1, moment: moment, boot: occasion.boot,
            date: last.date, actor: occasion.actor, cause: Cause(input: occasion.input))
        try commit([Recorded(envelope: envelope, fact: fact)])
    }
}
