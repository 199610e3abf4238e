// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

/// What halls ask of a calling order, whole queues served from end to end.
struct CallingOrderTests {
    /// Six normal ones, then three of priority.
    private func queue(_ policy: String) -> CallingScene {
        var scene = CallingScene(standard: policy)
        for _ in 1...6 { scene.take("a") }
        for _ in 1...3 { scene.take("a", .priority) }
        return scene
    }

    private func numbers(_ order: [TicketID]) -> String {
        order.map { String($0.text.dropFirst()) }.joined(separator: " ")
    }

    @Test(arguments: [
        ("oldest", "1 2 3 4 5 6 7 8 9"), ("two-to-one", "1 2 7 3 4 8 5 6 9"),
        ("alternate", "1 7 2 8 3 9 4 5 6"), ("balanced", "7 8 9 1 2 3 4 5 6"),
        ("head-start", "7 8 9 1 2 3 4 5 6"),
    ])
    func `a policy gives its order, and says it beforehand`(policy: String, order: String) {
        var scene = queue(policy)
        #expect(numbers(scene.order()) == order)
        #expect(numbers(scene.serveAll()) == order)
    }

    @Test func `a ratio goes on where it stopped when priority comes later`() {
        var scene = CallingScene(standard: "two-to-one")
        for _ in 1...6 { scene.take("a") }
        #expect(scene.serve() == "t1")
        #expect(scene.serve() == "t2")
        #expect(scene.serve() == "t3")
        scene.take("a", .priority)
        scene.take("a", .priority)
        #expect(scene.why() == .ratioTurn)
        #expect(numbers(scene.serveAll()) == "7 4 5 8 6")
    }

    @Test func `a ratio is counted for each service by itself`() {
        var scene = CallingScene(
            [.init(id: "w1", number: "1", services: ["a", "b"])], standard: "alternate")
        for service in ["a", "b"] as [ServiceID] {
            for priority in PriorityClass.allCases { scene.take(service, priority) }
        }
        #expect(numbers(scene.serveAll()) == "1 2 3 4")
    }

    @Test func `a chosen ticket uses up nobody's turn`() {
        var scene = CallingScene(standard: "alternate")
        for priority in [PriorityClass.normal, .normal, .priority] { scene.take("a", priority) }
        let why = Why(rule: .chosen, waiting: 3, waitedSeconds: 0, passedOver: 0)
        scene.apply(.ticketCalled(TicketCalled(ticket: "t1", window: "w1", officer: nil, why: why)))
        #expect(numbers(scene.serveAll()) == "2 3")
    }

    @Test func `waiting balances the classes`() {
        var scene = CallingScene(standard: "balanced")
        scene.take("a")
        scene.pass(minutes: 20)
        scene.take("a")
        scene.take("a", .priority)
        #expect(scene.next()?.ticket == "t3")
        scene.pass(minutes: 10)
        #expect(scene.next()?.ticket == "t1")
        #expect(scene.why() == .aged)
        #expect(numbers(scene.serveAll()) == "1 3 2")
    }

    @Test func `nobody has aged when the clock is set back`() {
        var scene = CallingScene(standard: "balanced")
        scene.pass(minutes: 40)
        scene.take("a")
        scene.take("a", .priority)
        scene.pass(minutes: -90)
        #expect(scene.next()?.ticket == "t2")
        scene.take("a")
        #expect(numbers(scene.serveAll()) == "2 1 3")
    }

    @Test func `a head start brings priority forward by so much and no more`() {
        var scene = CallingScene(standard: "head-start")
        scene.take("a")
        scene.pass(minutes: 5)
        scene.take("a")
        scene.pass(minutes: 6)
        scene.take("a", .priority)
        #expect(numbers(scene.order()) == "1 3 2")
        #expect(scene.why() == .oldestFirst)
        scene.serve()
        #expect(scene.why() == .headStart)
    }

