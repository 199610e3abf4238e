// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Machine
import Testing

/// The thread around a driver, over real pseudo-terminals and sockets.
struct PortThreadTests {
    private typealias Port = PortThread<PlainDriver>
    private static let quick = BackOff(first: 5, limit: 40)

    private func start(_ address: DeviceAddress, _ log: EventLog<[UInt8]>) throws -> Port {
        try Port(
            driver: PlainDriver(), address: address, backOff: Self.quick,
            observer: { log.add($0) })
    }

    @Test func `commands go out, bytes come in, and both are counted`() throws {
        let log = try EventLog<[UInt8]>()
        let master = try PseudoTerminalMaster()
        let port = try start(master.address, log)
        defer { port.stop() }
        log.wait(for: .line(.up))
        #expect(port.line == .up)
        #expect(port.post([1, 2, 3]))
        #expect(try ChannelPair.read(3, from: master) == [1, 2, 3])
        #expect(try master.write([9, 8]) == 2)
        log.wait(for: "two bytes") { _ in log.reports.joined().elementsEqual([9, 8]) }
        #expect(port.counters.bytesIn == 2)
        #expect(port.counters.bytesOut == 3)
        #expect(port.counters.errors == 0)
    }

    @Test func `a real serial port is served through libserialport`() throws {
        let log = try EventLog<[UInt8]>()
        let master = try PseudoTerminalMaster()
        let path = master.devicePath
        let port = try Port(
            driver: PlainDriver(), backOff: Self.quick,
            open: { _ throws(ChannelError) in
                try SerialChannel(path: path, settings: SerialSettings())
            }, observer: { log.add($0) })
        defer { port.stop() }
        log.wait(for: .line(.up))
        port.post([7])
        #expect(try ChannelPair.read(1, from: master) == [7])
        master.close()
        log.wait(for: "the loss") { $0.contains { $0.isLoss(.lost) } }
    }

    @Test func `a pulled plug is told and the line comes back by itself, each time`() throws {
        let log = try EventLog<[UInt8]>()
        let link = temporaryPath()
        let port = try start(.pseudoTerminal(path: link), log)
        defer { port.stop() }
        for round in 1...5 {
            let master = try PseudoTerminalMaster(link: link)
            log.wait(for: .line(.up), times: round)
            port.post([UInt8(round)])
            #expect(try ChannelPair.read(1, from: master) == [UInt8(round)])
            master.close()
            log.wait(for: "loss \(round)") { $0.count { $0.isLoss(.lost) } >= round }
        }
        #expect(port.counters.reconnects == 4)
        #expect(port.counters.bytesOut == 5)
    }

    @Test func `a plug put back is noticed at once, not when the next attempt is due`() throws {
        let log = try EventLog<[UInt8]>()
        let link = temporaryPath()
        let port = try Port(
            driver: PlainDriver(), address: .pseudoTerminal(path: link),
            backOff: BackOff(first: 600_000, limit: 600_000), observer: { log.add($0) })
        defer { port.stop() }
        log.wait(for: "the missing device") { $0.contains { $0.isLoss(.notFound) } }
        for round in 1...3 {
            let master = try PseudoTerminalMaster(link: link)
            log.wait(for: .line(.up), times: round)
            master.close()
            log.wait(for: "loss \(round)") { $0.count { $0.isLoss(.lost) } >= round }
        }
    }

    @Test func `a hang-up shows though the device had stopped the line with bytes unsent`() throws {
        let log = try EventLog<[UInt8]>()
        let master = try PseudoTerminalMaster()
        let port = try Port(
            driver: PlainDriver(), address: .serial(path: master.devicePath),
            settings: ChannelSettings(serial: SerialSettings(flowControl: .xonxoff)),
            backOff: Self.quick, observer: { log.add($0) })
        defer { port.stop() }
        log.wait(for: .line(.up))
        #expect(try master.write([0x13]) == 1)
        port.post([UInt8](repeating: 1, count: 60_000))
        port.post([])
        master.close()
        let before = MonotonicClock.now()
        log.wait(for: "the loss") { $0.contains { $0.isLoss(.lost) } }
        #expect(MonotonicClock.now() - before < 5000)
        #expect(port.status.lastError != nil)
    }

