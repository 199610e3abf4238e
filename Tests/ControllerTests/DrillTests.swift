// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Controller

/// The machine dies in the middle of the morning and a spare one takes its place: what a technician
/// does, by the program alone.
struct DrillTests {
    @Test func `a spare machine serves on: no number twice, outstanding slips in their order`()
        throws
    {
        let scene = try DrillScene()
        try scene.morning()
        let began = ContinuousClock.now
        try scene.replaceMachine()
        let fresh = try (1...3).map { _ in try scene.take() }
        #expect(fresh == ["A5001", "A5002", "A5003"])
        #expect(Set(fresh).isDisjoint(with: scene.given))
        let took = began.duration(to: .now)
        let line = "the spare machine served after \(took)\n"
        try FileHandle.standardError.write(contentsOf: Data(line.utf8))
        #expect(took < .seconds(600))

        let adopted = try scene.adopt(#"["A011-A014", "A015"]"#)
        #expect(adopted == (11...15).map { "A0\($0)" })
        // As the backup has it A003 is in hand and A004 waits; both know better and will not come.
        #expect(try scene.callAll() == ["A004"] + scene.waiting + adopted + fresh)
        try scene.verify()
    }
}

/// A hall of one queue, the machine it runs on and the one that replaces it.
private final class DrillScene {
    private let files: TestHall
    private var program: Program
    private var client: RawClient
    /// All numbers the first machine gave out.
    private(set) var given: [String] = []
    /// Those who waited when the backup was made and still do.
    let waiting = (5...10).map { $0 < 10 ? "A00\($0)" : "A0\($0)" }

    init() throws {
        files = try TestHall(isStarted: false)
        program = try Program(serving: files.data, configuration: files.options.configuration)
        client = try RawClient(port: program.port)
    }

    private var backup: String { files.files.file("backup") }
    private var spare: String { files.files.file("spare") }

    /// Ten take a number and three are called; a backup is made; then the hall goes on.
    func morning() throws {
        for _ in 1...10 { given.append(try take()) }
        for _ in 1...2 {
            _ = try call()
            try act("finish")
        }
        #expect(try call() == "A003")
        let made = try Program.run(["backup", backup, "--data", files.data])
        #expect(made.status == 0, "\(made.errors)")
        try act("finish")
        #expect(try call() == "A004")
        try act("finish")
        for _ in 1...5 { given.append(try take()) }
        #expect(Set(given).count == 15)
    }

    /// The plug is pulled; what the backup holds goes on elsewhere.
    func replaceMachine() throws {
        program.kill()
        let restored = try Program.run(["restore", backup, "--data", spare])
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(restored.output.contains("A5001, T5001"), "\(restored.output)")
        program = try Program(serving: spare, configuration: spare + "/hall.yaml")
        client = try RawClient(port: program.port)
    }

    func take() throws -> String {
        let answer = try client.request("POST", "/api/v1/tickets", body: #"{"service": "general"}"#)
        #expect(answer.status == 201, "\(answer.text)")
        return answer.json["number"].text ?? "none"
    }

    func adopt(_ numbers: String) throws -> [String] {
        let answer = try client.request(
            "POST", "/api/v1/tickets/adopt", body: #"{"numbers": \#(numbers)}"#)
        #expect(answer.status == 201, "\(answer.text)")
        return answer.json["tickets"].list.compactMap { $0["number"].text }
    }

    /// Finishes whoever is in hand, and then calls until nobody waits.
    func callAll() throws -> [String] {
        var called: [String] = []
        while called.count < 100 {
            try act("finish")
            let number = try call()
            guard let number else { return called }
            called.append(number)
        }
        return called
    }

    func verify() throws {
        #expect(program.stop() == 0)
        let verified = try Program.run(["journal", "verify", "--data", spare])
        #expect(verified.output.contains("2 epochs"), "\(verified.output)\(verified.errors)")
    }

    /// Nil when nobody waits.
    private func call() throws -> String? {
        let answer = try client.request("POST", "/api/v1/windows/W1/call")
        #expect([200, 204].contains(answer.status), "\(answer.text)")
        return answer.json["ticket"]["number"].text
    }

    private func act(_ action: String) throws {
        let answer = try client.request("POST", "/api/v1/windows/W1/\(action)")
        #expect(answer.status == 200, "\(action): \(answer.text)")
    }
}
