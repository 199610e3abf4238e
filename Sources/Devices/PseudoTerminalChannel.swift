// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The controller's end of a pseudo-terminal, where a virtual device sits at the other end.
package final class PseudoTerminalChannel: ByteChannel {
    private let handle: Descriptor
    private var isOpen = true

    /// Opens the pseudo-terminal at `path`, which may be a link, and drops what the device said
    /// before. Throws when it is missing, is no terminal, or another channel holds it.
    package init(path: String) throws(ChannelError) {
        let number = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else { throw ChannelError(errno: errno, path, "cannot be opened") }
        handle = Descriptor(number: number, subject: path)
        try handle.makeRaw()
        try handle.claim()
        tcflush(number, TCIFLUSH)
    }

    deinit { close() }

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
        _ = Glibc.close(handle.number)
    }
}
