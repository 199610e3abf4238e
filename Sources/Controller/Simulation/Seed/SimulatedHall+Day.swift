// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators

// MARK: - What is known in the morning

extension SimulatedHall {
    mutating func planDay(_ plan: SimulatedDayPlan) {
        for index in posts.indices { planPost(index, plan) }
        planPeople(plan)
        planReturns(plan)
        for minute in stride(from: plan.opens, through: plan.closes + 60, by: 10) {
            events.plan(.supervisor, at: plan.wall(minute: minute))
        }
        if random.happens(600) {
            let band = random.pick(plan.bands) ?? TimeBand(from: plan.opens, to: plan.closes)
            let minute = random.number(band.from...max(band.from, band.to - 30))
            events.plan(
                .hallPause(minutes: random.number(8...20)), at: plan.wall(minute: minute))
        }
    }

    private mutating func planPost(_ index: Int, _ plan: SimulatedDayPlan) {
        var post = SimulatedPost(recipe.structure.windows[index].id)
        post.wake = posts[index].wake
        post.opensAt = plan.wall(minute: plan.opens) - Int64(random.number(-120...420)) * 1000
        post.closesAt = plan.wall(minute: plan.closes)
        // Three in a hundred stay shut for the day, but never the first.
        if index > 0, random.happens(300) { post.opensAt = .max }
        post.pauses = pauses(plan)
        posts[index] = post
        wake(index, at: post.opensAt)
    }

    /// Meals while the hall is shut or in turns where it is not, and short absences.
    private mutating func pauses(_ plan: SimulatedDayPlan) -> [SimulatedPost.Pause] {
        var pauses: [SimulatedPost.Pause] = []
        for (band, next) in zip(plan.bands, plan.bands.dropFirst()) {
            pauses.append(
                SimulatedPost.Pause(
                    at: plan.wall(minute: band.to), minutes: max(1, next.from - band.to),
                    reason: reason("break")))
        }
        if plan.bands.count == 1, plan.closes - plan.opens > 300 {
            pauses.append(
                SimulatedPost.Pause(
                    at: plan.wall(minute: 690 + random.number(0...75)),
                    minutes: random.number(25...40), reason: reason("break"),
                    isCovered: random.happens(4000)))
        }
        for _ in 0..<random.number(0...2) {
            let band = random.pick(plan.bands) ?? TimeBand(from: plan.opens, to: plan.closes)
            pauses.append(
                SimulatedPost.Pause(
                    at: plan.wall(minute: random.number(band.from...max(band.from, band.to - 20))),
                    minutes: random.number(3...12),
                    reason: random.pick(recipe.structure.pauseReasons ?? [])?.id,
                    isCovered: random.happens(2500)))
        }
        return pauses.sorted { $0.at < $1.at }
    }

    /// One of the hall's reasons by that name, or any if it has none of that name.
    mutating func reason(_ name: String) -> String? {
        let known = recipe.structure.pauseReasons ?? []
        return known.first { $0.id == name }?.id ?? random.pick(known)?.id
    }

    private mutating func planPeople(_ plan: SimulatedDayPlan) {
        let usual = recipe.ticketsPerDay ?? busyDay(plan)
        // No day is as full as another; Mondays are the fullest.
        let fullness = 0.9 + 0.2 * random.part() + (plan.date.weekday == 1 ? 0.1 : 0)
        for _ in 0..<max(0, Int((Double(usual) * fullness).rounded())) {
            var citizen = citizen(plan)
            if recipe.structure.appointments != nil, random.happens(800),
                let booked = book(citizen, plan)
            {
                citizen = booked
            }
            if citizen.arrival < plan.ends { events.plan(.comes(citizen), at: citizen.arrival) }
        }
    }

    /// As many people as keep the windows busy for two thirds of their time.
    private func busyDay(_ plan: SimulatedDayPlan) -> Int {
        let open = plan.bands.reduce(0) { $0 + $1.to - $1.from } * 60
        let services = recipe.structure.services
        let total = demand.reduce(0, +)
        guard total > 0 else { return 0 }
        let mean = zip(services, demand)
            .reduce(0.0) { $0 + Self.caseSeconds($1.0) * $1.1 / total }
        return Int(0.65 * Double(open * recipe.structure.windows.count) / max(30, mean))
    }

    private mutating func citizen(_ plan: SimulatedDayPlan) -> SimulatedCitizen {
        let service = recipe.structure.services[random.pick(by: demand)]
        var citizen = SimulatedCitizen(
            arrival: plan.arrival(&random), way: .ticket, service: service.id,
            priority: random.happens(800) ? .priority : .normal,
            kiosk: random.pick(recipe.structure.kiosks)?.id)
        if service.perPerson != nil { citizen.person = random.id(characters: 16) }
        if random.happens(700) {
            citizen.givesUpAt = citizen.arrival + Int64(random.number(8...90)) * 60_000
        }
        return citizen
    }

