// SPDX-License-Identifier: Apache-2.0

import Wire

/// Finds every unit on the wire by halving the UIDs until each answers alone (SPEC.md section 9.2).
///
/// An answer found can hide others and a request can be lost, so a prefix is asked again after each
/// find, and the search ends only when the whole wire was silent twice.
struct BusDiscovery: Sendable {
    struct Prefix: Sendable, Equatable {
        var bits: Int
        var uid: BusUID

        static let everyone = Prefix(bits: 0, uid: BusUID(0))
    }

    /// What was found, with the address it has.
    private(set) var found: [BusUID: UInt8] = [:]
    /// False if it was given up: on a wire full of noise it would never end.
    private(set) var isComplete = true
    /// Whether units were asked that were found before.
    let isFull: Bool
    let root: Prefix
    private var open: [Prefix]
    private var quieting: [BusUID] = []
    private var quietTries = 0
    private var begins: Int
    private var silences = 0
    private var probes = 0

    private static let silencesNeeded = 2
    private static let quietLimit = 3
    /// One unit takes at most 48 halvings, each with an empty half, and units of one maker share
    /// most of them.
    private static let probeLimit = (any: 300, perUnit: 30)
    /// More have no addresses; whoever invents UIDs must not keep the search going.
    static let unitLimit = 250

    /// - Parameters:
    ///   - full: everybody is heard; else only those that were not found since they restarted.
    ///   - root: only these UIDs.
    init(full: Bool, root: Prefix = .everyone) {
        isFull = full
        self.root = root
        open = [root]
        // Said twice, since a unit that misses it stays quiet.
        begins = full ? 2 : 0
    }

    /// What to send next; nil when all is found.
    var request: BusRequest? {
        if let uid = quieting.first { return .quiet(uid) }
        guard let prefix = open.last else { return nil }
        return .discover(begin: begins > 0, bits: UInt8(prefix.bits), prefix: prefix.uid)
    }

    /// What came on a probe in all the time that units have.
    mutating func probed(_ answers: [BusFrame], garbled: Bool) {
        guard let prefix = open.last else { return }
        probes += 1
        if begins > 0 {
            begins -= 1
            // The first is asked again anyway.
            if begins > 0 { return }
        }
        var isFound = false
        for answer in answers where answer.status == 0 {
            guard let uid = BusUID(bytes: Array(answer.payload.prefix(6))), uid.isOfUnit else {
                continue
            }
            found[uid] = answer.address
            quieting.append(uid)
            isFound = isFound || uid.hasPrefix(prefix.uid, bits: prefix.bits)
        }
        if !isFound { narrow(prefix, isSilent: answers.isEmpty && !garbled) }
        let limit = Self.probeLimit.any + Self.probeLimit.perUnit * found.count
        if probes >= limit || found.count > Self.unitLimit {
            isComplete = false
            open = []
            quieting = []
        }
    }

    private mutating func narrow(_ prefix: Prefix, isSilent: Bool) {
        silences = isSilent ? silences : 0
        open.removeLast()
        if isSilent {
            if prefix == root { silences += 1 }
        } else if prefix.bits < BusUID.width {
            open.append(
                Prefix(bits: prefix.bits + 1, uid: prefix.uid.setting(bit: prefix.bits)))
            open.append(Prefix(bits: prefix.bits + 1, uid: prefix.uid))
        }
        if open.isEmpty, silences < Self.silencesNeeded { open = [root] }
    }

    /// Whether the unit said that it is quiet. One that does not is left, and found again.
    mutating func quieted(_ isDone: Bool) {
        quietTries += 1
        guard isDone || quietTries >= Self.quietLimit, !quieting.isEmpty else { return }
        quieting.removeFirst()
        quietTries = 0
        silences = 0
    }
}