    @Test func `an appointment goes first from its time on and queues as everybody until then`() {
        var scene = CallingScene(standard: "oldest")
        scene.take("a")
        let booked = scene.take("a", dueIn: 10)
        scene.take("a")
        #expect(numbers(scene.order()) == "1 2 3")
        scene.pass(minutes: 10)
        #expect(numbers(scene.order()) == "2 1 3")
        #expect(scene.next()?.why.rule == .appointmentDue)
        #expect(scene.next()?.ticket == booked)
        #expect(scene.next()?.why.passedOver == 1)
    }

    @Test func `appointments go by their times, not by who came first or late`() {
        var scene = CallingScene(standard: "oldest", appointments: .init(earlyMinutes: 5))
        scene.take("a")
        scene.take("a", dueIn: 5)
        scene.take("a", dueIn: -10)
        scene.take("a", dueIn: 6)
        #expect(numbers(scene.order()) == "3 2 1 4")
        scene.pass(minutes: 1)
        #expect(numbers(scene.order()) == "3 2 4 1")
    }

    @Test func `a window's own go first, wherever they wait, and nobody else calls them`() {
        var scene = CallingScene(
            [
                .init(id: "w1", number: "1", services: ["a"]),
                .init(id: "w2", number: "2", services: ["a", "c"]),
            ], standard: "oldest")
        scene.apply(.windowOpened(WindowOpened(window: "w1", officer: "li")))
        for _ in 1...2 { scene.take("a") }
        for service in ["c", "a"] as [ServiceID] { scene.take(service, .priority) }
        scene.send("t3", to: "c", window: "w1")
        scene.send("t4", to: "a", officer: "li")
        #expect(numbers(scene.order("w2")) == "1 2")
        #expect(numbers(scene.order("w1")) == "3 4 1 2")
        #expect(scene.why() == .ownFirst)
        #expect(scene.next()?.why.waiting == 4)
        #expect(scene.hall.windows["w1"].map { scene.hall.waiting(for: $0) } == 4)
        #expect(scene.hall.windows["w2"].map { scene.hall.waiting(for: $0) } == 2)
        scene.apply(.windowClosed(WindowClosed(window: "w1", officer: "li")))
        #expect(numbers(scene.order("w1")) == "3 1 2", "the officer left")
    }

    @Test func `a window helps out when nobody waits for its own services`() {
        var scene = CallingScene(
            [.init(id: "w1", number: "1", services: ["a"], helps: ["b"])], standard: "oldest")
        scene.take("b", .priority)
        scene.take("a")
        scene.take("b")
        let first = scene.next()
        #expect(first?.why.rule == .oldestFirst)
        #expect(first?.why.waiting == 1)
        #expect(first?.why.passedOver == 0)
        scene.serve()
        #expect(scene.why() == .helpOut)
        #expect(scene.next()?.why.waiting == 2)
        #expect(numbers(scene.serveAll()) == "1 3")
    }

    @Test func `a service a person had the window help out counts as its own`() {
        var scene = CallingScene(
            [.init(id: "w1", number: "1", services: ["a"])], standard: "oldest")
        scene.take("b")
        scene.take("a")
        #expect(numbers(scene.order()) == "2")
        scene.apply(.tidalOpened(TidalOpened(window: "w1", service: "b")))
        #expect(numbers(scene.order()) == "1 2")
    }

    @Test func `a preferred service goes before the window's others`() {
        var scene = CallingScene(
            [.init(id: "w1", number: "1", services: ["a", "b"], prefers: ["b"])],
            standard: "two-to-one")
        scene.take("a", .priority)
        scene.take("b")
        #expect(numbers(scene.order()) == "2 1")
        #expect(scene.why() == .preferred)
    }

    @Test func `one who comes back after a no-show stands behind the one named`() {
        var scene = CallingScene(standard: "oldest")
        for _ in 1...4 { scene.take("a") }
        guard let next = scene.next() else { return }
        scene.apply(
            .ticketCalled(
                TicketCalled(ticket: "t1", window: "w1", officer: nil, why: next.why)))
        scene.apply(.ticketNoShow(TicketNoShow(ticket: "t1", window: "w1")))
        scene.apply(.ticketReactivated(TicketReactivated(ticket: "t1", behind: "t3")))
        #expect(numbers(scene.serveAll()) == "2 3 1 4")
    }
}
