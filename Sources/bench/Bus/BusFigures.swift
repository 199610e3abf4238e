// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// How long something takes, in milliseconds.
struct Spread: Encodable {
    let p50: Double
    let p95: Double
    let worst: Double

    init(_ nanoseconds: [Int64]) {
        let milliseconds = nanoseconds.map { Double($0) / 1e6 }
        p50 = milliseconds.median
        p95 = milliseconds.percentile(95)
        worst = milliseconds.max() ?? 0
    }
}

/// What was measured of the calls of a hall. Milliseconds.
struct BusCallFigures: Encodable {
    let count: Int
    /// Request and answer at the baud rate, at the median.
    let limit: Double
    let litFromWish: Spread
    let litFromFrameEnd: Spread
    let acknowledgedFromWish: Spread
    let acknowledgedFromFrameEnd: Spread
    /// Acknowledged from the end of the frame in flight, in limits, at the median.
    let ratio: Double
    /// Calls before which the controller began a poll; another call; or anything else, such as the
    /// question whether the unit is still itself, after an answer that was broken.
    let behindPolls: Int
    let behindCalls: Int
    let behindOthers: Int

    init(_ hall: BusHall) {
        var limits: [Double] = []
        var ratios: [Double] = []
        var stories: [Story] = []
        for call in hall.calls {
            let story = Story(call, hall)
            limits.append(Double(story.limit) / 1e6)
            ratios.append(Double(call.acknowledgedAt - story.freeAt) / Double(story.limit))
            stories.append(story)
        }
        behindPolls = stories.count { $0.isBehindPolls }
        behindCalls = stories.count { $0.isBehindCalls }
        behindOthers = stories.count { $0.isBehindOthers }
        count = hall.calls.count
        limit = limits.median
        ratio = ratios.median
        litFromWish = Spread(hall.calls.map { $0.litAt - $0.wantedAt })
        acknowledgedFromWish = Spread(hall.calls.map { $0.acknowledgedAt - $0.wantedAt })
        litFromFrameEnd = Spread(zip(hall.calls, stories).map { $0.litAt - $1.freeAt })
        acknowledgedFromFrameEnd = Spread(
            zip(hall.calls, stories).map { $0.acknowledgedAt - $1.freeAt })
    }

    /// What the wire did from the wish on.
    private struct Story {
        /// When the frame in flight at the wish had ended, or the wish.
        let freeAt: Int64
        /// Nanoseconds of all requests that put the face up, each once, and their answers.
        private(set) var limit: Int64 = 0
        private(set) var isBehindPolls = false
        private(set) var isBehindCalls = false
        private(set) var isBehindOthers = false

        init(_ call: BusHall.Call, _ hall: BusHall) {
            let exchanges = hall.traffic.exchanges
            var next = hall.traffic.first(from: call.wantedAt)
            // What began in the very moment was in flight.
            if next < exchanges.count, exchanges[next].began == call.wantedAt,
                !Self.isOwn(exchanges[next], call)
            {
                next += 1
            }
            freeAt = max(call.wantedAt, next > 0 ? exchanges[next - 1].occupiedUntil : 0)
            var hasBegun = false
            for exchange in exchanges[next...].prefix(while: { $0.began < call.acknowledgedAt }) {
                if Self.isOwn(exchange, call) {
                    hasBegun = true
                    guard exchange.isAnswered else { continue }
                    limit += wireNanoseconds(exchange.bytes, baud: hall.baud)
                } else if !hasBegun {
                    isBehindPolls = isBehindPolls || exchange.isPoll
                    isBehindCalls = isBehindCalls || exchange.isCall
                    isBehindOthers = isBehindOthers || !exchange.isPoll && !exchange.isCall
                }
            }
        }

        private static func isOwn(_ exchange: BusTraffic.Exchange, _ call: BusHall.Call) -> Bool {
            exchange.isCall && exchange.frame.address == call.address
        }
    }
}

/// What was measured of the rest. Milliseconds, and per cent of all time.
struct BusPollFigures: Encodable {
    /// From one poll of a unit to its next.
    let cycle: Spread
    /// Polls of all units at the baud rate, twice: polls may take half of the wire.
    let twiceLimit: Double
    /// Requests that were answered, and their answers; polls among them, from begin to end.
    let usefulPercent: Double
    let pollPercent: Double
    /// Somebody spoke.
    let busyPercent: Double
    let keyToReport: Spread

    /// STATUS and its answer without events.
    private static let pollBytes = 13 + 15

    init(_ hall: BusHall) {
        var last: [UInt8: Int64] = [:]
        var cycles: [Int64] = []
        var (useful, polling): (Int64, Int64) = (0, 0)
        for exchange in hall.traffic.exchanges {
            if exchange.isAnswered { useful += wireNanoseconds(exchange.bytes, baud: hall.baud) }
            guard exchange.isPoll else { continue }
            polling += exchange.ended - exchange.began
            guard exchange.isAnswered else { continue }
            if let before = last[exchange.frame.address] {
                cycles.append(exchange.began - before)
            }
            last[exchange.frame.address] = exchange.began
        }
        let percent = 100 / Double(max(1, hall.elapsed))
        cycle = Spread(cycles)
        let bytes = 2 * hall.units * Self.pollBytes
        twiceLimit = Double(wireNanoseconds(bytes, baud: hall.baud)) / 1e6
        usefulPercent = Double(useful) * percent
        pollPercent = Double(polling) * percent
        busyPercent = Double(hall.busy) * percent
        keyToReport = Spread(hall.keyDelays)
    }
}
