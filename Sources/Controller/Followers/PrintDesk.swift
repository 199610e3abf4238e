// SPDX-License-Identifier: Apache-2.0

package import Devices
package import Facts
package import Hall

/// Brings tickets to printers and outcomes back, as a value.
///
/// The order of things is the promise: leave is asked of the hall, the hall makes it durable, and
/// only then does a printer get the slip. A slip goes to the first of its printers that can print;
/// once a byte of it was sent, it stays with that printer.
package struct PrintDesk: Sendable {
    package enum Action: Sendable, Equatable {
        /// Ask the hall for leave to begin an attempt; the answer comes to `granted`.
        case ask(TicketID, PrinterID)
        /// The attempt is durable: let the printer have the slip.
        case send(TicketID, attempt: Int, PrinterID)
        case sendTest(job: String, PrinterID)
        /// Have the printer forget a slip it keeps in its memory.
        case discard(job: String, PrinterID)
        /// Tell the hall.
        case tell(Facts.PrintOutcome, PrinterID)
        case tellTest(TestSlipPrinted)
    }

    private var printers: [PrinterID: Printer]
    private var waiting: [Waiting] = []

    package init(printers: [PrinterID]) {
        self.printers = Dictionary(
            printers.map { ($0, Printer()) }, uniquingKeysWith: { first, _ in first })
    }

    /// Takes up all paper that is due, the earliest come first.
    package mutating func begin(_ hall: Hall) -> [Action] {
        hall.tickets.values.filter(\.isPaperDue).sorted { $0.place < $1.place }
            .flatMap { want($0, in: hall) } + next()
    }

    /// Takes up paper that became due, for the first time or again: where nobody needed it for a
    /// while, or where its printer was taken out of the hall before anything was sent.
    package mutating func follow(_ records: [Recorded<HallFact>], in hall: Hall) -> [Action] {
        waiting.removeAll { hall.tickets[$0.ticket]?.lacksPaper != true }
        var actions: [Action] = []
        for record in records {
            guard let id = Self.ticketInNeed(record.fact) else { continue }
            // An attempt that was begun since is the one that was asked for.
            if case .printAsked = record.fact, hall.tickets[id]?.print != .printing {
                actions += discard(id)
            }
            if let ticket = hall.tickets[id], ticket.isPaperDue {
                actions += want(ticket, in: hall)
            }
        }
        return actions.isEmpty && waiting.isEmpty ? [] : actions + next()
    }

    private static func ticketInNeed(_ fact: HallFact) -> TicketID? {
        switch fact {
        case .ticketIssued(let fact): fact.ticket
        case .ticketHeld(let fact): fact.ticket
        case .ticketTransferred(let fact): fact.ticket
        case .ticketReactivated(let fact): fact.ticket
        case .ticketReturned(let fact): fact.ticket
        case .ticketDeferred(let fact): fact.ticket
        case .printAsked(let fact): fact.ticket
        case .ticketFinished(let fact) where fact.next != nil: fact.ticket
        case .printOutcome(let fact) where fact.inPrinter == false: fact.ticket
        default: nil
        }
    }

    /// Other printers from now on. Nothing is known of those that begin anew.
    package mutating func change(
        printers wanted: Set<PrinterID>, anew: Set<PrinterID>, in hall: Hall
    ) -> [Action] {
        var actions: [Action] = []
        for id in printers.keys.sorted() where !wanted.contains(id) {
            if case .testing = printers[id]?.work { printers[id]?.wantsTest = true }
            actions += testHeld(on: id, Self.noPrinter)
            printers[id] = nil
        }
        for id in wanted where printers[id] == nil { printers[id] = Printer() }
        for id in anew { printers[id]?.condition = nil }
        waiting = []
        return actions + begin(hall)
    }

    /// A slip to see whether a printer works.
    package mutating func test(_ printer: PrinterID) -> [Action] {
        guard let known = printers[printer] else {
            return [.tellTest(TestSlipPrinted(printer, .held, reason: Self.noPrinter))]
        }
        if let condition = known.condition, !condition.prints {
            return [.tellTest(TestSlipPrinted(printer, .held, reason: condition.rawValue))]
        }
        printers[printer]?.wantsTest = true
        return next()
    }

    /// The hall answered: the attempt that is durable now, or nil when no paper is due any more.
    package mutating func granted(
        _ attempt: PrintAttempt?, for ticket: TicketID, on printer: PrinterID
    ) -> [Action] {
        guard case .asked(var slip) = printers[printer]?.work, slip.ticket == ticket else {
            // Its printer was taken out of the hall while leave was asked: nothing was sent.
            return attempt.map { unsent($0, on: printer) } ?? []
        }
        guard let attempt else {
            printers[printer]?.work = .idle
            return next()
        }
        slip.attempt = attempt.attempt
        printers[printer]?.work = .sent(slip)
        return [.send(ticket, attempt: attempt.attempt, printer)]
    }

    private func unsent(_ attempt: PrintAttempt, on printer: PrinterID) -> [Action] {
        guard !printers.values.contains(where: { $0.work.slip?.job == attempt.job }) else {
            return []
        }
        return [
            .tell(Facts.PrintOutcome(attempt, .held(.offline, inPrinter: false)), printer)
        ]
    }

    /// The hall could not write; the ticket keeps its place.
    package mutating func deferred(_ ticket: TicketID, on printer: PrinterID) {
        guard case .asked(let slip) = printers[printer]?.work, slip.ticket == ticket else {
            return
        }
        printers[printer]?.work = .idle
        waiting.insert(slip, at: 0)
    }

    /// Takes up slips that were deferred.
    package mutating func retry() -> [Action] { next() }

    /// A slip is on its way that takes so much paper.
    package mutating func sending(millimetres: Int, on printer: PrinterID) {
        printers[printer]?.millimetres = millimetres
    }

    /// The printer changed its condition.
    package mutating func condition(
        _ condition: PrinterCondition, of printer: PrinterID
    ) -> [Action] {
        guard printers[printer] != nil else { return [] }
        printers[printer]?.condition = condition
        let test = condition.prints ? [] : testHeld(on: printer, condition.rawValue)
        let concerned = waiting.filter { $0.printers.contains(printer) }
        return test + concerned.flatMap(heldBack) + next()
    }

    /// The driver said what became of a slip.
    package mutating func outcome(
        _ outcome: Devices.PrintOutcome, of job: String, on printer: PrinterID
    ) -> [Action] {
        if printers[printer]?.work == .testing(job: job) {
            return testEnded(outcome, on: printer)
        }
        guard let attempt = PrintAttempt(job) else { return [] }
        var told = Facts.PrintOutcome(attempt, outcome)
        guard let work = printers[printer]?.work, let slip = work.slip, slip.job == job else {
            return [.tell(told, printer)]
        }
        if outcome == .confirmed { told.millimetres = printers[printer]?.millimetres }
        guard !told.goesOn else { return [.tell(told, printer)] }
        printers[printer]?.work = .idle
        // Nothing of it was sent: it waits again, before all others.
        if told.result == .held, case .sent = work { waiting.insert(slip, at: 0) }
        return [.tell(told, printer)] + next()
    }

    /// Ends a test that was not begun, because nobody knows when it could be.
    private mutating func testHeld(on printer: PrinterID, _ reason: String) -> [Action] {
        guard printers[printer]?.wantsTest == true else { return [] }
        printers[printer]?.wantsTest = false
        return [.tellTest(TestSlipPrinted(printer, .held, reason: reason))]
    }

    private mutating func testEnded(
        _ outcome: Devices.PrintOutcome, on printer: PrinterID
    ) -> [Action] {
        let told = Facts.PrintOutcome(PrintAttempt(ticket: "", attempt: 0), outcome)
        let millimetres = outcome == .confirmed ? printers[printer]?.millimetres : nil
        if !told.goesOn { printers[printer]?.work = .idle }
        return [
            .tellTest(
                TestSlipPrinted(
                    printer, told.result, reason: told.reason, millimetres: millimetres))
        ] + next()
    }
}

