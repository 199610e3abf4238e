// SPDX-License-Identifier: Apache-2.0

/// The ports of this machine, read from what the kernel tells in `/sys`. No port is opened:
/// opening one raises its lines, and behind the first may be the machine's own console.
package struct PortList: Sendable {
    private let tree: SystemTree

    /// - Parameter root: stands for `/`, without a slash at its end.
    package init(root: String = "") { tree = SystemTree(root: root) }

    /// All serial ports with hardware behind them, and all USB printers, in the order of their
    /// names.
    package func read() -> [PortEntry] {
        let serial = tree.names("/sys/class/tty").compactMap { name in
            entry(.serial, "/sys/class/tty/\(name)", "/dev/\(name)")
        }
        let printers = tree.names("/sys/class/usbmisc").filter { $0.hasPrefix("lp") }
            .compactMap { entry(.usbPrinter, "/sys/class/usbmisc/\($0)", "/dev/usb/\($0)") }
        return (serial + printers).sorted { Self.order($0.path) < Self.order($1.path) }
    }

    /// Where a path leads now; nil for nowhere.
    package func target(of path: String) -> String? { tree.resolved(path) }

    private func entry(_ kind: PortEntry.Kind, _ path: String, _ node: String) -> PortEntry? {
        // What is no hardware has no device, and a built-in port that is not there has no type.
        guard let place = tree.resolved("\(path)/device"), !place.contains("/virtual/"),
            tree.text("\(path)/type") != "0", let device = number(tree.text("\(path)/dev"))
        else { return nil }
        var found = PortEntry(kind: kind, path: node, place: place, device: device)
        if let interface = parent(of: place, with: "bInterfaceNumber") {
            let port = tree.text("\(place)/port_number").flatMap { Int($0) }
            let usb = usb(interface, port)
            found.usb = usb
            found.place = interface + (port.map { "#\($0)" } ?? "")
            found.links = usb.map { StableName.all(kind, $0, path: interface) } ?? []
            let driver = tree.resolved("\(place)/driver")
            found.driver = driver.flatMap { $0.split(separator: "/").last.map(String.init) }
        }
        found.isConsole = tree.text("\(path)/console") == "Y"
        found.place = found.place.droppingPrefix("/sys/devices/")
        return found
    }

    private func usb(_ interface: String, _ port: Int?) -> PortEntry.USB? {
        guard let device = parent(of: interface, with: "idVendor"),
            let vendor = tree.text("\(device)/idVendor"),
            let product = tree.text("\(device)/idProduct"),
            let number = tree.text("\(interface)/bInterfaceNumber")
        else { return nil }
        return PortEntry.USB(
            vendor: vendor, product: product, serial: tree.label("\(device)/serial"),
            manufacturer: tree.label("\(device)/manufacturer"),
            productName: tree.label("\(device)/product"), interface: number, port: port)
    }

    /// The nearest directory from here up that has a file of this name.
    private func parent(of path: String, with name: String) -> String? {
        var parts = path.split(separator: "/")
        while parts.count > 2 {
            let directory = "/" + parts.joined(separator: "/")
            if tree.exists("\(directory)/\(name)") { return directory }
            parts.removeLast()
        }
        return nil
    }

    /// `188:3` as the system packs both numbers into one (glibc's `makedev`).
    private func number(_ text: String?) -> UInt64? {
        let parts = (text ?? "").split(separator: ":").compactMap { UInt64($0) }
        guard parts.count == 2 else { return nil }
        let (major, minor) = (parts[0], parts[1])
        return (major & 0xFFF) << 8 | (major & ~0xFFF) << 32 | minor & 0xFF | (minor & ~0xFF) << 12
    }

    /// ttyUSB2 before ttyUSB10.
    private static func order(_ path: String) -> Order {
        let letters = path.reversed().drop { $0.isNumber }
        return Order(
            stem: String(letters.reversed()), number: Int(path.dropFirst(letters.count)) ?? 0)
    }

    private struct Order: Comparable {
        let stem: String
        let number: Int

        static func < (one: Order, other: Order) -> Bool {
            (one.stem, one.number) < (other.stem, other.number)
        }
    }
}

extension String {
    fileprivate func droppingPrefix(_ prefix: String) -> String {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }
}
