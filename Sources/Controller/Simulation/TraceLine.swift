// SPDX-License-Identifier: Apache-2.0

package import Engine
package import Facts
package import Hall

/// One line of a trace, as JSON.
package enum TraceLine: Codable, Sendable {
    /// The first line of a file, and no other.
    case header(TraceHeader)
    /// - Parameter given: what the edge knew, if it was anything out of the ordinary.
    case input(Input<Command>, given: Conditions?)
    /// Something was due though nobody asked.
    case clock(InputID, Moment)
}

/// Where in which journal a trace begins.
package struct TraceHeader: Codable, Sendable, Equatable {
    static let format = 1

    package var format = Self.format
    package var epoch: EpochID
    /// Of the last fact before the first traced input; 0 if the epoch had none.
    package var sequence: Int64
    /// Names the machine's boot.
    package var boot: String
}

/// What one turn got, and where it began.
package struct TracedTurn: Sendable {
    package var beginning: TraceHeader
    /// The business day after the turn.
    package var date: CivilDate
    package var inputs: [Input<Command>]
    package var given: Conditions
    /// When it was and what it was called, if nobody asked for anything.
    package var clock: (cause: InputID, moment: Moment)

    var lines: [TraceLine] {
        guard !inputs.isEmpty else { return [.clock(clock.cause, clock.moment)] }
        let given = given == Conditions() ? nil : given
        return inputs.map { .input($0, given: given) }
    }
}
