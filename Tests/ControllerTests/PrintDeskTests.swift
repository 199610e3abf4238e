// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Testing

@testable import Controller

struct PrintDeskTests {
    private typealias Desk = PrintDesk

    private func told(
        _ ticket: TicketID, attempt: Int, _ result: Facts.PrintOutcome.Result,
        _ reason: String? = nil, inPrinter: Bool? = nil, by printer: PrinterID = "P1"
    ) -> Desk.Action {
        .tell(
            Facts.PrintOutcome(
                ticket: ticket, attempt: attempt, result: result, reason: reason,
                inPrinter: inPrinter),
            printer)
    }

    /// A desk whose printer is well and has the first attempt of ticket "a".
    private func printing(_ scene: inout DeskHall) -> Desk {
        var desk = Desk(printers: ["P1"])
        _ = desk.condition(.ok, of: "P1")
        _ = desk.follow(scene.take("a"), in: scene.hall)
        _ = desk.granted(.init(ticket: "a", attempt: 1), for: "a", on: "P1")
        return desk
    }

    @Test func `nothing is printed before the hall has given leave`() throws {
        var scene = try DeskHall()
        var desk = Desk(printers: ["P1"])
        #expect(desk.follow(scene.take("a"), in: scene.hall) == [], "not looked at yet")
        #expect(desk.condition(.ok, of: "P1") == [.ask("a", "P1")])
        #expect(
            desk.granted(.init(ticket: "a", attempt: 1), for: "a", on: "P1")
                == [.send("a", attempt: 1, "P1")])
    }

    @Test func `a printer has one slip at a time, in the order the tickets came`() throws {
        var scene = try DeskHall()
        var desk = printing(&scene)
        for ticket in ["b", "c"] as [TicketID] {
            #expect(desk.follow(scene.take(ticket), in: scene.hall) == [])
        }
        #expect(
            desk.outcome(.confirmed, of: "a/1", on: "P1")
                == [told("a", attempt: 1, .confirmed), .ask("b", "P1")])
        #expect(
            desk.granted(nil, for: "b", on: "P1") == [.ask("c", "P1")], "no longer wanted")
    }

    @Test func `a ticket without a kiosk or with a kiosk without a printer needs no paper`() throws
    {
        var scene = try DeskHall()
        var desk = printing(&scene)
        #expect(desk.follow(scene.take("b", at: nil), in: scene.hall) == [])
        #expect(
            desk.outcome(.confirmed, of: "a/1", on: "P1") == [told("a", attempt: 1, .confirmed)])
    }

    @Test func `while the printer cannot print, each ticket is told to be held, and why`() throws {
        var scene = try DeskHall()
        var desk = Desk(printers: ["P1"])
        _ = desk.condition(.ok, of: "P1")
        #expect(desk.condition(.paperOut, of: "P1") == [])
        for ticket in ["a", "b"] as [TicketID] {
            #expect(
                desk.follow(scene.take(ticket), in: scene.hall)
                    == [told(ticket, attempt: 0, .held, "paper-out")])
        }
        #expect(
            desk.condition(.coverOpen, of: "P1")
                == [
                    told("a", attempt: 0, .held, "cover-open"),
                    told("b", attempt: 0, .held, "cover-open"),
                ])
        #expect(desk.condition(.paperNearEnd, of: "P1") == [.ask("a", "P1")])
    }

    @Test func `a slip the printer keeps is still its one slip`() throws {
        var scene = try DeskHall()
        var desk = printing(&scene)
        _ = desk.follow(scene.take("b"), in: scene.hall)
        #expect(
            desk.outcome(.held(.paperOut, inPrinter: true), of: "a/1", on: "P1")
                == [told("a", attempt: 1, .held, "paper-out", inPrinter: true)])
        _ = desk.condition(.paperOut, of: "P1")
        #expect(desk.condition(.ok, of: "P1") == [])
        #expect(
            desk.outcome(.unconfirmed(.noAnswer), of: "a/1", on: "P1")
                == [told("a", attempt: 1, .unconfirmed, "no-answer"), .ask("b", "P1")])
    }

    @Test func `a ticket put off because nothing could be written keeps its place`() throws {
        var scene = try DeskHall()
        var desk = Desk(printers: ["P1"])
        _ = desk.condition(.ok, of: "P1")
        #expect(desk.follow(scene.take("a"), in: scene.hall) == [.ask("a", "P1")])
        _ = desk.follow(scene.take("b"), in: scene.hall)
        desk.deferred("a", on: "P1")
        #expect(desk.retry() == [.ask("a", "P1")])
        #expect(desk.retry() == [], "asked already")
    }

    @Test func `an answer to what nobody asked changes nothing`() throws {
        var scene = try DeskHall()
        var desk = printing(&scene)
        let attempt = PrintAttempt(ticket: "b", attempt: 1)
        #expect(
            desk.granted(.init(ticket: "a", attempt: 1), for: "a", on: "P1") == [],
            "given already")
        // Its printer was taken out of the hall meanwhile, for good or for a moment.
        for printer in ["P1", "P9"] as [PrinterID] {
            #expect(
                desk.granted(attempt, for: "b", on: printer)
                    == [
                        told(
                            "b", attempt: 1, .held, "offline", inPrinter: false, by: printer)
                    ])
        }
        desk.deferred("b", on: "P1")
        for job in ["", "a", "a/x", "a/1/2", "/"] {
            #expect(desk.outcome(.confirmed, of: job, on: "P1") == [])
        }
        // Late news of an earlier slip is told and frees nobody.
        _ = desk.follow(scene.take("c"), in: scene.hall)
        #expect(
            desk.outcome(.confirmed, of: "z/1", on: "P1") == [told("z", attempt: 1, .confirmed)])
    }

    @Test func `after a start, paper that is due is taken up in the order the tickets came`() throws
    {
        var scene = try DeskHall()
        for ticket in ["c", "a", "b", "d"] as [TicketID] { scene.take(ticket) }
        scene.ask(.startPrint("c", "P1"))
        scene.ask(
            .reportPrint(
                Facts.PrintOutcome(ticket: "c", attempt: 1, result: .confirmed, reason: nil)))
        // The second citizen is served meanwhile, paper or not.
        scene.ask(.callChosen("a", "W1"))
        scene.ask(.atWindow("W1", .start))
        var desk = Desk(printers: ["P1"])
        #expect(desk.begin(scene.hall) == [])
        #expect(desk.condition(.ok, of: "P1") == [.ask("b", "P1")])
        #expect(desk.granted(nil, for: "b", on: "P1") == [.ask("d", "P1")])
    }

    @Test func `a ticket that comes back to wait is queued for paper once`() throws {
        var scene = try DeskHall()
        var desk = Desk(printers: ["P1"])
        _ = desk.follow(scene.take("a"), in: scene.hall)
        scene.ask(.atWindow("W1", .call))
        let transferred = scene.ask(.atWindow("W1", .transfer(.service("tax"))))
        #expect(transferred.count == 1)
        #expect(desk.follow(transferred, in: scene.hall) == [])
        #expect(desk.condition(.ok, of: "P1") == [.ask("a", "P1")])
        #expect(desk.granted(nil, for: "a", on: "P1") == [])
    }

    @Test func `a printer nobody configured holds the paper`() throws {
        var scene = try DeskHall()
        var desk = Desk(printers: [])
        #expect(
            desk.follow(scene.take("a"), in: scene.hall)
                == [told("a", attempt: 0, .held, "no-printer")])
    }

    @Test func `another printer prints what a kiosk's own cannot, and only what was not sent`()
        throws
    {
        var scene = try DeskHall(otherPrinter: "pty:/elsewhere")
        var desk = Desk(printers: ["P1", "P2"])
        _ = desk.condition(.ok, of: "P1")
        _ = desk.condition(.ok, of: "P2")
        #expect(desk.follow(scene.take("a"), in: scene.hall) == [.ask("a", "P1")])
        _ = desk.granted(.init(ticket: "a", attempt: 1), for: "a", on: "P1")
        #expect(desk.follow(scene.take("b"), in: scene.hall) == [], "its own is only busy")
        _ = desk.outcome(.held(.paperOut, inPrinter: true), of: "a/1", on: "P1")
        #expect(desk.condition(.paperOut, of: "P1") == [.ask("b", "P2")])
        #expect(
            desk.granted(.init(ticket: "b", attempt: 1), for: "b", on: "P2")
                == [.send("b", attempt: 1, "P2")])
        #expect(desk.condition(.offline, of: "P2") == [])
        #expect(
            desk.outcome(.held(.offline, inPrinter: false), of: "b/1", on: "P2")
                == [told("b", attempt: 1, .held, "offline", inPrinter: false, by: "P2")])
        #expect(
            desk.condition(.ok, of: "P1") == [], "it still has the slip it keeps in its memory")
        #expect(
            desk.outcome(.confirmed, of: "a/1", on: "P1")
                == [told("a", attempt: 1, .confirmed), .ask("b", "P1")])
    }

    @Test func `a slip none of which was sent waits before all others`() throws {
        var scene = try DeskHall()
        var desk = printing(&scene)
        _ = desk.follow(scene.take("b"), in: scene.hall)
        _ = desk.condition(.coverOpen, of: "P1")
        #expect(
            desk.outcome(.held(.coverOpen, inPrinter: false), of: "a/1", on: "P1")
                == [told("a", attempt: 1, .held, "cover-open", inPrinter: false)])
        #expect(desk.condition(.ok, of: "P1") == [.ask("a", "P1")])
    }

    @Test func `a slip asked for again has the printer forget what it keeps`() throws {
        var scene = try DeskHall()
        var desk = Desk(printers: ["P1"])
        _ = desk.condition(.ok, of: "P1")
        _ = desk.follow(scene.take("a"), in: scene.hall)
        scene.ask(.startPrint("a", "P1"))
        _ = desk.granted(.init(ticket: "a", attempt: 1), for: "a", on: "P1")
        let kept = Facts.PrintOutcome(
            ticket: "a", attempt: 1, result: .held, reason: "paper-out", inPrinter: true)
        scene.ask(.reportPrint(kept))
        _ = desk.outcome(.held(.paperOut, inPrinter: true), of: "a/1", on: "P1")
        _ = desk.condition(.paperOut, of: "P1")
        let asked = scene.ask(.reprint("a", nil))
        #expect(
            desk.follow(asked, in: scene.hall)
                == [.discard(job: "a/1", "P1"), told("a", attempt: 1, .held, "paper-out")])
        #expect(
            desk.outcome(.unconfirmed(.discarded), of: "a/1", on: "P1")
                == [told("a", attempt: 1, .unconfirmed, "discarded")])
        #expect(desk.condition(.ok, of: "P1") == [.ask("a", "P1")])
    }

    @Test func `a test is printed between two slips, and its end is told`() throws {
        var scene = try DeskHall()
        var desk = printing(&scene)
        _ = desk.follow(scene.take("b"), in: scene.hall)
        #expect(desk.test("P1") == [])
        #expect(
            desk.outcome(.confirmed, of: "a/1", on: "P1")
                == [told("a", attempt: 1, .confirmed), .sendTest(job: "test-1", "P1")])
        desk.sending(millimetres: 70, on: "P1")
        #expect(
            desk.outcome(.confirmed, of: "test-1", on: "P1")
                == [
                    .tellTest(
                        TestSlipPrinted(printer: "P1", result: .confirmed, millimetres: 70)),
                    .ask("b", "P1"),
                ])
    }

    @Test func `a test asked for before a printer was looked at ends when it cannot print`() {
        var desk = Desk(printers: ["P1"])
        #expect(desk.test("P1") == [])
        #expect(
            desk.condition(.offline, of: "P1")
                == [.tellTest(TestSlipPrinted(printer: "P1", result: .held, reason: "offline"))])
        #expect(desk.condition(.ok, of: "P1") == [], "not printed by surprise")
    }

    @Test func `a test of a printer that cannot print ends at once, and says why`() throws {
        var desk = Desk(printers: ["P1"])
        _ = desk.condition(.cutterError, of: "P1")
        #expect(
            desk.test("P1")
                == [
                    .tellTest(
                        TestSlipPrinted(printer: "P1", result: .held, reason: "cutter-error"))
                ])
        #expect(
            desk.test("P9")
                == [
                    .tellTest(
                        TestSlipPrinted(printer: "P9", result: .held, reason: "no-printer"))
                ])
    }
}
