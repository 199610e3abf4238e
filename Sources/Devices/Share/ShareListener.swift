// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The socket a sharer listens on.
enum ShareListener {
    /// Listens at a numeric address and returns the port with it. Throws what is in the way.
    static func open(_ host: String, _ port: UInt16) throws(ChannelError) -> (Int32, UInt16) {
        let subject = DeviceAddress.share(host: host, port: port).description
        guard let place = HostLookup.ask(host, port, AI_NUMERICHOST).places?.first else {
            throw ChannelError(.badAddress, subject, "not an address of this computer's")
        }
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(place.family, place.type | flags, place.transport)
        guard number >= 0 else { throw ChannelError(errno: errno, subject, "no socket") }
        var reuse: Int32 = 1
        setsockopt(
            number, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        let failure = place.address.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress else { return EINVAL }
            let plain = address.assumingMemoryBound(to: sockaddr.self)
            let isOpen =
                bind(number, plain, socklen_t(bytes.count)) == 0 && listen(number, 16) == 0
            return isOpen ? 0 : errno
        }
        guard failure == 0, let bound = boundPort(of: number) else {
            Glibc.close(number)
            throw failure == EADDRINUSE
                ? ChannelError(.busy, subject, "another program listens there")
                : ChannelError(errno: failure, subject, "cannot listen")
        }
        return (number, bound)
    }

    /// The next connection, not waiting for one, and the address it comes from.
    static func accept(_ listener: Int32) -> (socket: Int32, peer: String)? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let number = Glibc.accept(listener, address, &size)
                guard number >= 0 else { return nil }
                _ = fcntl(number, F_SETFD, FD_CLOEXEC)
                _ = fcntl(number, F_SETFL, O_NONBLOCK)
                var immediately: Int32 = 1
                setsockopt(
                    number, Int32(IPPROTO_TCP), TCP_NODELAY, &immediately,
                    socklen_t(MemoryLayout<Int32>.size))
                return (number, name(address, size))
            }
        }
    }

    private static func name(_ address: UnsafePointer<sockaddr>, _ size: socklen_t) -> String {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let result = getnameinfo(
            address, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard result == 0 else { return "?" }
        return String(
            decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func boundPort(of number: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            let result = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(number, $0, &size)
            }
            guard result == 0 else { return nil }
            // The port stands at the same place for both kinds of addresses.
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
    }
}
