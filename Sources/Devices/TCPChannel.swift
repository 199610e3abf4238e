// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// A network printer or a serial server, over TCP.
///
/// Keepalive and a limit on unacknowledged bytes find a device that vanished without a word within
/// about half a minute.
package final class TCPChannel: ByteChannel {
    private let handle: Descriptor
    private var isOpen = true

    /// Connects within `timeout` milliseconds, finding the name's address included. `interrupt` is
    /// a descriptor that ends the wait when it becomes readable, negative for none.
    package init(
        host: String, port: UInt16, timeout: Int64, interrupt: Int32 = -1
    ) throws(ChannelError) {
        let subject = DeviceAddress.tcp(host: host, port: port).description
        let deadline = MonotonicClock.now() + timeout
        let places = try HostLookup.places(
            of: host, port, for: subject, until: deadline, interrupt: interrupt)
        var last = ChannelError(.unreachable, subject, "the name has no address")
        for place in places {
            do throws(ChannelError) {
                let number = try Self.connect(place, subject, deadline, interrupt)
                handle = Descriptor(number: number, subject: subject)
                Self.watch(number)
                return
            } catch {
                last = error
                if error.code == .interrupted { break }
            }
        }
        throw last
    }

    deinit { close() }

    package var descriptor: Int32 { isOpen ? handle.number : -1 }

    package func read() throws(ChannelError) -> [UInt8] {
        guard isOpen, let bytes = try handle.read() else { throw .hungUp(handle.subject) }
        return bytes
    }

    package func write(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        guard isOpen else { throw .hungUp(handle.subject) }
        return try handle.write(bytes, isSocket: true)
    }

    package func close() {
        guard isOpen else { return }
        isOpen = false
        _ = Glibc.close(handle.number)
    }

    /// Gives the connection away: whoever takes the descriptor closes it.
    func release() -> Int32 {
        isOpen = false
        return handle.number
    }

    private static func connect(
        _ place: HostLookup.Place, _ subject: String, _ deadline: Int64, _ interrupt: Int32
    ) throws(ChannelError) -> Int32 {
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(place.family, place.type | flags, place.transport)
        guard number >= 0 else { throw ChannelError(errno: errno, subject, "no socket") }
        do throws(ChannelError) {
            let failure = place.address.withUnsafeBytes { bytes in
                guard let address = bytes.baseAddress else { return EINVAL }
                let plain = address.assumingMemoryBound(to: sockaddr.self)
                return Glibc.connect(number, plain, socklen_t(bytes.count)) == 0 ? 0 : errno
            }
            if failure == EINPROGRESS {
                try awaitConnection(number, subject, deadline, interrupt)
            } else if failure != 0 {
                throw ChannelError(errno: failure, subject, "cannot connect")
            }
            return number
        } catch {
            _ = Glibc.close(number)
            throw error
        }
    }

    private static func awaitConnection(
        _ number: Int32, _ subject: String, _ deadline: Int64, _ interrupt: Int32
    ) throws(ChannelError) {
        try Wait.ready(number, POLLOUT, subject, deadline, interrupt)
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(number, SOL_SOCKET, SO_ERROR, &failure, &size)
        guard failure == 0 else {
            throw ChannelError(errno: failure, subject, "cannot connect")
        }
    }

    private static func watch(_ number: Int32) {
        let options: [(level: Int32, name: Int32, value: Int32)] = [
            (SOL_SOCKET, SO_KEEPALIVE, 1),
            (Int32(IPPROTO_TCP), TCP_NODELAY, 1),
            (Int32(IPPROTO_TCP), TCP_KEEPIDLE, 10),
            (Int32(IPPROTO_TCP), TCP_KEEPINTVL, 5),
            (Int32(IPPROTO_TCP), TCP_KEEPCNT, 3),
            (Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, 20_000),
        ]
        for option in options {
            var value = option.value
            let size = socklen_t(MemoryLayout<Int32>.size)
            setsockopt(number, option.level, option.name, &value, size)
        }
    }
}
