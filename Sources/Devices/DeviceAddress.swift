// SPDX-License-Identifier: Apache-2.0

/// Where a device is reached, as written in the configuration.
package enum DeviceAddress: Hashable, Sendable, CustomStringConvertible {
    /// A serial port or a stable udev link to one: `/dev/serial/by-id/…`.
    case serial(path: String)
    /// The device side of a pseudo-terminal or a link to it: `pty:/run/hall/printer`.
    case pseudoTerminal(path: String)
    /// A network device or serial server: `tcp://192.0.2.7:9100`, `tcp://[::1]:9100`.
    case tcp(host: String, port: UInt16)
    /// A printer behind the kernel's USB printer driver: `usblp:/dev/usb/lp0`.
    case usbPrinter(path: String)

    /// A port of a computer that runs `hallkeeper port-share`: `share://192.0.2.8:9200`.
    case share(host: String, port: UInt16)

    /// Longer text is refused.
    private static let lengthLimit = 1024

    /// Reads an address; throws `.badAddress` saying what is wrong with the text.
    package init(_ text: String) throws(ChannelError) {
        guard text.utf8.count <= Self.lengthLimit else {
            let start = String(text.prefix(40))
            throw ChannelError(.badAddress, start, "longer than \(Self.lengthLimit) bytes")
        }
        if text.hasPrefix("/dev/") {
            self = .serial(path: try Self.path(text[...], in: text))
        } else if text.hasPrefix("pty:") {
            self = .pseudoTerminal(path: try Self.path(text.dropFirst(4), in: text))
        } else if text.hasPrefix("usblp:") {
            self = .usbPrinter(path: try Self.path(text.dropFirst(6), in: text))
        } else if text.hasPrefix("tcp://") {
            let (host, port) = try Self.place(text.dropFirst(6), in: text)
            self = .tcp(host: host, port: port)
        } else if text.hasPrefix("share://") {
            let (host, port) = try Self.place(text.dropFirst(8), in: text)
            self = .share(host: host, port: port)
        } else {
            throw ChannelError(.badAddress, text, "neither a path under /dev nor a known kind")
        }
    }

    /// The address as it would be written in the configuration.
    package var description: String {
        switch self {
        case .serial(let path): path
        case .pseudoTerminal(let path): "pty:\(path)"
        case .tcp(let host, let port): "tcp://" + Self.text(host, port)
        case .share(let host, let port): "share://" + Self.text(host, port)
        case .usbPrinter(let path): "usblp:\(path)"
        }
    }

    private static func path(
        _ path: Substring, in text: String
    ) throws(ChannelError) -> String {
        guard path.hasPrefix("/"), path.count > 1, !path.hasSuffix("/") else {
            throw ChannelError(.badAddress, text, "the path must be absolute and name a file")
        }
        guard !path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw ChannelError(.badAddress, text, "the path contains a control character")
        }
        guard !path.split(separator: "/").contains("..") else {
            throw ChannelError(.badAddress, text, "the path must not contain '..'")
        }
        return String(path)
    }

    private static func text(_ host: String, _ port: UInt16) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func place(
        _ rest: Substring, in text: String
    ) throws(ChannelError) -> (host: String, port: UInt16) {
        guard let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") else {
            throw ChannelError(.badAddress, text, "the port is missing")
        }
        var host = rest[..<colon]
        let bracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if bracketed { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else {
            throw ChannelError(.badAddress, text, "the host is missing")
        }
        let fits = host.utf8.allSatisfy { byte in
            isHostByte(byte)
                || bracketed && (byte == UInt8(ascii: ":") || byte == UInt8(ascii: "%"))
        }
        guard fits else {
            throw ChannelError(.badAddress, text, "'\(host)' is not a host name or address")
        }
        guard let port = UInt16(rest[rest.index(after: colon)...]), port > 0 else {
            throw ChannelError(.badAddress, text, "the port must be a number from 1 to 65535")
        }
        return (String(host), port)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
