// SPDX-License-Identifier: Apache-2.0

import Devices
import Wire

/// What is known of the window units of one line.
struct UnitRegister: Sendable {
    /// By address.
    var units: [UInt8: BusUnitState] = [:]
    var statistics: [UInt8: BusStatistics] = [:]
    /// Those whose sign has said that it shows what it should now, since they were met.
    private(set) var agreed: Set<UInt8> = []
    private var wanted: [UInt8: SignFace] = [:]
    /// Characters a sign was to show and had no shape for.
    var missing: [UInt8: [Character]] = [:]
    /// All that answered the last search, with their addresses.
    var found: [BusUID: UInt8] = [:]
    var line = BusLineState()

    /// A sign is to show another face, or nil: the one it has, from its beginning.
    mutating func want(_ face: SignFace?, at address: UInt8) {
        if let face { wanted[address] = face }
        agreed.remove(address)
    }

    /// Whether a unit answers, and yet nobody knows whether its sign shows what it should.
    func isDoubtful(_ address: UInt8) -> Bool {
        units[address]?.condition == .live && !agreed.contains(address) && missing[address] == nil
    }

    /// Units on the wire that are at none of these places.
    func strangers(besides places: some Sequence<UInt8>) -> [BusUID] {
        let known = Set(units.values.compactMap(\.identity?.uid))
        let places = Set(places)
        return found.filter { !known.contains($0.key) || !places.contains($0.value) }
            .keys.sorted()
    }

    /// Takes in what the driver tells.
    mutating func take(_ report: BusDriver.Report) {
        switch report {
        case .unit(let address, let state):
            units[address] = state
            if state.condition != .live { agreed.remove(address) }
        case .shown(let address, let face):
            // It may be the word for the face before.
            if wanted[address] ?? face == face { agreed.insert(address) }
            missing[address] = nil
        case .unshowable(let address, _, let characters): missing[address] = characters
        case .statistics(let address, let statistics): self.statistics[address] = statistics
        case .found(let found): self.found = found
        case .line(let state): line = state
        case .replaced, .event, .presence: break
        }
    }
}
