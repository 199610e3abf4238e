// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a raw client read.
package struct RawAnswer {
    package var status = 0
    package var headers: [(name: String, value: String)] = []
    package var body: [UInt8] = []

    package var text: String { String(decoding: body, as: UTF8.self) }

    package subscript(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

package struct RawClientError: Error {
    package let reason: String

    package init(reason: String) { self.reason = reason }
}

/// A small blocking client that sends exactly the bytes it is told to. A read that waits for
/// half a minute fails, so that no test hangs.
package final class RawClient {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var pending: [UInt8] = []

    /// - Parameter receiveBuffer: bytes the system may keep for this client, for slow readers.
    package init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience,
            socklen_t(MemoryLayout<timeval>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw RawClientError(reason: "connect: \(errno)") }
    }

    deinit {
        close(descriptor)
    }

    package func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    package func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw RawClientError(reason: "send: \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// A request with a Host header and, for a body, JSON headers.
    package func request(
        _ method: String, _ path: String, headers: [String] = [], body: String? = nil
    ) throws -> RawAnswer {
        try ask(method, path, headers: headers, body: body)
        return try answer(toHead: method == "HEAD")
    }

    package func ask(
        _ method: String, _ path: String, headers: [String] = [], body: String? = nil
    ) throws {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: localhost"] + headers
        if let body {
            lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
        }
        try send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
    }

    package func answer(toHead: Bool = false) throws -> RawAnswer {
        var answer = RawAnswer()
        let lines = try read(through: "\r\n\r\n").split(separator: "\r\n")
        answer.status =
            lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            answer.headers.append(
                (String(parts[0]), String(parts.last?.drop { $0 == " " } ?? "")))
        }
        guard !toHead else { return answer }
        if let length = answer["Content-Length"].flatMap({ Int($0) }) {
            answer.body = try read(count: length)
        }
        return answer
    }

    /// The next server-sent event without heartbeats, its chunked coding removed; empty at the
    /// end of the stream.
    package func nextEvent() throws -> String {
        while true {
            if let event = pendingEvent() { return event }
            let line = try read(through: "\r\n")
            guard let count = Int(line.prefix { !$0.isNewline }, radix: 16) else {
                throw RawClientError(reason: "chunk size \(line)")
            }
            pending += try read(count: count)
            _ = try read(count: 2)
            if count == 0 { return "" }
        }
    }

    /// Reads until the server closes; `true` when it did.
    package func isClosed() -> Bool {
        while let more = receive() {
            if more.isEmpty { return true }
            buffer += more
        }
        return errno != EAGAIN
    }

    /// Whether nothing comes, not even the end, within the time.
    package func isSilent(forMilliseconds time: Int32) -> Bool {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&event, 1, time) == 0
    }

    private func pendingEvent() -> String? {
        while let end = index(of: Array("\n\n".utf8), in: pending) {
            let event = String(decoding: pending[..<end], as: UTF8.self)
            pending.removeFirst(end + 2)
            if event != ":" { return event }
        }
        return nil
    }

    private func read(through mark: String) throws -> String {
        let mark = Array(mark.utf8)
        while true {
            if let start = index(of: mark, in: buffer) {
                let text = String(decoding: buffer[..<(start + mark.count)], as: UTF8.self)
                buffer.removeFirst(start + mark.count)
                return text
            }
            try readMore()
        }
    }

    private func read(count: Int) throws -> [UInt8] {
        while buffer.count < count { try readMore() }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func readMore() throws {
        guard let more = receive(), !more.isEmpty else {
            throw RawClientError(reason: "closed, or nothing came: \(errno)")
        }
        buffer += more
    }

    /// `nil` for an error, empty at the end.
    private func receive() -> [UInt8]? {
        errno = 0
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }

    private func index(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        return (0...(bytes.count - mark.count)).first { start in
            mark.indices.allSatisfy { bytes[start + $0] == mark[$0] }
        }
    }
}
