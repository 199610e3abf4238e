// SPDX-License-Identifier: Apache-2.0

package import Facts

/// Where a ticket stands among those who wait.
package struct Place: Hashable, Sendable, Comparable {
    /// Grows with each ticket that comes, over restores too.
    package var arrival: Int64
    /// 0 for whoever came in the ordinary way; more for those put behind the one that did.
    package var after: Int64
    package let ticket: TicketID

    package init(arrival: Int64, after: Int64, ticket: TicketID) {
        self.arrival = arrival
        self.after = after
        self.ticket = ticket
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.arrival, left.after, left.ticket) < (right.arrival, right.after, right.ticket)
    }
}

/// Places in order.
package struct Line: Hashable, Sendable {
    package private(set) var places: [Place] = []

    package var first: Place? { places.first }
    package var count: Int { places.count }

    /// How many stand before `place`, which need not be in the line.
    package func elders(than place: Place) -> Int { position(of: place) }

    mutating func insert(_ place: Place) {
        places.insert(place, at: position(of: place))
    }

    mutating func remove(_ place: Place) {
        let position = position(of: place)
        guard position < places.count, places[position] == place else { return }
        places.remove(at: position)
    }

    private func position(of place: Place) -> Int { places.leading { $0 < place } }
}

extension RandomAccessCollection {
    /// How many at the front fulfil what all after them do not; they are found by halving.
    func leading(_ fulfil: (Element) -> Bool) -> Int {
        var low = startIndex
        var length = count
        while length > 0 {
            let middle = index(low, offsetBy: length / 2)
            if fulfil(self[middle]) {
                low = index(after: middle)
                length -= length / 2 + 1
            } else {
                length /= 2
            }
        }
        return distance(from: startIndex, to: low)
    }
}

/// Who waits for one service.
package struct ServiceQueue: Hashable, Sendable {
    /// Those without an appointment whom any of the service's windows may call.
    private var priority = Line()
    private var normal = Line()
    /// Those with an appointment whom any of the service's windows may call.
    package private(set) var appointments = Line()
    /// Those whom one window or officer alone may call.
    package private(set) var bound = Line()

    package var count: Int { unbound + bound.count }

    /// How many any of the service's windows may call.
    var unbound: Int { priority.count + normal.count + appointments.count }

    /// Those of one class whom anybody may call, oldest first; appointments are not among them.
    package func line(_ line: PriorityClass) -> Line {
        switch line {
        case .priority: priority
        case .normal: normal
        }
    }

    /// Everybody, oldest first.
    package var everybody: [Place] {
        (priority.places + normal.places + appointments.places + bound.places).sorted()
    }

    mutating func insert(_ ticket: Ticket) { change(ticket) { $0.insert(ticket.place) } }

    mutating func remove(_ ticket: Ticket) { change(ticket) { $0.remove(ticket.place) } }

    private mutating func change(_ ticket: Ticket, _ body: (inout Line) -> Void) {
        switch (ticket.bound, ticket.appointmentAt, ticket.priority) {
        case (.some, _, _): body(&bound)
        case (nil, .some, _): body(&appointments)
        case (nil, nil, .priority): body(&priority)
        case (nil, nil, .normal): body(&normal)
        }
    }
}

/// How often each class was called in a row, for the ratio between them.
package struct Turns: Hashable, Sendable {
    package private(set) var normalInRow = 0
    package private(set) var priorityInRow = 0

    /// A normal ticket called because it has aged takes the turn of priority; one chosen out of turn
    /// takes nobody's.
    mutating func count(_ called: PriorityClass, by rule: Why.Rule) {
        guard rule != .chosen else { return }
        switch rule == .aged ? .priority : called {
        case .normal:
            normalInRow += 1
            priorityInRow = 0
        case .priority:
            priorityInRow += 1
            normalInRow = 0
        }
    }
}

/// One service on one day.
package struct Service: Hashable, Sendable {
    package internal(set) var definition: HallStructure.Service
    package internal(set) var queue = ServiceQueue()
    package internal(set) var turns = Turns()
    /// Cases finished today, and the seconds they took together.
    package internal(set) var finished = 0
    package internal(set) var finishedSeconds = 0
    /// Tickets taken today without an appointment, by the minute of the day.
    package internal(set) var taken: [Int: Int] = [:]
    /// What a supervisor chose for those who wait at close.
    package internal(set) var closing: ClosingChoice?

    init(_ definition: HallStructure.Service) {
        self.definition = definition
    }

    package var id: ServiceID { definition.id }
}
