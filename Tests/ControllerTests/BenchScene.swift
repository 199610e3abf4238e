// SPDX-License-Identifier: Apache-2.0

import Devices
import Dispatch
import Facts
import Foundation
import Machine
import Simulators
import Wire

@testable import Controller

/// A virtual hall on real pseudo-terminals, and whoever waits for something to happen there.
final class BenchScene: Sendable {
    let hall: VirtualHall
    let changes: Heard<BenchChange>
    private let bell: Bell
    private let directory: String

    /// One printer, and two windows with a sign and a keypad each; a third has its sign elsewhere.
    static let configuration: HallConfiguration = {
        var configuration = HallConfiguration()
        func line(
            _ id: String, _ kind: HallConfiguration.Line.Kind,
            _ wiring: HallConfiguration.Wiring = .virtual
        ) -> HallConfiguration.Line {
            HallConfiguration.Line(id: id, kind: kind, wiring: wiring, serial: .init(baud: 115_200))
        }
        configuration.printers = [.init(id: "P1", line: line("P1", .escPos))]
        configuration.lines = [
            line("signs", .qtStrip), line("keypads", .keypadFF68),
            line("far", .qtStrip, .real(.tcp(host: "127.0.0.1", port: 1))),
        ]
        configuration.structure.windows = [
            .init(id: "W01", number: "1", services: []),
            .init(id: "W02", number: "2", services: []),
            .init(id: "W03", number: "3", services: []),
        ]
        configuration.signs = [
            .init(window: "W01", line: "signs", address: 1),
            .init(window: "W02", line: "signs", address: 2),
            .init(window: "W03", line: "far", address: 1),
        ]
        configuration.keypads = [
            .init(window: "W01", line: "keypads", address: 1),
            .init(window: "W02", line: "keypads", address: 2),
        ]
        return configuration
    }()

    /// A font in which every ASCII character looks the same.
    static let glyphs = GlyphSource { scalar in
        scalar.isASCII ? Glyph(isWide: false, rows: Array(repeating: 0x5500, count: 16)) : nil
    }

    private init() throws {
        directory = NSTemporaryDirectory() + "bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        let bell = Bell()
        let changes = Heard<BenchChange>(bell)
        (self.bell, self.changes) = (bell, changes)
        hall = try VirtualHall(
            configuration: Self.configuration, directory: directory, glyphs: Self.glyphs
        ) { changes.note($0) }
    }

    /// Runs `body` with a scene that is taken down afterwards.
    static func play(_ body: (BenchScene) throws -> Void) throws {
        let scene = try BenchScene()
        defer {
            scene.hall.stop()
            try? FileManager.default.removeItem(atPath: scene.directory)
        }
        try body(scene)
    }

    /// Runs `body` with a driver at work on a line.
    func withPort<Driver: LineDriver>(
        _ driver: Driver, on line: String,
        _ body: (PortThread<Driver>, Heard<PortEvent<Driver.Report>>) throws -> Void
    ) throws {
        let events = Heard<PortEvent<Driver.Report>>(bell)
        guard let address = hall.address(of: line) else {
            throw ChannelError(.badAddress, line, "is not virtual")
        }
        let port = try PortThread(
            driver: driver, address: address, backOff: BackOff(first: 10, limit: 20)
        ) { events.note($0) }
        defer { port.stop() }
        try body(port, events)
    }

    var printer: BenchView.Printer? { hall.overview().printers.first }

    /// Whether it comes true within ten seconds; looked at whenever something happens.
    func eventually(_ holds: () -> Bool) -> Bool { bell.waits(until: holds) }
}

/// Rings whenever something happens.
final class Bell: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func ring() { semaphore.signal() }

    func waits(until holds: () -> Bool) -> Bool {
        let deadline = DispatchTime.now() + .seconds(10)
        while !holds() {
            guard semaphore.wait(timeout: deadline) == .success else { return holds() }
        }
        return true
    }
}

/// What another thread has told so far.
final class Heard<Value: Sendable>: Sendable {
    private let values = Guarded<[Value]>([])
    private let bell: Bell

    init(_ bell: Bell) { self.bell = bell }

    var all: [Value] { values.withLock(\.self) }

    func note(_ value: Value) {
        values.withLock { $0.append(value) }
        bell.ring()
    }
}
