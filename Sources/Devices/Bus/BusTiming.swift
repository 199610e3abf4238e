// SPDX-License-Identifier: Apache-2.0

/// How long things take on a Window Bus, in milliseconds (SPEC.md section 3).
package struct BusTiming: Sendable, Equatable {
    /// Bits per second; a byte takes ten.
    package let baud: Int

    package init(baud: Int) { self.baud = max(baud, 300) }

    /// A unit begins its answer within this time.
    static let answerLimit: Int64 = 10
    /// A controller that works is heard at least this often; a little less than the second it has.
    static let heartbeat: Int64 = 900
    /// A unit with keys, a rating pad or a sensor is not asked more often, and one that has
    /// nothing to tell but what it shows this much more rarely.
    static let shortestPollPeriod: Int64 = 50
    static let quietUnitDelay: Int64 = 2000

    /// How often each of so many units is polled, if the wire has nothing else to carry: once in
    /// the time of two polls of everyone, so that polls take half of the wire, and never more often
    /// than every 50 ms. A unit without keypad, rating pad and sensor is asked up to 2 s less often.
    package static func pollPeriod(units: Int, baud: Int) -> Int64 {
        max(2 * Int64(units) * BusTiming(baud: baud).poll, shortestPollPeriod)
    }

    /// Seconds a face stays up while nothing is heard: four polls of the unit, each of which may be
    /// lost, and not so few that a controller cannot restart.
    package static func keep(units: Int, baud: Int) -> UInt8 {
        let polls = 4 * (pollPeriod(units: units, baud: baud) + quietUnitDelay)
        return UInt8(clamping: max(8, (polls + 999) / 1000))
    }

    /// What so many bytes take, rounded up.
    func transmission(of count: Int) -> Int64 {
        (Int64(count) * 10_000 + Int64(baud) - 1) / Int64(baud)
    }

    /// Two byte times, which the controller leaves after each answer and a unit before it.
    var gap: Int64 { transmission(of: 2) }

    /// A STATUS request and its answer without events.
    var poll: Int64 { transmission(of: 13 + 15) + 2 * gap }
}
