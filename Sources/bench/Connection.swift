// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a server said.
struct Answer {
    let status: Int
    let head: [UInt8]
    let body: [UInt8]
}

/// Requests as bytes.
enum Request {
    static func get(_ path: String) -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
    }

    /// With a key, as the pages send it.
    static func post(_ path: String, _ body: String, key: Int) -> [UInt8] {
        let head = """
            POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
            Idempotency-Key: bench-\(key)\r\nContent-Length: \(body.utf8.count)\r\n\r\n
            """
        return Array((head + body).utf8)
    }
}

/// One keep-alive connection to a server on this machine. Never waits unless it says so.
final class Connection {
    let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var filled = 0

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchFailure.system("socket") }
        var address = Self.loopback(port)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(descriptor)
            throw BenchFailure.system("connect")
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(4))
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// A port nobody listens on just now.
    static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let found = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard found else { throw BenchFailure.system("no free port") }
        return UInt16(bigEndian: address.sin_port)
    }

    func send(_ request: [UInt8]) throws {
        let sent = Glibc.send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
        // Requests are far smaller than a socket's buffer.
        guard sent == request.count else { throw BenchFailure.system("send") }
    }

    /// What has arrived, in place until the next call; empty when nothing has.
    func receive() throws -> ArraySlice<UInt8> {
        filled = 0
        _ = try read()
        return buffer[..<filled]
    }

    /// The answer, once it is whole.
    func answer() throws -> Answer? {
        while true {
            if let answer = whole() {
                filled = 0
                return answer
            }
            if filled == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
            guard try read() else { return nil }
        }
    }

    /// Sends and waits for the answer.
    func ask(_ request: [UInt8]) throws -> Answer {
        try send(request)
        while true {
            if let answer = try answer() { return answer }
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 10_000) == 1 else { throw BenchFailure("no answer in 10 s") }
        }
    }

    /// False when nothing has arrived.
    private func read() throws -> Bool {
        let count = buffer.withUnsafeMutableBytes { bytes in
            recv(descriptor, bytes.baseAddress.map { $0 + filled }, bytes.count - filled, 0)
        }
        if count < 0, errno == EAGAIN { return false }
        guard count > 0 else { throw BenchFailure("the server hung up") }
        filled += count
        return true
    }

    private func whole() -> Answer? {
        buffer.withUnsafeBytes { bytes in
            guard let end = position(of: "\r\n\r\n", in: bytes[..<filled]) else { return nil }
            let start = end + 4
            let length = position(of: "Content-Length: ", in: bytes[..<start])
                .map { number(in: bytes[($0 + 16)..<start]) }
            let stop = start + (length ?? 0)
            guard filled >= stop else { return nil }
            return Answer(
                status: number(in: bytes[9..<12]), head: [UInt8](bytes[..<start]),
                body: [UInt8](bytes[start..<stop]))
        }
    }

    private func position(of needle: StaticString, in bytes: Slice<UnsafeRawBufferPointer>) -> Int?
    {
        let needle = UnsafeRawBufferPointer(
            start: needle.utf8Start, count: needle.utf8CodeUnitCount)
        guard bytes.count >= needle.count else { return nil }
        return (bytes.startIndex...(bytes.endIndex - needle.count)).first { start in
            bytes[start] == needle[0]
                && bytes[start..<(start + needle.count)].elementsEqual(needle)
        }
    }

    private func number(in bytes: Slice<UnsafeRawBufferPointer>) -> Int {
        bytes.prefix { (48...57).contains($0) }.reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}
