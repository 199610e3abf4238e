// SPDX-License-Identifier: Apache-2.0

/// What a port tells its owner.
package enum PortEvent<Report: Sendable>: Sendable {
    /// The line changed.
    case line(LineState)
    /// The driver said something.
    case report(Report)
}

extension PortEvent: Equatable where Report: Equatable {}

/// Whether a device's line can be used.
package enum LineState: Sendable, Equatable {
    /// The first attempt to open it is under way.
    case connecting
    case up
    /// It could not be opened or was lost; attempts go on.
    case lost(ChannelError)
}

/// What went over a line since its port was started.
package struct PortCounters: Sendable, Equatable {
    /// Bytes received.
    package var bytesIn = 0
    /// Bytes the system accepted.
    package var bytesOut = 0
    /// Times the line was opened again after a loss.
    package var reconnects = 0
    /// Failed attempts to open it, and losses.
    package var errors = 0

    package init() {}
}

/// All that is known of a line.
package struct PortStatus: Sendable {
    package var line = LineState.connecting
    /// Since when it is up or is not, in milliseconds of the monotonic clock.
    package var since: Int64
    package var counters = PortCounters()
    /// The last failed attempt or loss, and when.
    package var lastError: (error: ChannelError, at: Int64)?
    /// The device found at the far end, for ports that have a device of their own.
    package var identity: PortIdentity?
}

/// How long a port waits before it tries a lost line again: twice as long each time.
package struct BackOff: Sendable, Equatable {
    /// Milliseconds before the first attempt.
    package var first: Int64
    /// Milliseconds the wait never exceeds: whoever puts a plug back stands there and looks. A line
    /// that stood this long starts over at `first`.
    package var limit: Int64

    package init(first: Int64 = 500, limit: Int64 = 4000) {
        self.first = max(first, 1)
        self.limit = max(limit, first)
    }
}