    @Test func `what a driver says behind a send that fails is told before the loss`() throws {
        let log = try EventLog<Int>()
        let port = try PortThread(
            driver: TellingDriver(), backOff: BackOff(first: 600_000, limit: 600_000),
            open: { _ throws(ChannelError) in try LostWhenWritten() }, observer: { log.add($0) })
        defer { port.stop() }
        log.wait(for: .line(.up))
        port.post(77)
        log.wait(for: .report(5))
        #expect(log.reports == [77, 5])
        #expect(log.events.dropLast().last?.isLoss(.lost) == true)
    }

    @Test func `what is known of a line says since when and what was last wrong`() throws {
        let log = try EventLog<[UInt8]>()
        let link = temporaryPath()
        let start = MonotonicClock.now()
        let port = try self.start(.pseudoTerminal(path: link), log)
        defer { port.stop() }
        log.wait(for: "the missing device") { $0.contains { $0.isLoss(.notFound) } }
        let down = port.status
        #expect(down.lastError?.error.code == .notFound)
        #expect(down.since >= start)
        let master = try PseudoTerminalMaster(link: link)
        log.wait(for: .line(.up))
        let up = port.status
        #expect(up.line == .up)
        #expect(up.since >= down.since)
        #expect(up.lastError?.error.code == .notFound, "it is still known")
        #expect(up.identity == nil, "a pseudo-terminal is no device")
        master.close()
    }

