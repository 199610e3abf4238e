// SPDX-License-Identifier: Apache-2.0

/// What both sides of an authenticated conversation keep (SPEC.md section 11).
package struct BusSession: Sendable, Hashable {
    /// What OPEN brought together: who, and a nonce of each side.
    package struct Meeting: Sendable, Hashable {
        package var uid: BusUID
        package var controllerNonce: UInt64
        package var unitNonce: UInt64

        package init(uid: BusUID, controllerNonce: UInt64, unitNonce: UInt64) {
            self.uid = uid
            self.controllerNonce = controllerNonce
            self.unitNonce = unitNonce
        }

        /// How the unit proves that it has the key.
        package func proof(_ key: BusKey) -> UInt64 { mac(key, label: 1) }

        fileprivate func mac(_ key: BusKey, label: UInt8) -> UInt64 {
            SipHash.mac(
                key: key,
                [label] + uid.bytes + .littleEndian(controllerNonce) + .littleEndian(unitNonce))
        }
    }

    private let key: BusKey
    /// The greatest counter that was used.
    package private(set) var counter: UInt32 = 0

    package init(_ key: BusKey, _ meeting: Meeting) {
        self.key = BusKey(meeting.mac(key, label: 2), meeting.mac(key, label: 3))
    }

    /// What the answer to KEY proves: that the unit has the new key.
    package static func installationProof(_ key: BusKey, uid: BusUID) -> UInt64 {
        Meeting(uid: uid, controllerNonce: 0, unitNonce: 0).mac(key, label: 4)
    }

    /// A controller's request, sealed with the next counter; nil after 2³² - 1 of them, when only a
    /// new session helps. To repeat a request send the same again.
    package mutating func seal(request: BusFrame) -> BusFrame? {
        guard counter < .max else { return nil }
        counter += 1
        return seal(request, counter: counter)
    }

    /// Whether a unit should obey: the seal is right and newer than all before.
    package mutating func accept(request: BusFrame) -> Bool {
        guard let seal = request.seal, seal.counter > counter, isRight(request) else {
            return false
        }
        counter = seal.counter
        return true
    }

    /// A unit's answer, sealed with the counter of the request.
    package func seal(answer: BusFrame, to request: BusFrame) -> BusFrame {
        seal(answer, counter: request.seal?.counter ?? 0)
    }

    /// Whether the answer comes from who has the key, to this request.
    package func accept(answer: BusFrame, to request: BusFrame) -> Bool {
        answer.seal?.counter == request.seal?.counter && isRight(answer)
    }

    /// Whether the MAC is right, whatever the counter.
    package func isRight(_ frame: BusFrame) -> Bool {
        guard let seal = frame.seal else { return false }
        return SipHash.mac(key: key, frame.signed(counter: seal.counter)) == seal.mac
    }

    private func seal(_ frame: BusFrame, counter: UInt32) -> BusFrame {
        var frame = frame
        frame.seal = BusFrame.Seal(
            counter: counter, mac: SipHash.mac(key: key, frame.signed(counter: counter)))
        return frame
    }
}

/// The answer to OPEN (SPEC.md section 11.1).
package struct BusOpening: Sendable, Hashable {
    package var nonce: UInt64
    package var proof: UInt64

    package init(nonce: UInt64, proof: UInt64) {
        self.nonce = nonce
        self.proof = proof
    }

    /// Nil if it is too short.
    package init?(payload: [UInt8]) {
        guard payload.count >= 16 else { return nil }
        self.init(nonce: payload.littleEndian(at: 0), proof: payload.littleEndian(at: 8))
    }

    package var payload: [UInt8] { .littleEndian(nonce) + .littleEndian(proof) }
}
