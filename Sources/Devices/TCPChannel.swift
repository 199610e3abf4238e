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

    /// Connects within `timeout` milliseconds, resolving a name aside: that may take as long as the
    /// system's resolver allows, so addresses are better given as numbers. `interrupt` is a
    /// descriptor that ends the wait when it becomes readable, negative for none.
    package init(
        host: String, port: UInt16, timeout: Int64, interrupt: Int32 = -1
    ) throws(ChannelError) {
        let subject = DeviceAddress.tcp(host: host, port: port).description
        let deadline = MonotonicClock.now() + timeout
        let list = try Self.resolve(host, port, subject)
        defer { freeaddrinfo(list) }
        var last = ChannelError(.unreachable, subject, "the name has no address")
        var next: UnsafeMutablePointer<addrinfo>? = list
        while let entry = next {
            do throws(ChannelError) {
                let number = try Self.connect(entry.pointee, subject, deadline, interrupt)
                handle = Descriptor(number: number, subject: subject)
                Self.watch(number)
                return
            } catch {
                last = error
                if error.code == .interrupted { break }
            }
            next = entry.pointee.ai_next
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

    private static func resolve(
        _ host: String, _ port: UInt16, _ subject: String
    ) throws(ChannelError) -> UnsafeMutablePointer<addrinfo> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0, let list else {
            throw ChannelError(
                .unreachable, subject, "no address: \(String(cString: gai_strerror(result)))")
        }
        return list
    }

    private static func connect(
        _ address: addrinfo, _ subject: String, _ deadline: Int64, _ interrupt: Int32
    ) throws(ChannelError) -> Int32 {
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(address.ai_family, address.ai_socktype | flags, address.ai_protocol)
        guard number >= 0 else { throw ChannelError(errno: errno, subject, "no socket") }
        do throws(ChannelError) {
            if Glibc.connect(number, address.ai_addr, address.ai_addrlen) != 0 {
                guard errno == EINPROGRESS else {
                    throw ChannelError(errno: errno, subject, "cannot connect")
                }
                try awaitConnection(number, subject, deadline, interrupt)
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
        while true {
            let left = deadline - MonotonicClock.now()
            guard left > 0 else {
                throw ChannelError(.unreachable, subject, "no answer to the connection in time")
            }
            var watched = [
                pollfd(fd: number, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: interrupt, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&watched, 2, Int32(clamping: left))
            if watched[1].revents != 0 {
                throw ChannelError(.interrupted, subject, "stopped while connecting")
            }
            guard watched[0].revents != 0 else { continue }
            var failure: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(number, SOL_SOCKET, SO_ERROR, &failure, &size)
            guard failure == 0 else {
                throw ChannelError(errno: failure, subject, "cannot connect")
            }
            return
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
