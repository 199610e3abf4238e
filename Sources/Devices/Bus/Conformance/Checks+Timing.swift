// SPDX-License-Identifier: Apache-2.0

import Wire

extension Checks {
    static let timing = [
        ConformanceCheck("notEarly", "3", .sign, hint: "turnAround", notEarly),
        ConformanceCheck("notLate", "3", .sign, hint: "turnAround", notLate),
    ]

    /// Of requests of several lengths and costs, the middle one of three each: computers have their
    /// moments. What a port holds back makes an answer look later than it is, never earlier.
    private static func turnArounds(_ talk: inout BusTalk) throws(ConformanceStop) -> [Int64] {
        let requests: [BusRequest] = [
            .status(ack: 0), .clear(tag: 7), .identify, .capabilities, .brightness(100),
            .glyphs("A001"),
        ]
        var found: [Int64] = []
        for request in requests { found.append(try talk.turnAround(of: request, tries: 3)) }
        return found
    }

    private static func notEarly(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.isNotBefore(2 * talk.byteTime, try turnArounds(&talk).min() ?? 0)
    }

    private static func notLate(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.isNotLate(try turnArounds(&talk).max() ?? 0)
    }
}

extension BusTalk {
    /// What a unit may take beyond a turn-around that it was given.
    private static let slack: Int64 = 5_000_000

    /// The middle one of so many tries, in nanoseconds.
    mutating func turnAround(
        of request: BusRequest, tries: Int
    ) throws(ConformanceStop) -> Int64 {
        var found: [Int64] = []
        for _ in 0..<tries {
            let frame = frame(request)
            let turn = try exchange(frame.wire)
            try answer(in: turn, to: frame)
            if let turnAround = turn.turnAround { found.append(turnAround) }
        }
        return found.sorted()[found.count / 2]
    }

    func isNotBefore(_ limit: Int64, _ found: Int64) throws(ConformanceStop) {
        // No unit can answer before it was asked: the bytes took no time.
        guard found > -byteTime / 4 else { throw .skipped(.unpaced) }
        // The port's clock and the unit's may differ by as much as a UART bears.
        guard found >= limit - byteTime / 8 else {
            throw .timing(.early, expected: limit, found)
        }
    }

    func isNotLate(_ found: Int64, turnAround: Int64 = 0) throws(ConformanceStop) {
        let limit = max(Self.answerLimit, turnAround + Self.slack)
        guard found <= limit + patience else {
            throw .timing(.late, expected: limit, found)
        }
    }
}

extension ConformanceStop {
    static func timing(
        _ kind: ConformanceFinding.Kind, expected: Int64, _ got: Int64
    ) -> ConformanceStop {
        func milliseconds(_ time: Int64) -> String {
            let tenths = time / 100_000
            return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
        }
        return .failed(
            ConformanceFinding(
                kind: kind,
                values: ["expected": milliseconds(expected), "got": milliseconds(got)]))
    }
}
