// SPDX-License-Identifier: Apache-2.0

/// How long to wait for an answer to begin, learnt from how long answers take on this line: a
/// built-in port hands bytes over at once, a USB adapter every 16 ms, a network whenever it likes.
///
/// The sum is that of RFC 6298 (Jacobson's and Karn's for TCP): the smoothed delay and four times
/// its deviation.
struct BusPatience: Sendable {
    // Eighths of a millisecond.
    private var smoothed: Int64?
    private var deviation: Int64 = 0

    /// Milliseconds a line may add before anything is known of it.
    private static let unknownLine: Int64 = 40
    static let limits: ClosedRange<Int64> = 12...300

    /// An answer came so long after its request had left, its own length not counted.
    mutating func heard(after delay: Int64) {
        let sample = min(max(delay, 0), Self.limits.upperBound) * 8
        guard let smoothed else {
            smoothed = sample
            deviation = sample / 2
            return
        }
        deviation += (abs(sample - smoothed) - deviation) / 4
        self.smoothed = smoothed + (sample - smoothed) / 8
    }

    /// Milliseconds to wait, twice as many each time a request is sent again.
    func wait(repeats: Int) -> Int64 {
        let line = smoothed.map { ($0 + 4 * deviation + 7) / 8 } ?? Self.unknownLine
        let wait = (BusTiming.answerLimit + max(line, 2)) << Int64(min(max(repeats, 0), 4))
        return min(max(wait, Self.limits.lowerBound), Self.limits.upperBound)
    }
}
