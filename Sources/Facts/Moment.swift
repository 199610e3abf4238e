// SPDX-License-Identifier: Apache-2.0

/// When an input arrived, on both clocks, as the edge read them.
///
/// Nothing below the edge reads a clock: time is data.
package struct Moment: Hashable, Sendable, Codable {
    /// Milliseconds since 1970-01-01 00:00 UTC by the machine's clock; may step either way.
    package var wall: Int64
    /// Milliseconds on a clock that never steps; comparable only within one boot.
    package var monotonic: Int64
    /// Seconds the hall's zone is ahead of UTC at `wall`.
    package var utcOffset: Int

    package init(wall: Int64, monotonic: Int64, utcOffset: Int) {
        self.wall = wall
        self.monotonic = monotonic
        self.utcOffset = utcOffset
    }

    /// Whether a clock can have shown it: within four-digit years, by any zone. Sums and
    /// differences of such moments never overflow.
    package var isOnAnyClock: Bool {
        wall.magnitude <= Self.longest && monotonic.magnitude <= Self.longest
            && utcOffset.magnitude <= Int32.max.magnitude
    }

    /// 9999-12-31 24:00, in milliseconds since 1970.
    private static let longest: UInt64 = 253_402_300_800_000

    /// The date in the hall's zone.
    package var date: CivilDate { CivilDate(wall: wall, utcOffset: utcOffset) }

    /// Minutes since midnight in the hall's zone.
    package var minute: Int {
        Int((wall + Int64(utcOffset) * 1000 - date.start(utcOffset: 0)) / 60_000)
    }

    /// Hours and minutes in the hall's zone, as people write them: 09:05.
    package var clockText: String { "\((minute / 60).padded(2)):\((minute % 60).padded(2))" }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            wall: try container.decode(Int64.self, forKey: .wall),
            monotonic: try container.decode(Int64.self, forKey: .monotonic),
            utcOffset: try container.decode(Int.self, forKey: .utcOffset))
        guard isOnAnyClock else {
            throw DecodingError.dataCorruptedError(
                forKey: .wall, in: container, debugDescription: "no clock can show it")
        }
    }
}
