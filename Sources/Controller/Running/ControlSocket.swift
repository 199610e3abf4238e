// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
package import Store

/// What a running controller tells commands about its journal, a line of JSON each.
package enum ControlMessage: Codable, Sendable, Equatable {
    /// So far, `rows` facts were found sound.
    case progress(rows: Int64)
    case verified(rows: Int64, epochs: Int, heads: Int64, keys: [String])
    /// The first fact that is not sound, and the check it failed.
    case unsound(sequence: Int64, check: String)
    case failed(String)

    package init(_ verification: Verification) {
        if let failure = verification.failure {
            self = .unsound(sequence: failure.sequence, check: failure.check.rawValue)
        } else if verification.isFinished {
            self = .verified(
                rows: verification.rows, epochs: verification.epochs,
                heads: verification.heads, keys: verification.publicKeys.sorted())
        } else {
            self = .progress(rows: verification.rows)
        }
    }
}

/// A Unix socket in the data directory through which commands reach the running controller, since
/// it alone may hold the journal open. The directory is closed to other users, and so is this.
final class ControlSocket: Sendable {
    private static let name = "control.sock"

    private let path: String
    private let descriptor: Int32
    private let reader: JournalReader
    private let stopping: WakeSignal
    private let ended = DispatchSemaphore(value: 0)

    init(in directory: DataDirectory, reader: JournalReader) throws(JournalError) {
        path = directory.file(Self.name)
        self.reader = reader
        do {
            stopping = try WakeSignal()
        } catch {
            throw .storage(code: 0, message: "\(error)", mend: error.remedy)
        }
        unlink(path)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let bound = UnixAddress.with(path) { bind(descriptor, $0, $1) }
        guard descriptor >= 0, bound == 0, listen(descriptor, 4) == 0 else {
            throw .storage(
                code: Int(errno), message: "\(path): \(String(cString: strerror(errno)))",
                mend: "use a shorter path for the data, on a disk with room")
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
            // Whoever stops reading must not keep the controller from stopping.
            var patience = timeval(tv_sec: 5, tv_usec: 0)
            setsockopt(
                client, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            answer(client)
            close(client)
        }
    }

    private func answer(_ client: Int32) {
        var isGone = false
        func say(_ message: ControlMessage) {
            guard !isGone, var line = try? JSONEncoder().encode(message) else { return }
            line.append(UInt8(ascii: "\n"))
            let sent = line.withUnsafeBytes {
                send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            isGone = sent != line.count
        }
        do {
            var verification = Verification()
            while !verification.isFinished, !isGone, !isStopping {
                verification = try reader.verifySlice(after: verification, count: 1000)
                say(ControlMessage(verification))
            }
        } catch {
            say(.failed("\(error)"))
        }
    }

    private var isStopping: Bool {
        var watched = pollfd(fd: stopping.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) > 0
    }
}

/// Verifies a journal, through the running controller if there is one.
package enum JournalCheckUp {
    /// - Parameter progress: is told each step but the last, which is returned.
    package static func run(
        data: String, progress: (ControlMessage) -> Void
    ) throws(JournalError) -> ControlMessage {
        do {
            return try alone(data, progress)
        } catch .inUse(let directory) {
            return throughController(directory, progress)
                ?? .failed("\(JournalError.inUse(directory: directory))")
        }
    }

    private static func alone(
        _ data: String, _ progress: (ControlMessage) -> Void
    ) throws(JournalError) -> ControlMessage {
        guard FileManager.default.fileExists(atPath: data + "/journal.sqlite") else {
            return .failed("\(data)/journal.sqlite: no such file")
        }
        let reader = try JournalReader.open(in: DataDirectory(data))
        return ControlMessage(try reader.verify { progress(ControlMessage($0)) })
    }

    private static func throughController(
        _ directory: String, _ progress: (ControlMessage) -> Void
    ) -> ControlMessage? {
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(server) }
        let connected = UnixAddress.with(directory + "/control.sock") { connect(server, $0, $1) }
        guard connected == 0 else { return nil }
        let handle = FileHandle(fileDescriptor: server, closeOnDealloc: false)
        var rest = Data()
        var last: ControlMessage?
        while case let more = handle.availableData, !more.isEmpty {
            rest += more
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let message = try? JSONDecoder().decode(
                    ControlMessage.self, from: rest[..<end])
                rest = rest[rest.index(after: end)...]
                if let message {
                    last = message
                    progress(message)
                }
            }
        }
        return last
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
