// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Wakes a thread that waits in `poll()`, from any other thread.
package final class WakeSignal: Sendable {
    /// Readable while a signal is pending: what the waiting thread hands to `poll()`.
    package let descriptor: Int32
    private let sender: Int32

    package init() throws(ChannelError) {
        var ends: [Int32] = [-1, -1]
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, flags, 0, &ends) == 0 else {
            throw ChannelError(errno: errno, "wake signal", "cannot be made")
        }
        descriptor = ends[0]
        sender = ends[1]
    }

    deinit {
        close(descriptor)
        close(sender)
    }

    /// Makes the signal pending. A full buffer means that it already is.
    package func raise() {
        var byte: UInt8 = 1
        _ = write(sender, &byte, 1)
    }

    /// Forgets all pending signals.
    package func clear() {
        withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
            while read(descriptor, buffer.baseAddress, buffer.count) == buffer.count {}
        }
    }
}
