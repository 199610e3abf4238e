// SPDX-License-Identifier: Apache-2.0

import Wire

extension Checks {
    static let timing = [
        ConformanceCheck("notEarly", "3", .sign, hint: "turnAround", notEarly),
        ConformanceCheck("notLate", "3", .sign, hint: "turnAround", notLate),
    ]

    /// Requests of several lengths and costs. What a port holds back makes an answer look later than
    /// it is, never earlier.
    private static func turnArounds(_ talk: inout BusTalk) throws(ConformanceStop) -> [Int64] {
        let requests: [BusRequest] = [
            .status(ack: 0), .clear(tag: 7), .identify, .capabilities, .brightness(100),
            .glyphs("A001"),
        ]
        var found: [Int64] = []
        for request in requests + requests + requests {
            let frame = talk.frame(request)
            let exchange = try talk.exchange(frame.wire)
            try talk.answer(in: exchange, to: frame)
            if let turnAround = exchange.turnAround { found.append(turnAround) }
        }
        return found
    }

    private static func notEarly(_ talk: inout BusTalk) throws(ConformanceStop) {
        let shortest = try turnArounds(&talk).min() ?? 0
        // A port's clock and the unit's may differ by as much as a UART bears.
        let limit = 2 * talk.byteTime
        guard shortest >= limit - talk.byteTime / 8 else {
            throw .timing(.early, expected: limit, shortest)
        }
    }

    private static func notLate(_ talk: inout BusTalk) throws(ConformanceStop) {
        let longest = try turnArounds(&talk).max() ?? 0
        guard longest <= BusTalk.answerLimit + talk.patience else {
            throw .timing(.late, expected: BusTalk.answerLimit, longest)
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
