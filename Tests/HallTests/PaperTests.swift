// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct PaperTests {
    private func printing() throws -> (hall: TestHall, ticket: TicketID) {
        var hall = try TestHall()
        let ticket = try hall.take("tax", at: "door")
        try hall.ask(.startPrint(ticket.id, "p1"))
        return (hall, ticket.id)
    }

    private func outcome(
        _ id: TicketID, _ attempt: Int, _ result: PrintOutcome.Result, inPrinter: Bool? = nil,
        millimetres: Int? = nil
    ) -> Command {
        .reportPrint(
            PrintOutcome(
                ticket: id, attempt: attempt, result: result, reason: nil, inPrinter: inPrinter,
                millimetres: millimetres))
    }

    private func started(_ facts: [HallFact]) -> PrintStarted? {
        guard case .printStarted(let fact)? = facts.first else { return nil }
        return fact
    }

    @Test func `an attempt of which nothing was sent is over, and the next is no reprint`() throws {
        var (hall, id) = try printing()
        try hall.ask(outcome(id, 1, .held, inPrinter: false))
        #expect(try hall.ticket(id).print == .held)
        #expect(hall.hall.openPrints.isEmpty)
        #expect(try hall.ask(outcome(id, 1, .confirmed)) == [], "nothing was sent")
        let next = started(try hall.ask(.startPrint(id, "p2")))
        #expect(next == PrintStarted(ticket: id, attempt: 2, printer: "p2"))
        #expect(try hall.ticket(id).paper.printsOn == "p2")
    }

    @Test func `a slip that may not be the only one says so`() throws {
        var (hall, id) = try printing()
        try hall.ask(outcome(id, 1, .unconfirmed))
        #expect(try hall.ask(.startPrint(id, "p1")) == [], "not by itself")
        #expect(
            try hall.ask(.reprint(id, nil))
                == [.printAsked(PrintAsked(ticket: id, printer: "p1"))])
        #expect(started(try hall.ask(.startPrint(id, "p1")))?.reprint == true)
    }

    @Test func `a slip in the printer's memory is given up when another is asked for`() throws {
        var (hall, id) = try printing()
        #expect(hall.refusal(.reprint(id, nil)) == .printUnderWay)
        try hall.ask(outcome(id, 1, .held, inPrinter: true))
        let facts = try hall.ask(.reprint(id, "p1"))
        #expect(facts.count == 2)
        guard case .printOutcome(let given) = facts.first else {
            Issue.record("\(facts)")
            return
        }
        #expect((given.result, given.reason) == (.unconfirmed, "discarded"))
        #expect(started(try hall.ask(.startPrint(id, "p1")))?.reprint == true)
    }

    @Test func `an earlier slip that was there after all spares the one that was asked for`() throws
    {
        var (hall, id) = try printing()
        try hall.ask(outcome(id, 1, .unconfirmed))
        try hall.ask(.reprint(id, nil))
        try hall.ask(outcome(id, 1, .confirmed))
        #expect(try hall.ticket(id).print == .confirmed)
        #expect(try hall.ask(.startPrint(id, "p1")) == [])
    }

    @Test func `news of an earlier slip does not end the one under way, and is told once`() throws {
        var (hall, id) = try printing()
        try hall.ask(outcome(id, 1, .unconfirmed))
        try hall.ask(.reprint(id, nil))
        try hall.ask(.startPrint(id, "p1"))
        #expect(try hall.ask(outcome(id, 1, .confirmed)).count == 1)
        #expect(try hall.ticket(id).print == .printing)
        #expect(hall.hall.openPrints == [id])
        #expect(try hall.ask(outcome(id, 1, .confirmed)) == [])
        #expect(try hall.ask(outcome(id, 1, .failed)) == [])
        #expect(try hall.ask(outcome(id, 2, .confirmed)).count == 1)
        #expect(hall.hall.openPrints.isEmpty)
    }

    @Test(arguments: PaperSettled.Way.allCases)
    func `a number told by hand needs no slip and leaves the list`(way: PaperSettled.Way) throws {
        var hall = try TestHall()
        let id = try hall.take("tax", at: "door").id
        #expect(hall.hall.paperless == [id])
        try hall.ask(.settlePaper(id, way))
        #expect(hall.hall.paperless.isEmpty)
        #expect(try hall.ask(.startPrint(id, "p1")) == [])
        #expect(try hall.ask(.settlePaper(id, way)) == [])
        try hall.ask(.reprint(id, nil))
        #expect(started(try hall.ask(.startPrint(id, "p1"))) != nil)
    }

    @Test func `paper is only for those who still wait`() throws {
        var (hall, id) = try printing()
        #expect(hall.refusal(.reprint("none", nil)) == .unknownTicket)
        #expect(hall.refusal(.reprint(id, "none")) == .unknownPrinter)
        #expect(hall.refusal(.changeRoll("none")) == .unknownPrinter)
        let bare = try hall.take("tax")
        #expect(hall.refusal(.reprint(bare.id, nil)) == .printerRequired)
        try hall.call("w1")
        try hall.at("w1", .start)
        #expect(hall.refusal(.reprint(id, nil)) == .paperNotNeeded)
        #expect(hall.refusal(.settlePaper(id, .found)) == .paperNotNeeded)
    }

    @Test func `paper is counted from one roll to the next`() throws {
        var (hall, id) = try printing()
        try hall.ask(.changeRoll("p1"))
        try hall.ask(outcome(id, 1, .confirmed, millimetres: 90))
        try hall.ask(
            .reportTestSlip(
                TestSlipPrinted(printer: "p1", result: .confirmed, millimetres: 60)))
        let roll = try #require(hall.hall.rolls["p1"])
        #expect((roll.millimetres, roll.slips) == (150, 2))
        let left = try #require(roll.left(of: 1))
        #expect((left.millimetres, left.slips) == (850, 11))
        #expect(roll.left(of: nil) == nil)
    }

    @Test func `a printer that was short of paper and is well has a new roll`() throws {
        var hall = try TestHall()
        func changed(_ state: DeviceChanged.State, _ reason: String?) -> Command {
            .reportDevice(
                DeviceChanged(device: "p1", kind: .printer, state: state, reason: reason))
        }
        try hall.ask(.changeRoll("p1"))
        #expect(try hall.ask(changed(.ok, nil)).count == 1)
        try hall.ask(changed(.warning, "paper-near-end"))
        try hall.ask(changed(.fault, "cover-open"))
        let facts = try hall.ask(changed(.ok, nil))
        #expect(facts.last == .rollChanged(RollChanged(printer: "p1")))
        try hall.ask(changed(.fault, "cover-open"))
        #expect(try hall.ask(changed(.ok, nil)).count == 1, "only opened and closed")
    }

    @Test func `rolls and papers are carried over the night`() throws {
        var (hall, id) = try printing()
        try hall.call("w1")
        try hall.ask(outcome(id, 1, .held, inPrinter: true))
        try hall.ask(.changeRoll("p1"))
        hall.pass(seconds: 86_400)
        hall.tick()
        #expect(hall.hall.rolls["p1"]?.since != nil)
        #expect(hall.hall.openPrints == [id])
        #expect(try hall.ticket(id).paper.slips == 1)
        #expect(hall.replayed().tickets == hall.hall.tickets)
    }

    @Test func `a kiosk's other printers print what its own cannot, in their order`() throws {
        var structure = TestHall.structure
        structure.kiosks[0].others = ["p3", "p1", "p2"]
        var hall = try TestHall(structure: structure)
        let ticket = try hall.take("tax", at: "door")
        #expect(hall.hall.printers(for: ticket) == ["p1", "p3", "p2"])
        try hall.ask(.reprint(ticket.id, "p2"))
        #expect(hall.hall.printers(for: try hall.ticket(ticket.id)) == ["p2", "p3", "p1"])
        #expect(hall.hall.structure.everyPrinter.map(\.id) == ["p1", "p3", "p2"])
    }

    @Test func `slips go to the printer a kiosk has now when theirs was taken away`() throws {
        var structure = TestHall.structure
        structure.kiosks[0].others = ["p2"]
        var hall = try TestHall(structure: structure)
        let ticket = try hall.take("tax", at: "door")
        structure.kiosks[0].printer = "p9"
        structure.kiosks[0].others = nil
        try hall.ask(.applyConfiguration(digest: "d2", structure: structure))
        #expect(hall.hall.printers(for: try hall.ticket(ticket.id)) == ["p1", "p9"])
        let asked = try hall.ask(.reprint(ticket.id, nil))
        #expect(asked == [.printAsked(PrintAsked(ticket: ticket.id, printer: "p9"))])
    }
}
