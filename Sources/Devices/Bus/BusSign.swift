// SPDX-License-Identifier: Apache-2.0

import Wire

/// The face a unit's sign should show, and how far it is from showing it.
struct BusSign: Sendable {
    private(set) var face: SignFace?
    /// Names the face on the wire; another for each, also for the same face again.
    private(set) var tag: UInt16 = 0
    /// The unit has said that it shows it.
    private(set) var isAgreed = false
    /// When it was wanted, and after how many others, for who comes first.
    private(set) var wantedAt: Int64 = 0
    private(set) var place = 0
    /// When its next request may go.
    private(set) var dueAt: Int64 = 0
    /// What the unit must tell of its font first.
    private var question: String?
    private var requests: [BusRequest] = []
    private var missing: Set<Character> = []
    private var step = 0
    private var failures = 0
    private var isTold = false
    /// The unit's sign takes no such face; nothing is tried until something changes.
    private var isHopeless = false

    /// Milliseconds before a face is tried again that a unit refused or lost, the first time.
    private static let retry: Int64 = 500
    private static let longestRetry: Int64 = 10_000

    /// Whether there is something to send.
    var isWanted: Bool { face != nil && !isAgreed && !isHopeless && request != nil }

    /// The unit may show another face than the one that is wanted.
    var mayBeOld: Bool { face != nil && !isAgreed }

    /// What to send next.
    var request: BusRequest? {
        if let question { return .glyphs(question) }
        return step < requests.count ? requests[step] : nil
    }

    /// Another face is wanted, or the same anew. What was half sent is abandoned.
    mutating func want(_ face: SignFace, tag: UInt16, place: Int, now: Int64) {
        self.face = face
        self.tag = tag
        self.place = place
        wantedAt = now
        failures = 0
        forget(now)
    }

    /// Nothing is known any more of what the unit shows.
    mutating func forget(_ now: Int64) {
        isAgreed = false
        isTold = false
        isHopeless = false
        dueAt = now
        question = nil
        requests = []
        step = 0
    }

    /// The unit was lost from sight: what was half sent must be sent from its beginning, and what
    /// stands is news again once the unit has said so.
    mutating func interrupt(_ now: Int64) {
        isTold = false
        step = 0
        dueAt = now
    }

    /// Makes the requests, now that the unit is known.
    mutating func plan(on sign: BusFacePlan.Sign) {
        guard let face else { return }
        step = 0
        requests = []
        question = BusFacePlan.question(about: face, on: sign)
        guard question == nil else { return }
        let plan = BusFacePlan(face, tag: tag, on: sign)
        requests = plan.requests
        missing = plan.missing
    }

    /// The unit did what was asked. True if the face is up now.
    mutating func isDone() -> Bool {
        step += 1
        guard step >= requests.count else { return false }
        isAgreed = true
        failures = 0
        return true
    }

    /// What to report of the face that is up, once for each time that it was wanted or out of sight.
    mutating func report(address: UInt8) -> BusDriver.Report? {
        guard isAgreed, !isTold, let face else { return nil }
        isTold = true
        return missing.isEmpty
            ? .shown(address: address, face)
            : .unshowable(address: address, face, missing: missing.sorted())
    }

    /// The unit says what it shows. True if the face must be sent again.
    mutating func compare(shown: UInt16, _ now: Int64) -> Bool {
        guard face != nil, shown != tag, isAgreed else { return false }
        isAgreed = false
        isTold = false
        tryLater(now)
        return true
    }

    /// The unit cannot do it now.
    mutating func wait(until time: Int64) { dueAt = max(dueAt, time) }

    /// The unit refused, and may take it when all is sent again.
    mutating func tryLater(_ now: Int64) {
        // The first time at once: a unit that restarted has an empty sign.
        dueAt = failures == 0 ? now : now + min(Self.retry << Int64(failures), Self.longestRetry)
        failures = min(failures + 1, 10)
        step = 0
    }

    /// The unit will never take it.
    mutating func giveUp(address: UInt8) -> BusDriver.Report? {
        isHopeless = true
        defer { isTold = true }
        guard !isTold, let face else { return nil }
        return .unshowable(address: address, face, missing: missing.sorted())
    }
}
