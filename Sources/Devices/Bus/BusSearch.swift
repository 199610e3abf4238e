// SPDX-License-Identifier: Apache-2.0

import Wire

/// When to look for units, and what to do about those found.
struct BusSearch: Sendable {
    /// A unit that gets another address, or none.
    struct Move: Sendable, Equatable {
        var uid: BusUID
        var address: UInt8
        var tries = 0

        init(uid: BusUID, address: UInt8) {
            self.uid = uid
            self.address = address
        }

        var request: BusRequest {
            var link = BusLink(uid)
            link.address = address == BusFrame.nobody ? 255 : address
            return .link(link)
        }
    }

    /// The search under way.
    var discovery: BusDiscovery?
    /// The address whose former unit it looks for.
    var verified: UInt8?
    /// Who was found where.
    var roster: [BusUID: UInt8] = [:]
    var moves: [Move] = []
    /// A search over everything is due.
    var isWanted = true
    /// What was found has not been compared yet with what should be there.
    var isNews = false
    /// When a search over everything may be begun because of broken answers, and when one must be
    /// because something is missing.
    var fullAllowedAt: Int64 = .min
    var fullAt: Int64 = .max
    /// When to ask who is new.
    var helloAt: Int64 = .max

    static let moveLimit = 3
    /// Milliseconds between two questions who is new: while something is missing, and always.
    static let helloPeriod = (missing: Int64(2000), complete: Int64(30_000))
    /// Between two searches over everything while something is missing, or answers are broken.
    static let fullPeriod = (missing: Int64(60_000), suspect: Int64(5000))

    var isBusy: Bool { discovery != nil || !moves.isEmpty }

    mutating func begin(full: Bool) {
        discovery = BusDiscovery(full: full)
        verified = nil
        if full { isWanted = false }
    }

    /// Is the unit still on the wire that was at this address?
    mutating func verify(_ uid: BusUID, at address: UInt8) {
        discovery = BusDiscovery(
            full: true, root: BusDiscovery.Prefix(bits: BusUID.width, uid: uid))
        verified = address
    }

    /// A unit does not answer: somebody may come in its place.
    mutating func miss(_ now: Int64) {
        helloAt = min(helloAt, now + Self.helloPeriod.missing)
        fullAt = min(fullAt, now + Self.fullPeriod.missing)
    }

    /// When a search is to begin, if one may.
    func beginning(isSuspect: Bool) -> Int64 {
        let full = isWanted ? .min : min(fullAt, isSuspect ? fullAllowedAt : .max)
        return min(full, helloAt)
    }
}
