// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Testing

/// The built program, run as people run it.
final class Program {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Beside the tests in the build directory.
    private static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "hallkeeper").path()

    private let process: Process
    private let output = Pipe()
    /// The port it said it listens on.
    private(set) var port: UInt16 = 0

    /// Starts a hall, and returns when it says that it runs.
    convenience init(serving data: String, configuration: String) throws {
        try self.init(["--config", configuration, "--data", data, "--port", "0"])
    }

    /// Starts something that listens, and returns when it says where.
    init(_ arguments: [String]) throws {
        process = Self.process(arguments, output: output)
        try process.run()
        var said = ""
        // Its first line has the address; at the end of its output there is nothing to wait for.
        while !said.contains("\n") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            said += String(decoding: more, as: UTF8.self)
        }
        let address = said.firstMatch(of: #/127\.0\.0\.1:(\d+)/#)
        port = try #require(address.flatMap { UInt16($0.1) }, "\(said)")
    }

    deinit {
        kill()
    }

    /// As a power cut would end it.
    func kill() {
        // Its number may be another program's once it has ended.
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Kills it in a while, wherever it then stands.
    func killLater(microseconds: Int) {
        let number = process.processIdentifier
        DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(microseconds)) {
            Foundation.kill(number, SIGKILL)
        }
    }

    func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

    /// As Ctrl-C ends it; returns its exit status.
    func stop() -> Int32 {
        Foundation.kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String], input: String = "", in directory: String? = nil,
        sayingPages: Bool = true
    ) throws -> Outcome {
        let (output, errors, typed) = (Pipe(), Pipe(), Pipe())
        let process = process(arguments, output: output)
        if let directory { process.currentDirectoryURL = URL(filePath: directory) }
        if !sayingPages { process.environment?["HALLKEEPER_PAGES"] = nil }
        process.standardError = errors
        process.standardInput = typed
        try process.run()
        typed.fileHandleForWriting.write(Data(input.utf8))
        try typed.fileHandleForWriting.close()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        let wrong = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
            errors: String(decoding: wrong, as: UTF8.self))
    }

    private static func process(_ arguments: [String], output: Pipe) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ["HALLKEEPER_LANG": "en", "HALLKEEPER_PAGES": TestHall.pages]
        process.standardOutput = output
        return process
    }
}
