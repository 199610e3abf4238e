// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A small `/sys` of a machine with what a test plugs in.
final class SystemFixture {
    let root: String

    init() throws {
        root = temporaryPath("system")
        for name in ["tty", "usbmisc"] { try make("/sys/class/\(name)") }
        for name in ["ftdi_sio", "cdc_acm", "usblp"] { try make("/sys/bus/drivers/\(name)") }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// A USB device in a socket like `1-2`; returns the directory of one of its interfaces.
    func plugIn(
        _ socket: String, interface: String = "00", _ texts: [String: String]
    ) throws -> String {
        let device = "/sys/devices/pci0000:00/0000:00:14.0/usb1/\(socket)"
        let directory = "\(device)/\(socket):1.\(Int(interface, radix: 16) ?? 0)"
        try make(directory)
        for (name, text) in texts { try write("\(device)/\(name)", text) }
        try write("\(directory)/bInterfaceNumber", interface)
        return directory
    }

    /// A port of a class of devices; `device` is what it hangs on.
    func addPort(
        _ path: String, on device: String, numbers: String, driver: String? = nil,
        texts: [String: String] = [:]
    ) throws {
        try make(path)
        try link(path + "/device", to: device)
        try write(path + "/dev", numbers)
        for (name, text) in texts { try write("\(path)/\(name)", text) }
        if let driver { try link(device + "/driver", to: "/sys/bus/drivers/\(driver)") }
    }

    func make(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: root + path, withIntermediateDirectories: true)
    }

    func write(_ path: String, _ text: String) throws {
        try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: root + path))
    }

    private func link(_ path: String, to target: String) throws {
        guard !FileManager.default.fileExists(atPath: root + path) else { return }
        try FileManager.default.createSymbolicLink(
            atPath: root + path, withDestinationPath: root + target)
    }
}
