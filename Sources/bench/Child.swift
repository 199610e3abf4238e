// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program under measurement.
final class Child {
    let port: UInt16
    private let process = Process()

    /// The real program, with its own port and data directory. Returns at once.
    init(hallkeeper places: Places, data: String) throws {
        port = try Connection.freePort()
        process.executableURL = URL(filePath: places.program("hallkeeper"))
        process.arguments = [
            "--config", places.configuration, "--data", data, "--pages", places.pages, "--port",
            String(port),
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    /// The baseline in C, which says its port.
    init(bareHTTP places: Places, headers: String, body: String) throws {
        let pipe = Pipe()
        process.executableURL = URL(filePath: places.program("bare-http"))
        process.arguments = [headers, body]
        process.standardOutput = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = UInt16(said.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw BenchFailure("bare-http did not start")
        }
        self.port = port
    }

    deinit { stop() }

    /// Waits until tickets can be taken and gives the seconds since `start`.
    func ready(since start: Int64) throws -> Double {
        while Clock.seconds(since: start) < 30 {
            guard process.isRunning else { throw BenchFailure("hallkeeper did not start") }
            if let connection = try? Connection(port: port),
                let answer = try? connection.ask(Request.get("/readyz")), answer.status == 200
            {
                return Clock.seconds(since: start)
            }
            Clock.pass(milliseconds: 1)
        }
        throw BenchFailure("hallkeeper was not ready within 30 s")
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// Seconds of CPU it has used, to a hundredth.
    func cpuSeconds() throws -> Double {
        let path = "/proc/\(process.processIdentifier)/stat"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        // The name in parentheses may contain blanks; the numbers after it do not.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let kernel = Double(fields[13])
        else { throw BenchFailure("\(path) reads oddly") }
        return (user + kernel) / Double(sysconf(CInt(_SC_CLK_TCK)))
    }

    /// Resident memory in megabytes.
    func residentMegabytes() throws -> Double {
        let path = "/proc/\(process.processIdentifier)/status"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        guard let kilobytes = kilobytes.flatMap({ Double($0) }) else {
            throw BenchFailure("\(path) reads oddly")
        }
        return kilobytes / 1024
    }

    /// One of the program's own figures.
    func metric(_ name: String) throws -> Double {
        let answer = try Connection(port: port).ask(Request.get("/metrics"))
        let text = String(decoding: answer.body, as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("hallkeeper_\(name) ") }
        guard let value = line?.split(separator: " ").last.flatMap({ Double($0) }) else {
            throw BenchFailure("/metrics has no \(name)")
        }
        return value
    }
}

/// Where the bench finds what it runs, and where it may write.
struct Places {
    let programs: String
    var configuration: String
    let pages: String
    let scratch: String

    func program(_ name: String) -> String { "\(programs)/\(name)" }

    /// A fresh directory name.
    func directory(_ name: String) -> String { "\(scratch)/\(name)" }

    /// Bytes of a file.
    static func size(of path: String) throws -> Double {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return Double(attributes[.size] as? Int ?? 0)
    }
}
