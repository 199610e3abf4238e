// SPDX-License-Identifier: Apache-2.0

import Facts

/// Those of one service a window may call.
struct StandingQueue {
    let service: ServiceID
    var isHelp = false
    var isPreferred = false
    var turns = Turns()
    var priority: ArraySlice<Place> = []
    var normal: ArraySlice<Place> = []
    /// Those who may overtake: appointments, and those for this window or its officer alone.
    var others: [Candidate] = []

    var count: Int { priority.count + normal.count + others.count }

    func line(_ priority: PriorityClass) -> ArraySlice<Place> {
        switch priority {
        case .priority: self.priority
        case .normal: normal
        }
    }

    /// How many came before `place`.
    func elders(than place: Place) -> Int {
        priority.leading { $0 < place } + normal.leading { $0 < place }
            + others.count { $0.place < place }
    }

    /// Whether both classes wait, so that they have to take turns.
    var isMixed: Bool {
        (!priority.isEmpty || others.contains { $0.priority == .priority })
            && (!normal.isEmpty || others.contains { $0.priority == .normal })
    }

    mutating func remove(_ candidate: Candidate) {
        if priority.first == candidate.place {
            priority.removeFirst()
        } else if normal.first == candidate.place {
            normal.removeFirst()
        } else {
            others.removeAll { $0.place == candidate.place }
        }
    }
}

/// Those a window may call, as they stand at one moment: a copy from which they can be taken one by
/// one, to see in what order they would go.
///
/// Within a line of one class nobody overtakes, so that only its head need be looked at: choosing
/// costs as much as the window has services, however many wait.
struct Standing {
    let terms: CallingTerms
    let policy: String?
    private let moment: Moment
    private let tickets: [TicketID: Ticket]
    private var queues: [StandingQueue] = []

    init(_ window: Window, in hall: Hall, by force: PolicyInForce, at moment: Moment) {
        terms = CallingTerms(
            force.rules, appointments: hall.structure.appointments, now: moment.wall)
        policy = force.policy
        self.moment = moment
        tickets = hall.tickets
        let prefers = window.definition.prefers ?? []
        for service in window.services {
            add(hall.services[service], isPreferred: prefers.contains(service))
        }
        for place in hall.ownPlaces(of: window) { addOwn(place, in: hall) }
        for service in window.helps { add(hall.services[service], isHelp: true) }
    }

    private mutating func add(
        _ service: Service?, isHelp: Bool = false, isPreferred: Bool = false
    ) {
        guard let service else { return }
        var queue = StandingQueue(
            service: service.id, isHelp: isHelp, isPreferred: isPreferred, turns: service.turns)
        queue.priority = service.queue.line(.priority).places[...]
        queue.normal = service.queue.line(.normal).places[...]
        queue.others = service.queue.appointments.places.compactMap { tickets[$0.ticket] }
            .map(Candidate.init)
        queues.append(queue)
    }

    /// A window may be sent a ticket of a service it doesn't serve.
    mutating func addOwn(_ place: Place, in hall: Hall) {
        guard let ticket = tickets[place.ticket], let service = hall.services[ticket.service]
        else { return }
        var candidate = Candidate(ticket)
        candidate.isOwn = true
        if let index = queues.firstIndex(where: { $0.service == service.id }) {
            queues[index].others.append(candidate)
        } else {
            queues.append(
                StandingQueue(service: service.id, turns: service.turns, others: [candidate]))
        }
    }

    /// The queues the window calls from: those it helps out only when all its own are empty.
    func queues(helping: Bool) -> [StandingQueue] {
        queues.filter { helping || !$0.isHelp }
    }

    /// Takes somebody who was called out of the line, as the hall itself would.
    mutating func take(_ candidate: Candidate, by rule: Why.Rule) {
        for index in queues.indices where queues[index].service == candidate.service {
            queues[index].remove(candidate)
            queues[index].turns.count(candidate.priority, by: rule)
        }
    }

    /// Those of a queue who could be next: the heads of its lines, and all who may overtake.
    func heads(of queue: StandingQueue) -> [Candidate] {
        var heads = queue.others
        if let place = queue.priority.first { heads.append(at(place, .priority, queue)) }
        if let place = queue.normal.first { heads.append(at(place, .normal, queue)) }
        return heads.map { seen($0, in: queue) }
    }

    /// A ticket that waits and that this window may call.
    func candidate(_ ticket: Ticket) -> Candidate? {
        for queue in queues where queue.service == ticket.service {
            if let other = queue.others.first(where: { $0.place == ticket.place }) {
                return seen(other, in: queue)
            }
            let line = queue.line(ticket.priority)
            let elders = line.leading { $0 < ticket.place }
            guard line.dropFirst(elders).first == ticket.place else { continue }
            return seen(Candidate(ticket), in: queue)
        }
        return nil
    }

    /// One who stands in a line, of whom nothing is looked up that the rules don't ask for.
    func at(_ place: Place, _ priority: PriorityClass, _ queue: StandingQueue) -> Candidate {
        var candidate = Candidate(place: place, service: queue.service, priority: priority)
        if terms.asksForTime { candidate.queuedAt = tickets[place.ticket]?.queuedAt ?? 0 }
        return candidate
    }

    func waitedSeconds(_ ticket: TicketID) -> Int {
        tickets[ticket]?.waitedSeconds(at: moment) ?? 0
    }

    private func seen(_ candidate: Candidate, in queue: StandingQueue) -> Candidate {
        var candidate = candidate
        candidate.isHelp = queue.isHelp
        candidate.isPreferred = queue.isPreferred
        candidate.turn = queue.isMixed ? terms.turn(after: queue.turns) : nil
        return candidate
    }
}

extension Candidate {
    fileprivate init(_ ticket: Ticket) {
        self.init(place: ticket.place, service: ticket.service, priority: ticket.priority)
        queuedAt = ticket.queuedAt
        appointmentAt = ticket.appointmentAt
    }
}
