// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A year backed up while tickets are taken, and restored to another directory, beside `cp` of the
/// same files.
struct BackupBench: Encodable {
    let megabytes: Double
    let seconds: Double
    let megabytesPerSecond: Double
    /// `cp` and `sync` of the same files.
    let copySeconds: Double
    let meanwhile: PacedTickets
    /// The same server before.
    let atRest: PacedTickets
    /// The longest the engine waited for one commit, before and after.
    let longestCommitAtRestMilliseconds: Double
    let longestCommitMilliseconds: Double
    let restoreSeconds: Double
    /// From starting the program on what was restored until tickets can be taken.
    let readySeconds: Double

    init(_ places: Places, data: String) throws {
        let backup = places.directory("backup")
        let server = try Child(hallkeeper: places, data: data)
        _ = try server.ready(since: Clock.now())
        while try server.metric("history_behind") > 0 { Clock.pass(milliseconds: 50) }
        atRest = try PacedTickets(server, firstKey: 30_000_000, seconds: 5)
        longestCommitAtRestMilliseconds = try server.metric("longest_commit_seconds") * 1000
        let start = Clock.now()
        let copying = try Tool(places, ["backup", backup, "--data", data])
        meanwhile = try PacedTickets(server, firstKey: 40_000_000) {
            !copying.isRunning
        }
        try copying.finish()
        seconds = Clock.seconds(since: start)
        longestCommitMilliseconds = try server.metric("longest_commit_seconds") * 1000
        server.stop()
        let files = try FileManager.default.contentsOfDirectory(atPath: backup)
        megabytes = try files.map { try Places.size(of: "\(backup)/\($0)") }.reduce(0, +) / 1e6
        megabytesPerSecond = megabytes / seconds
        copySeconds = try Self.copy(backup, to: places.directory("copy"))
        let restored = places.directory("restored")
        let restoring = Clock.now()
        try Tool(places, ["restore", backup, "--data", restored]).finish()
        restoreSeconds = Clock.seconds(since: restoring)
        let starting = Clock.now()
        readySeconds = try Child(hallkeeper: places, data: restored).ready(since: starting)
    }

    private static func copy(_ source: String, to target: String) throws -> Double {
        let start = Clock.now()
        try Tool("/bin/cp", ["-r", source, target]).finish()
        try Tool("/bin/sync", ["-f", target]).finish()
        return Clock.seconds(since: start)
    }
}

/// A command that ends by itself.
private final class Tool {
    private let process = Process()

    init(_ path: String, _ arguments: [String]) throws {
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    /// One of the program's own.
    convenience init(_ places: Places, _ arguments: [String]) throws {
        try self.init(
            places.program("hallkeeper"), arguments + ["--config", places.configuration])
    }

    deinit { if process.isRunning { process.terminate() } }

    var isRunning: Bool { process.isRunning }

    func finish() throws {
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure("\(process.arguments ?? []) failed")
        }
    }
}
