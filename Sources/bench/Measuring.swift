// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Readings of the system's clocks, in nanoseconds.
enum Clock {
    static func now() -> Int64 { read(CLOCK_MONOTONIC) }

    /// What this thread has used of a CPU.
    static func threadCPU() -> Int64 { read(CLOCK_THREAD_CPUTIME_ID) }

    static func seconds(since start: Int64) -> Double { Double(now() - start) / 1e9 }

    /// Waits without spinning.
    static func pass(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Collection where Element: BinaryFloatingPoint {
    var median: Double { percentile(50) }

    /// The smallest value that so many per cent do not exceed; 0 of nothing.
    func percentile(_ percent: Double) -> Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return 0 }
        let index = Int((percent / 100 * Double(sorted.count)).rounded(.up)) - 1
        return Double(sorted[Swift.min(Swift.max(0, index), sorted.count - 1)])
    }
}

/// Why the bench stopped.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// With the system's last error.
    static func system(_ what: String) -> BenchFailure {
        BenchFailure("\(what): \(String(cString: strerror(errno)))")
    }
}
