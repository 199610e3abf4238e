// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

extension CallingScene {
    /// Why the first was called at window 1 and not the second.
    fileprivate func explain(
        _ first: TicketID, before second: TicketID, _ rule: Why.Rule = .oldestFirst
    ) -> Explanation? {
        let why = Why(rule: rule, waiting: 1, waitedSeconds: 0, passedOver: 0)
        return hall.explain(first, before: second, at: "w1", why, moment)
    }

    fileprivate mutating func call(_ ticket: TicketID, at window: WindowID) {
        let why = Why(rule: .chosen, waiting: 1, waitedSeconds: 0, passedOver: 0)
        apply(
            .ticketCalled(TicketCalled(ticket: ticket, window: window, officer: nil, why: why)))
    }
}

struct CallingExplanationTests {
    private typealias Reason = Explanation.Reason

    /// Windows 1 for `a`, helping `c` out, and 2 for all.
    private func scene(
        _ policy: String = "two-to-one", prefers: [ServiceID]? = nil
    ) -> CallingScene {
        CallingScene(
            [
                .init(
                    id: "w1", number: "1", services: ["a", "b"], prefers: prefers, helps: ["c"]),
                .init(id: "w2", number: "2", services: ["a", "b", "c"]),
            ], standard: policy)
    }

    @Test func `one who was not there yet has no number the hall could name`() {
        var scene = scene()
        scene.take("a")
        scene.pass(minutes: 3)
        let said = scene.explain("t1", before: "t2")
        #expect(said?.reason == .notThereYet)
        #expect(said?.key == "explain.not-there-yet")
        #expect(said?.values["first"] == "a1")
        #expect(said?.values["second"] == nil)
        #expect(said?.values["minutes"] == "3")
    }

    @Test func `one who no longer waited is said to be where it was`() {
        let ends: [(Reason, HallFact?)] = [
            (.alreadyCalled, nil),
            (.alreadyCalled, .serviceStarted(ServiceStarted(ticket: "t1", window: "w2"))),
            (.setAside, .ticketHeld(TicketHeld(ticket: "t1", window: "w2"))),
            (.deferred, .ticketDeferred(TicketDeferred(ticket: "t1", printer: nil))),
            (
                .alreadyServed,
                .ticketFinished(
                    TicketFinished(
                        ticket: "t1", window: "w2", startAssumed: true, serviceSeconds: 1))
            ),
            (.noShow, .ticketNoShow(TicketNoShow(ticket: "t1", window: "w2"))),
            (.givenUp, .ticketGivenUp(TicketGivenUp(ticket: "t1", window: "w2"))),
            (.void, .ticketVoided(TicketVoided(ticket: "t1", reason: .dayEnded))),
        ]
        for (reason, fact) in ends {
            var scene = scene()
            scene.take("a")
            scene.take("a")
            scene.call("t1", at: "w2")
            if let fact { scene.apply(fact) }
            let said = scene.explain("t2", before: "t1")
            #expect(said?.reason == reason)
            #expect(said?.values["other"] == (reason == .alreadyCalled ? "2" : nil))
        }
    }

    @Test func `one the window could not call is said to be another's`() {
        var scene = CallingScene(
            [
                .init(id: "w1", number: "1", services: ["a"]),
                .init(id: "w2", number: "2", services: ["b"]),
            ])
        for service in ["b", "a", "a", "a"] as [ServiceID] { scene.take(service) }
        scene.send("t2", to: "a", window: "w2")
        scene.send("t3", to: "a", officer: "wang")
        #expect(scene.explain("t4", before: "t1")?.reason == .otherService)
        let window = scene.explain("t4", before: "t2")
        #expect(window?.reason == .boundToWindow)
        #expect(window?.values["other"] == "2")
        let officer = scene.explain("t4", before: "t3")
        #expect(officer?.reason == .boundToOfficer)
        #expect(officer?.values["other"] == "wang")
    }

