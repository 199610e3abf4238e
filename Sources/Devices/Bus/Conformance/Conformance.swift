// SPDX-License-Identifier: Apache-2.0

import Wire

/// One thing that a window unit must do, and how that is found out.
package struct ConformanceCheck: Sendable {
    /// What a unit of these has; a unit's level is the highest of which it has everything.
    package enum Part: String, Sendable, CaseIterable {
        case sign, unit, rating, keypad, presence, bitmaps, authentication, firmware

        /// The level that is not reached without it.
        package var level: Int {
            switch self {
            case .sign: 1
            case .unit, .rating, .keypad, .presence: 2
            case .bitmaps, .authentication, .firmware: 3
            }
        }
    }

    /// Stable, and the name of its sentence.
    package let name: String
    /// Of SPEC.md.
    package let section: String
    package let part: Part
    /// Where somebody should look whose unit fails; the name of a sentence.
    package let hint: String
    /// Whether others need what it learns of the unit.
    package var isFirst: Bool {
        ["contact", "identify", "capabilities", "start"].contains(name)
    }

    let run: @Sendable (inout BusTalk) throws(ConformanceStop) -> Void

    init(
        _ name: String, _ section: String, _ part: Part, hint: String,
        _ run: @escaping @Sendable (inout BusTalk) throws(ConformanceStop) -> Void
    ) {
        self.name = name
        self.section = section
        self.part = part
        self.hint = hint
        self.run = run
    }
}

/// Why a check did not go on.
enum ConformanceStop: Error {
    case failed(ConformanceFinding)
    case skipped(ConformanceSkip)
    case lost(ChannelError)
}

/// What a unit did otherwise than SPEC.md says.
package struct ConformanceFinding: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// No answer came.
        case noAnswer
        /// Bytes came that are no frame; `fault` says why.
        case broken
        /// Nothing should have come.
        case answered
        /// `what` should be `expected` and is `got`.
        case differs
        /// The answer began `got` ms after the request, which is before `expected`.
        case early
        /// The answer began `got` ms after the request, which is after `expected`.
        case late
    }

    package var kind: Kind
    package var values: [String: String]

    package init(kind: Kind, values: [String: String] = [:]) {
        self.kind = kind
        self.values = values
    }
}

/// Why a check was not made.
package enum ConformanceSkip: String, Sendable, CaseIterable {
    /// The unit says that it has no such part.
    case absent
    /// Nobody asked for it: it needs an option.
    case notAsked
    /// Nobody did at the unit what was asked for in time.
    case nobody
    /// The line has no speed that could be changed.
    case fixed
    /// Bytes take no time on this line, so that nothing can be said of times.
    case unpaced
    /// The unit takes a key only in the first ten minutes after power-up.
    case late
    /// An earlier failure left nothing to try it on.
    case hopeless
}

/// What came of one check.
package struct ConformanceResult: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        case passed
        case failed(ConformanceFinding)
        case skipped(ConformanceSkip)
    }

    package var name: String
    package var section: String
    package var part: ConformanceCheck.Part
    package var hint: String
    package var outcome: Outcome
    /// Whether it passed only when it was tried again: the wire lost something, or the unit does
    /// now and then.
    package var isSecondTry = false
    /// The last that was said before a failure.
    package var last: BusTurn?

    package var hasFailed: Bool {
        if case .failed = outcome { true } else { false }
    }
}
