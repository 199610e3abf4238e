// SPDX-License-Identifier: Apache-2.0

/// A device made of software at the far end of a line. It has no clock and no thread: time
/// is handed in as monotonic milliseconds, and its shell calls `tick` at `nextDeadline`.
package protocol VirtualDevice: Sendable {
    /// Takes bytes from the line; returns what the device says now.
    mutating func receive(_ bytes: [UInt8], now: Int64) -> [UInt8]
    /// Lets time pass; returns what the device says now.
    mutating func tick(now: Int64) -> [UInt8]
    /// When `tick` has something to do, possibly in the past; nil while nothing is pending.
    var nextDeadline: Int64? { get }
}
