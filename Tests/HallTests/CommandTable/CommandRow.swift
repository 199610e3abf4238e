// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

/// One thing that can be asked, with the words the documentation has for it. What is asked of a
/// window is asked of window 1, what is asked of a ticket of `t1`.
struct CommandRow: Sendable {
    var words: String
    var command: Command
    var actor = Actor.controller

    init(_ words: String, _ command: Command, by actor: Actor = .controller) {
        self.words = words
        self.command = command
        self.actor = actor
    }

    private init(_ words: String, _ action: WindowAction) {
        self.init(words, .atWindow("w1", action))
    }

    private init(_ words: String, take service: ServiceID, _ id: TicketID = "t9") {
        self.init(
            words, .takeTicket(ticket: id, service: service, priority: .normal, kiosk: nil))
    }

    static let all = atWindows + atWrongWindows + onTickets + onAppointments + onHall + byMachines

    private static let atWindows = [
        Self("call the next", .call),
        Self("the keypad's call key", .callNext),
        Self("start", .start),
        Self("ask for a rating", .askRating),
        Self("recall", .recall),
        Self("no-show", .noShow),
        Self("given up", .giveUp),
        Self("hold, papers stay", .hold(.withPapers)),
        Self("hold, papers go along", .hold(.withoutPapers)),
        Self("hold for another step", .hold(.otherStep)),
        Self("transfer to another service", .transfer(.service("deed"))),
        Self("transfer to window 2", .transfer(.window("w2"))),
        Self("transfer to the officer of window 2", .transfer(.officer("wang"))),
        Self("transfer to its own service", .transfer(.service("tax"))),
        Self("transfer to an unknown service", .transfer(.service("none"))),
        Self("transfer to an unknown window", .transfer(.window("w9"))),
        Self("transfer to window 3, which is closed", .transfer(.window("w3"))),
        Self("transfer to an officer without a window", .transfer(.officer("zhao"))),
        Self("back to the queue", .putBack),
        Self("finish", .finish()),
        Self("finish, the visit goes on", .finish(Finishing(next: "deed"))),
        Self("finish, the visit goes on nowhere", .finish(Finishing(next: "none"))),
        Self("finish with an unknown outcome", .finish(Finishing(outcome: "none"))),
        Self("finish with an unreadable case number", .finish(Finishing(caseNumber: ""))),
        Self("pause", .pause(reason: "meal", minutes: 30)),
        Self("pause for an unknown reason", .pause(reason: "none", minutes: nil)),
        Self("the keypad's pause key", .pauseKey),
        Self("resume", .resume),
        Self("the keypad's call-back key", .callBack(number: nil)),
        Self("the keypad's call-back key, after 001", .callBack(number: 1)),
        Self("open, by an officer without a window", .open("zhao")),
        Self("open, by its own officer", .open("li")),
        Self("open, by the officer of window 2", .open("wang")),
        Self("close", .close),
        Self("take over, by an officer without a window", .takeOver("zhao")),
        Self("take over, by its own officer", .takeOver("li")),
        Self("take over, by the officer of window 2", .takeOver("wang")),
    ]

    private static let atWrongWindows = [
        Self("call, by the officer of window 2", .atWindow("w1", .call), by: wang),
        Self("open for somebody else", .atWindow("w1", .open("zhao")), by: wang),
        Self("call at an unknown window", .atWindow("w9", .call)),
    ]

    private static let onTickets = [
        Self("call the ticket to window 1", .callChosen("t1", "w1")),
        Self(
            "call the ticket to window 2, whose officer calls in order", .callChosen("t1", "w2"),
            by: wang),
        Self("reactivate", .reactivate("t1")),
        Self("give up, in nobody's hands", .giveUp("t1")),
        Self("rate", .rate("t1", nil, .satisfied)),
        Self("rate window 1", .rate("t1", "w1", .veryDissatisfied)),
        Self("check in", .checkIn("t1")),
        Self("print a slip once more", .reprint("t1", nil)),
        Self("print a slip once more at printer `p1`", .reprint("t1", "p1")),
        Self("print a slip once more at an unknown printer", .reprint("t1", "none")),
        Self("say that the number was told by hand", .settlePaper("t1", .handed)),
    ]

