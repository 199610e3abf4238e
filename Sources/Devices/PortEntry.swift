// SPDX-License-Identifier: Apache-2.0

/// One port of this machine as the system lists it. Nobody opened it to find this out.
package struct PortEntry: Sendable, Hashable {
    package enum Kind: Sendable, Hashable { case serial, usbPrinter }

    /// What the USB device behind the port says of itself.
    package struct USB: Sendable, Hashable {
        /// Four hexadecimal digits, of the maker and of the model.
        package var vendor: String
        package var product: String
        /// Nil where the maker saved the trouble: then two of a model cannot be told apart.
        package var serial: String?
        package var manufacturer: String?
        package var productName: String?
        /// Which function of the device, two hexadecimal digits.
        package var interface: String
        /// Which port of an adapter with several.
        package var port: Int?

        package init(
            vendor: String, product: String, serial: String? = nil, manufacturer: String? = nil,
            productName: String? = nil, interface: String = "00", port: Int? = nil
        ) {
            self.vendor = vendor
            self.product = product
            self.serial = serial
            self.manufacturer = manufacturer
            self.productName = productName
            self.interface = interface
            self.port = port
        }
    }

    package var kind: Kind
    /// `/dev/ttyUSB0`: good until the plug is pulled.
    package var path: String
    /// The socket it is plugged into, as the system names it below `/sys/devices`.
    package var place: String
    /// The numbers of the device node, both in one.
    package var device: UInt64
    package var usb: USB?
    package var driver: String?
    /// Whether the system's own messages come out here: never to be used.
    package var isConsole = false
    /// Names that stay, `by-id` before `by-path`; whether or not udev made links of them.
    package var links: [String] = []

    package init(kind: Kind, path: String, place: String, device: UInt64, usb: USB? = nil) {
        self.kind = kind
        self.path = path
        self.place = place
        self.device = device
        self.usb = usb
    }

    /// What people call it: maker and model, as far as they are told.
    package var name: String {
        guard let usb else { return driver ?? "" }
        let names = [usb.manufacturer, usb.productName].compactMap(\.self)
        return names.isEmpty ? "\(usb.vendor):\(usb.product)" : names.joined(separator: " ")
    }
}
