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
    private let lock: Descriptor
    private var isOpen = true

    /// Opens and configures the port at `path`, which may be a udev link. Throws when it is
    /// missing, held by another program, or cannot be set as asked.
    package init(path: String, settings: SerialSettings) throws(ChannelError) {
        lock = try Self.lock(path)
        do throws(ChannelError) {
            port = try Self.openPort(path)
        } catch {
            _ = Glibc.close(lock.number)
            throw error
        }
        var number: Int32 = -1
        _ = sp_get_port_handle(port, &number)
        handle = Descriptor(number: number, subject: path)
        // From here on a throw runs `deinit`, which closes the port.
        guard fcntl(number, F_SETFD, FD_CLOEXEC) == 0 else {
            throw ChannelError(errno: errno, path, "cannot be kept from child processes")
        }
        guard ioctl(number, UInt(TIOCEXCL)) == 0 else {
            throw ChannelError(errno: errno, path, "cannot be opened exclusively")
        }
        try settings.apply(to: port, number, path)
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
        _ = Glibc.close(lock.number)
    }

    /// The lock is taken on a descriptor of its own, because the library sets the port up while it
    /// opens it: a port that is in use would already be spoilt for whoever uses it.
    private static func lock(_ path: String) throws(ChannelError) -> Descriptor {
        let number = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else { throw ChannelError(errno: errno, path, "cannot be opened") }
        let lock = Descriptor(number: number, subject: path)
        do throws(ChannelError) {
            guard isatty(number) != 0 else {
                throw ChannelError(.notADevice, path, "not a serial port")
            }
            try lock.claim()
            return lock
        } catch {
            _ = Glibc.close(number)
            throw error
        }
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
}
