// SPDX-License-Identifier: Apache-2.0

package import Facts
import Hall

/// What simulated days came to, counted from their facts.
package struct SimulatedFigures: Sendable {
    package struct Service: Sendable {
        package var tickets = 0
        package var served = 0
        /// Seconds from the ticket to its first call.
        package var waits = Waits()
    }

    package struct Day: Sendable {
        package var date: CivilDate
        package var services: [ServiceID: Service] = [:]
        package var noShows = 0
        package var cameBack = 0
        package var givenUp = 0
        package var deferred = 0
        package var voided = 0
        /// Milliseconds windows were open and not paused, and had a ticket in hand.
        package var open: Int64 = 0
        package var busy: Int64 = 0
        package var facts = 0
        /// Refusals by their names; the engine has its reasons.
        package var refusals: [String: Int] = [:]

        package var tickets: Int { services.values.reduce(0) { $0 + $1.tickets } }
        package var served: Int { services.values.reduce(0) { $0 + $1.served } }
        package var waits: Waits {
            services.values.reduce(into: Waits()) { $0.add($1.waits) }
        }

        mutating func add(_ other: Day) {
            for (id, service) in other.services {
                services[id, default: Service()].tickets += service.tickets
                services[id, default: Service()].served += service.served
                services[id, default: Service()].waits.add(service.waits)
            }
            noShows += other.noShows
            cameBack += other.cameBack
            givenUp += other.givenUp
            deferred += other.deferred
            voided += other.voided
            open += other.open
            busy += other.busy
            facts += other.facts
            refusals.merge(other.refusals, uniquingKeysWith: +)
        }
    }

    private var day = Day(date: CivilDate(daysSince1970: 0))
    private var issuedAt: [TicketID: Int64] = [:]
    private var openSince: [WindowID: Int64] = [:]
    private var busySince: [WindowID: Int64] = [:]

    mutating func begin(_ date: CivilDate) { day = Day(date: date) }

    mutating func refused(_ refusal: Refusal) {
        day.refusals[refusal.kind.rawValue, default: 0] += 1
    }

    mutating func take(_ record: Recorded<HallFact>, in hall: Hall) {
        day.facts += 1
        let wall = record.envelope.moment.wall
        switch record.fact {
        case .ticketIssued(let fact):
            issuedAt[fact.ticket] = wall
            day.services[fact.service, default: Service()].tickets += 1
        case .ticketCalled(let fact): called(fact, wall, hall)
        case .ticketFinished(let fact):
            free(fact.window, wall)
            if let service = hall.tickets[fact.ticket]?.issued.service {
                day.services[service, default: Service()].served += 1
            }
        case .ticketNoShow(let fact):
            day.noShows += 1
            free(fact.window, wall)
        case .ticketHeld(let fact): free(fact.window, wall)
        case .ticketTransferred(let fact): if let window = fact.window { free(window, wall) }
        case .ticketReturned(let fact): free(fact.window, wall)
        case .ticketGivenUp(let fact):
            day.givenUp += 1
            if let window = fact.window { free(window, wall) }
        case .ticketReactivated: day.cameBack += 1
        case .ticketDeferred: day.deferred += 1
        case .ticketVoided: day.voided += 1
        case .windowOpened(let fact): openSince[fact.window] = wall
        case .windowPaused(let fact): shut(fact.window, wall)
        case .windowResumed(let fact): openSince[fact.window] = wall
        case .windowClosed(let fact): shut(fact.window, wall)
        default: break
        }
    }

    private mutating func called(_ fact: TicketCalled, _ wall: Int64, _ hall: Hall) {
        busySince[fact.window] = wall
        // Recalled from hold, sent on or come back: the first wait is what counts.
        guard let issued = issuedAt.removeValue(forKey: fact.ticket),
            let service = hall.tickets[fact.ticket]?.issued.service
        else { return }
        day.services[service, default: Service()].waits.add((wall - issued) / 1000)
    }

    private mutating func shut(_ window: WindowID, _ wall: Int64) {
        day.open += wall - (openSince.removeValue(forKey: window) ?? wall)
    }

    private mutating func free(_ window: WindowID, _ wall: Int64) {
        day.busy += wall - (busySince.removeValue(forKey: window) ?? wall)
    }

    mutating func end() -> Day {
        issuedAt = [:]
        return day
    }
}