    @Test func `a network device that resets in the middle of a slip is a lost line`() throws {
        let log = try EventLog<[UInt8]>()
        let listener = try LoopbackListener()
        let port = try start(.tcp(host: "127.0.0.1", port: listener.port), log)
        defer { port.stop() }
        let device = try listener.accept()
        log.wait(for: .line(.up))
        port.post([UInt8](repeating: 7, count: 50_000))
        #expect(try ChannelPair.read(1000, from: device).count >= 1000)
        // Closing at once with bytes unread resets the connection.
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            device.descriptor, SOL_SOCKET, SO_LINGER, &linger,
            socklen_t(MemoryLayout<Glibc.linger>.size))
        device.close()
        log.wait(for: "the loss") { $0.contains { $0.isLoss(.lost) } }
        _ = try listener.accept()
        log.wait(for: .line(.up), times: 2)
    }

    @Test func `a network device that hangs up is connected to again`() throws {
        let log = try EventLog<[UInt8]>()
        let listener = try LoopbackListener()
        let port = try start(.tcp(host: "127.0.0.1", port: listener.port), log)
        defer { port.stop() }
        for round in 1...3 {
            let device = try listener.accept()
            log.wait(for: .line(.up), times: round)
            port.post([UInt8(round)])
            #expect(try ChannelPair.read(1, from: device) == [UInt8(round)])
            device.close()
        }
    }

    @Test func `a missing device is told once and tried for ever longer`() throws {
        let log = try EventLog<[UInt8]>()
        let tries = Guarded<[Int64]>([])
        let news = try WakeSignal()
        let port = try Port(
            driver: PlainDriver(), backOff: BackOff(first: 10, limit: 40),
            open: { _ throws(ChannelError) in
                tries.withLock { $0.append(MonotonicClock.now()) }
                news.raise()
                throw ChannelError(.notFound, "pty:/none", "not there")
            }, observer: { log.add($0) })
        defer { port.stop() }
        let deadline = MonotonicClock.now() + 10_000
        while tries.withLock({ $0.count }) < 6, MonotonicClock.now() < deadline {
            var watched = pollfd(fd: news.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&watched, 1, 1000)
            news.clear()
        }
        let at = tries.withLock { $0 }
        for (index, least) in [Int64(10), 20, 40, 40, 40].enumerated() {
            #expect(at[index + 1] - at[index] >= least)
        }
        #expect(log.events.count { $0.isLoss(.notFound) } == 1)
        #expect(log.events.first == .line(.connecting))
        #expect(port.counters.errors >= 5)
    }

    @Test func `a device that reads slowly gets everything in order`() throws {
        let log = try EventLog<[UInt8]>()
        let master = try PseudoTerminalMaster()
        let port = try start(master.address, log)
        defer { port.stop() }
        log.wait(for: .line(.up))
        let message = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        port.post(message)
        #expect(try ChannelPair.read(message.count, from: master) == message)
    }

    @Test func `a device that takes nothing loses its line, not our memory`() throws {
        let log = try EventLog<[UInt8]>()
        let master = try PseudoTerminalMaster()
        let port = try start(master.address, log)
        defer { port.stop() }
        log.wait(for: .line(.up))
        for _ in 0..<4 { port.post([UInt8](repeating: 0, count: 60_000)) }
        log.wait(for: "the loss") { $0.contains { $0.isLoss(.lost) } }
    }

    @Test func `a flooding device is drained and does not keep commands waiting`() throws {
        let log = try EventLog<[UInt8]>()
        let master = try PseudoTerminalMaster()
        let port = try start(master.address, log)
        defer { port.stop() }
        log.wait(for: .line(.up))
        let noise = [UInt8](repeating: 0xAA, count: 1000)
        var written = 0
        var heard: [UInt8] = []
        port.post([1])
        let deadline = MonotonicClock.now() + 10_000
        while (heard.isEmpty || written < 200_000), MonotonicClock.now() < deadline {
            written += try master.write(noise[...])
            heard += try master.read()
        }
        #expect(heard == [1])
        log.wait(for: "all the noise") { _ in port.counters.bytesIn == written }
    }

    @Test func `stopping ends the thread while the line is up, lost, or connecting`() throws {
        let master = try PseudoTerminalMaster()
        let listener = try LoopbackListener()
        let addresses = [
            master.address, .pseudoTerminal(path: "/none"),
            .tcp(host: "127.0.0.1", port: listener.port),
        ]
        for address in addresses {
            let log = try EventLog<[UInt8]>()
            let port = try start(address, log)
            log.wait(for: "a first event") { !$0.isEmpty }
            port.stop()
            port.stop()
            let count = log.events.count
            #expect(!port.post([1]), "a stopped port takes nothing")
            #expect(log.events.count == count)
        }
    }

    @Test func `stopping ends even a wait for a connection that nobody answers`() throws {
        let listener = try LoopbackListener()
        let filler = try fill(listener)
        let log = try EventLog<[UInt8]>()
        let port = try Port(
            driver: PlainDriver(), address: .tcp(host: "127.0.0.1", port: listener.port),
            settings: ChannelSettings(connectMilliseconds: 600_000), backOff: Self.quick,
            observer: { log.add($0) })
        log.wait(for: .line(.connecting))
        let before = MonotonicClock.now()
        port.stop()
        #expect(MonotonicClock.now() - before < 60_000)
        #expect(!filler.isEmpty)
    }

    @Test func `the observer itself may stop the port`() throws {
        let log = try EventLog<[UInt8]>()
        let master = try PseudoTerminalMaster()
        let holder = Guarded<Port?>(nil)
        let port = try Port(
            driver: PlainDriver(), address: master.address, backOff: Self.quick,
            observer: { event in
                if case .report = event { holder.withLock { $0 }?.stop() }
                log.add(event)
            })
        holder.withLock { $0 = port }
        log.wait(for: .line(.up))
        #expect(try master.write([1]) == 1)
        log.wait(for: .report([1]))
        #expect(!port.post([2]))
        holder.withLock { $0 = nil }
    }

    @Test func `a driver that always wants waking does not make the thread spin`() throws {
        let log = try EventLog<Int>()
        let master = try PseudoTerminalMaster()
        let before = MonotonicClock.now()
        let port = try PortThread(
            driver: RestlessDriver(), address: master.address, observer: { log.add($0) })
        log.wait(for: .line(.up))
        _ = ChannelPair.wait(for: master, POLLIN, until: MonotonicClock.now() + 50)
        port.stop()
        let elapsed = MonotonicClock.now() - before
        #expect(Int64(log.reports.first ?? 0) <= elapsed + 2)
        #expect(log.reports.count == 1, "stopping is told to the driver as the line's loss")
    }

    @Test func `a device that sends nothing without end does not make the thread spin`() throws {
        let log = try EventLog<[UInt8]>()
        let reads = Guarded(0)
        let before = MonotonicClock.now()
        let port = try Port(
            driver: PlainDriver(),
            open: { _ throws(ChannelError) in try EmptyPackets(counting: reads) },
            observer: { log.add($0) })
        defer { port.stop() }
        log.wait(for: .line(.up))
        for round in UInt8(1)...10 {
            port.post([round])
            log.wait(for: .report([round]))
        }
        let elapsed = MonotonicClock.now() - before
        #expect(Int64(reads.withLock { $0 }) <= elapsed / 10 + 11)
    }

    /// Connections that fill a listener's queue, so that the next one has to wait.
    private func fill(_ listener: LoopbackListener) throws -> [TCPChannel] {
        var channels: [TCPChannel] = []
        for _ in 0..<64 {
            guard
                let channel = try? TCPChannel(
                    host: "127.0.0.1", port: listener.port, timeout: 60)
            else { return channels }
            channels.append(channel)
        }
        return channels
    }
}
