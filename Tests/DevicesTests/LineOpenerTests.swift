// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine
import Testing

@testable import Devices

/// A line's device found again, through libserialport on pseudo-terminals.
struct LineOpenerTests {
    /// What the system would list; another one after each replug.
    private final class Listing: Sendable {
        private let lists: Guarded<[[PortEntry]]>

        init(_ ports: [PortEntry]) { lists = Guarded([ports]) }

        /// Later looks see later lists; the last stays.
        func put(_ next: [PortEntry]...) { lists.withLock { $0 = next } }

        var surroundings: LineOpener.Surroundings {
            .init(
                ports: { [self] in
                    lists.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
                }, target: { PortList().target(of: $0) })
        }
    }

    private func entry(_ path: String, serial: String) -> PortEntry {
        var status = stat()
        stat(path, &status)
        return PortEntry(
            kind: .serial, path: path, place: serial, device: UInt64(status.st_rdev),
            usb: .init(vendor: "0403", product: "6001", serial: serial))
    }

    private func opener(_ master: PseudoTerminalMaster, _ listing: Listing) -> LineOpener {
        LineOpener(.serial(path: master.devicePath), surroundings: listing.surroundings)
    }

    @Test func `the device is remembered when it is first opened and followed to another number`()
        throws
    {
        let first = try PseudoTerminalMaster()
        let listing = Listing([entry(first.devicePath, serial: "A1")])
        let opener = opener(first, listing)
        #expect(opener.identity == nil)
        let near = try opener.open(interrupt: -1)
        #expect(opener.identity?.entry.usb?.serial == "A1")
        near.close()
        let second = try PseudoTerminalMaster()
        listing.put([
            entry(first.devicePath, serial: "B2"), entry(second.devicePath, serial: "A1"),
        ])
        let again = try opener.open(interrupt: -1)
        #expect(try again.write([9]) == 1)
        #expect(try ChannelPair.read(1, from: second) == [9])
    }

    @Test func `another device under the name is refused and told, and not even opened`() throws {
        let master = try PseudoTerminalMaster()
        let listing = Listing([entry(master.devicePath, serial: "A1")])
        let opener = opener(master, listing)
        try opener.open(interrupt: -1).close()
        listing.put([entry(master.devicePath, serial: "B2")])
        let error = #expect(throws: ChannelError.self) { _ = try opener.open(interrupt: -1) }
        #expect(error?.code == .otherDevice)
        #expect(error?.detail.contains("serial number B2 is there") == true)
        #expect(error?.detail.contains("expected 0403:6001 (0403:6001), serial number A1") == true)
        listing.put([])
        let absent = #expect(throws: ChannelError.self) { _ = try opener.open(interrupt: -1) }
        #expect(absent?.code == nil || absent?.code == .notFound)
    }

    @Test func `a device exchanged between looking and opening is given back at once`() throws {
        let master = try PseudoTerminalMaster()
        let right = entry(master.devicePath, serial: "A1")
        let listing = Listing([right])
        let opener = opener(master, listing)
        try opener.open(interrupt: -1).close()
        listing.put([right], [entry(master.devicePath, serial: "B2")])
        let error = #expect(throws: ChannelError.self) { _ = try opener.open(interrupt: -1) }
        #expect(error?.code == .otherDevice)
        listing.put([right])
        #expect(throws: Never.self) { try opener.open(interrupt: -1).close() }
    }
}
