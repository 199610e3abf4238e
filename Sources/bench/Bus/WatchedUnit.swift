// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// A virtual unit that remembers when its sign last began to show another face of the controller's.
struct WatchedUnit: BusNode {
    private(set) var unit: VirtualUnit
    /// When the last byte of the frame had come that made it appear, in nanoseconds.
    private(set) var litAt: Int64 = .min
    private var tag: UInt16 = 0

    init(_ unit: VirtualUnit) { self.unit = unit }

    var baud: Int { unit.baud }
    var nextDeadline: Int64? { unit.nextDeadline }

    mutating func hear(_ bytes: ArraySlice<UInt8>, at time: Int64) {
        unit.hear(bytes, at: time)
        guard unit.tag != tag else { return }
        tag = unit.tag
        if tag != 0 { litAt = time }
    }

    mutating func act(at time: Int64) -> [UInt8] { unit.act(at: time) }

    mutating func restart(at time: Int64) { unit.restart(at: time) }

    /// The officer presses a key; false when there is no room for it.
    mutating func press(_ digits: Int, at time: Int64) -> Bool {
        unit.press(.callNext, digits: digits, at: time)
    }
}
