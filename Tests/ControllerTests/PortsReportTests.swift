// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing

@testable import Controller

/// What a technician reads of the machine's ports.
struct PortsReportTests {
    private static let byID = "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0"
    private static let byPath = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0"

    private static func adapter(_ path: String, serial: String?, _ links: [String]) -> PortEntry {
        var entry = PortEntry(
            kind: .serial, path: path, place: "pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0#0",
            device: 1,
            usb: .init(
                vendor: "0403", product: "6001", serial: serial, manufacturer: "FTDI",
                productName: "FT232R USB UART", port: 0))
        entry.driver = "ftdi_sio"
        entry.links = links
        return entry
    }

    private func lines(_ ports: [PortEntry], _ language: String) throws -> [String] {
        let yaml = HallFileTests.sound.replacing("device: /dev/usb0", with: "device: \(Self.byID)")
        let holder = PortHolder(process: 708, program: "hallkeeper")
        let report = PortsReport(
            ports: ports, holders: ["/dev/ttyUSB0": [holder]],
            configuration: try HallFile.parse(yaml, named: "hall.yaml"), target: { _ in nil })
        return report.lines(
            Sentences(pages: TestHall.pages, environment: ["HALLKEEPER_LANG": language]))
    }

    @Test func `a port is told with all that tells it apart, within the width of a terminal`()
        throws
    {
        let adapter = Self.adapter("/dev/ttyUSB0", serial: "A50285BI", [Self.byID, Self.byPath])
        let english = try lines([adapter], "en")
        #expect(
            english == [
                "/dev/ttyUSB0  FTDI FT232R USB UART",
                "  model         0403:6001  ftdi_sio",
                "  serial        A50285BI",
                "  socket        pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0#0",
                "  stable names  \(Self.byID)",
                "                \(Self.byPath)",
                "  line          P1",
                "  opened by     hallkeeper (708)",
                "  hall.yaml     device: \(Self.byID)",
            ])
        let chinese = try lines([adapter], "zh-Hans")
        #expect(chinese.contains("  序列号     A50285BI"))
    }

    @Test func `where no serial number tells two apart the socket's name is to be written`() throws
    {
        let clone = Self.adapter(
            "/dev/ttyUSB1", serial: nil, ["/dev/serial/by-id/usb-X", Self.byPath])
        #expect(try lines([clone], "en").last == "  hall.yaml     device: \(Self.byPath)")
        let twins = [
            Self.adapter("/dev/ttyUSB0", serial: "1", [Self.byID, Self.byPath]),
            Self.adapter("/dev/ttyUSB1", serial: "1", [Self.byID, Self.byPath]),
        ]
        #expect(try lines(twins, "en").last == "  hall.yaml     device: \(Self.byPath)")
    }

    @Test func `printers are written with their kind and the console is warned of`() throws {
        var printer = PortEntry(
            kind: .usbPrinter, path: "/dev/usb/lp0", place: "usb1/1-4/1-4:1.0", device: 2,
            usb: .init(vendor: "0416", product: "5011", serial: "7"))
        printer.links = ["/dev/usb/by-id/usb-0416_5011_7-if00"]
        #expect(
            try lines([printer], "en").last
                == "  hall.yaml     device: usblp:/dev/usb/by-id/usb-0416_5011_7-if00")
        var console = PortEntry(
            kind: .serial, path: "/dev/ttyS0", place: "pnp0/00:00", device: 3)
        console.isConsole = true
        let told = try lines([console], "en")
        #expect(told.first == "/dev/ttyS0  built into the machine")
        #expect(told.last == "  hall.yaml  nothing: the machine's own messages come out here")
        #expect(
            try lines([], "en") == ["No serial port is there, and no USB printer is plugged in."])
    }
}
