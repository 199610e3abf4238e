// SPDX-License-Identifier: Apache-2.0

import CSerialPort
import Glibc

/// A serial port, opened and configured by libserialport.
///
/// Bytes move over the port's own file handle, because the library's waiting calls do not report an
/// unplugged port and spin instead (measured with 0.1.1), and its time-outs follow the wall clock.
package final class SerialChannel: ByteChannel {
    private let port: OpaquePointer
    private let handle: Descriptor
    private var isOpen = true

    /// Opens and configures the port at `path`, which may be a udev link. Throws when it is
    /// missing, held by another program, or cannot be set as asked.
    package init(path: String, settings: SerialSettings) throws(ChannelError) {
        port = try Self.openPort(path)
        var number: Int32 = -1
        _ = sp_get_port_handle(port, &number)
        handle = Descriptor(number: number, subject: path)
        // From here on a throw runs `deinit`, which closes the port.
        guard fcntl(number, F_SETFD, FD_CLOEXEC) == 0 else {
            throw ChannelError(errno: errno, path, "cannot be kept from child processes")
        }
        try handle.claim()
        guard ioctl(number, UInt(TIOCEXCL)) == 0 else {
            throw ChannelError(errno: errno, path, "cannot be opened exclusively")
        }
        try Self.configure(port, path, settings)
        _ = sp_flush(port, SP_BUF_BOTH)
    }

    deinit { close() }

    package var descriptor: Int32 { isOpen ? handle.number : -1 }

    package func read() throws(ChannelError) -> [UInt8] {
        guard isOpen else { throw .hungUp(handle.subject) }
        if let bytes = try handle.read() { return bytes }
        // No bytes and an unplugged port look the same to a read; asking for the count tells them
        // apart.
        guard sp_input_waiting(port).rawValue >= 0 else { throw .hungUp(handle.subject) }
        return []
    }

    package func write(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        guard isOpen else { throw .hungUp(handle.subject) }
        return try handle.write(bytes)
    }

    package func close() {
        guard isOpen else { return }
        isOpen = false
        // Unsent bytes behind a stopped flow control would hold the close for many seconds.
        _ = sp_flush(port, SP_BUF_OUTPUT)
        _ = ioctl(handle.number, UInt(TIOCNXCL))
        _ = sp_close(port)
        sp_free_port(port)
    }

    private static func openPort(_ path: String) throws(ChannelError) -> OpaquePointer {
        // The library looks the bare name up in sysfs and so refuses udev's links.
        guard let resolved = realpath(path, nil) else {
            throw ChannelError(errno: errno, path, "cannot be found")
        }
        defer { free(resolved) }
        var found: OpaquePointer?
        guard sp_get_port_by_name(resolved, &found) == SP_OK, let port = found else {
            throw ChannelError(.notADevice, path, "not a serial port")
        }
        guard sp_open(port, SP_MODE_READ_WRITE) == SP_OK else {
            let number = sp_last_error_code()
            sp_free_port(port)
            throw ChannelError(errno: number, path, "cannot be opened")
        }
        return port
    }

    private static func configure(
        _ port: OpaquePointer, _ path: String, _ settings: SerialSettings
    ) throws(ChannelError) {
        guard settings.baud > 0, settings.baud <= Int(Int32.max),
            (1...2).contains(settings.stopBits)
        else {
            throw ChannelError(.unsupportedSetting, path, "impossible settings \(settings)")
        }
        var made: OpaquePointer?
        guard sp_new_config(&made) == SP_OK, let config = made else {
            throw ChannelError(.system, path, "no memory for its settings")
        }
        defer { sp_free_config(config) }
        _ = sp_set_config_baudrate(config, Int32(settings.baud))
        _ = sp_set_config_bits(config, 8)
        _ = sp_set_config_parity(config, settings.parity.code)
        _ = sp_set_config_stopbits(config, Int32(settings.stopBits))
        _ = sp_set_config_flowcontrol(config, settings.flowControl.code)
        guard sp_set_config(port, config) == SP_OK else {
            let number = sp_last_error_code()
            throw ChannelError(.unsupportedSetting, path, "\(settings) refused, error \(number)")
        }
        try verify(port, config, path, settings)
    }

    /// A port that cannot do a speed or a check bit says yes and silently stays as it was.
    private static func verify(
        _ port: OpaquePointer, _ config: OpaquePointer, _ path: String, _ settings: SerialSettings
    ) throws(ChannelError) {
        var baud: Int32 = 0
        var parity = SP_PARITY_INVALID
        var stopBits: Int32 = 0
        guard sp_get_config(port, config) == SP_OK,
            sp_get_config_baudrate(config, &baud) == SP_OK,
            sp_get_config_parity(config, &parity) == SP_OK,
            sp_get_config_stopbits(config, &stopBits) == SP_OK
        else { throw ChannelError(.system, path, "its settings cannot be read back") }
        guard Int(baud) == settings.baud, parity == settings.parity.code,
            Int(stopBits) == settings.stopBits
        else {
            throw ChannelError(
                .unsupportedSetting, path,
                "asked for \(settings), the port took \(baud) baud, parity \(parity.rawValue), "
                    + "\(stopBits) stop bits")
        }
    }
}

extension SerialSettings.Parity {
    fileprivate var code: sp_parity {
        switch self {
        case .none: SP_PARITY_NONE
        case .even: SP_PARITY_EVEN
        case .odd: SP_PARITY_ODD
        }
    }
}

extension SerialSettings.FlowControl {
    fileprivate var code: sp_flowcontrol {
        switch self {
        case .none: SP_FLOWCONTROL_NONE
        case .rtscts: SP_FLOWCONTROL_RTSCTS
        case .xonxoff: SP_FLOWCONTROL_XONXOFF
        }
    }
}
