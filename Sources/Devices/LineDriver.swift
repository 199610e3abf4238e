// SPDX-License-Identifier: Apache-2.0

/// The thinking half of a device line, as a value: what happened goes in, what to do comes out.
///
/// It has no thread and no clock: `now` is handed in, in milliseconds of a clock that never steps.
/// `PortThread` performs the actions; a test can do the same on virtual time.
package protocol LineDriver<Command, Report>: Sendable {
    /// What the driver can be asked to do.
    associatedtype Command: Sendable
    /// What the driver tells about its devices.
    associatedtype Report: Sendable

    /// When the driver wants `deadlineReached`, nil if nothing is pending.
    var nextDeadline: Int64? { get }

    /// The line was opened. Only between this and `lineLost` may actions send.
    mutating func lineUp(now: Int64) -> [LineAction<Report>]

    /// The line is gone. `unsent` counts the bytes, of those last sent, that never left this
    /// program.
    mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Report>]

    /// Bytes came in, in pieces of any size.
    mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Report>]

    /// Somebody wants something, whether the line is up or not.
    mutating func perform(_ command: Command, now: Int64) -> [LineAction<Report>]

    /// `nextDeadline` has come.
    mutating func deadlineReached(now: Int64) -> [LineAction<Report>]
}

/// What a driver wants done, in order. When a send fails, nothing behind it is sent, but all is
/// reported before the loss of the line is.
package enum LineAction<Report: Sendable>: Sendable {
    case send([UInt8])
    case report(Report)
}

extension LineAction: Equatable where Report: Equatable {}
