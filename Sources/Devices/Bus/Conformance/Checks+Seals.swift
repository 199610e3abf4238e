// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: Authentication

extension Checks {
    static let seals = [
        ConformanceCheck("openUnkeyed", "11.2", .authentication, hint: "seal", openUnkeyed),
        ConformanceCheck("key", "11.3", .authentication, hint: "seal", key),
        ConformanceCheck("unsealed", "11.2", .authentication, hint: "seal", unsealed),
        ConformanceCheck("session", "11.1", .authentication, hint: "seal", session),
        ConformanceCheck("sealBad", "11.2", .authentication, hint: "seal", sealBad),
        ConformanceCheck("sealReplay", "11.2", .authentication, hint: "seal", sealReplay),
        ConformanceCheck("sealRepeat", "6", .authentication, hint: "repeats", sealRepeat),
        ConformanceCheck("stranger", "11.1", .authentication, hint: "seal", stranger),
        ConformanceCheck("keyChange", "11.3", .authentication, hint: "seal", keyChange),
    ]

    private static func openUnkeyed(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.refused(talk.frame(.open(nonce: 1), sequence: 0), .refused)
    }

    private static func key(_ talk: inout BusTalk) throws(ConformanceStop) {
        let key = try talk.putKey()
        try talk.refused(.status(ack: 0), .sealRequired)
        try talk.refused(.key(key), .sealRequired)
        var session = try talk.opened(key)
        try talk.takeKey(&session)
        try talk.status()
    }

    /// Without a seal only who the unit is can be asked.
    private static func unsealed(_ talk: inout BusTalk) throws(ConformanceStop) {
        let key = try talk.putKey()
        var stranger = BusSession(
            BusKey(1, 2),
            BusSession.Meeting(uid: try talk.uid(), controllerNonce: 3, unitNonce: 4))
        if let early = stranger.seal(request: talk.frame(.status(ack: 0))) {
            try talk.refused(early, .noSession)
        }
        var session = try talk.opened(key)
        try talk.sealed(.clear(tag: 101), &session)
        for request in [BusRequest.clear(tag: 102), .statistics, .status(ack: 0)] {
            try talk.refused(request, .sealRequired)
        }
        try talk.ok(.identify, sequence: 0)
        try talk.ok(.capabilities)
        try talk.found(begin: true, bits: 0, BusUID(0))
        try talk.unanswered(
            talk.frame(.clear(tag: 103), sequence: 0, to: BusFrame.everyone).wire)
        try talk.sealedShows(101, &session)
        try talk.takeKey(&session)
    }

    private static func session(_ talk: inout BusTalk) throws(ConformanceStop) {
        let key = try talk.putKey()
        var nonces: Set<UInt64> = []
        for _ in 0..<4 {
            let nonce = talk.draw64()
            let payload = try talk.ok(.open(nonce: nonce), sequence: 0)
            guard let opening = BusOpening(payload: payload) else {
                throw .differs("payload", expected: "16 bytes", hexadecimal(payload))
            }
            nonces.insert(opening.nonce)
        }
        try talk.equal("nonces", expected: 4, nonces.count)
        var session = try talk.opened(key)
        for tag: UInt16 in 104...107 {
            try talk.sealed(.clear(tag: tag), &session)
            try talk.sealedShows(tag, &session)
        }
        try talk.takeKey(&session)
    }

    private static func sealBad(_ talk: inout BusTalk) throws(ConformanceStop) {
        var session = try talk.opened(talk.putKey())
        try talk.sealed(.clear(tag: 108), &session)
        for spoil in 0..<4 {
            guard var frame = session.seal(request: talk.frame(.clear(tag: 109))) else { break }
            switch spoil {
            case 0: frame.seal?.mac ^= 1
            case 1: frame.seal?.mac ^= 1 << 63
            case 2: frame.payload[0] ^= 1
            default: frame.seal?.counter += 1
            }
            try talk.refused(frame, .sealBad)
        }
        try talk.sealedShows(108, &session)
        try talk.takeKey(&session)
    }

    /// What was said before under a seal, said again.
    private static func sealReplay(_ talk: inout BusTalk) throws(ConformanceStop) {
        var session = try talk.opened(talk.putKey())
        guard let old = session.seal(request: talk.frame(.clear(tag: 110))) else { return }
        try talk.answer(to: old)
        try talk.sealed(.clear(tag: 111), &session)
        try talk.refused(old, .sealBad)
        try talk.sealedShows(111, &session)
        try talk.takeKey(&session)
    }

    private static func sealRepeat(_ talk: inout BusTalk) throws(ConformanceStop) {
        var session = try talk.opened(talk.putKey())
        guard let frame = session.seal(request: talk.frame(.statistics)) else { return }
        let first = try talk.answer(to: frame)
        try talk.isTrue(
            session.accept(answer: first, to: frame), "MAC", expected: "✓", "✗")
        try talk.equal("payload", of: first, talk.answer(to: frame))
        try talk.sealed(.clear(tag: 112), &session)
        try talk.takeKey(&session)
    }

    /// An OPEN by who has no key ends nothing; one by who has it does with its first request.
    private static func stranger(_ talk: inout BusTalk) throws(ConformanceStop) {
        let key = try talk.putKey()
        var session = try talk.opened(key)
        try talk.sealed(.clear(tag: 113), &session)
        for _ in 0..<2 { try talk.ok(.open(nonce: talk.draw64()), sequence: 0) }
        try talk.sealed(.clear(tag: 114), &session)
        var next = try talk.opened(key)
        try talk.sealed(.clear(tag: 115), &next)
        if let old = session.seal(request: talk.frame(.clear(tag: 116))) {
            try talk.refused(old, oneOf: [.sealBad, .noSession])
        }
        try talk.sealedShows(115, &next)
        try talk.takeKey(&next)
    }

    private static func keyChange(_ talk: inout BusTalk) throws(ConformanceStop) {
        let key = try talk.putKey()
        var session = try talk.opened(key)
        let other = BusKey(key.low ^ 0x5555, key.high)
        try talk.install(other, &session)
        var next = try talk.opened(other)
        try talk.sealed(.clear(tag: 117), &next)
        try talk.takeKey(&next)
        try talk.ok(.clear(tag: 118))
        try talk.refused(talk.frame(.open(nonce: 2), sequence: 0), .refused)
    }
}
