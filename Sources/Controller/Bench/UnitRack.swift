// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// The window units of one virtual line, each at the place that the configuration has for it,
/// whatever address it has itself.
struct UnitRack: VirtualDevice {
    private var bus: VirtualUnitBus
    /// Of the places, in the units' order.
    private let addresses: [UInt8]
    private var babblers: Set<Int> = []

    /// - Parameter addresses: of the places, in the units' order.
    init(_ units: [VirtualUnit], at addresses: [UInt8], baud: Int) {
        bus = VirtualUnitBus(units, baud: baud)
        self.addresses = addresses
    }

    mutating func receive(_ bytes: [UInt8], now: Int64) -> [UInt8] {
        bus.receive(bytes, now: now)
    }

    mutating func tick(now: Int64) -> [UInt8] { bus.tick(now: now) }

    var nextDeadline: Int64? { bus.nextDeadline }

    /// When any sign next changes by itself.
    func nextChange(after now: Int64) -> Int64? {
        bus.units.compactMap { nextChange(of: $0, after: now) }.min()
    }

    /// What each place looks like, by its address.
    func looks(now: Int64) -> [UInt8: UnitLook] {
        let looks = addresses.indices.map { (addresses[$0], look(atPlace: $0, now: now)) }
        return Dictionary(looks, uniquingKeysWith: { first, _ in first })
    }

    func look(at address: UInt8, now: Int64) -> UnitLook? {
        addresses.firstIndex(of: address).map { look(atPlace: $0, now: now) }
    }

    /// What a passer-by sees.
    func picture(at address: UInt8, now: Int64) -> Picture? {
        addresses.firstIndex(of: address).map { bus.units[$0].picture(at: bus.time(at: now)) }
    }

    /// Presses a key; false if it was refused.
    mutating func press(
        _ key: BusKeyCode, digits: Int?, at address: UInt8, now: Int64
    ) -> (said: [UInt8], result: Bool) {
        happen(at: address, now) { $0.press(key, digits: digits, at: $1) }
    }

    /// Does what is wished of the unit at a place; false if that cannot be done.
    ///
    /// - Parameter spare: what takes its place, if it is to be swapped.
    mutating func change(
        _ wish: UnitWish, at address: UInt8, now: Int64, spare: VirtualUnit?
    ) -> (said: [UInt8], result: Bool) {
        guard let place = addresses.firstIndex(of: address) else { return ([], false) }
        var said: [UInt8] = []
        if let spare { said += swap(place, for: spare, now: now) }
        said += bus.change(now: now) { wire in
            if let unplugged = wish.unplugged {
                if unplugged { wire.unplug(.unit(place)) } else { wire.plug(.unit(place)) }
            }
            if let babbling = wish.babbling {
                wire.set(babbling ? .babbling : .none, at: place)
            }
            if wish.restart { wire.restart(place) }
        }
        if let babbling = wish.babbling {
            if babbling { babblers.insert(place) } else { babblers.remove(place) }
        }
        let handled = happen(at: address, now) { unit, time in
            Self.handle(&unit, wish, time)
        }
        return (said + handled.said, handled.result)
    }

    private static func handle(_ unit: inout VirtualUnit, _ wish: UnitWish, _ time: Int64) -> Bool {
        if let stuck = wish.stuck { unit.isStuck = stuck }
        if wish.present != nil || wish.cableCut != nil {
            unit.sense(
                wish.present == true ? .somebody : .nobody,
                fault: wish.cableCut == true ? .cableCut : .none, at: time)
        }
        guard let grade = wish.grade else { return true }
        return unit.rate(grade, at: time)
    }

    /// The other units stay as they are.
    private mutating func swap(_ place: Int, for spare: VirtualUnit, now: Int64) -> [UInt8] {
        let said = bus.tick(now: now)
        let unplugged = bus.units.indices.filter { !bus.wire.isPlugged(.unit($0)) }
        var units = bus.units
        units[place] = spare
        bus.hang(units)
        babblers.remove(place)
        let babblers = babblers
        return said
            + bus.change(now: now) { wire in
                for other in unplugged where other != place { wire.unplug(.unit(other)) }
                for other in babblers { wire.set(.babbling, at: other) }
                // It was without power until now.
                wire.restart(place)
            }
    }

    private mutating func happen(
        at address: UInt8, _ now: Int64, _ event: (inout VirtualUnit, Int64) -> Bool
    ) -> (said: [UInt8], result: Bool) {
        guard let place = addresses.firstIndex(of: address) else { return ([], false) }
        return bus.happen(to: place, now: now, event)
    }

    private func nextChange(of unit: VirtualUnit, after now: Int64) -> Int64? {
        let time = bus.time(at: now)
        return unit.nextChange(after: time).map { now + ($0 - time + 999_999) / 1_000_000 }
    }

    private func look(atPlace place: Int, now: Int64) -> UnitLook {
        let unit = bus.units[place]
        let hardware = unit.hardware
        let time = bus.time(at: now)
        let isBlinking = unit.isBlinking(at: time)
        // In the dark half of a blink the face is what comes next.
        let bright =
            unit.seen(at: time) == .dark && isBlinking
            ? unit.nextChange(after: time) ?? time : time
        return UnitLook(
            uid: unit.model.identity.uid, seen: unit.seen(at: bright), isBlinking: isBlinking,
            pad: hardware.pad, beeps: hardware.beeps, isRatingOpen: hardware.isRatingOpen,
            isPlugged: bus.wire.isPlugged(.unit(place)), isStuck: unit.isStuck,
            isBabbling: babblers.contains(place), waiting: unit.waitingEvents,
            powerUps: unit.powerUps, nextChange: nextChange(of: unit, after: now))
    }
}
