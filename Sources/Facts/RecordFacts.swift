// SPDX-License-Identifier: Apache-2.0

/// Stands in a fact for text about a person that is kept elsewhere and can be erased.
package struct TextCommitment: Hashable, Sendable, Codable {
    /// Names the text in the side store.
    package var text: String
    /// What kind of text: `name`, `note`.
    package var kind: String
    /// Hash over salt, kind and text, in hexadecimal; without the salt it says nothing.
    package var digest: String

    package init(text: String, kind: String, digest: String) {
        self.text = text
        self.kind = kind
        self.digest = digest
    }
}

/// Texts about people were erased.
package struct TextErased: FactPayload, Hashable {
    package static let name = "textErased"
    /// The rule it was done under: `retention` or `request`.
    package var rule: String
    /// The names the texts had in the side store.
    package var texts: [String]
    /// What was given as the reason; a key or a reference, nothing about the person.
    package var reason: String?

    package init(rule: String, texts: [String], reason: String?) {
        self.rule = rule
        self.texts = texts
        self.reason = reason
    }
}

/// The journal goes on from a copy; what was said after the copy was made is lost, though papers of
/// it may be in people's hands. The first fact of its epoch.
package struct JournalRestored: FactPayload, Hashable {
    package static let name = "journalRestored"
    package var fromEpoch: EpochID
    /// The last fact of that epoch the copy has.
    package var fromSequence: Int64
    /// Wall milliseconds at which the copy was made.
    package var backedUpAt: Int64
    /// The business day from whose numbers the hall keeps away.
    package var date: CivilDate
    /// Which block of that day's numbers every prefix goes on in; 0 is the one each day begins in.
    package var block: Int

    package init(
        fromEpoch: EpochID, fromSequence: Int64, backedUpAt: Int64, date: CivilDate, block: Int
    ) {
        self.fromEpoch = fromEpoch
        self.fromSequence = fromSequence
        self.backedUpAt = backedUpAt
        self.date = date
        self.block = block
    }
}
