// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
import Machine

/// Reads the machine's clocks and the hall's zone: the one place where time comes in.
package final class HallClock: Sendable {
    /// The offset is asked for once per quarter of an hour, since zones change on no finer grid.
    private struct Offset {
        var quarter: Int64
        var seconds: Int
    }

    private static let quarterMilliseconds: Int64 = 900_000

    private let zone: TimeZone
    private let offset = Guarded<Offset?>(nil)

    /// - Parameter zone: a name from the system's zone files; UTC if there is no such zone.
    package init(zone: String) {
        self.zone = TimeZone(identifier: zone) ?? .gmt
    }

    package func now() -> Moment {
        let wall = Self.milliseconds(CLOCK_REALTIME)
        return Moment(
            wall: wall, monotonic: Self.milliseconds(CLOCK_MONOTONIC), utcOffset: offset(at: wall))
    }

    /// For those who have no hall's zone at hand.
    package static func utc() -> Moment { HallClock(zone: "UTC").now() }

    /// Names this boot of the machine: monotonic times of different boots must not be compared.
    package static func boot() -> String {
        let path = "/proc/sys/kernel/random/boot_id"
        let text = try? String(contentsOfFile: path, encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"
    }

    private func offset(at wall: Int64) -> Int {
        let quarter = wall / Self.quarterMilliseconds
        return offset.withLock { offset in
            if let offset, offset.quarter == quarter { return offset.seconds }
            let date = Date(timeIntervalSince1970: Double(wall) / 1000)
            let seconds = zone.secondsFromGMT(for: date)
            offset = Offset(quarter: quarter, seconds: seconds)
            return seconds
        }
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
