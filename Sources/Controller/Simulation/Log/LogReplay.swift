// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
package import Hall

/// One day of a log lived through again, with the hall's own engine deciding who is next.
///
/// People come when they came, and those who gave up leave when they left. A window that is free
/// calls whoever the engine picks, for as long as that person's service took in the log; several
/// free windows call in the order in which they became free. A break is taken at its time, or as
/// soon as the window has finished whom it serves, and lasts as long as it did.
struct LogReplay {
    /// What became of somebody.
    struct Fate {
        var calledAt: Int64?
        /// The window that called; empty if none did.
        var window = ""
        var hasGivenUp = false
    }

    let people: [LoggedPerson]
    private(set) var fates: [Fate]
    private(set) var order = OrderReasons()
    private var desks: [LogDesk]
    private var engine: Engine<Hall>
    private var waiting: [Int] = []
    private var waitingFor: [ServiceID: Int] = [:]
    private let durations: [Int64]
    private var asked = 0

    /// - Throws: when the hall does not take the log's types and servers.
    init(
        _ day: LoggedDay, _ shifts: [LoggedShift], rules: CallingRules
    ) throws(LogReplayFailure) {
        people = day.people
        fates = Array(repeating: Fate(), count: people.count)
        desks = shifts.map(LogDesk.init)
        durations = Self.durations(people)
        engine = Engine(state: Hall(), epoch: "log", boot: "log")
        let start = min(people.first?.arrival ?? 0, shifts.map(\.from).min() ?? .max)
        try ask(.controllerStarted(boot: "log"), by: .controller, at: start)
        let structure = Self.structure(of: people, shifts, rules)
        try ask(
            .applyConfiguration(digest: day.date.description, structure: structure),
            by: .controller, at: start)
    }

    /// Lives through the day, until nobody comes, leaves or is served any more.
    mutating func run() throws(LogReplayFailure) {
        var coming = people.indices[...]
        var leaving = people.indices.filter { people[$0].start == nil }
            .sorted { (people[$0].leave, $0) < (people[$1].leave, $1) }[...]
        while true {
            var next = desks.compactMap(\.next).min()
            if let person = coming.first { next = min(next ?? .max, people[person].arrival) }
            if let person = leaving.first { next = min(next ?? .max, people[person].leave) }
            guard let now = next else { return }
            for desk in desks.indices { try settle(desk, at: now) }
            while let person = coming.first, people[person].arrival == now {
                coming.removeFirst()
                try come(person)
            }
            while let person = leaving.first, people[person].leave == now {
                leaving.removeFirst()
                try giveUp(person)
            }
            try callAll(at: now)
            for desk in desks.indices { try close(desk, ifOverAt: now) }
        }
    }
}

// MARK: - People

extension LogReplay {
    private mutating func come(_ index: Int) throws(LogReplayFailure) {
        let person = people[index]
        let command = Command.takeTicket(
            ticket: Self.ticket(index), service: person.service, priority: person.priority,
            kiosk: nil)
        try ask(command, by: Actor(.kiosk, "log"), at: person.arrival)
        waiting.append(index)
        waitingFor[person.service, default: 0] += 1
    }

    private mutating func giveUp(_ index: Int) throws(LogReplayFailure) {
        guard let place = waiting.firstIndex(of: index) else { return }
        waiting.remove(at: place)
        waitingFor[people[index].service, default: 0] -= 1
        try ask(.giveUp(Self.ticket(index)), by: .controller, at: people[index].leave)
        fates[index].hasGivenUp = true
    }

    /// How long each is served. Of those who gave up nobody knows; they take as long as the one of
    /// their kind who came before them and was served, or, first of the day, the one after.
    private static func durations(_ people: [LoggedPerson]) -> [Int64] {
        var durations = people.map { $0.duration ?? 0 }
        for order in [Array(people.indices), people.indices.reversed()] {
            var last: [ServiceID: Int64] = [:]
            for index in order {
                let service = people[index].service
                if people[index].start != nil {
                    last[service] = durations[index]
                } else if durations[index] == 0 {
                    durations[index] = last[service] ?? 0
                }
            }
        }
        return durations
    }

    private static func ticket(_ index: Int) -> TicketID { TicketID(String(index)) }
}

// MARK: - Windows

extension LogReplay {
    /// Brings a window to where it must be at `now`, but for the next call.
    private mutating func settle(_ index: Int, at now: Int64) throws(LogReplayFailure) {
        guard let next = desks[index].next, next <= now else { return }
        switch desks[index].state {
        case .before:
            try ask(.open(OfficerID(desks[index].shift.window.text)), at: index, now)
            desks[index].open(at: now)
        case .free:
            desks[index].rest(at: now)
            try close(index, ifOverAt: now)
        case .serving:
            try ask(.finish(), at: index, now)
            desks[index].free(at: now)
            try close(index, ifOverAt: now)
        case .away:
            desks[index].free(at: now)
            try close(index, ifOverAt: now)
        case .gone: return
        }
    }

