// SPDX-License-Identifier: Apache-2.0

import CWindowBus

/// The state of the C reference as a value. It lies in an array, so that copies are as cheap as an
/// array's, and whoever copies a unit gets a unit of his own.
struct UnitCore: Sendable {
    private var words: [UInt64]

    init() {
        let word = MemoryLayout<UInt64>.size
        words = Array(repeating: 0, count: (MemoryLayout<wb_unit>.size + word - 1) / word)
    }

    /// Lets the C reference work; its hardware is `hardware`. The pointers that it needs for that
    /// are put in anew each time, and nothing looks at them between two calls.
    mutating func call<Result>(
        _ hardware: inout UnitHardware,
        _ body: (UnsafeMutablePointer<wb_unit>, UnsafeMutableRawPointer) -> Result
    ) -> Result {
        words.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: wb_unit.self) { units in
                withUnsafeMutablePointer(to: &hardware) { hardware in
                    units[0].port = UnitPort.table
                    units[0].context = UnsafeMutableRawPointer(hardware)
                    return withUnsafeMutablePointer(to: &units[0]) {
                        body($0, UnsafeMutableRawPointer(hardware))
                    }
                }
            }
        }
    }

    /// Looks at the state.
    func look<Result>(_ body: (UnsafePointer<wb_unit>) -> Result) -> Result {
        words.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: wb_unit.self) { units in
                withUnsafePointer(to: units[0], body)
            }
        }
    }
}
