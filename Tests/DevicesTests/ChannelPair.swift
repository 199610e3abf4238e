// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Machine
import PseudoTerminalShim
import Testing

/// One kind of channel that the suite of promises holds for, a value each.
struct ChannelKind: Sendable, CustomTestStringConvertible {
    typealias Pair = (near: any ByteChannel, far: any ByteChannel)

    let testDescription: String
    /// Opens the controller's end at a path, for kinds that have one.
    var open: (@Sendable (String) throws(ChannelError) -> any ByteChannel)?
    /// Makes an open channel and the device at its far end.
    let connect: @Sendable () throws -> Pair

    /// A kind on a pseudo-terminal, reached by its path.
    private init(
        _ name: String, _ open: @escaping @Sendable (String) throws(ChannelError) -> any ByteChannel
    ) {
        testDescription = name
        self.open = open
        connect = {
            let master = try PseudoTerminalMaster()
            return (try open(master.devicePath), master)
        }
    }

    /// A kind that is reached over the network.
    private init(_ name: String, connect: @escaping @Sendable () throws -> Pair) {
        testDescription = name
        self.connect = connect
    }

    static let all = [serial, pseudoTerminal, usbPrinter, tcp, share]
    /// Those that are reached by a path, where a lock and a link mean something.
    static let local = all.filter { $0.open != nil }

    /// Through the real libserialport, on a pseudo-terminal that the shim makes look like a port.
    static let serial = ChannelKind("serial") { path throws(ChannelError) in
        try SerialChannel(path: path, settings: SerialSettings())
    }
    static let pseudoTerminal = ChannelKind("pty") { path throws(ChannelError) in
        try DeviceAddress("pty:\(path)").open()
    }
    /// On a pseudo-terminal that the shim makes answer as the kernel's printer driver does.
    static let usbPrinter = ChannelKind("usblp") { path throws(ChannelError) in
        try DeviceAddress("usblp:\(path)").open()
    }
    static let tcp = ChannelKind("tcp") {
        let listener = try LoopbackListener()
        let near = try DeviceAddress.tcp(host: "127.0.0.1", port: listener.port).open()
        return (near, try listener.accept())
    }
    /// A pseudo-terminal of another computer, which is this one.
    static let share = ChannelKind("share") {
        let shared = try SharedPort()
        return (try shared.open(), SharedDevice(shared))
    }
}

/// An open channel and the device at its far end.
final class ChannelPair {
    let near: any ByteChannel
    let far: any ByteChannel

    init(_ kind: ChannelKind) throws { (near, far) = try kind.connect() }

    /// A serial port set in another way than usual.
    init(_ settings: SerialSettings) throws {
        let master = try PseudoTerminalMaster()
        far = master
        near = try SerialChannel(path: master.devicePath, settings: settings)
    }

    /// Everything `channel` reads until `count` bytes are there or two seconds have passed.
    static func read(_ count: Int, from channel: any ByteChannel) throws -> [UInt8] {
        let deadline = MonotonicClock.now() + 2000
        var bytes: [UInt8] = []
        while bytes.count < count, wait(for: channel, POLLIN, until: deadline) {
            bytes += try channel.read()
        }
        return bytes
    }

    /// Writes all bytes, reading them at the other end meanwhile, and returns what was read there.
    static func pump(
        _ bytes: [UInt8], from source: any ByteChannel, to target: any ByteChannel
    ) throws -> [UInt8] {
        let deadline = MonotonicClock.now() + 5000
        var rest = bytes[...]
        var arrived: [UInt8] = []
        while arrived.count < bytes.count, MonotonicClock.now() < deadline {
            rest = rest.dropFirst(try source.write(rest))
            _ = wait(for: target, POLLIN, until: MonotonicClock.now() + 50)
            arrived += try target.read()
        }
        return arrived
    }

    /// True when `events` or a hang-up show before `deadline`.
    static func wait(
        for channel: any ByteChannel, _ events: Int32, until deadline: Int64
    ) -> Bool {
        var watched = pollfd(fd: channel.descriptor, events: Int16(events), revents: 0)
        let left = deadline - MonotonicClock.now()
        return left > 0 && poll(&watched, 1, Int32(left)) > 0
    }
}

/// A listening socket on loopback.
final class LoopbackListener {
    let port: UInt16
    private let descriptor: Int32

    /// Listens on `port`, or on a free one.
    init(port: UInt16 = 0) throws {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        descriptor = number
        var reuse: Int32 = 1
        setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &reuse, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(number, plain, size) == 0 && listen(number, 4) == 0
                    && getsockname(number, plain, &size) == 0
            }
        }
        self.port = UInt16(bigEndian: address.sin_port)
        guard result else { throw ChannelError(.system, "loopback", "cannot listen: \(errno)") }
    }

    deinit { close(descriptor) }

    /// The device's end of the next connection.
    func accept() throws -> any ByteChannel {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, 2000) > 0 else {
            throw ChannelError(.unreachable, "loopback", "nobody connected")
        }
        return AcceptedSocket(descriptor: Glibc.accept(descriptor, nil, nil))
    }
}

/// The device's end of a TCP connection.
private final class AcceptedSocket: ByteChannel {
    private(set) var descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }
    deinit { close() }

    func read() throws(ChannelError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return Array(bytes.prefix(max(count, 0)))
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        return max(0, bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) })
    }

    func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }
}

/// A new path under the temporary directory that nothing stands at.
func temporaryPath(_ name: String = #function) -> String {
    let letters = name.filter { $0.isLetter || $0.isNumber }.prefix(40)
    return "/tmp/hallkeeper-\(letters)-\(getpid())-\(UInt32.random(in: 0 ... .max))"
}
