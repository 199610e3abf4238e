// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A new pseudo-terminal, seen from the virtual device's end.
///
/// Closing it is pulling the plug: the controller's end hangs up and the link is gone. A new one
/// made with the same link is the device plugged in again.
package final class PseudoTerminalMaster: ByteChannel {
    /// The system's name of the controller's end, another one each time.
    package let devicePath: String
    /// The stable path that leads to it, when one was asked for.
    package let link: String?
    private let handle: Descriptor
    // Held so that the device's end does not hang up while no controller has the other end open.
    private let keeper: Int32
    private var isOpen = true

    /// Makes a pseudo-terminal and, if asked, a link to it, replacing an older link but never a
    /// file. Throws when the system has none left or the link cannot be made.
    package init(link: String? = nil) throws(ChannelError) {
        let subject = link ?? "pseudo-terminal"
        var number: Int32 = -1
        var keeper: Int32 = -1
        guard openpty(&number, &keeper, nil, nil, nil) == 0 else {
            throw ChannelError(errno: errno, subject, "none can be made")
        }
        handle = Descriptor(number: number, subject: subject)
        self.keeper = keeper
        self.link = link
        devicePath = Self.name(of: keeper)
        // From here on a throw runs `deinit`, which closes both ends.
        guard !devicePath.isEmpty, fcntl(number, F_SETFL, O_NONBLOCK) == 0,
            fcntl(number, F_SETFD, FD_CLOEXEC) == 0, fcntl(keeper, F_SETFD, FD_CLOEXEC) == 0
        else { throw ChannelError(errno: errno, subject, "cannot be prepared") }
        try Descriptor(number: keeper, subject: subject).makeRaw()
        if let link { try Self.point(link, at: devicePath) }
    }

    deinit { close() }

    /// How the controller reaches this device.
    package var address: DeviceAddress { .pseudoTerminal(path: link ?? devicePath) }

    package var descriptor: Int32 { isOpen ? handle.number : -1 }

    package func read() throws(ChannelError) -> [UInt8] {
        guard isOpen, let bytes = try handle.read() else { throw .hungUp(handle.subject) }
        return bytes
    }

    package func write(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        guard isOpen else { throw .hungUp(handle.subject) }
        return try handle.write(bytes)
    }

    package func close() {
        guard isOpen else { return }
        isOpen = false
        if let link, Self.target(of: link) == devicePath { unlink(link) }
        _ = Glibc.close(keeper)
        _ = Glibc.close(handle.number)
    }

    private static func name(of terminal: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            guard let start = buffer.baseAddress, ttyname_r(terminal, start, buffer.count) == 0
            else { return "" }
            return String(cString: start)
        }
    }

    /// Makes the link in one step, so that whoever looks finds the old target or the new one.
    private static func point(_ link: String, at path: String) throws(ChannelError) {
        var status = stat()
        if lstat(link, &status) == 0, status.st_mode & S_IFMT != S_IFLNK {
            throw ChannelError(.busy, link, "a file that is no link stands there")
        }
        let fresh = "\(link).new"
        unlink(fresh)
        guard symlink(path, fresh) == 0, rename(fresh, link) == 0 else {
            throw ChannelError(errno: errno, link, "the link cannot be made")
        }
    }

    private static func target(of link: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(link, start, buffer.count - 1)
            guard count > 0 else { return nil }
            buffer[count] = 0
            return String(cString: start)
        }
    }
}
