// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing

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
}
