// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing

struct DeviceAddressTests {
    @Test(arguments: [
        ("/dev/ttyUSB0", DeviceAddress.serial(path: "/dev/ttyUSB0")),
        ("/dev/serial/by-id/usb-FTDI-if00", .serial(path: "/dev/serial/by-id/usb-FTDI-if00")),
        ("pty:/run/hall/大厅/printer", .pseudoTerminal(path: "/run/hall/大厅/printer")),
        ("tcp://192.0.2.7:9100", .tcp(host: "192.0.2.7", port: 9100)),
        ("tcp://printer-3.hall.lan:65535", .tcp(host: "printer-3.hall.lan", port: 65535)),
        ("tcp://[fe80::1%eth0]:9100", .tcp(host: "fe80::1%eth0", port: 9100)),
        ("share://192.0.2.8:9200", .share(host: "192.0.2.8", port: 9200)),
        ("share://[::1]:9200", .share(host: "::1", port: 9200)),
        ("usblp:/dev/usb/lp0", .usbPrinter(path: "/dev/usb/lp0")),
    ])
    func `an address reads and is written the same`(
        _ text: String, _ address: DeviceAddress
    ) throws {
        #expect(try DeviceAddress(text) == address)
        #expect(address.description == text)
    }

    @Test(arguments: [
        ("", "kind"), ("ttyUSB0", "kind"), ("COM1", "kind"), ("http://x:80", "kind"),
        ("pty:printer", "absolute"), ("pty:", "absolute"), ("/dev/", "absolute"),
        ("/dev/../etc/passwd", "'..'"), ("pty:/run/a\u{0}b", "control"),
        ("tcp://host", "port is missing"), ("tcp://[::1]", "port is missing"),
        ("tcp://:9100", "host is missing"), ("tcp://host:0", "1 to 65535"),
        ("tcp://host:65536", "1 to 65535"), ("tcp://host:+80x", "1 to 65535"),
        ("tcp://ho st:80", "not a host"), ("tcp://::1:80", "not a host"),
        ("tcp://a/b:80", "not a host"), ("share://host", "port is missing"),
        ("share://host:0", "1 to 65535"), ("share://key@host:80", "not a host"),
    ])
    func `a bad address is refused with what is wrong`(_ text: String, _ word: String) {
        let error = #expect(throws: ChannelError.self) { _ = try DeviceAddress(text) }
        #expect(error?.code == .badAddress)
        #expect(error?.detail.contains(word) == true, "\(error?.detail ?? "")")
    }

    @Test func `an endless address is refused without repeating it`() {
        let error = #expect(throws: ChannelError.self) {
            _ = try DeviceAddress("pty:/" + String(repeating: "a", count: 100_000))
        }
        #expect(error?.subject.count == 40)
    }

    @Test func `a missing USB printer and a file that is none are told apart`() throws {
        let missing = #expect(throws: ChannelError.self) {
            _ = try DeviceAddress("usblp:/dev/usb/lp99").open()
        }
        #expect(missing?.code == .notFound)
        let other = #expect(throws: ChannelError.self) {
            _ = try DeviceAddress("usblp:/dev/null").open()
        }
        #expect(other?.code == .notADevice)
    }
}
