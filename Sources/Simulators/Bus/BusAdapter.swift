// SPDX-License-Identifier: Apache-2.0

/// What lies between the controller's program and the pair: a USB adapter with its habits.
package struct BusAdapter: Sendable, Equatable {
    /// Whether it hands back what it sends.
    package var echoes = false
    /// Nanoseconds between the moments at which it hands over what it heard: USB adapters wait
    /// for a timer of 1 to 16 ms. None: it hands over at once.
    package var latency: Int64 = 0
    /// Nanoseconds before bytes to send begin.
    package var sendDelay: Int64 = 0
    /// A full USB packet does not wait for the timer: 64 bytes, two of which are the state.
    static let packet = 62

    /// Without arguments: an adapter that hands everything on at once.
    package init(echoes: Bool = false, latency: Int64 = 0, sendDelay: Int64 = 0) {
        self.echoes = echoes
        self.latency = latency
        self.sendDelay = sendDelay
    }

    /// The next moment of the timer after `time`; never, if there is none.
    func tick(after time: Int64) -> Int64 {
        latency > 0 ? (time / latency + 1) * latency : .max
    }
}

/// Bytes that reached the controller's program, and when, in nanoseconds.
package struct BusDelivery: Sendable, Equatable {
    /// In the order in which they were heard; never empty.
    package var bytes: [UInt8]
    /// When they were handed over, in nanoseconds.
    package var at: Int64
}
