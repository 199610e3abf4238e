// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Controller

/// Printers of a running hall, asked of at a terminal.
struct PaperCommandTests {
    private func printer(_ hall: TestHall, _ arguments: String...) throws -> Program.Outcome {
        try Program.run(["printer"] + arguments + ["--data", hall.data])
    }

    @Test func `a printer is tested and a slip printed once more`() throws {
        let hall = try TestHall(HallText(printer: "virtual"))
        let test = try printer(hall, "test", "P1")
        #expect(test.status == 0, "\(test.errors)")
        #expect(test.output.contains("Test of printer P1"), "\(test.output)")
        let body = #"{"service": "general", "kiosk": "door"}"#
        let ticket = try hall.client().post("/api/v1/tickets", body)
        let number = try #require(ticket.json["number"].text)
        // Once a test behind it has ended, the ticket's own slip is out.
        #expect(try printer(hall, "test", "P1").status == 0)
        let again = try printer(hall, "reprint", number.lowercased())
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output.contains("\(number) is to be printed at P1"), "\(again.output)")
    }

    @Test(arguments: [
        (["test", "P9"], "no printer P9"), (["reprint", "Z1"], "no number Z1"),
        (["reprint", "A001", "--printer", "P9"], "no printer P9"),
        (["reprint", "A001"], "choose one"),
    ])
    func `what cannot be printed is refused with what to do`(
        arguments: [String], complaint: String
    ) throws {
        let hall = try TestHall(HallText(printer: "virtual"))
        _ = try hall.client().takeTicket()
        let outcome = try Program.run(["printer"] + arguments + ["--data", hall.data])
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
    }

    @Test func `where no hall runs nothing is printed, and it is said`() throws {
        let hall = try TestHall(isStarted: false)
        let outcome = try printer(hall, "test", "P1")
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("Start it first"), "\(outcome.errors)")
    }
}
