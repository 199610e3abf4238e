// SPDX-License-Identifier: Apache-2.0

/// How a serial line is set: eight data bits always, 9600 8N1 without flow control by default.
package struct SerialSettings: Hashable, Sendable {
    /// The check bit added to each byte.
    package enum Parity: String, Sendable, CaseIterable { case none, even, odd }

    /// How a device says "wait". DTR/DSR, the factory setting of many printers, does not exist on
    /// Linux: wire the printer's DTR to the port's CTS and choose `rtscts`.
    package enum FlowControl: String, Sendable, CaseIterable { case none, rtscts, xonxoff }

    /// Bits per second on the wire, start and stop bits included.
    package var baud: Int
    package var parity: Parity
    /// 1 or 2.
    package var stopBits: Int
    package var flowControl: FlowControl

    package init(
        baud: Int = 9600, parity: Parity = .none, stopBits: Int = 1,
        flowControl: FlowControl = .none
    ) {
        self.baud = baud
        self.parity = parity
        self.stopBits = stopBits
        self.flowControl = flowControl
    }

    /// How long `count` bytes take on the wire, rounded up, in milliseconds.
    package func transmissionMilliseconds(of count: Int) -> Int64 {
        let bits = 1 + 8 + (parity == .none ? 0 : 1) + stopBits
        let speed = max(baud, 1)
        return (Int64(count) * Int64(bits) * 1000 + Int64(speed) - 1) / Int64(speed)
    }
}
