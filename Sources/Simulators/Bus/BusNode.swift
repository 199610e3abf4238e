// SPDX-License-Identifier: Apache-2.0

/// A device made of software on a shared pair of wires. Unlike a `VirtualDevice` it lives in
/// nanoseconds, since a byte at 115200 baud takes only 86.8 µs, and it hears all that passes.
package protocol BusNode: Sendable {
    /// Bits per second it talks and listens at, now.
    var baud: Int { get }

    /// When it wants `act`, possibly in the past; nil while nothing is pending. A wire asks again
    /// after each call of the node, and wakes it at most once in a microsecond.
    var nextDeadline: Int64? { get }

    /// Bytes went by without a gap; the last bit of the last one passed at `time`, in nanoseconds.
    mutating func hear(_ bytes: ArraySlice<UInt8>, at time: Int64)

    /// `nextDeadline` has come: returns what it begins to send at this moment, if anything.
    mutating func act(at time: Int64) -> [UInt8]

    /// Its power was cut and came back.
    mutating func restart(at time: Int64)
}

/// Somebody on the pair.
package enum BusEnd: Hashable, Sendable {
    /// The one that asks.
    case controller
    /// A unit by its place in the list the wire was made of, which is not its address.
    case unit(Int)
}

/// What a unit does wrong, whatever it is.
package enum BusMischief: Sendable, Equatable {
    /// Nothing.
    case none
    /// It hears and never answers.
    case hung
    /// It sends random bytes without end and answers nothing.
    case babbling
    /// It begins to answer this many nanoseconds after it wanted to.
    case late(Int64)
}
