// SPDX-License-Identifier: Apache-2.0

package import Facts

/// One window on one day.
package struct Window: Hashable, Sendable {
    /// As clients of the API know it. The state of the *post* is another thing, beside it.
    package enum State: String, Sendable, Encodable, CaseIterable {
        case closed, open, serving, paused
    }

    package internal(set) var definition: HallStructure.Window
    /// Who holds the window; nobody holds a closed one.
    package internal(set) var officer: OfficerID?
    package internal(set) var paused: WindowPaused?
    /// The ticket in hand: called or being served.
    package internal(set) var ticket: TicketID?
    /// Wall milliseconds since which `state` is what it is.
    package internal(set) var since: Int64 = 0
    package internal(set) var held: [TicketID] = []
    /// The last no-shows of this window, newest first.
    package internal(set) var noShows: [TicketID] = []
    package internal(set) var servedCount = 0
    package internal(set) var noShowCount = 0
    /// Services it helps out with because a person said so 潮汐窗口.
    package internal(set) var tidal: [ServiceID] = []
    /// The last question for a rating.
    package internal(set) var rating: Rating?
    /// The policy a supervisor chose for it.
    package internal(set) var chosenPolicy: String?

    /// How many no-shows an officer is shown.
    static let noShowsShown = 5

    init(_ definition: HallStructure.Window) {
        self.definition = definition
    }

    package var id: WindowID { definition.id }

    package var state: State {
        if officer == nil { return .closed }
        if ticket != nil { return .serving }
        return paused == nil ? .open : .paused
    }

    /// Its own services, and those it helps out with as if they were.
    package var services: [ServiceID] {
        tidal.isEmpty
            ? definition.services
            : definition.services + tidal.filter { !definition.services.contains($0) }
    }

    /// Services it helps out with when nobody waits for its own.
    package var helps: [ServiceID] {
        (definition.helps ?? []).filter { !services.contains($0) }
    }

    /// Whether it calls tickets of this service, if only to help out.
    package func serves(_ service: ServiceID) -> Bool {
        definition.services.contains(service) || tidal.contains(service)
            || definition.helps?.contains(service) == true
    }
}

/// Anything at the end of a wire, as it was last heard of.
package struct Device: Hashable, Sendable {
    package let changed: DeviceChanged
    /// Wall milliseconds.
    package let since: Int64
}