    /// Books for somebody who then comes near the time, or not at all.
    private mutating func book(
        _ citizen: SimulatedCitizen, _ plan: SimulatedDayPlan
    ) -> SimulatedCitizen? {
        let slot = Int64(max(1, recipe.structure.appointments?.slotMinutes ?? 30)) * 60_000
        let midnight = plan.wall(minute: 0)
        let at = midnight + (citizen.arrival - midnight) / slot * slot
        let id = AppointmentID(random.number(0...99_999_999).padded(8))
        let booked = AppointmentBooked(
            appointment: id, service: citizen.service, at: at, priority: citizen.priority)
        guard ask(.book(booked), by: Self.guide) else { return nil }
        var citizen = citizen
        citizen.way = .appointment(id)
        switch random.number(0...99) {
        case 0..<5:
            ask(.cancel(id), by: Self.guide)
            citizen.arrival = .max
        case 5..<12: citizen.arrival = .max
        default: citizen.arrival = max(plan.start, at + Int64(random.number(-20...18)) * 60_000)
        }
        return citizen
    }

    /// Those who may go first today come back, most of them.
    private mutating func planReturns(_ plan: SimulatedDayPlan) {
        for ticket in deferred where random.happens(8500) {
            let minute = plan.opens + random.number(-10...90)
            events.plan(.checksIn(ticket), at: plan.wall(minute: max(0, minute)))
        }
        deferred = []
    }
}

// MARK: - People

extension SimulatedHall {
    mutating func come(_ citizen: SimulatedCitizen) {
        let ticket = TicketID(random.id(characters: 15))
        let actor = Actor(.kiosk, citizen.kiosk?.text ?? "none")
        let command: Command
        switch citizen.way {
        case .ticket:
            command = .takeTicket(
                ticket: ticket, service: citizen.service, priority: citizen.priority,
                kiosk: citizen.kiosk, details: TicketDetails(person: citizen.person))
        case .appointment(let id):
            command = .keepAppointment(id, ticket: ticket, kiosk: citizen.kiosk)
        }
        guard ask(command, by: actor) else { return tryAgain(citizen) }
        if let at = citizen.givesUpAt { events.plan(.givesUp(ticket), at: max(at, now + 60_000)) }
    }

    /// Somebody who got no ticket waits a little, and takes an ordinary one if the appointment is
    /// no good; nobody comes a third time.
    private mutating func tryAgain(_ citizen: SimulatedCitizen) {
        guard now - citizen.arrival < 60_000 || hall.paused != nil else { return }
        var citizen = citizen
        citizen.way = .ticket
        events.plan(.comes(citizen), at: now + Int64(random.number(2...9)) * 60_000)
    }
}

// MARK: - The whole hall

extension SimulatedHall {
    mutating func supervise(_ event: Event) {
        switch event {
        case .hallPause(let minutes):
            let known = reason("fire-drill") ?? "fire-drill"
            guard ask(.pauseHall(reason: known), by: Self.supervisor) else { return }
            events.plan(.hallResume, at: now + Int64(minutes) * 60_000)
        case .hallResume: ask(.resumeHall, by: Self.supervisor)
        case .supervisor:
            considerTides()
            considerClosing()
        case .tideEnds(let window, let service):
            ask(.closeTidal(window, service), by: Self.supervisor)
        default: break
        }
    }

    private mutating func considerTides() {
        for (rule, proposal) in hall.proposals.sorted(by: { $0.key < $1.key }) {
            guard let window = proposal.window, random.happens(7000) else {
                if random.happens(5000) { ask(.dismissTidal(rule: rule), by: Self.supervisor) }
                continue
            }
            guard ask(.openTidal(window, proposal.service), by: Self.supervisor) else { continue }
            events.plan(.tideEnds(window, proposal.service), at: now + 3_600_000)
            if let index = posts.firstIndex(where: { $0.window == window }) {
                wake(index, at: now + 5000)
            }
        }
    }

    /// At close, what becomes of those who still wait is said once.
    private mutating func considerClosing() {
        guard let day, now >= day.wall(minute: day.closes), hall.closing == nil,
            hall.services.values.contains(where: { $0.queue.count > 0 })
        else { return }
        let choice: ClosingChoice = random.happens(8000) ? .serveOn : .nextDay
        ask(.chooseClosing(choice, nil), by: Self.supervisor)
    }
}
