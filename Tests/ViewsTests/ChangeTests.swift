// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing
import Views

struct ChangeTests {
    private func issued(_ ticket: TicketID, printer: PrinterID? = nil) -> HallFact {
        .ticketIssued(
            TicketIssued(
                ticket: ticket, number: "A001", prefix: "A", ordinal: 1, service: "tax",
                priority: .normal, kiosk: nil, printer: printer))
    }

    @Test func `a ticket changes its service, and the pages of all who serve it`() {
        var scene = SceneHall()
        scene.issue("t1", 1, "deed")
        scene.issue("t2", 2)
        let touched = Touched(issued("t2"), in: scene.hall)
        let change = Change(hall: touched, 9, in: scene.hall)
        #expect(change?.sequence == 9)
        #expect(change?.services?.map(\.id) == ["tax"])
        #expect(change?.services?.first?.waiting == 1)
        #expect(change?.windows == nil)
        #expect(touched.officersWindows(in: scene.hall) == ["w1", "w2"])
    }

    @Test func `a call goes on top of the board, and another window's page stays as it is`() {
        var scene = SceneHall()
        scene.open("w2")
        scene.issue("t1", 1, "deed")
        scene.call("t1", to: "w2")
        let why = Why(rule: .oldestFirst, waiting: 1, waitedSeconds: 0, passedOver: 0)
        let fact = HallFact.ticketCalled(
            .init(ticket: "t1", window: "w2", officer: nil, why: why))
        let touched = Touched(fact, in: scene.hall)
        let board = Change(board: touched, 9, in: scene.hall)
        #expect(board?.calls?.map(\.number) == ["A001"])
        #expect(board?.calls?.map(\.window) == ["2"])
        #expect(Change(hall: touched, 9, in: scene.hall)?.calls == nil)
        #expect(touched.officersWindows(in: scene.hall) == ["w2"])
    }

    @Test func `a ticket sent to an officer changes their page, whatever they serve`() {
        var scene = SceneHall()
        scene.open("w1")
        scene.issue("t1", 1, "deed")
        let fact = HallFact.ticketTransferred(
            .init(
                ticket: "t1", window: "w2", from: "deed", to: "deed", toOfficer: "officer-w1"))
        let windows = Touched(fact, in: scene.hall).officersWindows(in: scene.hall)
        #expect(windows == ["w1", "w2"])
    }

    @Test func `whose officer missed somebody who gave up is not known, so all hear of it`() {
        var scene = SceneHall()
        scene.issue("t1", 1, "deed")
        let givenUp = HallFact.ticketGivenUp(.init(ticket: "t1", window: nil))
        #expect(
            Touched(givenUp, in: scene.hall).officersWindows(in: scene.hall)
                == Set(scene.hall.windows.keys))
    }

    @Test func `opening a window opens its services on every page`() {
        var scene = SceneHall()
        #expect(scene.hall.serviceRows.map(\.open) == [false, false])
        scene.open("w2")
        let touched = Touched(.windowOpened(.init(window: "w2", officer: "li")), in: scene.hall)
        let change = Change(hall: touched, 9, in: scene.hall)
        #expect(change?.services?.map(\.id) == ["deed", "tax"])
        #expect(change?.services?.allSatisfy(\.open) == true)
        #expect(change?.windows?.map(\.state) == [.open])
    }

    @Test func `a window that only helps a service out opens it too`() {
        var scene = SceneHall { $0.windows[0].helps = ["deed"] }
        scene.open("w1")
        let touched = Touched(.windowOpened(.init(window: "w1", officer: "li")), in: scene.hall)
        #expect(Change(hall: touched, 9, in: scene.hall)?.services?.map(\.id) == ["deed", "tax"])
    }

    @Test func `who gives a right to come first up leaves the supervisor's list`() {
        var scene = SceneHall()
        scene.issue("t1", 1)
        scene.apply(.ticketDeferred(.init(ticket: "t1", printer: nil)))
        let givenUp = HallFact.ticketGivenUp(.init(ticket: "t1", window: nil))
        scene.apply(givenUp)
        let touched = Touched(givenUp, in: scene.hall)
        let change = Change(staff: touched, 9, in: scene.hall, at: scene.moment)
        #expect(change?.hallWide?.deferred == [])
    }

    @Test func `who waits longest may have an appointment or wait for one window`() throws {
        var scene = SceneHall()
        scene.apply(
            .appointmentBooked(
                .init(
                    appointment: "a1", service: "tax", at: scene.moment.wall, priority: .normal)))
        scene.apply(
            .ticketIssued(
                .init(
                    ticket: "t1", number: "A001", prefix: "A", ordinal: 1, service: "tax",
                    priority: .normal, kiosk: nil, printer: nil, appointment: "a1")))
        scene.pass(seconds: 60)
        scene.issue("t2", 2)
        let tax = try #require(scene.hall.services["tax"])
        let row = ServiceRow(staff: tax, in: scene.hall, at: scene.moment)
        #expect(row.longestWaitSeconds == 60)
    }

    @Test func `only staff hear of devices and paper, kiosks only that their printer changed`() {
        var scene = SceneHall()
        scene.issue("t1", 1, printer: "p1")
        let changed = DeviceChanged(device: "p1", kind: .printer, state: .lost, reason: "offline")
        scene.apply(.deviceChanged(changed))
        let device = Touched(.deviceChanged(changed), in: scene.hall)
        var kiosks = Change(sequence: 9)
        kiosks.kiosks = ["door"]
        #expect(Change(hall: device, 9, in: scene.hall) == kiosks)
        let sign = DeviceChanged(device: "sign-w1", kind: .sign, state: .lost, reason: nil)
        #expect(
            Change(hall: Touched(.deviceChanged(sign), in: scene.hall), 9, in: scene.hall) == nil)
        let staff = Change(staff: device, 9, in: scene.hall, at: scene.moment)
        #expect(staff?.devices?.map(\.state) == [.lost])
        #expect(staff?.unprinted == nil)
        let paper = Touched(issued("t1", printer: "p1"), in: scene.hall)
        let unprinted = Change(staff: paper, 9, in: scene.hall, at: scene.moment)?.unprinted
        #expect(unprinted?.map(\.id) == ["t1"])
    }

    @Test func `the end of a day is told whole once, however many waited`() {
        var scene = SceneHall()
        for ordinal in 1...50 { scene.issue(TicketID("t\(ordinal)"), ordinal) }
        let facts = scene.hall.due(
            at: Moment(
                wall: scene.moment.wall + 86_400_000, monotonic: 0,
                utcOffset: scene.moment.utcOffset))
        #expect(facts.count == 52)
        for fact in facts { scene.apply(fact) }
        let told = facts.compactMap {
            Change(hall: Touched($0, in: scene.hall), 9, in: scene.hall)
        }
        #expect(told.count == 2)
        for change in told { #expect(change.services == scene.hall.serviceRows) }
    }
}
