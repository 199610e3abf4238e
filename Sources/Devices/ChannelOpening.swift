// SPDX-License-Identifier: Apache-2.0

/// How to open a channel, whatever kind its address turns out to be.
package struct ChannelSettings: Hashable, Sendable {
    /// Used by serial ports only.
    package var serial: SerialSettings
    /// How long a network device may take to accept the connection, in milliseconds.
    package var connectMilliseconds: Int64
    /// Where the key of the pairing lies; used by shared ports only.
    package var keyFile: String?

    package init(
        serial: SerialSettings = SerialSettings(), connectMilliseconds: Int64 = 5000,
        keyFile: String? = nil
    ) {
        self.serial = serial
        self.keyFile = keyFile
        self.connectMilliseconds = connectMilliseconds
    }
}

extension DeviceAddress {
    /// Opens the channel this address names. `interrupt` is a descriptor that ends a wait for a
    /// connection when it becomes readable, negative for none.
    package func open(
        _ settings: ChannelSettings = ChannelSettings(), interrupt: Int32 = -1
    ) throws(ChannelError) -> any ByteChannel {
        switch self {
        case .serial(let path):
            return try SerialChannel(path: path, settings: settings.serial)
        case .pseudoTerminal(let path):
            return try PseudoTerminalChannel(path: path)
        case .tcp(let host, let port):
            return try TCPChannel(
                host: host, port: port, timeout: settings.connectMilliseconds,
                interrupt: interrupt)
        case .share(let host, let port):
            return try ShareChannel(
                host: host, port: port, keyFile: settings.keyFile,
                timeout: settings.connectMilliseconds, interrupt: interrupt)
        case .usbPrinter(let path):
            return try USBPrinterChannel(path: path)
        }
    }
}
