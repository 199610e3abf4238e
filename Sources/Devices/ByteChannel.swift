// SPDX-License-Identifier: Apache-2.0

/// A two-way stream of bytes to one device, over one open file descriptor.
///
/// Nothing here ever waits: whoever owns the channel waits with `poll()` on `descriptor`. A channel
/// belongs to one thread, the one that opened it.
package protocol ByteChannel: AnyObject {
    /// What to hand to `poll()`; negative once the channel is closed, which `poll()` ignores.
    var descriptor: Int32 { get }

    /// The bytes that have arrived, at most `Channel.readLimit` of them; empty when there are none
    /// now. Throws `ChannelError` with code `.lost` when the other side is gone.
    func read() throws(ChannelError) -> [UInt8]

    /// Hands over as many bytes as the system takes now and returns how many that were: 0 when its
    /// buffer is full. Throws `ChannelError` with code `.lost` when the other side is gone.
    func write(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int

    /// Gives the descriptor back without waiting for unsent bytes. Closing twice is harmless.
    func close()
}

/// What all channels have in common.
package enum Channel {
    /// The most bytes one `read` returns, so that a flooding device cannot hold its thread.
    package static let readLimit = 4096
}
