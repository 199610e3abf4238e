// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Devices

struct NodeWatchTests {
    @Test(arguments: [
        ("/dev/ttyUSB0", "/dev/ttyUSB0", true), ("/dev/ttyUSB0", "/dev/ttyUSB12", true),
        ("/dev/ttyUSB0", "/dev/ttyACM0", false), ("/dev/ttyUSB0", "/dev/ttyUSB", false),
        ("/dev/ttyUSB0", "/dev/ttyUSBx", false), ("/dev/usb/lp0", "/dev/usb", true),
        ("/dev/usb/lp0", "/dev/us", false), ("/dev/printer", "/dev/printer", true),
        ("/dev/printer", "/dev/printer2", false),
    ])
    func `news of a node concern a line or do not`(
        _ wanted: String, _ path: String, _ concerns: Bool
    ) {
        #expect(NodeWatch.leads(wanted, by: path) == concerns)
    }

    @Test func `a node is heard of when its directory is made only later, each time`() throws {
        let root = temporaryPath()
        let files = FileManager.default
        try files.createDirectory(atPath: root, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: root) }
        let watch = NodeWatch(["\(root)/serial/by-id/usb-A"])
        for _ in 1...2 {
            #expect(!watch.takeNews())
            try files.createDirectory(
                atPath: "\(root)/serial/by-id", withIntermediateDirectories: true)
            #expect(watch.takeNews())
            _ = watch.takeNews()
            try Data().write(to: URL(fileURLWithPath: "\(root)/serial/by-id/usb-B"))
            #expect(!watch.takeNews(), "somebody else's")
            try Data().write(to: URL(fileURLWithPath: "\(root)/serial/by-id/usb-A"))
            #expect(watch.takeNews())
            try files.removeItem(atPath: "\(root)/serial")
            while watch.takeNews() {}
        }
    }

    @Test func `without nodes nothing is watched`() {
        let watch = NodeWatch([])
        #expect(watch.descriptor == -1)
        #expect(!watch.takeNews())
    }
}
