// SPDX-License-Identifier: Apache-2.0

extension PrinterDriver {
    /// How long things take, in milliseconds.
    package struct Timing: Sendable, Equatable {
        /// The line's speed, nil where bytes take no time worth counting.
        package var serial: SerialSettings?
        /// The longest slip from first line to cut.
        package var printing: Int64 = 3000
        /// Between the last moment an answer was due and doubting.
        package var grace: Int64 = 2000
        /// How long a real-time answer may take.
        package var answer: Int64 = 500
        /// Between two looks at a printer that must be mended.
        package var recheck: Int64 = 1000
        /// Between two looks at an idle printer.
        package var poll: Int64 = 5000
        /// How long no further answer must come before all earlier ones count as in: longer than
        /// a slip takes, since several may still be in the printer.
        package var settling: Int64 = 3300
        /// How long after an answer the same may come again.
        package var echo: Int64 = 100
        /// How often a printer that stands still with an error is told to go on.
        package var nudge: Int64 = 15_000
        /// How long a printer may have us wait in the middle of a slip without a reason.
        package var stall: Int64 = 10_000

        package init(serial: SerialSettings? = nil) { self.serial = serial }

        func transmission(of count: Int) -> Int64 {
            serial?.transmissionMilliseconds(of: count) ?? 0
        }
    }
}
