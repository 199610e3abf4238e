// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Devices

struct PortListTests {
    private static let adapter = [
        "idVendor": "0403", "idProduct": "6001", "manufacturer": "FTDI",
        "product": "FT232R USB UART", "serial": "A50285BI",
    ]

    @Test
    func `an adapter's port is told with its device, its socket and the names udev would make`()
        throws
    {
        let system = try SystemFixture()
        let interface = try system.plugIn("1-2", Self.adapter)
        let device = "\(interface)/ttyUSB7"
        try system.make(device)
        try system.write("\(device)/port_number", "0")
        try system.addPort(
            "/sys/class/tty/ttyUSB7", on: device, numbers: "188:7", driver: "ftdi_sio")
        let port = try #require(PortList(root: system.root).read().first)
        #expect(port.path == "/dev/ttyUSB7")
        #expect(port.kind == .serial)
        #expect(port.name == "FTDI FT232R USB UART")
        #expect(port.driver == "ftdi_sio")
        #expect(port.device == 188 << 8 | 7)
        #expect(port.place == "pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0#0")
        let usb = PortEntry.USB(
            vendor: "0403", product: "6001", serial: "A50285BI", manufacturer: "FTDI",
            productName: "FT232R USB UART", interface: "00", port: 0)
        #expect(port.usb == usb)
        #expect(
            port.links == [
                "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0",
                "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0",
            ])
    }

    @Test func `a modem class device and a USB printer are listed, what is no hardware is not`()
        throws
    {
        let system = try SystemFixture()
        let modem = try system.plugIn(
            "1-3.1", interface: "02", ["idVendor": "2e8a", "idProduct": "000a"])
        try system.addPort("/sys/class/tty/ttyACM0", on: modem, numbers: "166:0")
        let printer = try system.plugIn(
            "1-4", ["idVendor": "0416", "idProduct": "5011", "product": "POS  58/Printer\u{1B}[2J"])
        try system.addPort(
            "/sys/class/usbmisc/lp1", on: printer, numbers: "180:1", driver: "usblp")
        try system.make("/sys/class/usbmisc/hiddev0")
        try system.make("/sys/class/tty/tty1")
        try system.make("/sys/devices/pnp0/00:05")
        for (index, type) in ["4", "0"].enumerated() {
            try system.addPort(
                "/sys/class/tty/ttyS\(index)", on: "/sys/devices/pnp0/00:05",
                numbers: "4:\(64 + index)", texts: ["type": type, "console": "Y"])
        }
        let ports = PortList(root: system.root).read()
        #expect(ports.map(\.path) == ["/dev/ttyACM0", "/dev/ttyS0", "/dev/usb/lp1"])
        #expect(ports.map(\.isConsole) == [false, true, false])
        #expect(ports[0].links.first == "/dev/serial/by-id/usb-2e8a_000a-if02")
        #expect(ports[0].links.last == "/dev/serial/by-path/pci-0000:00:14.0-usb-0:3.1:1.2")
        #expect(ports[1].usb == nil)
        #expect(ports[2].kind == .usbPrinter)
        #expect(ports[2].links.first == "/dev/usb/by-id/usb-0416_POS_58_Printer__2J-if00")
        #expect(ports[2].name == "POS  58/Printer?[2J", "nothing steers the terminal")
    }

    @Test func `ports are in the order of their numbers`() throws {
        let system = try SystemFixture()
        for index in [10, 2, 1] {
            let interface = try system.plugIn("1-\(index)", Self.adapter)
            try system.addPort(
                "/sys/class/tty/ttyUSB\(index)", on: interface, numbers: "188:\(index)")
        }
        #expect(
            PortList(root: system.root).read().map(\.path)
                == ["/dev/ttyUSB1", "/dev/ttyUSB2", "/dev/ttyUSB10"])
    }

    @Test func `a device that is pulled while it is read, or tells nonsense, harms nothing`() throws
    {
        let system = try SystemFixture()
        let interface = try system.plugIn("1-2", ["idVendor": "0403"])
        try system.addPort("/sys/class/tty/ttyUSB0", on: interface, numbers: "188:0")
        try system.addPort("/sys/class/tty/ttyUSB1", on: interface, numbers: "many:few")
        try system.make("/sys/class/tty/ttyUSB2")
        let ports = PortList(root: system.root).read()
        #expect(ports.map(\.path) == ["/dev/ttyUSB0"])
        #expect(ports.first?.usb == nil)
        #expect(PortList(root: "/none").read() == [])
    }

    @Test func `this machine's own ports are listed without being opened`() {
        for port in PortList().read() { #expect(port.path.hasPrefix("/dev/")) }
    }
}
