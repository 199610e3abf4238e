// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An open, non-blocking file descriptor and the name errors are reported under.
///
/// The one place where `errno` is read for channels. It does not own the descriptor: its channel
/// closes it.
struct Descriptor {
    let number: Int32
    let subject: String

    /// What has arrived: empty when there is nothing now, nil when the system reports the end of
    /// the stream, which each kind of channel judges for itself.
    func read() throws(ChannelError) -> [UInt8]? {
        var failure: Int32 = 0
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Channel.readLimit) { buffer, filled in
            count = Glibc.read(number, buffer.baseAddress, buffer.count)
            failure = count < 0 ? errno : 0
            filled = max(count, 0)
        }
        if count > 0 { return bytes }
        if count == 0 { return nil }
        guard Self.isTransient(failure) else { throw .lost(subject, errno: failure) }
        return []
    }

    /// Writes without waiting and returns how many bytes were taken. `MSG_NOSIGNAL` for sockets,
    /// because a write to a dead peer would otherwise kill the process.
    func write(_ bytes: ArraySlice<UInt8>, isSocket: Bool = false) throws(ChannelError) -> Int {
        guard !bytes.isEmpty else { return 0 }
        var failure: Int32 = 0
        let count = bytes.withUnsafeBytes { buffer in
            let count =
                isSocket
                ? send(number, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                : Glibc.write(number, buffer.baseAddress, buffer.count)
            failure = count < 0 ? errno : 0
            return count
        }
        if count >= 0 { return count }
        guard Self.isTransient(failure) else { throw .lost(subject, errno: failure) }
        return 0
    }

    /// Takes the device for this process alone among all that ask; throws `.busy` when another
    /// holds it. Given back when the descriptor is closed.
    func claim() throws(ChannelError) {
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            throw ChannelError(errno: errno, subject, "the lock is held elsewhere")
        }
    }

    /// Makes a terminal pass every byte unchanged.
    func makeRaw() throws(ChannelError) {
        var attributes = termios()
        guard tcgetattr(number, &attributes) == 0 else {
            throw ChannelError(errno: errno, subject, "not a terminal")
        }
        cfmakeraw(&attributes)
        guard tcsetattr(number, TCSANOW, &attributes) == 0 else {
            throw ChannelError(errno: errno, subject, "cannot be set to raw bytes")
        }
    }

    private static func isTransient(_ number: Int32) -> Bool {
        number == EAGAIN || number == EWOULDBLOCK || number == EINTR
    }
}
