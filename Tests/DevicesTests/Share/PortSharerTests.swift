// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Machine
import Testing

/// A port shared over loopback, with a real thread on each side.
struct PortSharerTests {
    @Test func `a second controller is told that the port is taken, until the first is gone`()
        throws
    {
        let shared = try SharedPort()
        let first = try shared.open()
        #expect(throws: ChannelError.self) { try shared.open() }.map { #expect($0.code == .busy) }
        #expect(try first.write([1]) == 1)
        #expect(try ChannelPair.read(1, from: shared.device) == [1])
        first.close()
        #expect(shared.events.wait(for: .ended("127.0.0.1", nil)))
        let second = try shared.open()
        #expect(try second.write([2]) == 1)
        #expect(try ChannelPair.read(1, from: shared.device) == [2])
        #expect(shared.events.all.contains(.busy("127.0.0.1")))
    }

    @Test func `another key is refused, told of, and the next attempt must wait`() throws {
        let shared = try SharedPort()
        let wrong = temporaryPath()
        defer { unlink(wrong) }
        try ShareKey.random().save(to: wrong)
        let refused = #expect(throws: ChannelError.self) { try shared.open(keyFile: wrong) }
        #expect(refused?.code == .pairingRefused)
        #expect(shared.events.wait(for: .refused("127.0.0.1", .wrongKey)))
        let shut = #expect(throws: ChannelError.self) { try shared.open() }
        #expect(shut?.code == .unreachable)
    }

    @Test func `the controller is told why there is no port`() throws {
        // Not a terminal that was closed: the system gives its number to whoever opens the next.
        let shared = try SharedPort(at: .pseudoTerminal(path: temporaryPath()))
        let absent = #expect(throws: ChannelError.self) { try shared.open() }
        #expect(absent?.code == .notFound)

        let busy = try SharedPort()
        let other = try busy.device.address.open()
        let taken = #expect(throws: ChannelError.self) { try busy.open() }
        #expect(taken?.code == .busy)
        other.close()
    }

    @Test func `without a key of its own a controller does not even knock`() throws {
        let shared = try SharedPort()
        for path in [nil, "/nowhere/key"] {
            let error = #expect(throws: ChannelError.self) { try shared.open(keyFile: path) }
            #expect(error?.code == .notPaired)
        }
        #expect(shared.events.all == [])
    }

    @Test func `what does not speak as a port-share does is no such device`() throws {
        let shared = try SharedPort()
        let port = Guarded<UInt16>(0)
        let listening = try WakeSignal()
        let thread = try JoinableThread {
            guard let listener = try? LoopbackListener() else { return }
            port.withLock { $0 = listener.port }
            listening.raise()
            guard let accepted = try? listener.accept() else { return }
            _ = try? accepted.write(Array("220 mail.example ESMTP\r\n".utf8)[...])
            _ = try? ChannelPair.read(37, from: accepted)
        }
        var ready = pollfd(fd: listening.descriptor, events: Int16(POLLIN), revents: 0)
        try #require(poll(&ready, 1, 2000) == 1)
        let error = #expect(throws: ChannelError.self) {
            try shared.open(port: port.withLock { $0 })
        }
        #expect(error?.code == .notADevice)
        thread.join()
    }

    @Test func `a sharer that stops says so, and is there again when started again`() throws {
        let shared = try SharedPort()
        let near = try shared.open()
        shared.sharer.stop()
        #expect(ChannelPair.wait(for: near, POLLIN, until: MonotonicClock.now() + 2000))
        let error = #expect(throws: ChannelError.self) { _ = try near.read() }
        #expect(error?.code == .unreachable)
    }

    @Test func `a controller that was cut off without a word is given up within seconds`() throws {
        let shared = try SharedPort()
        var mute = ShareConversation(
            .controller, key: try ShareKey(file: shared.keyFile), secret: Talk.secret(5), now: 0)
        let socket = try TCPChannel(host: "127.0.0.1", port: shared.sharer.port, timeout: 1000)
        var events: [ShareConversation.Event] = []
        while events.isEmpty {
            _ = try socket.write(mute.takeOutput()[...])
            #expect(ChannelPair.wait(for: socket, POLLIN, until: MonotonicClock.now() + 2000))
            events = try mute.received(try socket.read(), now: 0)
        }
        #expect(events == [.accepted])
        let start = MonotonicClock.now()
        #expect(shared.events.wait(for: .ended("127.0.0.1", nil), milliseconds: 8000))
        #expect(MonotonicClock.now() - start < 6000)
        #expect(throws: Never.self) { try shared.open() }
    }

    @Test func `a printer that does not take bytes slows the controller, and nobody is cut off`()
        throws
    {
        let shared = try SharedPort()
        let near = try shared.open()
        let slip = [UInt8](repeating: 0x41, count: 200_000)
        var rest = slip[...]
        let start = MonotonicClock.now()
        while MonotonicClock.now() < start + 5500 {
            rest = rest.dropFirst(try near.write(rest))
            var nothing = pollfd(fd: -1, events: 0, revents: 0)
            poll(&nothing, 1, 50)
        }
        // What the system holds for the pseudo-terminal, and a little.
        #expect(slip.count - rest.count < 40_000)
        var arrived = 0
        while arrived < slip.count, MonotonicClock.now() < start + 20_000 {
            rest = rest.dropFirst(try near.write(rest))
            arrived += try ChannelPair.read(1, from: shared.device).count
        }
        #expect(arrived == slip.count)
    }
}

