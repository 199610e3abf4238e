// SPDX-License-Identifier: Apache-2.0

import Machine
package import Wire

extension ShareKey {
    /// The key of one window unit, made of the hall's secret and the unit's UID: a unit taken from
    /// a wall gives away nothing of the others (SPEC.md section 11.3).
    package func unitKey(of uid: BusUID) -> BusKey {
        let hash = Sodium.hash(Array("hallkeeper window unit".utf8) + uid.bytes, key: bytes)
        return BusKey(bytes: hash) ?? .none
    }
}

extension BusSurvey {
    /// Puts a key into the unit at an address and checks the proof that it is in.
    package mutating func install(
        _ key: BusKey, in unit: Unit
    ) throws(ChannelError) -> Outcome {
        talk.address = unit.address
        guard let answer = try ask(.key(key)) else { return .silent }
        if let error = answer.error { return .refused(error.name) }
        let proof = answer.payload.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let isIn = proof == BusSession.installationProof(key, uid: unit.uid)
        return isIn ? .done : .silent
    }
}
