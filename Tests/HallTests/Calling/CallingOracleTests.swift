// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators
import Testing

extension SeededRandom {
    fileprivate mutating func one(in count: Int) -> Bool {
        Int.random(in: 1...count, using: &self) == 1
    }

    fileprivate mutating func some<Element>(_ elements: [Element], one count: Int) -> [Element] {
        var some: [Element] = []
        for element in elements where one(in: count) { some.append(element) }
        return some
    }

    fileprivate mutating func number(_ range: ClosedRange<Int>, one count: Int) -> Int? {
        one(in: count) ? Int.random(in: range, using: &self) : nil
    }

    /// - Parameter timed: whether rules may ask how late it is.
    fileprivate mutating func rules(timed: Bool = true) -> CallingRules {
        CallingRules(
            classes: CallingRules.ClassOrder.allCases.randomElement(using: &self) ?? .oldest,
            normalTurns: number(1...4, one: 1), priorityTurns: number(1...3, one: 1),
            agingMinutes: timed ? number(1...60, one: 2) : nil,
            priorityHeadStartSeconds: number(0...1800, one: 3),
            ownFirst: one(in: 4) ? false : nil, appointmentsFirst: one(in: 4) ? false : nil)
    }

    fileprivate mutating func window(_ id: Int) -> HallStructure.Window {
        let services = ["a", "b", "c"] as [ServiceID]
        let serves = some(services, one: 2)
        return HallStructure.Window(
            id: WindowID("w\(id)"), number: "\(id)", services: serves,
            prefers: one(in: 3) ? some(services, one: 2) : nil,
            helps: one(in: 2) ? some(services, one: 2) : nil)
    }

    /// A hall in the middle of a day no person would think of.
    fileprivate mutating func scene(plain: Bool = false) -> CallingScene {
        var scene = CallingScene(
            [window(1), window(2)], appointments: .init(earlyMinutes: number(0...20, one: 2)))
        if one(in: 2) { scene.apply(.windowOpened(WindowOpened(window: "w1", officer: "li"))) }
        for _ in 0..<Int.random(in: 0...30, using: &self) {
            let service = (["a", "b", "c"] as [ServiceID]).randomElement(using: &self) ?? "a"
            let priority: PriorityClass = one(in: 3) ? .priority : .normal
            if !plain, one(in: 6) {
                scene.take(service, priority, dueIn: Int.random(in: -30...90, using: &self))
            } else {
                send(scene.take(service, priority), in: &scene, plain: plain)
            }
            scene.pass(minutes: Int.random(in: plain ? 0...5 : -2...7, using: &self))
            if one(in: 4) { comeBack(scene.serve("w2"), in: &scene) }
        }
        return scene
    }

    private mutating func send(_ ticket: TicketID, in scene: inout CallingScene, plain: Bool) {
        guard !plain, one(in: 6) else { return }
        let service = (["a", "b", "c"] as [ServiceID]).randomElement(using: &self) ?? "a"
        switch Int.random(in: 1...4, using: &self) {
        case 1: scene.send(ticket, to: service)
        case 2: scene.send(ticket, to: service, window: "w1")
        case 3: scene.send(ticket, to: service, window: "w2")
        default: scene.send(ticket, to: service, officer: "li")
        }
    }

    private mutating func comeBack(_ ticket: TicketID?, in scene: inout CallingScene) {
        guard let ticket, one(in: 3) else { return }
        let gone = scene.hall.tickets[ticket]
        let behind = scene.hall.services.values
            .first { $0.id == gone?.service }
            .flatMap { $0.queue.line(gone?.priority ?? .normal).places.randomElement(using: &self) }
        scene.apply(
            .ticketReactivated(TicketReactivated(ticket: ticket, behind: behind?.ticket)))
    }
}

struct CallingOracleTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `the quick way to the next one and the slow one agree`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 1...60 {
            let scene = random.scene()
            let rules = random.rules()
            for window in scene.hall.windows.values {
                let quick = scene.hall.order(
                    for: window, by: rules, most: .max, at: scene.moment)
                let slow = CallingOracle(
                    scene.hall, at: window, by: rules, now: scene.moment.wall
                ).order(at: window)
                let place = "seed \(seed), round \(round), \(window.id), \(rules)"
                try #require(quick.map(\.ticket) == slow.map(\.ticket), "\(place)")
                let differing = zip(quick, slow).first { $0 != $1 }
                try #require(differing == nil, "\(place)")
                #expect(
                    scene.hall.choice(for: window, by: rules, at: scene.moment) == quick.first)
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the number ahead is the position in the queue`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 1...40 {
            var scene = random.scene(plain: true)
            let rules = random.rules(timed: false)
            scene.choose(rules)
            for service in scene.hall.services.keys {
                let order = scene.hall.order(of: service, most: .max, at: scene.moment)
                let ahead = order.compactMap { scene.hall.tickets[$0.ticket] }
                    .map { scene.hall.ahead(of: $0) }
                try #require(
                    ahead == Array(order.indices),
                    "seed \(seed), round \(round), \(service), \(rules)")
            }
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `nothing the rules chose is left unexplained`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 1...40 {
            var scene = random.scene()
            scene.choose(random.rules())
            guard let next = scene.next("w1") else { continue }
            for other in scene.hall.tickets.keys where other != next.ticket {
                let said = try #require(
                    scene.hall.explain(
                        next.ticket, before: other, at: "w1", next.why, scene.moment))
                let isSaid = said.reason != .unexplained && said.reason != .chosen
                try #require(isSaid, "seed \(seed), round \(round), \(next), \(other)")
            }
        }
    }
}
