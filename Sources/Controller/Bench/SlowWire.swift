// SPDX-License-Identifier: Apache-2.0

/// Bytes on their way along a wire: they arrive one after the other, at the line's speed.
struct SlowWire: Sendable {
    /// Bytes that may be under way; whoever sends waits while there are more.
    static let roomBytes = 4096
    /// Milliseconds of bytes handed over at a time: less than any decoder takes for silence.
    private static let slice: Int64 = 10

    /// Microseconds each byte takes: start bit, eight data bits, stop bit.
    private let byteTime: Int64
    private var underWay: [UInt8] = []
    /// When the last byte that arrived had arrived, in microseconds.
    private var busyUntil: Int64 = .min

    init(baud: Int) {
        byteTime = 10_000_000 / Int64(max(baud, 1))
    }

    var hasRoom: Bool { underWay.count < Self.roomBytes }

    mutating func put(_ bytes: [UInt8], now: Int64) {
        if underWay.isEmpty { busyUntil = max(busyUntil, now * 1000) }
        underWay += bytes
    }

    /// The next bytes that have arrived by now, and when the last of them had: a device that is
    /// looked after late must not take that for silence on the line. Nil when there are none.
    mutating func take(now: Int64) -> (bytes: [UInt8], at: Int64)? {
        guard !underWay.isEmpty else { return nil }
        let passed = max(0, now * 1000 - busyUntil)
        let arrived = byteTime == 0 ? Int64.max : passed / byteTime
        let slice = byteTime == 0 ? Int64.max : max(1, Self.slice * 1000 / byteTime)
        let count = Int(min(Int64(underWay.count), arrived, slice))
        guard count > 0 else { return nil }
        busyUntil += Int64(count) * byteTime
        defer { underWay.removeFirst(count) }
        return (Array(underWay.prefix(count)), busyUntil / 1000)
    }

    /// The plug is pulled: nothing arrives any more.
    mutating func cut() {
        underWay.removeAll()
    }

    /// When the next few bytes, or the last, will have arrived.
    var nextDeadline: Int64? {
        guard !underWay.isEmpty else { return nil }
        let rest = Int64(underWay.count) * byteTime
        return (busyUntil + min(rest, max(byteTime, Self.slice * 1000))) / 1000 + 1
    }
}
