// SPDX-License-Identifier: Apache-2.0

import Facts
import Machine

/// Who stands at which kiosk, as its identity-card reader last said: a hash that means something
/// for one day, kept for a minute and for one ticket.
final class PersonsPresent: Sendable {
    private static let keptMilliseconds: Int64 = 60_000

    private struct Present {
        var person: String
        var until: Int64
    }

    private let present = Guarded<[KioskID: Present]>([:])

    /// - Parameter now: monotonic milliseconds.
    func put(_ person: String, at kiosk: KioskID, now: Int64) {
        present.withLock { $0[kiosk] = Present(person: person, until: now + Self.keptMilliseconds) }
    }

    /// Whoever is there; nil after a minute.
    func person(at kiosk: KioskID, now: Int64) -> String? {
        present.withLock { present in
            guard let found = present[kiosk], found.until > now else { return nil }
            return found.person
        }
    }

    /// The ticket is taken: the next one is for somebody else.
    func forget(_ kiosk: KioskID) { present.withLock { $0[kiosk] = nil } }
}
