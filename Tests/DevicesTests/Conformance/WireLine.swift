// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators

/// The simulated pair as a line for whoever waits: its time passes as fast as it is computed.
final class WireLine<Node: BusNode>: BusLine {
    var wire: BusWire<Node>
    private(set) var baud: Int

    init(_ nodes: [Node], baud: Int = 9600, seed: UInt64 = 1) {
        self.baud = baud
        wire = BusWire(nodes, controllerBaud: baud, seed: seed)
    }

    var now: Int64 { wire.now }

    func send(_ bytes: [UInt8]) { wire.send(bytes) }

    func listen(until time: Int64) -> BusArrival? {
        guard let delivery = wire.advance(to: time) else { return nil }
        return BusArrival(bytes: delivery.bytes, at: delivery.at)
    }

    func change(baud wanted: Int) -> Bool {
        baud = wanted
        wire.setControllerBaud(wanted)
        return true
    }
}
