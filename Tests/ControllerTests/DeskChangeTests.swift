// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Testing
import Wire

@testable import Controller

/// What the desks do when other devices hang in the hall.
struct DeskChangeTests {
    private typealias Mount = HallConfiguration.Mount

    private let first = Mount(window: "W1", line: "north", address: 1)
    private let second = Mount(window: "W2", line: "north", address: 2)

    private func signs(_ mounts: [Mount], in hall: Hall) -> SignDesk {
        var desk = SignDesk(mounts: mounts, phrases: { _ in DeskHall.phrases })
        _ = desk.follow(["W1", "W2"], in: hall)
        return desk
    }

    @Test func `a sign that stays is told nothing, and one that goes becomes dark`() throws {
        let scene = try DeskHall()
        var desk = signs([first, second], in: scene.hall)
        #expect(
            desk.change(mounts: [first], anew: []) == [
                .init(line: "north", address: 2, what: .show(SignFace(text: "")))
            ])
        #expect(desk.follow(["W1", "W2"], in: scene.hall) == [])
    }

    @Test func `a sign given to another window shows that one and is not darkened before`() throws {
        let scene = try DeskHall()
        var desk = signs([first], in: scene.hall)
        let moved = Mount(window: "W2", line: "north", address: 1)
        #expect(desk.change(mounts: [moved], anew: []) == [])
        let actions = desk.follow(["W1", "W2"], in: scene.hall)
        #expect(actions.count == 1 && actions.first?.line == "north")
    }

    @Test func `everything on a line that begins anew is shown again`() throws {
        let scene = try DeskHall()
        var desk = signs([first, second], in: scene.hall)
        #expect(desk.change(mounts: [first, second], anew: ["north"]) == [])
        #expect(desk.follow(["W1", "W2"], in: scene.hall).count == 2)
    }

    @Test func `a keypad that goes becomes dark, and one that comes is told its digits`() throws {
        let scene = try DeskHall()
        var desk = KeypadDesk(mounts: [first])
        _ = desk.follow(["W1", "W2"], in: scene.hall)
        #expect(
            desk.change(mounts: [second], anew: []) == [
                .init(line: "north", address: 1, what: .show(PadFace()))
            ])
        #expect(desk.follow(["W1", "W2"], in: scene.hall).count == 1)
        #expect(desk.window(line: "north", address: 1) == nil)
        #expect(desk.window(line: "north", address: 2) == "W2")
    }

    @Test func `slips for a printer that goes are held, and go out when it comes again`() throws {
        var scene = try DeskHall()
        var desk = PrintDesk(printers: ["P1"])
        _ = desk.follow(scene.take("a"), in: scene.hall)
        let held = PrintDesk.Action.tell(
            Facts.PrintOutcome(ticket: "a", attempt: 0, result: .held, reason: "no-printer"), "P1")
        #expect(desk.change(printers: [], anew: [], in: scene.hall) == [held])
        #expect(desk.condition(.ok, of: "P1") == [])
        #expect(desk.change(printers: ["P1"], anew: [], in: scene.hall) == [])
        #expect(desk.condition(.ok, of: "P1") == [.ask("a", "P1")])
    }

    @Test func `nothing is asked of a printer that begins anew until it was looked at`() throws {
        var scene = try DeskHall()
        var desk = PrintDesk(printers: ["P1"])
        _ = desk.condition(.ok, of: "P1")
        #expect(desk.change(printers: ["P1"], anew: ["P1"], in: scene.hall) == [])
        #expect(desk.follow(scene.take("a"), in: scene.hall) == [])
        #expect(desk.condition(.ok, of: "P1") == [.ask("a", "P1")])
    }

    @Test func `a slip its printer never got is taken up by another when its printer goes`()
        throws
    {
        var scene = try DeskHall(otherPrinter: "pty:/elsewhere")
        var desk = PrintDesk(printers: ["P1", "P2"])
        _ = desk.condition(.ok, of: "P1")
        _ = desk.condition(.ok, of: "P2")
        _ = desk.follow(scene.take("a"), in: scene.hall)
        scene.ask(.startPrint("a", "P1"))
        _ = desk.granted(.init(ticket: "a", attempt: 1), for: "a", on: "P1")
        #expect(desk.change(printers: ["P2"], anew: [], in: scene.hall) == [])
        let unsent = Facts.PrintOutcome(
            ticket: "a", attempt: 1, result: .held, reason: "offline", inPrinter: false)
        #expect(
            desk.outcome(.held(.offline, inPrinter: false), of: "a/1", on: "P1")
                == [.tell(unsent, "P1")])
        let records = scene.ask(.reportPrint(unsent))
        #expect(desk.follow(records, in: scene.hall) == [.ask("a", "P2")])
        #expect(desk.follow(records, in: scene.hall) == [], "asked already")
    }

    @Test func `leave that comes when its printer is there again is not forgotten`() throws {
        var scene = try DeskHall()
        var desk = PrintDesk(printers: ["P1"])
        _ = desk.condition(.ok, of: "P1")
        #expect(desk.follow(scene.take("a"), in: scene.hall) == [.ask("a", "P1")])
        _ = desk.change(printers: [], anew: [], in: scene.hall)
        _ = desk.change(printers: ["P1"], anew: ["P1"], in: scene.hall)
        scene.ask(.startPrint("a", "P1"))
        let unsent = Facts.PrintOutcome(
            ticket: "a", attempt: 1, result: .held, reason: "offline", inPrinter: false)
        #expect(
            desk.granted(.init(ticket: "a", attempt: 1), for: "a", on: "P1")
                == [.tell(unsent, "P1")])
        #expect(desk.follow(scene.ask(.reportPrint(unsent)), in: scene.hall) == [])
        #expect(desk.condition(.ok, of: "P1") == [.ask("a", "P1")])
    }

    @Test func `whoever waits for the test of a printer that goes is told`() throws {
        let scene = try DeskHall()
        var desk = PrintDesk(printers: ["P1", "P2"])
        _ = desk.condition(.ok, of: "P2")
        #expect(desk.test("P1") == [], "not looked at yet")
        #expect(desk.test("P2") == [.sendTest(job: "test-1", "P2")])
        let actions = ["P1", "P2"].map { printer in
            PrintDesk.Action.tellTest(
                TestSlipPrinted(
                    printer: PrinterID(printer), result: .held, reason: "no-printer"))
        }
        #expect(desk.change(printers: [], anew: [], in: scene.hall) == actions)
    }

    @Test func `tickets nobody needs on paper any more do not pile up at a dead printer`() throws {
        var scene = try DeskHall()
        var desk = PrintDesk(printers: ["P1"])
        _ = desk.condition(.offline, of: "P1")
        _ = desk.follow(scene.take("a"), in: scene.hall)
        _ = desk.follow(scene.take("b"), in: scene.hall)
        #expect(desk.condition(.coverOpen, of: "P1").count == 2)
        _ = desk.follow(scene.ask(.settlePaper("a", .handed)), in: scene.hall)
        #expect(desk.condition(.offline, of: "P1").count == 1)
    }

    @Test func `an attempt begun in the same breath as it was asked for is not discarded`() throws {
        var scene = try DeskHall()
        var desk = PrintDesk(printers: ["P1"])
        _ = desk.condition(.ok, of: "P1")
        _ = desk.follow(scene.take("a"), in: scene.hall)
        let asked = scene.ask(.reprint("a", nil))
        scene.ask(.startPrint("a", "P1"))
        _ = desk.granted(.init(ticket: "a", attempt: 1), for: "a", on: "P1")
        #expect(desk.follow(asked, in: scene.hall) == [])
    }
}
