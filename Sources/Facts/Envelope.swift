// SPDX-License-Identifier: Apache-2.0

/// Who caused a fact.
package struct Actor: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// A citizen at a kiosk; `id` is the kiosk.
        case kiosk
        /// An officer; `id` is the officer.
        case officer
        /// A supervisor; `id` is the account.
        case supervisor
        /// An administrator of the centre; `id` is the account.
        case administrator
        /// A device that reported or was pressed; `id` is the device.
        case device
        /// The controller itself: the clock, a start, a restart.
        case controller
    }

    package var kind: Kind
    package var id: String

    package init(_ kind: Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    package static let controller = Actor(.controller, "controller")
}

/// A client's own name for one intention, so that asking twice changes nothing twice.
package struct IdempotencyKey: Hashable, Sendable, Codable {
    /// What the client sent in `Idempotency-Key`.
    package var text: String
    /// Hash over method, path and body, in hexadecimal: the same key must mean the same request.
    package var digest: String

    package init(text: String, digest: String) {
        self.text = text
        self.digest = digest
    }
}

/// What led to a fact.
package struct Cause: Hashable, Sendable, Encodable {
    /// The input it was decided for.
    package var input: InputID
    package var key: IdempotencyKey?

    package init(input: InputID, key: IdempotencyKey? = nil) {
        self.input = input
        self.key = key
    }
}

/// Everything about a fact but what it says.
package struct Envelope: Hashable, Sendable {
    package var epoch: EpochID
    /// Counts from 1 within an epoch, without gaps.
    package var sequence: Int64
    package var moment: Moment
    /// Names the machine's boot, since `moment.monotonic` means nothing in another one.
    package var boot: String
    /// The business day the fact belongs to; nil before the first day is opened.
    package var date: CivilDate?
    package var actor: Actor
    package var cause: Cause

    package init(
        epoch: EpochID, sequence: Int64, moment: Moment, boot: String, date: CivilDate?,
        actor: Actor, cause: Cause
    ) {
        self.epoch = epoch
        self.sequence = sequence
        self.moment = moment
        self.boot = boot
        self.date = date
        self.actor = actor
        self.cause = cause
    }
}

/// A fact with its envelope: one row of the journal before it is encoded.
package struct Recorded<Fact: FactVocabulary>: Sendable, Equatable {
    package var envelope: Envelope
    package var fact: Fact

    package init(envelope: Envelope, fact: Fact) {
        self.envelope = envelope
        self.fact = fact
    }
}
