// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// Bytes that came from a bus, and when the last of them had come, in nanoseconds.
package struct BusArrival: Sendable, Equatable {
    package var bytes: [UInt8]
    package var at: Int64

    package init(bytes: [UInt8], at: Int64) {
        self.bytes = bytes
        self.at = at
    }
}

/// A bus for whoever asks and waits, one thing after the other: a technician's commands, not the
/// hall. Its time is nanoseconds of a clock that never steps.
package protocol BusLine: AnyObject {
    var now: Int64 { get }
    var baud: Int { get }

    /// Hands bytes over, which begin to go out at once.
    func send(_ bytes: [UInt8]) throws(ChannelError)

    /// What comes next; nil when nothing has come by this time.
    func listen(until time: Int64) throws(ChannelError) -> BusArrival?

    /// Goes on at another speed; false when the line has none.
    func change(baud: Int) throws(ChannelError) -> Bool
}

/// A bus behind a real port.
package final class BusPort: BusLine {
    package private(set) var baud: Int
    private let address: DeviceAddress
    private var channel: any ByteChannel

    /// Throws when the port is missing, or held by another program.
    package init(_ address: DeviceAddress, baud: Int) throws(ChannelError) {
        self.address = address
        self.baud = baud
        channel = try Self.open(address, baud)
    }

    deinit { channel.close() }

    package var now: Int64 { MonotonicClock.nanoseconds() }

    package func send(_ bytes: [UInt8]) throws(ChannelError) {
        var rest = bytes[...]
        // A port that takes nothing for so long never will.
        let deadline = now + 5_000_000_000
        while !rest.isEmpty {
            rest = rest.dropFirst(try channel.write(rest))
            guard !rest.isEmpty else { return }
            guard now < deadline else {
                throw ChannelError(.lost, "\(address)", "the port takes no more bytes")
            }
            _ = wait(POLLOUT, until: deadline)
        }
    }

    package func listen(until time: Int64) throws(ChannelError) -> BusArrival? {
        while true {
            let events = wait(POLLIN, until: time)
            if events != 0 {
                let bytes = try channel.read()
                if !bytes.isEmpty { return BusArrival(bytes: bytes, at: now) }
                if events & (POLLHUP | POLLERR | POLLNVAL) != 0 {
                    throw ChannelError(.lost, "\(address)", "hung up")
                }
            }
            guard now < time else { return nil }
        }
    }

    package func change(baud wanted: Int) throws(ChannelError) -> Bool {
        guard case .serial = address else { return false }
        channel.close()
        channel = try Self.open(address, wanted)
        baud = wanted
        return true
    }

    private func wait(_ events: Int32, until time: Int64) -> Int32 {
        var watched = pollfd(fd: channel.descriptor, events: Int16(events), revents: 0)
        let milliseconds = (time - now + 999_999) / 1_000_000
        guard poll(&watched, 1, Int32(clamping: max(milliseconds, 0))) > 0 else { return 0 }
        return Int32(watched.revents)
    }

    private static func open(
        _ address: DeviceAddress, _ baud: Int
    ) throws(ChannelError) -> any ByteChannel {
        try address.open(ChannelSettings(serial: SerialSettings(baud: baud)))
    }
}
