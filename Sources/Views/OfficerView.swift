// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// What the officer at one window works with.
package struct OfficerView: Encodable, Hashable, Sendable {
    package struct Queue: Encodable, Hashable, Sendable {
        package var service: ServiceID
        package var waiting: Int
    }

    /// Somebody who waits for this window.
    package struct Next: Encodable, Hashable, Sendable {
        package var id: TicketID
        package var number: String
        package var service: ServiceID
        package var priority: PriorityClass
        package var waitedSeconds: Int

        private enum CodingKeys: String, CodingKey {
            case id, number, service, waitedSeconds
            case priority = "class"
        }
    }

    package struct Sign: Encodable, Hashable, Sendable {
        package var text: String
        package var state: DeviceChanged.State?
        /// Why it is not well, as a reason key.
        package var reason: String?
        /// Whether the sign itself says that it shows it; never true for one that cannot answer.
        package var confirmed: Bool
    }

    package struct Counts: Encodable, Hashable, Sendable {
        package var served: Int
        package var noShow: Int
    }

    package var epoch: EpochID
    package var sequence: Int64
    /// The zone in which times are to be shown.
    package var timeZone: String?
    package var window: WindowRow
    package var why: Why?
    package var waiting: Int
    package var byService: [Queue]
    /// The next as they would be called if only this window called, at most ten.
    package var next: [Next]
    package var held: [TicketRow]
    package var noShows: [TicketRow]
    package var sign: Sign?
    package var counts: Counts
    /// What this window asked last.
    package var rating: RatingRow?
    package var pause: HallPauseRow
    /// How a case can end here, and why this window may pause; empty where the hall does not say.
    package var outcomes: [NamedCode]
    package var pauseReasons: [NamedCode]

    private static let nextShown = 10

    /// - Parameter sign: the device over this window, if there is one.
    package init(
        _ window: Window, _ hall: Hall, _ mark: ViewMark, at moment: Moment,
        sign device: DeviceID?, _ phrases: Phrases
    ) {
        epoch = mark.epoch
        sequence = mark.sequence
        timeZone = hall.structure.timeZone
        self.window = WindowRow(window, in: hall)
        why = window.ticket.flatMap { hall.tickets[$0]?.why }
        waiting = hall.waiting(for: window)
        byService = window.services.map { service in
            Queue(service: service, waiting: hall.services[service]?.queue.count ?? 0)
        }
        next = hall.order(for: window, most: Self.nextShown, at: moment)
            .compactMap { hall.tickets[$0.ticket] }
            .map { ticket in
                Next(
                    id: ticket.id, number: ticket.number, service: ticket.service,
                    priority: ticket.priority, waitedSeconds: ticket.waitedSeconds(at: moment))
            }
        held = window.held.compactMap { hall.tickets[$0] }.map { TicketRow($0, in: hall) }
        noShows = window.noShows.compactMap { hall.tickets[$0] }
            .map { TicketRow($0, in: hall) }
        sign = device.map { device in
            let changed = hall.devices[device]?.changed
            return Sign(
                text: SignText(window, in: hall).sentence(phrases),
                state: changed?.state, reason: changed?.reason,
                confirmed: changed?.state == .ok)
        }
        counts = Counts(served: window.servedCount, noShow: window.noShowCount)
        rating = window.rating.map { RatingRow($0, in: hall) }
        pause = hall.pauseRow
        outcomes = hall.structure.outcomes ?? []
        pauseReasons = hall.structure.pauseReasons ?? []
    }
}
