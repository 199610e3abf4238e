// SPDX-License-Identifier: Apache-2.0

import Facts

/// What closing time, midnight and the next morning make of those who wait.
extension Witness {
    mutating func open(_ fact: DayOpened) throws(Broken) {
        if let date = day.date, fact.date <= date {
            throw Broken("\(fact.date) opened after \(date)")
        }
        day.date = fact.date
        day.utcOffset = fact.utcOffset
    }

    /// What was chosen for those who still wait; nil: a queue that stands overnight, or nothing.
    private func closingChoice(of service: ServiceID) -> ClosingChoice? {
        if let chosen = day.closings[service] { return chosen }
        return isOvernight(service) ? nil : day.closing
    }

    private func isOvernight(_ service: ServiceID) -> Bool {
        structure.services.first { $0.id == service }?.overnight == true
    }

    /// Those whose service goes at midnight wait in it no more.
    private func standsOvernight(_ service: ServiceID) -> Bool {
        isOvernight(service) && closingChoice(of: service) != .nextDay
    }

    mutating func endWaiting(_ fact: HallFact) throws(Broken) {
        switch fact {
        case .ticketDeferred(let fact):
            guard let entry = tickets[fact.ticket], entry.place == .waiting else {
                throw Broken("\(number(fact.ticket)) was put off and did not wait")
            }
            guard closingChoice(of: entry.service) == .nextDay else {
                throw Broken("\(entry.number) was put off and nobody chose so")
            }
            let date = day.date
            try change(fact.ticket) {
                $0.place = .deferred
                $0.owner = nil
                $0.deferredOn = date
            }
            if fact.printer != nil, tickets[fact.ticket]?.paper.isOpen == false {
                try askForPaper(fact.ticket)
            }
        case .ticketVoided(let fact):
            if let entry = tickets[fact.ticket] { try mayVoid(entry, fact.reason) }
            try change(fact.ticket) { $0.place = .gone }
        default: break
        }
    }

    private func mayVoid(_ entry: Entry, _ reason: TicketVoided.Reason) throws(Broken) {
        switch reason {
        case .dayEnded:
            let isKept = standsOvernight(entry.service)
            guard entry.place == .waiting, !isKept, closingChoice(of: entry.service) != .nextDay
            else { throw Broken("\(entry.number) was voided and had a right to the next day") }
        case .deferredUnused:
            guard let date = day.date, let since = entry.deferredOn, entry.place == .deferred,
                since < date, wasOpen(entry.service, on: date)
            else { throw Broken("\(entry.number) lost its right before it could be used") }
        case .serviceRemoved:
            guard entry.place == .waiting || entry.place == .deferred else {
                throw Broken("\(entry.number) was voided and was not waiting")
            }
        }
    }

    /// On a later day, or once it was chosen after all to serve on.
    func mayCheckIn(_ entry: Entry) -> Bool {
        guard entry.place == .deferred, let since = entry.deferredOn, let date = day.date else {
            return false
        }
        return since < date || (day.closings[entry.service] ?? day.closing) == .serveOn
    }

    mutating func checkIn(_ fact: TicketCheckedIn, _ moment: Moment) throws(Broken) {
        try isNotPaused("\(number(fact.ticket)) was checked in")
        guard let entry = tickets[fact.ticket], mayCheckIn(entry) else {
            throw Broken("\(number(fact.ticket)) was checked in without a right to it")
        }
        let access = access(to: entry.service, on: moment.date, minute: moment.minuteOfDay)
        guard entry.deferredOn == day.date || access.givesTickets else {
            throw Broken("\(entry.number) was checked in out of hours")
        }
        try change(fact.ticket) {
            $0.place = .waiting
            $0.priority = .priority
        }
    }

    mutating func close(_ fact: DayClosed) throws(Broken) {
        let kept = try kept()
        guard Set(fact.tickets.map(\.issued.ticket)) == Set(kept.keys) else {
            throw Broken("the closed day does not carry what is in hand")
        }
        if let open = tickets.first(where: { $0.value.paper.isOpen && kept[$0.key] == nil }) {
            throw Broken("the print of \(open.value.number) was forgotten")
        }
        guard day.proposals.isEmpty, day.tides.values.allSatisfy(\.isEmpty) else {
            throw Broken("help or a proposal of the closed day was not ended")
        }
        guard questions.isEmpty else {
            throw Broken("a question of the closed day was not ended")
        }
        askedAt = [:]
        try carryAppointments(fact)
        tickets = kept.mapValues { entry in
            var entry = entry
            entry.lastCall = entry.lastCall.map { clock.overnight($0, at: now) }
            entry.heldAt = entry.heldAt.map { clock.overnight($0, at: now) }
            return entry
        }
        clock.beginDay(now)
        let date = day.date
        lastQueuedAt = tickets.values.map(\.queuedAt).max() ?? 0
        restores = restores.filter { $0.fact.date > date ?? $0.fact.date }.suffix(1)
        for index in restores.indices { carryRestore(index) }
        day = Day()
        day.date = date
        day.numbers = Set(kept.values.map(\.number))
    }

    /// Of the numbers of the new day the copy knew none. Those who will turn up with one stand where
    /// they stood, so they joined after whoever is before them.
    private mutating func carryRestore(_ index: Int) {
        let restore = restores[index]
        let before = tickets.values.filter { $0.arrival.at < restore.row }.map(\.queuedAt).max()
        restores[index].ordinals = [:]
        restores[index].queuedAt = max(before ?? 0, restore.fact.backedUpAt)
        lastQueuedAt = max(lastQueuedAt, restores[index].queuedAt)
    }

    private func kept() throws(Broken) -> [TicketID: Entry] {
        for entry in tickets.values where entry.place == .waiting {
            guard standsOvernight(entry.service) else {
                throw Broken("\(entry.number) waits and its day is over")
            }
        }
        return tickets.filter { _, entry in
            switch entry.place {
            case .waiting, .inHand, .held, .deferred: true
            case .noShow, .gone: false
            }
        }
    }

    private mutating func carryAppointments(_ fact: DayClosed) throws(Broken) {
        let start = fact.date.start(utcOffset: day.utcOffset)
        appointments = appointments.filter { !$0.value.used && $0.value.booked.at >= start }
        guard Set(fact.appointments ?? []) == Set(appointments.values.map(\.booked)) else {
            throw Broken("the closed day does not carry the appointments to come")
        }
    }
}
