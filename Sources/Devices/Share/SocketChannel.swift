// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A stream socket that somebody else made and connected.
final class SocketChannel: ByteChannel {
    private let handle: Descriptor
    private var isOpen = true

    init(_ handle: Descriptor) { self.handle = handle }

    deinit { close() }

    var descriptor: Int32 { isOpen ? handle.number : -1 }

    func read() throws(ChannelError) -> [UInt8] {
        guard isOpen, let bytes = try handle.read() else { throw .hungUp(handle.subject) }
        return bytes
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        guard isOpen else { throw .hungUp(handle.subject) }
        return try handle.write(bytes, isSocket: true)
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        _ = Glibc.close(handle.number)
    }
}
