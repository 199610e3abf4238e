// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A printer behind the kernel's USB printer driver, `usblp`.
///
/// What is particular about that driver (drivers/usb/class/usblp.c): one program may hold the
/// device, a write hands over one transfer of at most 8 KiB and the next waits for its end, reading
/// no bytes means an empty packet and not the end, and kernels before 5.11 do not report an
/// unplugged printer to `poll()`.
package final class USBPrinterChannel: ByteChannel {
    /// `LPIOC_GET_BUS_ADDRESS` for two 32-bit numbers. Of all questions the driver knows it is the
    /// one it answers without asking the printer, which might keep us waiting for seconds.
    private static let busAddress: UInt = 0x8008_5005

    private let handle: Descriptor
    private let answers: Bool
    private var isOpen = true

    /// Opens the printer at `path`, which may be a link. Throws when it is missing, is no USB
    /// printer, or another program holds it.
    package init(path: String) throws(ChannelError) {
        let number = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else { throw ChannelError(errno: errno, path, "cannot be opened") }
        handle = Descriptor(number: number, subject: path)
        // A printer that only listens refuses even to read nothing.
        answers = Glibc.read(number, nil, 0) >= 0 || errno != EINVAL
        // From here on a throw runs `deinit`, which closes the printer.
        try handle.claim()
        let failure = Self.absence(number)
        guard failure == 0 else { throw ChannelError(errno: failure, path, "not a USB printer") }
    }

    deinit { close() }

    package var descriptor: Int32 { isOpen ? handle.number : -1 }

    package func read() throws(ChannelError) -> [UInt8] {
        guard isOpen else { throw .hungUp(handle.subject) }
        if answers, let bytes = try handle.read(), !bytes.isEmpty { return bytes }
        let failure = Self.absence(handle.number)
        guard failure == 0 else { throw .lost(handle.subject, errno: failure) }
        return []
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

    /// 0 while the printer is there, else the error number of its absence.
    private static func absence(_ number: Int32) -> Int32 {
        var place: (bus: Int32, device: Int32) = (0, 0)
        return ioctl(number, busAddress, &place) == 0 ? 0 : errno
    }
}
