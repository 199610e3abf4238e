// SPDX-License-Identifier: Apache-2.0

import Devices
import Machine

/// Sends what it is told and reports what it hears.
struct PlainDriver: LineDriver {
    var nextDeadline: Int64? { nil }

    mutating func lineUp(now: Int64) -> [LineAction<[UInt8]>] { [] }
    mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<[UInt8]>] { [] }
    mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<[UInt8]>] {
        [.report(bytes)]
    }
    mutating func perform(_ command: [UInt8], now: Int64) -> [LineAction<[UInt8]>] {
        [.send(command)]
    }
    mutating func deadlineReached(now: Int64) -> [LineAction<[UInt8]>] { [] }
}

/// Wants to be woken at once, always, and counts how often it was.
struct RestlessDriver: LineDriver {
    private var count = 0

    var nextDeadline: Int64? { .min }
    mutating func lineUp(now: Int64) -> [LineAction<Int>] { [] }
    mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Int>] { [.report(count)] }
    mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Int>] { [] }
    mutating func perform(_ command: Int, now: Int64) -> [LineAction<Int>] { [] }
    mutating func deadlineReached(now: Int64) -> [LineAction<Int>] {
        count += 1
        return []
    }
}

/// A line that says at once, always, that there is something to read, and has nothing; what is
/// written comes back.
final class EmptyPackets: ByteChannel {
    private let signal: WakeSignal
    private let reads: Guarded<Int>
    private var heard: [UInt8] = []

    init(counting reads: Guarded<Int>) throws(ChannelError) {
        signal = try WakeSignal()
        signal.raise()
        self.reads = reads
    }

    var descriptor: Int32 { signal.descriptor }

    func read() throws(ChannelError) -> [UInt8] {
        reads.withLock { $0 += 1 }
        defer { heard = [] }
        return heard
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        heard += bytes
        return bytes.count
    }

    func close() {}
}

/// Sends something, then says so, then sends more; of a lost line it says what was unsent.
struct TellingDriver: LineDriver {
    var nextDeadline: Int64? { nil }

    mutating func lineUp(now: Int64) -> [LineAction<Int>] { [] }
    mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Int>] { [.report(unsent)] }
    mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Int>] { [] }
    mutating func perform(_ command: Int, now: Int64) -> [LineAction<Int>] {
        [.send([1, 2, 3]), .report(command), .send([4, 5])]
    }
    mutating func deadlineReached(now: Int64) -> [LineAction<Int>] { [] }
}

/// A line that is lost with the first byte written to it.
final class LostWhenWritten: ByteChannel {
    private let signal: WakeSignal

    init() throws(ChannelError) { signal = try WakeSignal() }

    var descriptor: Int32 { signal.descriptor }
    func read() throws(ChannelError) -> [UInt8] { [] }
    func write(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        throw ChannelError(.lost, "line", "pulled")
    }
    func close() {}
}
