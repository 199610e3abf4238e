// SPDX-License-Identifier: Apache-2.0

package import Wire

/// What a run found, and the level that follows from it.
package struct ConformanceReport: Sendable, Equatable {
    package typealias Part = ConformanceCheck.Part

    package let results: [ConformanceResult]
    /// Nil if the unit never said.
    package let identity: BusIdentity?
    package let capabilities: BusCapabilities?
    /// Whether all there is to try was to be tried; else no level follows.
    package let isWhole: Bool

    package init(
        results: [ConformanceResult], identity: BusIdentity?, capabilities: BusCapabilities?,
        isWhole: Bool = true
    ) {
        self.isWhole = isWhole
        self.results = results
        self.identity = identity
        self.capabilities = capabilities
    }

    package var failures: [ConformanceResult] { results.filter(\.hasFailed) }

    /// Those that passed only when they were tried again.
    package var seconds: [ConformanceResult] {
        results.filter { $0.isSecondTry && $0.outcome == .passed }
    }

    /// Checks that were made, whatever came of them.
    package var made: Int {
        results.count { if case .skipped = $0.outcome { false } else { true } }
    }

    /// What the unit says of itself; 0 if it says nothing.
    package var claimed: Int { Int(capabilities?.level ?? 0) }

    /// The highest level of which the unit has everything; 0 if it has not even a sign's.
    package var level: Int {
        guard claimed > 0, holds(.sign) else { return 0 }
        guard claimed > 1, Self.parts(of: 2).allSatisfy({ !has($0) || holds($0) }), holds(.unit)
        else { return 1 }
        guard claimed > 2, Self.parts(of: 3).allSatisfy(holds) else { return 2 }
        return 3
    }

    /// What it has beyond that level.
    package var extras: [Part] {
        guard level > 0 else { return [] }
        return Part.allCases.filter { $0.level > level && $0 != .unit && has($0) && holds($0) }
    }

    /// What it says it has and nobody tried, since nobody asked for it.
    package var untried: [Part] {
        Part.allCases.filter { has($0) && (!isMade($0) || $0.level == 3 && isPartlyMade($0)) }
    }

    /// Whether nothing failed of all the unit says it is.
    package var isSound: Bool { claimed > 0 && failures.isEmpty }

    private static func parts(of level: Int) -> [Part] {
        Part.allCases.filter { $0.level == level }
    }

    /// Whether the unit says that it has it.
    private func has(_ part: Part) -> Bool {
        results.contains { $0.part == part && $0.outcome != .skipped(.absent) }
    }

    private func isMade(_ part: Part) -> Bool {
        results.contains { result in
            guard result.part == part else { return false }
            if case .skipped = result.outcome { return false }
            return true
        }
    }

    /// Whether something of it was left out that somebody must ask for.
    private func isPartlyMade(_ part: Part) -> Bool {
        results.contains { result in
            guard result.part == part, case .skipped(let reason) = result.outcome else {
                return false
            }
            return reason == .notAsked || reason == .late
        }
    }

    /// Whether it was tried without a failure. Keys and sensors, which only somebody's hand can
    /// try, are believed; a key's or a firmware's part is not.
    private func holds(_ part: Part) -> Bool {
        guard !results.contains(where: { $0.part == part && $0.hasFailed }) else { return false }
        switch part {
        case .keypad, .presence: return has(part)
        case .sign, .unit, .rating, .bitmaps: return isMade(part)
        case .authentication, .firmware: return isMade(part) && !isPartlyMade(part)
        }
    }
}