    @Test func `the piece that decides is named`() {
        var own = scene()
        for _ in 1...2 { own.take("a") }
        own.send("t2", to: "a", window: "w1")
        #expect(own.explain("t2", before: "t1")?.reason == .own)

        var help = scene()
        help.take("c")
        help.take("a")
        #expect(help.explain("t2", before: "t1")?.reason == .ownServices)

        var preferred = scene(prefers: ["b"])
        preferred.take("a")
        preferred.take("b")
        #expect(preferred.explain("t2", before: "t1")?.reason == .preferred)

        var head = scene("head-start")
        head.take("a")
        head.take("a", .priority)
        #expect(head.explain("t2", before: "t1")?.reason == .headStart)
        head.take("a", .priority)
        #expect(head.explain("t2", before: "t3")?.reason == .cameEarlier)
    }

    @Test func `an appointment is told by its time`() {
        var scene = scene("oldest")
        scene.take("a")
        scene.take("a", dueIn: 0)
        scene.take("a", dueIn: -15)
        let due = scene.explain("t2", before: "t1")
        #expect(due?.reason == .appointmentDue)
        #expect(due?.values["time"] == "09:00")
        let earlier = scene.explain("t3", before: "t2")
        #expect(earlier?.reason == .appointmentEarlier)
        #expect(earlier?.values["time"] == "08:45")
    }

    @Test func `classes are told by their rule`() {
        var scene = scene("two-to-one")
        scene.take("a", .priority)
        scene.take("a")
        let turn = scene.explain("t2", before: "t1")
        #expect(turn?.reason == .ratioTurn)
        #expect(turn?.values["normal"] == "2")
        #expect(turn?.values["priority"] == "1")

        var balanced = self.scene("balanced")
        balanced.take("a")
        balanced.take("a", .priority)
        #expect(balanced.explain("t2", before: "t1")?.reason == .priority)
        balanced.pass(minutes: 31)
        balanced.take("a")
        let aged = balanced.explain("t1", before: "t2")
        #expect(aged?.reason == .aged)
        #expect(aged?.values["minutes"] == "31")
        #expect(balanced.explain("t1", before: "t3")?.reason == .cameEarlier)
    }

    @Test func `one who came back behind others is told apart from one who came later`() {
        var scene = scene("oldest")
        for _ in 1...3 { scene.take("a") }
        scene.pass(minutes: 1)
        scene.take("a")
        scene.call("t1", at: "w2")
        scene.apply(.ticketNoShow(TicketNoShow(ticket: "t1", window: "w2")))
        scene.apply(.ticketReactivated(TicketReactivated(ticket: "t1")))
        #expect(scene.explain("t4", before: "t1")?.reason == .cameBack)
        #expect(scene.explain("t2", before: "t3")?.reason == .cameEarlier)
    }

    @Test func `a person's choice is said honestly`() {
        var scene = scene("oldest")
        for _ in 1...2 { scene.take("a") }
        #expect(scene.explain("t2", before: "t1", .chosen)?.reason == .chosen)
        #expect(scene.explain("t1", before: "t2", .chosen)?.reason == .chosenInOrder)
        #expect(scene.explain("t2", before: "t1")?.reason == .unexplained)
        scene.call("t2", at: "w1")
        scene.apply(.ticketHeld(TicketHeld(ticket: "t2", window: "w1")))
        #expect(scene.explain("t2", before: "t1", .heldRecalled)?.reason == .calledBack)
    }

    @Test func `what the hall does not know can't be explained`() {
        var scene = scene()
        let first = scene.take("a")
        let why = Why(rule: .oldestFirst, waiting: 1, waitedSeconds: 0, passedOver: 0)
        #expect(scene.explain("none", before: first) == nil)
        #expect(scene.explain(first, before: first) == nil)
        #expect(scene.hall.explain(first, before: "t2", at: "none", why, scene.moment) == nil)
    }
}
