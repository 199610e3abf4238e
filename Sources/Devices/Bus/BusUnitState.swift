// SPDX-License-Identifier: Apache-2.0

package import Wire

/// A place of a hall where a window unit should be.
package struct BusMount: Sendable, Hashable {
    /// 1 to 250.
    package var address: UInt8
    /// The unit that belongs here; nil takes any.
    package var uid: BusUID?

    package init(_ address: UInt8, uid: BusUID? = nil) {
        self.address = address
        self.uid = uid
    }
}

/// How a unit is, as far as the controller knows.
package enum BusCondition: Sendable, Hashable {
    /// It does not answer.
    case away
    /// It answers, and is being asked what it is and can.
    case comingUp
    case live
    /// It needs a controller that knows more: nothing but its state is asked.
    case incompatible
    /// Several units have this address, none of which is known to belong here.
    case duplicate([BusUID])
    /// It speaks unasked, and is left alone until it stops.
    case babbling
    /// It does not prove that it has its key, or has one that the hall does not know.
    case unproven
}

/// What is known of the unit at an address.
package struct BusUnitState: Sendable, Hashable {
    package var condition = BusCondition.away
    package var identity: BusIdentity?
    package var capabilities: BusCapabilities?
    /// Something in it is broken; its statistics say what.
    package var hasFault = false
    /// It had no room for events since it was started.
    package var lostEvents = false

    package init() {}
}

/// Names an event of a unit for ever.
package struct BusEventName: Sendable, Hashable {
    package var uid: BusUID
    /// The unit's restart.
    package var boot: UInt16
    /// 1 to 65535, then 1 again.
    package var number: UInt16

    package init(uid: BusUID, boot: UInt16, number: UInt16) {
        self.uid = uid
        self.boot = boot
        self.number = number
    }
}

/// What a whole line is like.
package struct BusLineState: Sendable, Hashable {
    /// Somebody speaks unasked, and it is not known who.
    package var isBabbling = false
    /// The port hands back what is sent.
    package var hasEcho = false
    /// Since the line is up.
    package var figures = BusFigures()

    package init() {}
}

/// What has passed over a line. Times are milliseconds of the wire as its baud rate tells.
package struct BusFigures: Sendable, Hashable {
    package var requests = 0
    /// Requests that were the same again.
    package var repeats = 0
    package var answers = 0
    /// Requests on which nothing came in time, and on which something broken came.
    package var silences = 0
    package var garbled = 0
    /// Bytes that nobody had asked for.
    package var strayBytes = 0
    /// The line is up.
    package var elapsed: Int64 = 0
    /// Requests that were answered, and their answers.
    package var useful: Int64 = 0
    /// Polls and their answers, pauses for them included.
    package var polling: Int64 = 0

    package init() {}

    /// Of the time that the line is up, in percent.
    package var usefulShare: Int { elapsed > 0 ? Int(100 * useful / elapsed) : 0 }
    package var pollShare: Int { elapsed > 0 ? Int(100 * polling / elapsed) : 0 }
}
