// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// One line of the display board: this number, please, to that window.
package struct BoardCall: Encodable, Hashable, Sendable {
    package var number: String
    /// What is painted over the window.
    package var window: String
    /// Wall milliseconds.
    package var at: Int64
    /// How many times it was called again.
    package var recall: Int

    package init(number: String, window: String, at: Int64, recall: Int) {
        self.number = number
        self.window = window
        self.at = at
        self.recall = recall
    }
}

/// What the display board shows.
package struct BoardView: Encodable, Hashable, Sendable {
    package var epoch: EpochID
    package var sequence: Int64
    /// The zone in which times are to be shown.
    package var timeZone: String?
    package var name: LocalizedText
    /// Newest first.
    package var calls: [BoardCall]
    package var services: [ServiceRow]
    package var windows: [WindowRow]
    package var pause: HallPauseRow

    private static let callsShown = 12

    package init(_ hall: Hall, _ mark: ViewMark) {
        epoch = mark.epoch
        sequence = mark.sequence
        name = hall.structure.name
        timeZone = hall.structure.timeZone
        let inHand = hall.windows.values.compactMap { window in
            window.ticket.flatMap { hall.tickets[$0] }
                .flatMap { BoardCall($0, at: window) }
        }
        calls = Array(
            inHand.sorted { ($0.at, $0.number) > ($1.at, $1.number) }
                .prefix(Self.callsShown))
        services = hall.serviceRows
        windows = hall.windowRows
        pause = hall.pauseRow
    }
}

extension BoardCall {
    /// Nil for a ticket nobody has called.
    package init?(_ ticket: Ticket, at window: Window) {
        guard let calledAt = ticket.calledAt else { return nil }
        self.init(
            number: ticket.number, window: window.definition.number, at: calledAt,
            recall: ticket.recalls)
    }
}
