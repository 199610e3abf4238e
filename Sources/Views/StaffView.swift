// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// What the supervisor's wall shows.
package struct StaffView: Encodable, Hashable, Sendable {
    package struct Storage: Encodable, Hashable, Sendable {
        package var state: String
    }

    /// How far the history has come while it is made anew, in facts.
    package struct Rebuilding: Encodable, Hashable, Sendable {
        package var done: Int64
        package var of: Int64

        package init(done: Int64, of: Int64) {
            self.done = done
            self.of = of
        }
    }

    package var epoch: EpochID
    package var sequence: Int64
    /// The zone in which times are to be shown.
    package var timeZone: String?
    package var windows: [WindowRow]
    package var services: [ServiceRow]
    package var devices: [DeviceRow]
    package var printers: [PrinterRow]
    /// Tickets whose holder may have no paper, oldest first.
    package var unprinted: [TicketRow]
    /// The day's bad grades, newest first.
    package var lowRatings: [LowRatingRow]
    package var storage: Storage
    /// Nil unless the history is being made anew.
    package var history: Rebuilding?
    package var hallWide: HallWideRow

    /// - Parameter storage: how the disk is: `ok`, `low` or `failed`.
    package init(
        _ hall: Hall, _ mark: ViewMark, at moment: Moment, storage: String,
        history: Rebuilding? = nil
    ) {
        self.storage = Storage(state: storage)
        self.history = history
        epoch = mark.epoch
        sequence = mark.sequence
        timeZone = hall.structure.timeZone
        windows = hall.structure.windows.compactMap { hall.windows[$0.id] }
            .map { WindowRow(staff: $0, in: hall) }
        services = hall.structure.services.compactMap { hall.services[$0.id] }
            .map { ServiceRow(staff: $0, in: hall, at: moment) }
        devices = hall.devices.values.map(DeviceRow.init).sorted { $0.id < $1.id }
        printers = hall.printerRows
        unprinted = hall.unprinted
        lowRatings = hall.lowRatings.map(LowRatingRow.init)
        hallWide = HallWideRow(hall)
    }
}

extension Hall {
    /// Tickets that live and whose paper was asked for and is not known to be out, oldest first;
    /// at most a hundred, since nobody can carry more news than that to people on foot.
    package var unprinted: [TicketRow] {
        paperless.compactMap { tickets[$0] }.sorted { $0.place < $1.place }.prefix(100)
            .map { TicketRow($0, in: self) }
    }
}
