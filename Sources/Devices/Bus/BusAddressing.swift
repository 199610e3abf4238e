// SPDX-License-Identifier: Apache-2.0

import Wire

/// Who gets which address, when all units of a wire are known (SPEC.md section 9.5).
struct BusAddressing: Equatable {
    /// A place of the hall, as far as its address is concerned.
    struct Place: Equatable {
        var address: UInt8
        /// The unit that the hall says belongs here.
        var expected: BusUID?
        /// The unit that was here last.
        var known: BusUID?
        /// Nobody answers.
        var isMissing: Bool
    }

    /// Addresses to set; `nobody` stands for none.
    private(set) var moves: [BusUID: UInt8] = [:]
    /// Units that have one address, where nobody knows which belongs there. To choose would be to
    /// put one window's number over another window.
    private(set) var duplicates: [UInt8: [BusUID]] = [:]

    init(_ found: [BusUID: UInt8], _ places: [Place]) {
        var homeless = found.filter { $0.value == BusFrame.nobody }.map(\.key)
        for place in places {
            let here = found.filter { $0.value == place.address }.map(\.key).sorted()
            guard here.count > 1 else { continue }
            let owner = [place.expected, place.known].compactMap(\.self).first(where: here.contains)
            guard let owner else {
                duplicates[place.address] = here
                continue
            }
            for uid in here where uid != owner {
                moves[uid] = BusFrame.nobody
                homeless.append(uid)
            }
        }
        settle(homeless.sorted(), found, places)
    }

    private mutating func settle(
        _ homeless: [BusUID], _ found: [BusUID: UInt8], _ places: [Place]
    ) {
        var homeless = homeless
        var missing = places.filter { place in
            place.isMissing && !found.values.contains(place.address)
        }
        func move(_ uid: BusUID, to place: Place) {
            moves[uid] = place.address
            homeless.removeAll { $0 == uid }
            missing.removeAll { $0 == place }
        }
        // A unit whose place is written down goes there, wherever it is now.
        let astray = places.filter { place in
            guard let uid = place.expected, let here = found[uid] else { return false }
            return !places.contains { $0.address == here && $0.expected == uid }
        }
        for place in astray {
            guard let uid = place.expected else { continue }
            if missing.contains(place) {
                move(uid, to: place)
            } else {
                // It waits for whoever sits there, who gives it up.
                homeless.removeAll { $0 == uid }
                for (other, here) in found where here == place.address && moves[other] == nil {
                    moves[other] = BusFrame.nobody
                }
            }
        }
        // One that was somewhere goes back.
        for place in missing {
            if let uid = place.known, homeless.contains(uid) { move(uid, to: place) }
        }
        guard let place = missing.first, missing.count == 1, let uid = homeless.first,
            homeless.count == 1, place.expected == nil
        else { return }
        moves[uid] = place.address
    }
}
