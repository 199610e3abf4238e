// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Store

/// A Unix socket in the data directory through which commands reach the running controller, since
/// it alone may hold the files open. The directory is closed to other users, and so is this.
final class ControlSocket: Sendable {
    private static let longestRequest = 64 << 10

    /// The one who asked, as long as there is somebody to tell.
    final class Asker {
        private let client: Int32
        private let stopping: WakeSignal
        private var isGone = false

        fileprivate init(_ client: Int32, stopping: WakeSignal) {
            self.client = client
            self.stopping = stopping
        }

        /// Whether an answer is still wanted: somebody reads it, and the controller is not stopping.
        var waits: Bool {
            var watched = pollfd(fd: stopping.descriptor, events: Int16(POLLIN), revents: 0)
            return !isGone && poll(&watched, 1, 0) == 0
        }

        func say(_ message: ControlMessage) {
            guard !isGone, let line = ControlLine.encode(message) else { return }
            let sent = line.withUnsafeBytes {
                send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            isGone = sent != line.count
        }
    }

    typealias Answer = @Sendable (ControlRequest, Asker) -> Void

    private let path: String
    private let descriptor: Int32
    private let answer: Answer
    private let stopping: WakeSignal
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter answer: does what is asked, on the socket's thread, and says how it ended.
    init(in directory: DataDirectory, answer: @escaping Answer) throws(JournalError) {
        path = directory.file(ControlLine.socket)
        self.answer = answer
        do {
            stopping = try WakeSignal()
        } catch {
            throw .storage(code: 0, message: "\(error)", mend: Mend(.look, path))
        }
        unlink(path)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let bound = UnixAddress.with(path) { bind(descriptor, $0, $1) }
        guard descriptor >= 0, bound == 0, listen(descriptor, 4) == 0 else {
            throw .storage(
                code: Int(errno), message: "\(path): \(String(cString: strerror(errno)))",
                mend: Mend(.shorterPath, path))
        }
        chmod(path, 0o600)
        let thread = Thread { [self] in
            serve()
            ended.signal()
        }
        thread.name = "control"
        thread.start()
    }

    func stop() {
        stopping.raise()
        ended.wait()
        close(descriptor)
        unlink(path)
    }

    /// One command at a time: they are rare, and each may take long.
    private func serve() {
        var watched = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stopping.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&watched, 2, -1) >= 0 || errno == EINTR {
            guard watched[1].revents == 0 else { return }
            guard watched[0].revents != 0 else { continue }
            let client = accept(descriptor, nil, nil)
            guard client >= 0 else { continue }
            // Whoever says nothing or stops reading must not keep the controller from stopping.
            var patience = timeval(tv_sec: 5, tv_usec: 0)
            let size = socklen_t(MemoryLayout<timeval>.size)
            setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
            setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
            if let request = Self.request(from: client) {
                answer(request, Asker(client, stopping: stopping))
            }
            close(client)
        }
    }

    /// Nil for what is no request, or comes too slowly or too long.
    private static func request(from client: Int32) -> ControlRequest? {
        var said = Data()
        var piece = [UInt8](repeating: 0, count: 4096)
        while said.count < longestRequest {
            let count = recv(client, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            said += piece[..<count]
            if let end = said.firstIndex(of: ControlLine.end) {
                return ControlLine.decode(ControlRequest.self, from: said[..<end])
            }
        }
        return nil
    }
}

/// The other end: a command that asks.
enum ControlClient {
    /// Asks the controller that holds a data directory and gives its last word; nil when none
    /// answers, or it stopped before the end.
    ///
    /// - Parameter progress: hears all it says before that.
    static func ask(
        _ request: ControlRequest, in directory: String, progress: (ControlMessage) -> Void
    ) -> ControlMessage? {
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(server) }
        let path = directory + "/" + ControlLine.socket
        let connected = UnixAddress.with(path) { connect(server, $0, $1) }
        guard connected == 0, let line = ControlLine.encode(request) else { return nil }
        let sent = line.withUnsafeBytes {
            send(server, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent == line.count else { return nil }
        return lastWord(on: server, progress: progress)
    }

    /// Reads to the last word; nil when the other end is gone before it.
    static func lastWord(
        on server: Int32, progress: (ControlMessage) -> Void
    ) -> ControlMessage? {
        var rest = Data()
        var piece = [UInt8](repeating: 0, count: 4096)
        // Not by `FileHandle`, which ends the program where a controller stops that has not heard
        // this request yet.
        while case let count = recv(server, &piece, piece.count, 0), count > 0 {
            rest += piece[..<count]
            while let end = rest.firstIndex(of: ControlLine.end) {
                let message = ControlLine.decode(ControlMessage.self, from: rest[..<end])
                rest = rest[rest.index(after: end)...]
                guard let message else { continue }
                if message.isEnd { return message }
                progress(message)
            }
        }
        return nil
    }
}

/// How requests and messages look on the socket.
private enum ControlLine {
    static let socket = "control.sock"
    static let end = UInt8(ascii: "\n")

    static func encode(_ value: some Encodable) -> Data? {
        guard var line = try? JSONEncoder().encode(value) else { return nil }
        line.append(end)
        return line
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from line: Data) -> Value? {
        try? JSONDecoder().decode(type, from: line)
    }
}

/// The C form of a socket's path.
private enum UnixAddress {
    /// -1 for a path that is too long.
    static func with(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { target in
            guard path.utf8.count < target.count else { return false }
            target.copyBytes(from: path.utf8)
            return true
        }
        guard fits else {
            errno = ENAMETOOLONG
            return -1
        }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
