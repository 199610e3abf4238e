// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The clock the ports wait by: it never steps, whatever happens to the time of day.
package enum MonotonicClock {
    /// Milliseconds since an arbitrary start, the same for all processes until the machine reboots.
    package static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The same clock in nanoseconds.
    package static func nanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