    private static let onAppointments = [
        Self("take a ticket", take: "tax"),
        Self("take a ticket under the same id", take: "tax", "t1"),
        Self("take a ticket of an unknown service", take: "none"),
        Self("take a ticket of a service on its way out", take: "old"),
        Self("take a ticket of a service for persons, by nobody", take: "card"),
        Self(
            "take a ticket of a service for persons, by one who has one",
            .takeTicket(
                ticket: "t9", service: "card", priority: .normal, kiosk: nil,
                details: TicketDetails(person: "somebody"))),
        Self("take a ticket of a service whose limit is reached", take: "few"),
        Self("take a ticket of a service without numbers left", take: "full"),
        Self(
            "take a ticket at an unknown kiosk",
            .takeTicket(ticket: "t9", service: "tax", priority: .normal, kiosk: "none")),
        Self("keep an appointment", .keepAppointment("a1", ticket: "t9", kiosk: nil)),
        Self("keep an unknown appointment", .keepAppointment("none", ticket: "t9", kiosk: nil)),
        Self("book", .book(TableHall.booking("a9", hour: 11))),
        Self("book under the same code", .book(TableHall.booking("a1", hour: 11))),
        Self("book a full slot", .book(TableHall.booking("a9", hour: 10))),
        Self("book between two slots", .book(TableHall.booking("a9", hour: 11, minute: 7))),
        Self("cancel an appointment", .cancel("a1")),
        Self("cancel an unknown appointment", .cancel("none")),
        Self("adopt a slip", .adopt([slip("A", 9)])),
        Self("adopt a slip the hall knows", .adopt([slip("A", 1)])),
        Self("adopt a slip that never was", .adopt([slip("A", 999_999)])),
        Self(
            "adopt more slips than one command may bring",
            .adopt(Array(repeating: slip("A", 9), count: Hall.slipsAtOnce + 1))),
        Self("adopt a slip of an unknown prefix", .adopt([slip("Z", 9)])),
    ]

    private static let onHall = [
        Self("pause the hall", .pauseHall(reason: "meal")),
        Self("pause the hall for an unknown reason", .pauseHall(reason: "none")),
        Self("resume the hall", .resumeHall),
        Self("choose a policy", .choosePolicy("fair", nil)),
        Self("choose an unknown policy", .choosePolicy("none", nil)),
        Self("at close: serve on", .chooseClosing(.serveOn, nil)),
        Self("at close: the next day", .chooseClosing(.nextDay, "tax")),
        Self("have window 1 help out", .openTidal("w1", "deed")),
        Self("have window 2 help out", .openTidal("w2", "stamp")),
        Self("end window 1's help", .closeTidal("w1", "deed")),
        Self("turn a proposal down", .dismissTidal(rule: "rush")),
    ]

    private static let byMachines = [
        Self(
            "apply the configuration in force",
            .applyConfiguration(digest: "d1", structure: TableHall.structure)),
        Self(
            "apply one without window 1 and its service",
            .applyConfiguration(digest: "d2", structure: TableHall.smaller)),
        Self(
            "apply it, saying what becomes of tickets",
            .applyConfiguration(
                digest: "d2", structure: TableHall.smaller,
                retired: Retirement(services: ["tax": .transfer("deed")], windows: ["w1"]))),
        Self("the program starts", .controllerStarted(boot: "b1")),
        Self("start printing the slip", .startPrint("t1", "p1")),
        Self(
            "the slip is out",
            .reportPrint(
                PrintOutcome(ticket: "t1", attempt: 1, result: .confirmed, reason: nil))),
        Self("a printer has a new roll", .changeRoll("p1")),
        Self("an unknown printer has a new roll", .changeRoll("none")),
        Self(
            "a test slip is out",
            .reportTestSlip(TestSlipPrinted(printer: "p1", result: .confirmed))),
        Self(
            "a device reports",
            .reportDevice(
                DeviceChanged(device: "p1", kind: .printer, state: .ok, reason: nil))),
        Self("texts were erased", .reportErasure(TableHall.erased)),
    ]

    private static let wang = Actor(.officer, "wang")

    private static func slip(_ prefix: String, _ ordinal: Int) -> OutstandingSlip {
        OutstandingSlip(ticket: "t9", prefix: prefix, ordinal: ordinal)
    }
}
