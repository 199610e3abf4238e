// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct WindowTests {
    @Test func `a window goes from closed to open, serving, open, paused and closed`() throws {
        var hall = try TestHall()
        var states: [Window.State] = []
        states.append(try hall.window("w3").state)
        for action in [
            .open("zhao"), .call, .finish(), .pause(reason: "meal", minutes: 30), .resume, .close,
        ] as [WindowAction] {
            if action == .call { try hall.take("deed") }
            try hall.at("w3", action)
            states.append(try hall.window("w3").state)
        }
        #expect(states == [.closed, .open, .serving, .open, .paused, .open, .closed])
    }

    @Test func `a pause says its reason and how long it is meant`() throws {
        var hall = try TestHall()
        try hall.at("w1", .pause(reason: "meal", minutes: 30))
        let paused = WindowPaused(window: "w1", reason: "meal", minutes: 30)
        #expect(hall.facts.last == .windowPaused(paused))
        #expect(try hall.window("w1").paused == paused)
    }

    @Test func `a hall that names its reasons takes no other, and none where nobody gives one`()
        throws
    {
        var hall = try TestHall {
            $0.pauseReasons = [NamedCode(id: "meal", name: LocalizedText(zhHans: "用餐"))]
        }
        let unknown = WindowAction.pause(reason: "golf", minutes: nil)
        #expect(
            hall.refused(.atWindow("w1", unknown))
                == Refusal(.unknownReason, field: "reason", values: ["known": "meal"]))
        try hall.at("w1", .pause(reason: "meal", minutes: 5))
        try hall.at("w2", .pause(reason: nil, minutes: nil))
    }

    @Test func `a paused window calls nobody, chosen or not`() throws {
        var hall = try TestHall()
        let ticket = try hall.take("tax")
        try hall.at("w1", .pause(reason: nil, minutes: nil))
        #expect(hall.refusal(.atWindow("w1", .call)) == .windowPaused)
        #expect(hall.refusal(.callChosen(ticket.id, "w1")) == .windowPaused)
    }

    @Test func `a window with a ticket in hand is neither paused nor closed`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        try hall.call("w1")
        #expect(
            hall.refusal(.atWindow("w1", .pause(reason: nil, minutes: nil))) == .ticketInHand)
        #expect(hall.refusal(.atWindow("w1", .close)) == .ticketInHand)
    }

    @Test func `closing ends a pause`() throws {
        var hall = try TestHall()
        try hall.at("w1", .pause(reason: nil, minutes: nil))
        try hall.at("w1", .close)
        try hall.at("w1", .open("li"))
        #expect(try hall.window("w1").state == .open)
    }

    @Test func `an officer holds one window at a time`() throws {
        var hall = try TestHall()
        #expect(hall.refusal(.atWindow("w3", .open("li"))) == .officerAtOtherWindow)
        #expect(hall.refusal(.atWindow("w2", .takeOver("li"))) == .officerAtOtherWindow)
        try hall.at("w1", .close)
        try hall.at("w3", .open("li"))
        #expect(hall.hall.posts == ["li": "w3", "wang": "w2"])
    }

    @Test func `a window has one officer at a time`() throws {
        var hall = try TestHall()
        #expect(hall.refusal(.atWindow("w1", .open("zhao"))) == .windowHeldByOther)
        #expect(hall.refusal(.atWindow("w1", .open("li"))) == .alreadyOpen)
        #expect(hall.refusal(.atWindow("w3", .takeOver("zhao"))) == .windowClosed)
    }

    @Test func `taking over hands on the window with the ticket in hand`() throws {
        var hall = try TestHall()
        let ticket = try hall.take("tax")
        try hall.call("w1")
        let since = try hall.window("w1").since
        hall.pass(seconds: 60)
        try hall.at("w1", .takeOver("zhao"))
        let window = try hall.window("w1")
        #expect(window.officer == "zhao")
        #expect(window.ticket == ticket.id)
        #expect(window.since == since)
        #expect(hall.hall.posts == ["zhao": "w1", "wang": "w2"])
        let taken = WindowTakenOver(window: "w1", officer: "zhao", from: "li")
        #expect(hall.facts.last == .windowTakenOver(taken))
        #expect(hall.refusal(.atWindow("w1", .takeOver("zhao"))) == .alreadyOpen)
        try hall.at("w3", .open("li"))
    }

    @Test func `an officer acts only at the window they hold`() throws {
        var hall = try TestHall()
        let ticket = try hall.take("tax")
        let wang = Actor(.officer, "wang")
        for action in [WindowAction.call, .pause(reason: nil, minutes: nil), .close] {
            #expect(hall.refusal(.atWindow("w1", action), by: wang) == .notYourWindow)
        }
        #expect(hall.refusal(.callChosen(ticket.id, "w1"), by: wang) == .notYourWindow)
        try hall.ask(.atWindow("w1", .call), by: Actor(.officer, "li"))
        #expect(hall.refusal(.atWindow("w1", .finish()), by: wang) == .notYourWindow)
    }

    @Test func `an officer opens and takes over only for themselves`() throws {
        var hall = try TestHall()
        let zhao = Actor(.officer, "zhao")
        #expect(hall.refusal(.atWindow("w3", .open("qian")), by: zhao) == .notYourWindow)
        #expect(hall.refusal(.atWindow("w1", .takeOver("qian")), by: zhao) == .notYourWindow)
        try hall.ask(.atWindow("w1", .takeOver("zhao")), by: zhao)
        #expect(try hall.window("w1").officer == "zhao")
    }

    @Test func `a window's keypad and a supervisor act for whoever holds it`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        try hall.ask(.atWindow("w1", .call), by: Actor(.device, "keypad-1"))
        try hall.ask(.atWindow("w1", .finish()), by: Actor(.supervisor, "boss"))
        #expect(try hall.window("w1").servedCount == 1)
    }

    @Test func `what has no window is refused`() throws {
        var hall = try TestHall()
        #expect(hall.refusal(.atWindow("w9", .call)) == .unknownWindow)
        #expect(hall.refusal(.callChosen("t1", "w9")) == .unknownWindow)
    }

    @Test func `a device that reports the same again changes nothing`() throws {
        var hall = try TestHall()
        let ok = DeviceChanged(device: "p1", kind: .printer, state: .ok, reason: nil)
        var out = ok
        out.state = .fault
        out.reason = "paperOut"
        let facts = try [ok, ok, out, out, ok].map { try hall.ask(.reportDevice($0)).count }
        #expect(facts == [1, 0, 1, 0, 1])
        #expect(hall.hall.devices["p1"]?.changed == ok)
    }
}