/// A pseudo-terminal in the place of a printer's port, and who shares it.
final class SharedPort {
    let device: PseudoTerminalMaster
    let sharer: PortSharer
    let keyFile: String
    let events = SharerEvents()

    /// - Parameter address: of what is shared instead of the device.
    init(at address: DeviceAddress? = nil) throws {
        device = try PseudoTerminalMaster()
        keyFile = temporaryPath()
        try ShareKey.random().save(to: keyFile)
        sharer = try PortSharer(
            host: "127.0.0.1", port: 0, keyFile: keyFile,
            line: LineOpener(address ?? device.address),
            observer: { [events] in events.append($0) })
    }

    deinit {
        sharer.stop()
        unlink(keyFile)
    }

    func open() throws -> any ByteChannel { try open(keyFile: keyFile) }

    @discardableResult
    func open(keyFile: String?) throws -> any ByteChannel {
        try ShareChannel(
            host: "127.0.0.1", port: sharer.port, keyFile: keyFile, timeout: 2000)
    }

    @discardableResult
    func open(port: UInt16) throws -> any ByteChannel {
        try ShareChannel(host: "127.0.0.1", port: port, keyFile: keyFile, timeout: 2000)
    }
}

/// The device at the far end of a shared port: closing it pulls the printer's plug.
final class SharedDevice: ByteChannel {
    private let shared: SharedPort

    init(_ shared: SharedPort) { self.shared = shared }

    var descriptor: Int32 { shared.device.descriptor }

    func read() throws(ChannelError) -> [UInt8] { try shared.device.read() }

    func write(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        try shared.device.write(bytes)
    }

    func close() { shared.device.close() }
}

/// What a sharer told, in order.
final class SharerEvents: Sendable {
    private let list = Guarded<[PortSharer.Event]>([])

    var all: [PortSharer.Event] { list.withLock { $0 } }

    func append(_ event: PortSharer.Event) { list.withLock { $0.append(event) } }

    /// True once it was told, within the time given.
    func wait(for event: PortSharer.Event, milliseconds: Int64 = 2000) -> Bool {
        let deadline = MonotonicClock.now() + milliseconds
        while MonotonicClock.now() < deadline {
            if all.contains(event) { return true }
            var nothing = pollfd(fd: -1, events: 0, revents: 0)
            poll(&nothing, 1, 5)
        }
        return false
    }
}
