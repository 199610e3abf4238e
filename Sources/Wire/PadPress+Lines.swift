// SPDX-License-Identifier: Apache-2.0

extension PadPress {
    /// What a press at an FF 68 keypad means; nil for keys that mean nothing to a hall.
    ///
    /// - Parameter grades: the grade of each score key, counted from key 0; 0 for none.
    package init?(_ press: KeypadPress, grades: [Int]) {
        switch press.key {
        case .call: self.init(.key(.call, number: nil))
        case .recall: self.init(.key(.recall, number: nil))
        case .noShow: self.init(.key(.noShow, number: nil))
        case .hold: self.init(.key(.hold, number: nil))
        case .callBack: self.init(.key(.callBack, number: nil))
        case .pause: self.init(.key(.pause, number: nil))
        case .transfer: self.init(.key(.transfer, number: Self.number(press.digits)))
        case .startRating: self.init(.key(.askRating, number: nil))
        case .oneMetreLine: return nil
        case .rating:
            let score = Int(press.digits.first ?? .max)
            guard grades.indices.contains(score), (1...5).contains(grades[score]) else {
                return nil
            }
            self.init(.rating(grades[score], reference: nil))
        }
    }

    /// What an event of a Window Bus unit means at its window; nil for keys that mean nothing to a
    /// hall, for what is no key, and for a question nobody answered, which the hall notes by itself.
    ///
    /// - Parameters:
    ///   - age: milliseconds since the press.
    ///   - identity: the event's name for ever.
    package init?(_ event: BusEventMeaning, age: Int64, identity: String) {
        switch event {
        case .key(let code, let digits):
            guard let key = Self.keys[code] else { return nil }
            self.init(.key(key, number: digits), age: age, identity: identity)
        case .rating(let grade, let reference):
            guard let grade else { return nil }
            self.init(.rating(grade, reference: reference), age: age, identity: identity)
        case .presence, .fault, .faultGone: return nil
        }
    }

    private static let keys: [BusKeyCode: PadKey] = [
        .callNext: .call, .recall: .recall, .noShow: .noShow, .start: .start, .finish: .finish,
        .pause: .pause, .transfer: .transfer, .hold: .hold, .callBack: .callBack,
        .askForRating: .askRating, .giveUp: .giveUp,
    ]

    /// Nil for none, and for more than anybody types.
    private static func number(_ digits: [UInt8]) -> Int? {
        guard (1...4).contains(digits.count) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1) }
    }
}
