// SPDX-License-Identifier: Apache-2.0

package import Facts

/// A ticket a window may call, and what the rules ask about it.
package struct Candidate: Hashable, Sendable {
    package var place: Place
    package var service: ServiceID
    package var priority: PriorityClass
    /// When it joined its queue, in wall milliseconds; 0 where the rules don't ask for it.
    package var queuedAt: Int64 = 0
    /// The time of its appointment, in wall milliseconds.
    package var appointmentAt: Int64?
    /// Whether it waits for this window or its officer alone.
    package var isOwn = false
    /// Whether the window only helps its service out.
    package var isHelp = false
    /// Whether the window prefers its service.
    package var isPreferred = false
    /// Whose turn it is in its service; nil unless the rules have classes take turns and both wait.
    package var turn: PriorityClass?

    package init(place: Place, service: ServiceID, priority: PriorityClass) {
        self.place = place
        self.service = service
        self.priority = priority
    }

    var ticket: TicketID { place.ticket }
}