// MARK: - Who waits, and who prints

extension PrintDesk {
    private static var noPrinter: String { "no-printer" }

    private func candidates(_ ticket: Ticket, _ hall: Hall) -> [PrinterID] {
        hall.printers(for: ticket).filter { printers[$0] != nil }
    }

    private mutating func want(_ ticket: Ticket, in hall: Hall) -> [Action] {
        guard let first = ticket.printer, !isInWork(ticket.id) else { return [] }
        let new = Waiting(
            ticket: ticket.id, printers: candidates(ticket, hall), attempt: ticket.attempts)
        let place = waiting.firstIndex { $0.ticket == ticket.id }
        if let place { waiting.remove(at: place) }
        guard !new.printers.isEmpty else { return [held(new, Self.noPrinter, first)] }
        waiting.insert(new, at: place ?? waiting.endIndex)
        return heldBack(new)
    }

    private func isInWork(_ ticket: TicketID) -> Bool {
        printers.values.contains { printer in
            switch printer.work {
            case .asked(let slip), .sent(let slip): slip.ticket == ticket
            case .idle, .discarding, .testing: false
            }
        }
    }

    private mutating func discard(_ ticket: TicketID) -> [Action] {
        for (id, printer) in printers {
            guard case .sent(let slip) = printer.work, slip.ticket == ticket else { continue }
            printers[id]?.work = .discarding(slip)
            return [.discard(job: slip.job, id)]
        }
        return []
    }

    /// Gives every idle printer the first slip that is to go to it.
    private mutating func next() -> [Action] {
        var actions: [Action] = []
        for (id, printer) in printers.sorted(by: { $0.key < $1.key })
        where printer.wantsTest && printer.work == .idle && printer.condition?.prints == true {
            let job = "test-\(printer.tests + 1)"
            printers[id]?.tests += 1
            printers[id]?.wantsTest = false
            printers[id]?.work = .testing(job: job)
            actions.append(.sendTest(job: job, id))
        }
        var left: [Waiting] = []
        for slip in waiting {
            if let chosen = choice(for: slip), printers[chosen]?.work == .idle,
                printers[chosen]?.condition?.prints == true
            {
                printers[chosen]?.work = .asked(slip)
                actions.append(.ask(slip.ticket, chosen))
            } else {
                left.append(slip)
            }
        }
        waiting = left
        return actions
    }

    /// The first that can print; one nobody has looked at yet may turn out to.
    private func choice(for slip: Waiting) -> PrinterID? {
        slip.printers.first { printers[$0]?.condition?.prints ?? true }
    }

    /// A slip none of whose printers is known to work waits with a reason.
    private func heldBack(_ slip: Waiting) -> [Action] {
        guard choice(for: slip) == nil, let first = slip.printers.first,
            let condition = printers[first]?.condition
        else { return [] }
        return [held(slip, condition.rawValue, first)]
    }

    private func held(_ slip: Waiting, _ reason: String, _ printer: PrinterID) -> Action {
        .tell(
            Facts.PrintOutcome(
                ticket: slip.ticket, attempt: slip.attempt, result: .held, reason: reason),
            printer)
    }
}
