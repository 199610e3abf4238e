// SPDX-License-Identifier: Apache-2.0

/// What an officer asks for at a pad, whatever line it hangs on.
package enum PadKey: Sendable, Hashable, CaseIterable {
    case call, recall, start, finish, askRating, noShow, giveUp, hold, callBack
    /// Pause, or go on.
    case pause
    case transfer
}

/// A key of an officer's pad, or a citizen's answer at it.
package struct PadPress: Sendable, Equatable {
    package enum Content: Sendable, Hashable {
        /// With the digits typed before it as one number.
        case key(PadKey, number: Int?)
        /// From 1, very dissatisfied, to 5, very satisfied. `reference` is that of the question it
        /// answers, for pads that say so.
        case rating(Int, reference: UInt8?)
    }

    package var content: Content
    /// How long ago it was pressed, in milliseconds.
    package var age: Int64
    /// Names the press for ever, for lines that may bring it twice; nil on those that do not.
    package var identity: String?

    package init(_ content: Content, age: Int64 = 0, identity: String? = nil) {
        self.content = content
        self.age = age
        self.identity = identity
    }
}

/// What an officer's pad shows.
package struct PadFace: Sendable, Hashable {
    /// A question the citizen may answer at the pad.
    package struct Rating: Sendable, Hashable {
        /// Comes back with the answer; 1–255, another than that of the question before.
        package var reference: UInt8
        /// For how long the question stands from when it was put.
        package var seconds: Int

        package init(reference: UInt8, seconds: Int) {
            self.reference = reference
            self.seconds = seconds
        }
    }

    /// How many wait; nil leaves that half dark.
    package var waiting: Int?
    /// The number in hand with its letters; nil leaves that half dark.
    package var number: String?
    package var isPaused = false
    package var rating: Rating?

    /// A dark one.
    package init() {}

    package init(
        waiting: Int?, number: String?, isPaused: Bool = false, rating: Rating? = nil
    ) {
        self.waiting = waiting
        self.number = number
        self.isPaused = isPaused
        self.rating = rating
    }

    /// The digits of the number in hand, for pads without letters.
    package var digits: Int? {
        number.flatMap { number in
            Int(String(number.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()))
        }
    }
}
