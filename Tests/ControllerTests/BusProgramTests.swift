// SPDX-License-Identifier: Apache-2.0

import Devices
import Dispatch
import Foundation
import Machine
import TestSupport
import Testing
import Wire

@testable import Controller

/// Units of software at a pseudo-terminal, on a thread of their own, until they are put away.
private final class Hanging {
    let link: String
    private let typed = Pipe()
    private let thread: JoinableThread

    init(_ count: Int, in directory: TemporaryDirectory) throws {
        let link = directory.file("wire")
        let descriptor = typed.fileHandleForReading.fileDescriptor
        let ready = DispatchSemaphore(value: 0)
        self.link = link
        thread = try JoinableThread {
            guard var stand = try? BusStand(count: count, baud: .baud115200, link: link) else {
                ready.signal()
                return
            }
            ready.signal()
            try? stand.run(typing: descriptor, unknown: {}, shown: { _, _ in })
        }
        ready.wait()
    }

    deinit {
        try? typed.fileHandleForWriting.write(contentsOf: Data("quit\n".utf8))
        thread.join()
    }

    /// What the program says of the wire.
    func run(_ arguments: String...) throws -> Program.Outcome {
        // Generous, since this machine has others to serve.
        let wire = ["pty:\(link)", "--baud", "115200", "--latency", "200"]
        return try Program.run(["bus", arguments[0]] + wire + arguments.dropFirst())
    }
}

struct BusProgramTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func `units are listed, get addresses and show texts`() throws {
        let units = try Hanging(2, in: directory)
        let list = try units.run("list")
        #expect(list.status == 0, "\(list.errors)")
        #expect(list.output.contains("024f00009e37  address 1  Hallkeeper reference units"))
        #expect(list.output.contains("024f00013c6e  address 2"))
        #expect(try units.run("assign", "024f00013c6e", "70").status == 0)
        let shown = try units.run("show", "70", "A001")
        #expect(shown.output.contains("Unit 70 shows it."))
        let refused = try units.run("show", "70", "\u{E123}")
        #expect(refused.status != 0)
        #expect(refused.errors.contains("NO_GLYPH"))
        #expect(try units.run("show", "2", "A001").errors.contains("did not answer"))
        #expect(try units.run("assign", "024f00013c6", "70").errors.contains("is no UID"))
        #expect(try units.run("assign", "024f00013c6e", "251").errors.contains("is no address"))
        #expect(try units.run("show", "255", "A001").errors.contains("is no address"))
        let long = String(repeating: "长", count: 30)
        #expect(try units.run("show", "70", long).errors.contains("too long"))
        let slow = try Program.run(["bus", "list", "pty:\(units.link)", "--baud", "0"])
        #expect(slow.errors.contains("0 is no speed"), "\(slow.errors)")
    }

    @Test func `a unit is tried, in words and for programs`() throws {
        let units = try Hanging(1, in: directory)
        let report = try units.run("conform", "--only", "show", "--only", "prefixes")
        #expect(report.status == 0, "\(report.output) \(report.errors)")
        #expect(report.output.contains("ok  §8.5  show: "))
        #expect(report.output.contains("The unit says it is of level 3."))
        let json = try units.run("conform", "--only", "clear", "--json")
        let fields = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
        #expect((fields as? [String: Any])?["claimed"] as? Int == 3)
        #expect(try units.run("conform", "--only", "nothing").errors.contains("no check nothing"))
    }

    @Test func `of several units one must be named, and a port in use is told`() throws {
        let units = try Hanging(2, in: directory)
        #expect(try units.run("conform").errors.contains("2 units are on this wire"))
        let port = try BusPort(.pseudoTerminal(path: units.link), baud: 9600)
        let held = try units.run("list")
        #expect(held.status != 0)
        #expect(held.errors.contains("is held by the running hall"), "\(held.errors)")
        withExtendedLifetime(port) {}
    }
}
