// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: Speaking under a seal

extension BusTalk {
    /// Puts the run's key into a unit that has none, in plain sight.
    mutating func putKey() throws(ConformanceStop) -> BusKey {
        guard let key = options.key else { throw .skipped(.notAsked) }
        let answer = try answer(to: frame(.key(key)))
        guard answer.status != BusError.refused.status else { throw .skipped(.late) }
        try equal("status", expected: 0, answer.status)
        let proof = BusSession.installationProof(key, uid: try uid())
        try equal(
            "proof", expected: hexadecimal(littleEndian(proof)),
            hexadecimal(answer.payload.prefix(8)))
        return key
    }

    /// A session with a unit that has this key.
    mutating func opened(_ key: BusKey) throws(ConformanceStop) -> BusSession {
        let nonce = draw64()
        let payload = try ok(.open(nonce: nonce), sequence: 0)
        guard let opening = BusOpening(payload: payload) else {
            throw .differs("payload", expected: "16 bytes", hexadecimal(payload))
        }
        let meeting = BusSession.Meeting(
            uid: try uid(), controllerNonce: nonce, unitNonce: opening.nonce)
        let proof = meeting.proof(key)
        try equal(
            "proof", expected: hexadecimal(littleEndian(proof)),
            hexadecimal(littleEndian(opening.proof)))
        return BusSession(key, meeting)
    }

    /// Asks under a seal for what the unit must do.
    @discardableResult mutating func sealed(
        _ request: BusRequest, _ session: inout BusSession
    ) throws(ConformanceStop) -> [UInt8] {
        guard let frame = session.seal(request: frame(request)) else {
            throw .skipped(.hopeless)
        }
        let answer = try answer(to: frame)
        try equal("status", expected: 0, answer.status)
        try equal("counter", expected: frame.seal?.counter ?? 0, answer.seal?.counter ?? 0)
        try isTrue(session.accept(answer: answer, to: frame), "MAC", expected: "✓", "✗")
        return answer.payload
    }

    mutating func sealedShows(
        _ tag: UInt16, _ session: inout BusSession
    ) throws(ConformanceStop) {
        let payload = try sealed(.status(ack: 0), &session)
        try equal("shown", expected: tag, BusStatus(payload: payload)?.shown ?? 0)
    }

    mutating func install(
        _ key: BusKey, _ session: inout BusSession
    ) throws(ConformanceStop) {
        let payload = try sealed(.key(key), &session)
        let proof = BusSession.installationProof(key, uid: try uid())
        try equal(
            "proof", expected: hexadecimal(littleEndian(proof)), hexadecimal(payload.prefix(8)))
    }

    /// The unit has no key any more.
    mutating func takeKey(_ session: inout BusSession) throws(ConformanceStop) {
        try install(.none, &session)
    }

    mutating func draw64() -> UInt64 {
        UInt64(draw(below: 1 << 32)) << 32 | UInt64(draw(below: 1 << 32))
    }

    private func littleEndian(_ number: UInt64) -> [UInt8] {
        stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
