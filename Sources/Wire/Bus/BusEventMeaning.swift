// SPDX-License-Identifier: Apache-2.0

/// The keys of an officer's keypad, by the codes of key events (SPEC.md section 10.2).
package enum BusKeyCode: UInt8, Sendable, CaseIterable {
    case callNext = 1
    case recall = 2
    case noShow = 3
    case start = 4
    case finish = 5
    /// Pause, or go on.
    case pause = 6
    case transfer = 7
    case hold = 8
    case callBack = 9
    case askForRating = 10
    case giveUp = 11
    case help = 12
}

/// What broke in a unit, by the codes of fault events.
package enum BusFault: UInt8, Sendable, CaseIterable {
    case powerLow = 1
    case tooHot = 2
    case display = 3
    case memory = 4
    case keypad = 5
    case sensor = 6
}

/// What an event says, as far as this version knows.
package enum BusEventMeaning: Sendable, Hashable {
    /// A key, and the digits typed before it, 0 to 9999.
    case key(BusKeyCode, digits: Int?)
    /// From 1, very dissatisfied, to 5, very satisfied; nil: nobody answered. `ref` is RATE's.
    case rating(grade: Int?, ref: UInt8)
    case presence(channel: Int, BusChannel.State, quality: UInt8, BusChannel.Fault)
    case fault(BusFault, UInt16)
    /// With the code of what is gone, as in `BusFault`.
    case faultGone(UInt16)

    /// Nil for what a later version may mean, or nothing.
    package init?(_ event: BusEvent) {
        let low = UInt8(truncatingIfNeeded: event.value)
        switch event.kind {
        case .key:
            guard let key = BusKeyCode(rawValue: event.code) else { return nil }
            guard event.value != .max else {
                self = .key(key, digits: nil)
                return
            }
            guard event.value <= 9999 else { return nil }
            self = .key(key, digits: Int(event.value))
        case .rating:
            guard event.code <= 5 else { return nil }
            self = .rating(grade: event.code == 0 ? nil : Int(event.code), ref: low)
        case .presence:
            guard let state = BusChannel.State(rawValue: event.code >> 4 & 3) else { return nil }
            self = .presence(
                channel: Int(event.code & 15), state, quality: low,
                BusChannel.Fault(rawValue: UInt8(truncatingIfNeeded: event.value >> 8)))
        case .fault:
            if event.code == 0 {
                self = .faultGone(event.value)
            } else {
                guard let fault = BusFault(rawValue: event.code) else { return nil }
                self = .fault(fault, event.value)
            }
        case .other:
            return nil
        }
    }
}
