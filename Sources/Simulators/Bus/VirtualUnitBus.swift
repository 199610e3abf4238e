// SPDX-License-Identifier: Apache-2.0

import Wire

/// Window units on one RS-485 pair, as a device at the far end of a line. The pair keeps its own
/// pace, so that the line before it should have none.
package struct VirtualUnitBus: VirtualDevice {
    package private(set) var wire: BusWire<VirtualUnit>
    private let baud: Int
    private let seed: UInt64
    /// When the pair's clock began to run, in milliseconds; nil until anybody looked.
    private var began: Int64?

    /// - Parameters:
    ///   - units: powered up at moment 0 of the pair's clock.
    ///   - baud: of the controller's port.
    ///   - seed: repeats what the pair does to overlapping bytes.
    package init(_ units: [VirtualUnit], baud: Int, seed: UInt64 = 1) {
        self.baud = baud
        self.seed = seed
        wire = BusWire(units, controllerBaud: baud, seed: seed)
    }

    /// In the order in which they were hung up.
    package var units: [VirtualUnit] { wire.nodes }

    /// The first unit with this address in its memory.
    package func place(ofAddress address: UInt8) -> Int? {
        units.firstIndex { $0.address == address }
    }

    /// Hangs other units on the pair; one with the same UID as before goes on as it is. Bytes under
    /// way are lost.
    package mutating func hang(_ wanted: [VirtualUnit]) {
        let before = units
        let nodes = wanted.map { unit in
            before.first { $0.model.identity.uid == unit.model.identity.uid } ?? unit
        }
        wire = BusWire(nodes, controllerBaud: baud, seed: seed, startingAt: wire.now)
    }

    /// Has a hand on a unit, by its place; the pair's time is handed in.
    package mutating func happen<Result>(
        to unit: Int, now: Int64, _ event: (inout VirtualUnit, _ time: Int64) -> Result
    ) -> (said: [UInt8], result: Result) {
        let said = tick(now: now)
        return (said, wire.happen(to: unit, event))
    }

    /// Has a hand on the pair: unplugs, restarts or misleads somebody.
    package mutating func change(
        now: Int64, _ body: (inout BusWire<VirtualUnit>) -> Void
    ) -> [UInt8] {
        let said = tick(now: now)
        body(&wire)
        return said
    }

    /// The pair's time at a moment of the line's clock.
    package func time(at now: Int64) -> Int64 {
        max(wire.now, (now - (began ?? now)) * 1_000_000)
    }

    package mutating func receive(_ bytes: [UInt8], now: Int64) -> [UInt8] {
        let said = tick(now: now)
        wire.send(bytes)
        return said
    }

    package mutating func tick(now: Int64) -> [UInt8] {
        if began == nil { began = now - wire.now / 1_000_000 }
        let time = time(at: now)
        var said: [UInt8] = []
        while let delivery = wire.advance(to: time) { said += delivery.bytes }
        return said
    }

    package var nextDeadline: Int64? {
        guard let began else { return .min }
        return wire.nextDeadline.map { began + ($0 + 999_999) / 1_000_000 }
    }
}
