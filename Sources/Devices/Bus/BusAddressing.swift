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
        settle(
            homeless.sorted(),
            places.filter { place in
                place.isMissing && !found.values.contains(place.address)
            })
    }

    private mutating func settle(_ homeless: [BusUID], _ missing: [Place]) {
        var homeless = homeless
        var missing = missing
        // A unit whose place is written down goes there, and so does one that was there.
        for owner in [\Place.expected, \Place.known] {
            for place in missing {
                guard let uid = place[keyPath: owner],
                    let index = homeless.firstIndex(of: uid)
                else { continue }
                moves[uid] = place.address
                homeless.remove(at: index)
                missing.removeAll { $0 == place }
            }
        }
        guard let place = missing.first, missing.count == 1, let uid = homeless.first,
            homeless.count == 1, place.expected == nil || place.expected == uid
        else { return }
        moves[uid] = place.address
    }
}
