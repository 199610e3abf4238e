// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine
import Testing

@testable import Devices

struct TCPChannelTests {
    @Test func `a port nobody listens on is unreachable`() throws {
        let port = try LoopbackListener().port
        let error = #expect(throws: ChannelError.self) {
            _ = try TCPChannel(host: "127.0.0.1", port: port, timeout: 2000)
        }
        #expect(error?.code == .unreachable)
    }

    @Test func `stopping ends the wait for a connection`() throws {
        let listener = try LoopbackListener()
        let signal = try WakeSignal()
        signal.raise()
        // Fill the queue of connections, so that the next one has to wait.
        var waiting: [TCPChannel] = []
        let error = #expect(throws: ChannelError.self) {
            for _ in 0..<64 {
                waiting.append(
                    try TCPChannel(
                        host: "127.0.0.1", port: listener.port, timeout: 30_000,
                        interrupt: signal.descriptor))
            }
        }
        #expect(error?.code == .interrupted)
    }

    @Test func `a connection that is not answered ends at its deadline`() throws {
        let listener = try LoopbackListener()
        var waiting: [TCPChannel] = []
        let error = #expect(throws: ChannelError.self) {
            for _ in 0..<64 {
                waiting.append(
                    try TCPChannel(host: "127.0.0.1", port: listener.port, timeout: 60))
            }
        }
        #expect(error?.code == .unreachable)
    }

    @Test func `a name without an address is unreachable`() {
        let error = #expect(throws: ChannelError.self) {
            _ = try TCPChannel(host: "256.1.1.1.invalid", port: 9100, timeout: 100)
        }
        #expect(error?.code == .unreachable)
    }

    @Test func `a resolver that never answers holds neither the deadline nor the stop`() throws {
        let listener = try WakeSignal()
        let asked: HostLookup.Asking = { _, _, flags in
            guard flags & AI_NUMERICHOST == 0 else { return .init(failure: EAI_NONAME) }
            var watched = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&watched, 1, 60_000)
            return .init(failure: EAI_AGAIN)
        }
        defer { listener.raise() }
        let start = MonotonicClock.now()
        let late = #expect(throws: ChannelError.self) {
            _ = try HostLookup.places(
                of: "printer.lan", 9100, for: "x", until: start + 30, interrupt: -1,
                asking: asked)
        }
        #expect(late?.code == .unreachable)
        let stop = try WakeSignal()
        stop.raise()
        let stopped = #expect(throws: ChannelError.self) {
            _ = try HostLookup.places(
                of: "printer.lan", 9100, for: "x", until: start + 60_000,
                interrupt: stop.descriptor, asking: asked)
        }
        #expect(stopped?.code == .interrupted)
        #expect(MonotonicClock.now() - start < 30_000)
    }

    @Test func `a device that vanishes is found out by keepalive and by unanswered bytes`() throws {
        let listener = try LoopbackListener()
        let channel = try TCPChannel(host: "localhost", port: listener.port, timeout: 2000)
        for (level, name, expected) in [
            (SOL_SOCKET, SO_KEEPALIVE, Int32(1)), (Int32(IPPROTO_TCP), TCP_KEEPIDLE, 10),
            (Int32(IPPROTO_TCP), TCP_KEEPINTVL, 5), (Int32(IPPROTO_TCP), TCP_KEEPCNT, 3),
            (Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, 20_000),
        ] {
            var value: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            #expect(getsockopt(channel.descriptor, level, name, &value, &size) == 0)
            #expect(value == expected, "option \(name)")
        }
    }
}
