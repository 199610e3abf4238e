// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Simulators
import Views
import Wire

@testable import Controller

/// What people see at the units.
extension UnitPark {
    /// Milliseconds for which a sign may show a number longer than it is right.
    private var keep: Int64 {
        Int64(BusTiming.keep(units: Self.addresses.count, baud: baud)) * 1000
    }

    /// No sign shows a number for longer than its face is kept that is not in hand there.
    mutating func watchSigns() throws(Broken) {
        guard let bus else { return }
        for (address, unit) in places {
            guard let window = Self.windows[address], !dark.contains(unit),
                case .text(let lines) = bus.units[unit].seen(at: bus.wire.now),
                let number = SignFace.Page(lines: lines).number, number != called[window]
            else {
                stale[address] = nil
                continue
            }
            if let old = stale[address], old.number == number {
                guard clock - old.since <= keep + 2 * Self.step else {
                    throw Broken("the unit of \(window) still shows \(number)")
                }
            } else {
                stale[address] = (number, clock)
            }
        }
    }

    /// Every unit shows what the hall says.
    func agree(with hall: Hall) throws(Broken) {
        guard let bus else { throw Broken("another device hangs on the wire") }
        for (address, id) in Self.windows {
            guard let window = hall.windows[id], let place = places[address] else { continue }
            let unit = bus.units[place]
            let face = SignText(window, in: hall).face(Self.shape) { _ in DevicePark.phrases }
            let seen = unit.seen(at: bus.wire.now)
            guard face.pages.contains(where: { seen == .text($0.lines) }),
                !unit.isBlinking(at: bus.wire.now)
            else { throw Broken("the unit of \(id) shows \(seen), not \(face.text)") }
            let pad = PadFace(window, in: hall)
            guard unit.hardware.pad == BusPadFace(pad) else {
                throw Broken("the pad of \(id) shows \(unit.hardware.pad)")
            }
            guard unit.ratingReference == nil || unit.ratingReference == pad.rating?.reference
            else { throw Broken("the pad of \(id) asks and nobody is asked") }
        }
    }
}

extension SignFace {
    var numbers: [String] { pages.compactMap(\.number) }
}

extension SignFace.Page {
    /// The number somebody is called by, if one stands here.
    fileprivate var number: String? {
        let words = lines.flatMap { $0.split(separator: " ") }
        return words.first { word in
            word.first?.isUppercase == true && word.count > 1
                && word.dropFirst().allSatisfy(\.isNumber)
        }.map(String.init)
    }
}
