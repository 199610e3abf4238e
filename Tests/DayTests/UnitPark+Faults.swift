// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators

/// What happens to the wire and its units, one thing at a time.
extension UnitPark {
    enum Trouble: CaseIterable {
        case bitErrors, losses
        /// A plug is pulled; the unit keeps its power, or does not.
        case unplugged, dark
        case restarted
        /// It hears and never answers.
        case hung
        case babbling, late
        /// Another unit without an address hangs there now, or one with another window's.
        case swapped, sharing
        case adapterPulled
    }

    /// Milliseconds after a fault within which all should be well: whoever was away is asked every
    /// ten seconds.
    static let settling: Int64 = 14_000

    mutating func suffer() {
        if trouble != nil {
            if random.one(in: 30) { mend() }
            return
        }
        guard clock >= wellAt, random.one(in: 20), let next = random.pick(Trouble.allCases) else {
            return
        }
        begin(next)
    }

    /// The driver is made anew while somebody's press is not acknowledged yet.
    mutating func mayReopen() -> Bool {
        guard line.isUp, !isCalm, random.one(in: 12) else { return false }
        faults["reopened", default: 0] += 1
        return true
    }

    private mutating func begin(_ next: Trouble) {
        let unit = places[random.pick(Self.addresses) ?? 1] ?? 0
        trouble = next
        presses.excuse()
        faults["\(next)", default: 0] += 1
        switch next {
        case .bitErrors: disturb(BusNoise(bitErrors: random.number(1...30) * 100))
        case .losses:
            let share = random.number(1...20) * 1000
            disturb(BusNoise(losses: share, inserts: share))
        case .unplugged: change { $0.unplug(.unit(unit)) }
        case .dark: switchOff(unit)
        case .restarted: change { $0.restart(unit) }
        case .hung: change { $0.set(.hung, at: unit) }
        case .babbling: change { $0.set(.babbling, at: unit) }
        case .late:
            let delay = Int64(random.number(5...400)) * 1_000_000
            change { $0.set(.late(delay), at: unit) }
        case .swapped: swap(withAddress: 0)
        case .sharing: swap(withAddress: random.pick(Self.addresses) ?? 1)
        case .adapterPulled: unplug()
        }
    }

    /// Everything is well again; units that were changed stay where they are.
    mutating func mend() {
        guard trouble != nil else { return }
        trouble = nil
        presses.excuse()
        wellAt = max(wellAt, clock + Self.settling)
        disturb(BusNoise())
        let hanging = Array(places.values)
        let dark = dark
        change { wire in
            for unit in hanging {
                wire.set(.none, at: unit)
                if dark.contains(unit) { wire.restart(unit) }
                wire.plug(.unit(unit))
            }
        }
        self.dark.subtract(hanging)
        plug()
    }

    private mutating func disturb(_ noise: BusNoise) {
        change { wire in
            wire.noiseToUnits = noise
            wire.noiseToController = noise
        }
    }

    private mutating func switchOff(_ unit: Int) {
        dark.insert(unit)
        change { $0.unplug(.unit(unit)) }
    }

    /// The unit in the drawer takes the place of another, which goes into the drawer.
    private mutating func swap(withAddress address: UInt8) {
        guard let place = random.pick(Self.addresses), let old = places[place] else { return }
        let new = spare
        switchOff(old)
        (places[place], spare) = (new, old)
        dark.remove(new)
        happen(to: new) { unit, time in unit.restart(withAddress: address, at: time) }
        change { $0.plug(.unit(new)) }
    }

    /// Each unit has the address of the window it hangs over.
    var isSorted: Bool {
        places.allSatisfy { address, unit in bus?.units[unit].address == address }
    }

    private func isShared(_ address: UInt8) -> Bool {
        places.values.count { bus?.units[$0].address == address } > 1
    }

    /// A driver that begins anew cannot tell which of two units with one address hangs where, and
    /// says so; whoever reads that turns the switches of one.
    mutating func sortUnits() {
        for (address, unit) in places.sorted(by: { $0.key < $1.key }) {
            guard let wrong = bus?.units[unit].address, wrong != address, isShared(wrong) else {
                continue
            }
            happen(to: unit) { $0.restart(withAddress: address, at: $1) }
        }
    }
}
