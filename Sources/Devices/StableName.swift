// SPDX-License-Identifier: Apache-2.0

/// The names udev makes for ports (systemd's rules 60-serial, its programs usb_id and path_id),
/// made here too, so that they can be used in `hall.yaml` where no udev runs and for USB printers,
/// for which it makes none.
enum StableName {
    /// All names of a port, the one that follows the device first.
    ///
    /// - Parameter path: where the USB interface stands below `/sys/devices`.
    static func all(_ kind: PortEntry.Kind, _ usb: PortEntry.USB, path: String) -> [String] {
        let directory = kind == .serial ? "/dev/serial" : "/dev/usb"
        let port = usb.port.map { "-port\($0)" } ?? ""
        let id = "\(directory)/by-id/usb-\(id(usb))-if\(usb.interface)\(port)"
        guard let place = place(path) else { return [id] }
        return [id, "\(directory)/by-path/\(place)\(port)"]
    }

    private static func id(_ usb: PortEntry.USB) -> String {
        let parts = [
            usb.manufacturer.map(spelled) ?? usb.vendor,
            usb.productName.map(spelled) ?? usb.product, usb.serial.map(spelled) ?? "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "_")
    }

    /// White space becomes one underscore, and what must not stand in a path one each.
    private static func spelled(_ text: String) -> String {
        let words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" }
        return String(words.joined(separator: "_").map { isHarmless($0) ? $0 : "_" })
    }

    private static func isHarmless(_ character: Character) -> Bool {
        guard let ascii = character.asciiValue else { return true }
        switch ascii {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return true
        default: return "#+-.:=@_".utf8.contains(ascii)
        }
    }

    /// `pci-0000:00:14.0-usb-0:2:1.0` of `pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0`.
    private static func place(_ path: String) -> String? {
        let parts = path.split(separator: "/")
        guard let bus = parts.firstIndex(where: { isBus($0) }), bus > 0,
            let interface = parts.last, let dash = interface.firstIndex(of: "-")
        else { return nil }
        let host = parts[bus - 1]
        let kind = host.count { $0 == ":" } == 2 ? "pci" : "platform"
        return "\(kind)-\(host)-usb-0:\(interface[interface.index(after: dash)...])"
    }

    private static func isBus(_ part: Substring) -> Bool {
        part.hasPrefix("usb") && part.count > 3 && part.dropFirst(3).allSatisfy(\.isNumber)
    }
}
