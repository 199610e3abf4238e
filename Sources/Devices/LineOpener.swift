// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// Opens one line whenever it is asked to, for as long as the program runs, and remembers which
/// device it found there first.
package final class LineOpener: Sendable {
    /// As configured.
    package let address: DeviceAddress
    private let settings: ChannelSettings
    private let surroundings: Surroundings
    private let known = Guarded<PortIdentity?>(nil)

    /// What the system says of its ports; another one in tests.
    package struct Surroundings: Sendable {
        package var ports: @Sendable () -> [PortEntry]
        /// What a path leads to.
        package var target: @Sendable (String) -> String?

        package init(
            ports: @escaping @Sendable () -> [PortEntry],
            target: @escaping @Sendable (String) -> String?
        ) {
            self.ports = ports
            self.target = target
        }

        package static let system = Surroundings(
            ports: { PortList().read() }, target: { PortList().target(of: $0) })
    }

    package init(
        _ address: DeviceAddress, _ settings: ChannelSettings = ChannelSettings(),
        surroundings: Surroundings = .system
    ) {
        self.address = address
        self.settings = settings
        self.surroundings = surroundings
    }

    /// The device this line belongs to; nil until it was opened, and for what has no identity.
    package var identity: PortIdentity? { known.withLock { $0 } }

    /// Opens the line: a port by its device and not by its number. `interrupt` is a descriptor that
    /// ends a wait when it becomes readable, negative for none. Throws `.otherDevice` when the name
    /// leads to another device than before.
    package func open(interrupt: Int32) throws(ChannelError) -> any ByteChannel {
        switch address {
        case .tcp, .share, .pseudoTerminal:
            return try address.open(settings, interrupt: interrupt)
        case .serial(let path): return try open(path) { .serial(path: $0) }
        case .usbPrinter(let path): return try open(path) { .usbPrinter(path: $0) }
        }
    }

    private func open(
        _ name: String, _ kind: (String) -> DeviceAddress
    ) throws(ChannelError) -> any ByteChannel {
        let search = PortSearch(name: name, known: identity)
        let path = try search.path(in: surroundings.ports(), target: surroundings.target(name))
        let channel = try kind(path).open(settings)
        // Between looking and opening plugs move, so what was opened is looked at again.
        let ports = surroundings.ports()
        guard let opened = ports.first(where: { $0.device == Self.device(of: channel) }) else {
            return channel
        }
        do throws(ChannelError) {
            let now = try search.path(in: ports, target: surroundings.target(name))
            guard now == opened.path else {
                throw ChannelError(.lost, name, "it moved while it was opened")
            }
        } catch {
            channel.close()
            throw error
        }
        known.withLock { if $0 == nil { $0 = PortIdentity(opened) } }
        return channel
    }

    private static func device(of channel: any ByteChannel) -> UInt64? {
        var status = stat()
        guard fstat(channel.descriptor, &status) == 0 else { return nil }
        return UInt64(status.st_rdev)
    }
}

extension DeviceAddress {
    /// Files whose coming or going may be this device's.
    var nodes: [String] {
        switch self {
        case .tcp, .share: []
        case .pseudoTerminal(let path): [path]
        // A name made of the device's own may have no link, and then only the number is seen.
        case .serial(let path): [path, "/dev/ttyUSB0", "/dev/ttyACM0"]
        case .usbPrinter(let path): [path, "/dev/usb/lp0"]
        }
    }
}

extension DeviceAddress {
    /// The port this address leads to now, as the system would name it; nil for none of these.
    ///
    /// - Parameter target: what a path leads to, nil for nowhere.
    package func port(
        among ports: [PortEntry], target: (String) -> String?
    ) -> String? {
        switch self {
        case .tcp, .share, .pseudoTerminal: return nil
        case .serial(let path), .usbPrinter(let path):
            let search = PortSearch(name: path, known: nil)
            guard case .at(let found) = search.find(in: ports, target: target(path)) else {
                return nil
            }
            return found
        }
    }
}

extension PortSearch {
    /// The path to open; throws what is in the way.
    fileprivate func path(
        in ports: [PortEntry], target: String?
    ) throws(ChannelError) -> String {
        switch find(in: ports, target: target) {
        case .at(let path): return path
        case .absent: throw ChannelError(.notFound, name, "is not plugged in")
        case .stranger(let entry):
            throw ChannelError(
                .otherDevice, name,
                "\(PortIdentity(entry)) is there, expected \(known?.description ?? "")")
        case .twins(let entries):
            let places = entries.map(\.place).joined(separator: ", ")
            throw ChannelError(
                .otherDevice, name, "several have the expected number, in new places: \(places)")
        }
    }
}
