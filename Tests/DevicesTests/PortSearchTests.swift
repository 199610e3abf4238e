// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Devices

/// Where a line's port is, case by case.
struct PortSearchTests {
    private static let byID = "/dev/serial/by-id/usb-FTDI_FT232R_A1-if00-port0"
    private static let byPath = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0"

    private static func port(
        _ path: String, serial: String? = "A1", product: String = "6001", place: String = "1-2",
        port: Int = 0, links: [String] = []
    ) -> PortEntry {
        var entry = PortEntry(
            kind: .serial, path: path, place: place, device: 1,
            usb: .init(vendor: "0403", product: product, serial: serial, port: port))
        entry.links = links
        return entry
    }

    private static let known = port("/dev/ttyUSB0", links: [byID, byPath])
    private static let nameless = port("/dev/ttyUSB0", serial: nil)
    private static let builtIn = PortEntry(
        kind: .serial, path: "/dev/ttyS1", place: "pnp0/00:05", device: 2)

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var name = "/dev/ttyUSB0"
        var known: PortEntry?
        let ports: [PortEntry]
        var target: String?
        let expected: PortSearch.Finding
    }

    static let cases = [
        Case(
            testDescription: "the first time the name is all there is", ports: [known],
            target: "/dev/ttyUSB0", expected: .at("/dev/ttyUSB0")),
        Case(
            testDescription: "a port the system does not list is opened by its name",
            name: "/dev/ttyX", ports: [known], target: "/dev/ttyX", expected: .at("/dev/ttyX")),
        Case(
            testDescription: "a name that leads nowhere is absent", name: "/dev/ttyUSB9",
            ports: [known], expected: .absent),
        Case(
            testDescription: "a by-id name is understood without udev's link", name: byID,
            ports: [port("/dev/ttyUSB3", serial: "B"), known], expected: .at("/dev/ttyUSB0")),
        Case(
            testDescription: "the device is followed to another number", known: known,
            ports: [port("/dev/ttyUSB1")], expected: .at("/dev/ttyUSB1")),
        Case(
            testDescription: "the device is followed to another number and socket, by its serial",
            known: known,
            ports: [port("/dev/ttyUSB0", serial: "B"), port("/dev/ttyUSB1", place: "2-4")],
            target: "/dev/ttyUSB0", expected: .at("/dev/ttyUSB1")),
        Case(
            testDescription: "another device under the same name is refused", known: known,
            ports: [port("/dev/ttyUSB0", serial: "B")], target: "/dev/ttyUSB0",
            expected: .stranger(port("/dev/ttyUSB0", serial: "B"))),
        Case(
            testDescription: "the other port of the same adapter is another device", known: known,
            ports: [port("/dev/ttyUSB0", port: 1)], target: "/dev/ttyUSB0",
            expected: .stranger(port("/dev/ttyUSB0", port: 1))),
        Case(
            testDescription: "without serial numbers the socket tells two of a model apart",
            known: nameless,
            ports: [
                port("/dev/ttyUSB0", serial: nil, place: "1-3"), port("/dev/ttyUSB1", serial: nil),
            ], target: "/dev/ttyUSB0", expected: .at("/dev/ttyUSB1")),
        Case(
            testDescription: "without a serial number the same model elsewhere is another device",
            known: nameless, ports: [port("/dev/ttyUSB0", serial: nil, place: "1-3")],
            target: "/dev/ttyUSB0",
            expected: .stranger(port("/dev/ttyUSB0", serial: nil, place: "1-3"))),
        Case(
            testDescription: "of two with the same serial number it is the one in its socket",
            known: known, ports: [port("/dev/ttyUSB0", place: "1-9"), port("/dev/ttyUSB1")],
            target: "/dev/ttyUSB0", expected: .at("/dev/ttyUSB1")),
        Case(
            testDescription: "two with the same serial number in new sockets are not guessed at",
            known: known,
            ports: [port("/dev/ttyUSB0", place: "1-8"), port("/dev/ttyUSB1", place: "1-9")],
            target: "/dev/ttyUSB0",
            expected: .twins([
                port("/dev/ttyUSB0", place: "1-8"), port("/dev/ttyUSB1", place: "1-9"),
            ])),
        Case(
            testDescription: "a name for the socket takes another of the same model", name: byPath,
            known: known, ports: [port("/dev/ttyUSB4", serial: "B", links: [byPath])],
            target: "/dev/ttyUSB4", expected: .at("/dev/ttyUSB4")),
        Case(
            testDescription: "a name for the socket takes no other model", name: byPath,
            known: known, ports: [port("/dev/ttyUSB4", product: "6015", links: [byPath])],
            target: "/dev/ttyUSB4",
            expected: .stranger(port("/dev/ttyUSB4", product: "6015", links: [byPath]))),
        Case(
            testDescription: "a built-in port is itself", name: "/dev/ttyS1", known: builtIn,
            ports: [known, builtIn], target: "/dev/ttyS1", expected: .at("/dev/ttyS1")),
        Case(
            testDescription: "nothing plugged in is absent", known: known, ports: [],
            expected: .absent),
    ]

    @Test(arguments: cases)
    func `a line's port is found by its device`(_ one: Case) {
        let search = PortSearch(name: one.name, known: one.known.map(PortIdentity.init))
        #expect(search.find(in: one.ports, target: one.target) == one.expected)
    }
}
