// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Foundation
import Machine
import TestSupport
import Testing
import Wire

@testable import Controller

struct PrinterMemoryTests {
    private let device = DeviceAddress.pseudoTerminal(path: "/run/p1")

    @Test func `what was found out of a printer is known after the next start, of it alone`() throws
    {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/printers.json"
        var profile = PrinterProfile.generic80
        profile.completion = .probe
        let found = PrinterCapabilities(completion: .processID)
        PrinterMemory(path: path) { _ in }.keep(found, of: "P1", at: device, profile)
        let memory = PrinterMemory(path: path) { _ in }
        #expect(memory.capabilities(of: "P1", at: device, profile) == found)
        #expect(memory.capabilities(of: "P2", at: device, profile) == nil)
        let other = DeviceAddress.pseudoTerminal(path: "/run/p2")
        #expect(memory.capabilities(of: "P1", at: other, profile) == nil)
        profile.id = "another"
        #expect(memory.capabilities(of: "P1", at: device, profile) == nil)
    }

    @Test(arguments: ["", "{", "[]", #"{"P1": {"device": "pty:/run/p1"}}"#])
    func `a file that says nothing costs one question`(_ text: String) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/printers.json"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let memory = PrinterMemory(path: path) { _ in }
        #expect(memory.capabilities(of: "P1", at: device, .generic80) == nil)
    }

    @Test func `a disk that takes nothing is told of, and what was found holds until the end`() {
        let said = Guarded<[String]>([])
        let memory = PrinterMemory(path: "/nowhere/printers.json") { line in
            said.withLock { $0.append(line) }
        }
        let found = PrinterCapabilities(completion: .paperStatus)
        memory.keep(found, of: "P1", at: device, .generic80)
        #expect(said.withLock(\.count) == 1)
        #expect(memory.capabilities(of: "P1", at: device, .generic80) == found)
    }
}
