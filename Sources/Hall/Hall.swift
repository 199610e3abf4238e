// SPDX-License-Identifier: Apache-2.0

package import Facts

/// A service hall on one business day, as a value.
///
/// `decide` and `due` read it and say facts; only `apply` changes it.
package struct Hall: Aggregate {
    package typealias Fact = HallFact

    /// The configuration in force; nil before the first.
    package internal(set) var configuration: ConfigurationApplied?
    package internal(set) var services: [ServiceID: Service] = [:]
    package internal(set) var windows: [WindowID: Window] = [:]
    package internal(set) var kiosks: [KioskID: HallStructure.Kiosk] = [:]
    /// Today's tickets, and those carried over from the day before.
    package internal(set) var tickets: [TicketID: Ticket] = [:]
    package internal(set) var devices: [DeviceID: Device] = [:]
    package internal(set) var businessDate: CivilDate?
    /// The last number given out today, by prefix.
    package internal(set) var lastOrdinals: [String: Int] = [:]
    /// The `arrival` of whoever came last.
    package internal(set) var lastArrival: Int64 = 0
    /// Which window each officer holds.
    package internal(set) var posts: [OfficerID: WindowID] = [:]
    /// Tickets whose print attempt has begun and not ended.
    package internal(set) var openPrints: Set<TicketID> = []
    /// Tickets still wanted whose paper was asked for and is not known to be out.
    package internal(set) var paperless: Set<TicketID> = []
    /// Numbers that were carried into today; today must not give them out again.
    package internal(set) var carriedNumbers: Set<String> = []
    /// Wall milliseconds of the last fact.
    package internal(set) var lastFactAt: Int64?

    package let policy: any CallingPolicy

    package init(policy: any CallingPolicy = PriorityThenOldest()) {
        self.policy = policy
    }

    package var structure: HallStructure { configuration?.structure ?? .empty }

    /// People waiting before a ticket that waits, for the same service.
    package func ahead(of ticket: Ticket) -> Int {
        guard ticket.state == .waiting else { return 0 }
        return services[ticket.service]?.queue.ahead(of: ticket) ?? 0
    }

    /// How many wait for any of a window's services.
    package func waiting(for window: Window) -> Int {
        window.definition.services.reduce(0) { $0 + (services[$1]?.queue.count ?? 0) }
    }

    /// Whether any window serves it now.
    package func isOpen(_ service: ServiceID) -> Bool {
        windows.values.contains { $0.serves(service) && $0.state != .closed }
    }
}
