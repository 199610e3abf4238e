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

    /// The date in the hall's zone.
    package var date: CivilDate { CivilDate(wall: wall, utcOffset: utcOffset) }

    /// Minutes since midnight in the hall's zone.
    package var minute: Int {
        Int((wall + Int64(utcOffset) * 1000 - date.start(utcOffset: 0)) / 60_000)
    }

    /// Hours and minutes in the hall's zone, as people write them: 09:05.
    package var clockText: String { "\((minute / 60).padded(2)):\((minute % 60).padded(2))" }
}
