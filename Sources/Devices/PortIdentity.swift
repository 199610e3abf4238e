// SPDX-License-Identifier: Apache-2.0

/// Which device stands behind a port, whatever number the system gives the port this time.
package struct PortIdentity: Sendable, Hashable {
    /// The port as it was when it was found first.
    package let entry: PortEntry

    package init(_ entry: PortEntry) { self.entry = entry }

    /// Whether a port is the same device: by the USB serial number, else the same model in the
    /// same socket.
    package func matches(_ other: PortEntry) -> Bool {
        guard isSameModel(other) else { return false }
        guard let usb = entry.usb, usb.serial != nil else { return other.place == entry.place }
        return other.usb?.serial == usb.serial && other.usb?.interface == usb.interface
            && other.usb?.port == usb.port
    }

    func isSameModel(_ other: PortEntry) -> Bool {
        other.kind == entry.kind && other.usb?.vendor == entry.usb?.vendor
            && other.usb?.product == entry.usb?.product
    }
}

extension PortIdentity: CustomStringConvertible {
    /// For messages: name, model number, serial number or socket.
    package var description: String {
        guard let usb = entry.usb else { return "\(entry.name) at \(entry.place)" }
        let which = usb.serial.map { "serial number \($0)" } ?? "at \(entry.place)"
        return "\(entry.name) (\(usb.vendor):\(usb.product)), \(which)"
    }
}