    private mutating func close(_ index: Int, ifOverAt now: Int64) throws(LogReplayFailure) {
        guard desks[index].isOver(at: now) else { return }
        try ask(.close, at: index, now)
        desks[index].leave()
    }

    /// Lets every free window call, the one that has been free longest first.
    private mutating func callAll(at now: Int64) throws(LogReplayFailure) {
        guard !waiting.isEmpty else { return }
        var free = freeDesks
        while !free.isEmpty {
            var mayCallAgain = false
            for desk in free {
                guard let person = try call(at: desk, now), durations[person] == 0 else { continue }
                try settle(desk, at: now)
                mayCallAgain = true
            }
            free = mayCallAgain ? freeDesks : []
        }
    }

    private var freeDesks: [Int] {
        desks.indices.compactMap { index -> (since: Int64, index: Int)? in
            if case .free(let since) = desks[index].state { (since, index) } else { nil }
        }
        .sorted { $0 < $1 }.map(\.index)
    }

    /// - Returns: whom the engine picked, or nil when nobody waits for this window.
    private mutating func call(
        at index: Int, _ now: Int64
    ) throws(LogReplayFailure) -> Int? {
        let isWanted = desks[index].shift.services.contains { waitingFor[$0, default: 0] > 0 }
        guard isWanted, let window = engine.state.windows[desks[index].shift.window],
            let choice = engine.state.choice(for: window, at: Self.moment(now)),
            let person = Int(choice.ticket.text)
        else { return nil }
        waiting.removeAll { $0 == person }
        waitingFor[people[person].service, default: 0] -= 1
        order.note(person, before: waiting, of: people) { other in
            engine.state.explain(
                choice.ticket, before: Self.ticket(other), at: window.id, choice.why,
                Self.moment(now))?.reason
        }
        try ask(.call, at: index, now)
        guard engine.state.windows[window.id]?.ticket == choice.ticket else {
            throw LogReplayFailure.otherChoice
        }
        fates[person].calledAt = now
        fates[person].window = window.id.text
        desks[index].serve(person, until: now + durations[person])
        return person
    }
}

// MARK: - Asking the engine

extension LogReplay {
    private mutating func ask(
        _ action: WindowAction, at desk: Int, _ now: Int64
    ) throws(LogReplayFailure) {
        let window = desks[desk].shift.window
        try ask(.atWindow(window, action), by: Actor(.officer, window.text), at: now)
    }

    private mutating func ask(
        _ command: Command, by actor: Actor, at now: Int64
    ) throws(LogReplayFailure) {
        asked += 1
        let input = Input(
            id: InputID(String(asked)), actor: actor, moment: Self.moment(now), command: command)
        guard case .refused(let refusal)? = engine.turn([input]).answers.first else { return }
        throw .refused(refusal, at: now)
    }

    private static func moment(_ seconds: Int64) -> Moment {
        Moment(wall: seconds * 1000, monotonic: seconds * 1000, utcOffset: 0)
    }

    /// A hall with a service for each type and a window for each server.
    private static func structure(
        of people: [LoggedPerson], _ shifts: [LoggedShift], _ rules: CallingRules
    ) -> HallStructure {
        let types = Set(people.map(\.service)).sorted()
        var structure = HallStructure(
            name: LocalizedText(zhHans: "log"),
            services: types.enumerated().map { index, type in
                HallStructure.Service(
                    id: type, name: LocalizedText(zhHans: type.text), prefix: letters(index),
                    // A service that outlasts midnight must not lose those who wait.
                    overnight: true)
            },
            windows: shifts.map {
                HallStructure.Window(
                    id: $0.window, number: $0.window.text, services: $0.services)
            }, kiosks: [])
        structure.calling = CallingStructure(
            policies: [
                CallingStructure.Policy(
                    id: "log", name: LocalizedText(zhHans: "log"), rules: rules)
            ], standard: "log")
        structure.numberBlock = people.count + 1
        return structure
    }

    /// A, B, …, Z, AA, …
    private static func letters(_ index: Int) -> String {
        let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
        return index < 26 ? last : letters(index / 26 - 1) + last
    }
}

/// What the hall did that a replay cannot go on after.
package enum LogReplayFailure: Error, Equatable {
    /// - Parameter at: seconds since 1970 by the log's clock.
    case refused(Refusal, at: Int64)
    /// It called another than it had said it would.
    case otherChoice
}
