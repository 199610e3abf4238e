// SPDX-License-Identifier: Apache-2.0

import CWindowBus
package import Wire

/// What people and sensors do at a unit. All times are nanoseconds of the wire's clock.
extension VirtualUnit {
    /// Presses a key after so many digits (0 to 9999); false when the unit has no room for it and
    /// beeps, or has no keypad.
    package mutating func press(_ key: BusKeyCode, digits: Int? = nil, at time: Int64) -> Bool {
        guard !isStuck, model.capabilities.features.contains(.keypad) else { return false }
        let digits = digits.flatMap { UInt16(exactly: $0) } ?? UInt16(WB_NO_DIGITS)
        return perform(at: time) { wb_event_key($0, key.rawValue, digits) }
    }

    /// Presses one of five grades; false when no rating is open.
    package mutating func rate(_ grade: Int, at time: Int64) -> Bool {
        guard !isStuck, let grade = UInt8(exactly: grade) else { return false }
        return perform(at: time) { wb_event_rating($0, grade) }
    }

    /// What a presence channel senses from now on. With a fault the unit says unknown, whatever
    /// the state.
    package mutating func sense(
        _ state: BusChannel.State, channel: Int = 0, quality: UInt8 = 100,
        fault: BusChannel.Fault = .none, at time: Int64
    ) {
        guard !isStuck, let channel = UInt8(exactly: channel) else { return }
        perform(at: time) {
            wb_event_presence($0, channel, state.rawValue, quality, fault.rawValue)
        }
    }

    /// A fault of the unit's hardware comes, or goes.
    package mutating func fail(
        _ fault: BusFault, isGone: Bool = false, value: UInt16 = 0, at time: Int64
    ) {
        guard !isStuck else { return }
        perform(at: time) { wb_event_fault($0, fault.rawValue, isGone, value) }
    }

    /// The button that allows a new key is pressed, or let go.
    package mutating func hold(button isHeld: Bool) {
        hardware.isButtonHeld = isHeld
    }

    /// What the open rating answers, as RATE named it; nil while none is open.
    package var ratingReference: UInt8? {
        core.look { $0.pointee.is_rating ? $0.pointee.rating_reference : nil }
    }

    /// Events that wait for an acknowledgement.
    package var waitingEvents: Int { core.look { Int($0.pointee.waiting) } }

    /// The tag of what is shown; 0 is not the controller's.
    package var tag: UInt16 { core.look { $0.pointee.tag } }
}
