// SPDX-License-Identifier: Apache-2.0

package import Facts

/// Who waits for one service, each class in order of arrival.
package struct ServiceQueue: Hashable, Sendable {
    /// One place in the queue.
    package struct Place: Hashable, Sendable {
        package let arrival: Int64
        package let ticket: TicketID
    }

    private var priority: [Place] = []
    private var normal: [Place] = []

    package var count: Int { priority.count + normal.count }

    /// Those of one class, oldest first.
    package func line(_ line: PriorityClass) -> [Place] {
        switch line {
        case .priority: priority
        case .normal: normal
        }
    }

    /// How many of this queue stand before a ticket: its elders, and all of a higher class.
    package func ahead(of ticket: Ticket) -> Int {
        let elders = Self.position(of: ticket.arrival, in: line(ticket.priority))
        return ticket.priority == .normal ? priority.count + elders : elders
    }

    /// How many of any class came before `arrival`.
    func elders(than arrival: Int64) -> Int {
        Self.position(of: arrival, in: priority) + Self.position(of: arrival, in: normal)
    }

    mutating func insert(_ ticket: Ticket) {
        let place = Place(arrival: ticket.arrival, ticket: ticket.id)
        change(ticket.priority) { line in
            line.insert(place, at: Self.position(of: ticket.arrival, in: line))
        }
    }

    mutating func remove(_ ticket: Ticket) {
        change(ticket.priority) { line in
            let position = Self.position(of: ticket.arrival, in: line)
            guard position < line.count, line[position].ticket == ticket.id else { return }
            line.remove(at: position)
        }
    }

    private mutating func change(_ line: PriorityClass, _ body: (inout [Place]) -> Void) {
        switch line {
        case .priority: body(&priority)
        case .normal: body(&normal)
        }
    }

    /// The first position whose arrival is not earlier.
    private static func position(of arrival: Int64, in line: [Place]) -> Int {
        var low = 0
        var high = line.count
        while low < high {
            let middle = (low + high) / 2
            if line[middle].arrival < arrival { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// One service on one day.
package struct Service: Hashable, Sendable {
    package internal(set) var definition: HallStructure.Service
    package internal(set) var queue = ServiceQueue()
    /// Cases finished today, and the seconds they took together.
    package internal(set) var finished = 0
    package internal(set) var finishedSeconds = 0

    init(_ definition: HallStructure.Service) {
        self.definition = definition
    }

    package var id: ServiceID { definition.id }
}
