// SPDX-License-Identifier: Apache-2.0

import Facts
import Simulators
import Wire

/// Officers and citizens at the units.
extension UnitPark {
    mutating func press() {
        let keys: [BusKeyCode] = [
            .callNext, .callNext, .callNext, .recall, .noShow, .start, .finish, .pause, .transfer,
            .hold, .callBack, .askForRating, .askForRating, .giveUp, .help,
        ]
        let key = random.pick(keys) ?? .callNext
        let digits = random.one(in: 3) || key == .transfer ? random.number(1...5) : nil
        guard let (address, unit) = anybody() else { return }
        let isPressed = happen(to: unit) { $0.press(key, digits: digits, at: $1) }
        if isPressed { note(.key(key, digits: digits), address, unit) }
    }

    mutating func rate() {
        guard let (address, unit) = anybody(), random.one(in: 4),
            let reference = bus?.units[unit].ratingReference, let window = Self.windows[address]
        else { return }
        let grade = random.number(1...5)
        guard happen(to: unit, { $0.rate(grade, at: $1) }) else { return }
        let question = asked[window]
        let ticket = question?.reference == reference ? question?.ticket : nil
        note(.rating(grade, ticket), address, unit)
    }

    private mutating func anybody() -> (address: UInt8, unit: Int)? {
        guard let address = random.pick(Self.addresses), let unit = places[address],
            !dark.contains(unit)
        else { return nil }
        return (address, unit)
    }

    private mutating func note(_ content: PressAccount.Content, _ address: UInt8, _ unit: Int) {
        guard let window = Self.windows[address], let pressed = bus?.units[unit] else { return }
        presses.note(
            PressAccount.Press(
                unit: pressed.model.identity.uid, boot: pressed.boot, window: window,
                content: content, at: clock, isPromised: trouble == nil && clock >= wellAt))
    }
}
