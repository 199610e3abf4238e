// SPDX-License-Identifier: Apache-2.0

package import Devices
package import Facts
package import Hall

/// Brings tickets to printers one at a time and outcomes back, as a value.
///
/// The order of things is the promise: leave is asked of the hall, the hall makes it durable, and
/// only then does a printer get the slip.
package struct PrintDesk: Sendable {
    package enum Action: Sendable, Equatable {
        /// Ask the hall for leave to begin an attempt; the answer comes to `granted`.
        case ask(TicketID, PrinterID)
        /// The attempt is durable: let the printer have the slip.
        case send(TicketID, attempt: Int, PrinterID)
        /// Tell the hall.
        case tell(Facts.PrintOutcome, PrinterID)
    }

    /// One attempt of one ticket; its text names the job to the driver.
    package struct Attempt: Sendable, Hashable {
        package var ticket: TicketID
        package var attempt: Int

        package init(ticket: TicketID, attempt: Int) {
            self.ticket = ticket
            self.attempt = attempt
        }

        package init?(_ job: String) {
            let parts = job.split(separator: "/")
            guard parts.count == 2, let attempt = Int(parts[1]) else { return nil }
            self.init(ticket: TicketID(String(parts[0])), attempt: attempt)
        }

        package var job: String { "\(ticket)/\(attempt)" }
    }

    private enum Work: Sendable {
        case idle
        case asked(TicketID)
        case sent(Attempt)
    }

    private struct Printer: Sendable {
        var waiting: [TicketID] = []
        var work = Work.idle
        /// Nil until the printer was looked at.
        var condition: PrinterCondition?
    }

    private var printers: [PrinterID: Printer]

    package init(printers: [PrinterID]) {
        self.printers = Dictionary(
            printers.map { ($0, Printer()) }, uniquingKeysWith: { first, _ in first })
    }

    /// Takes up all paper that is due, the earliest come first.
    package mutating func begin(_ hall: Hall) -> [Action] {
        hall.tickets.values.filter(\.isPaperDue).sorted { $0.place < $1.place }
            .flatMap { want($0) }
    }

    /// Takes up paper that became due, for the first time or, where nobody needed it for a while,
    /// again.
    package mutating func follow(_ records: [Recorded<HallFact>], in hall: Hall) -> [Action] {
        records.flatMap { record -> [Action] in
            let id: TicketID
            switch record.fact {
            case .ticketIssued(let fact): id = fact.ticket
            case .ticketHeld(let fact): id = fact.ticket
            case .ticketTransferred(let fact): id = fact.ticket
            case .ticketReactivated(let fact): id = fact.ticket
            case .ticketReturned(let fact): id = fact.ticket
            case .ticketDeferred(let fact): id = fact.ticket
            case .ticketFinished(let fact) where fact.next != nil: id = fact.ticket
            default: return []
            }
            guard let ticket = hall.tickets[id], ticket.isPaperDue else { return [] }
            return want(ticket)
        }
    }

    /// Other printers from now on. Slips that wait for one that is gone are held; a new one takes up
    /// what waits for it. Nothing is known of those that begin anew.
    package mutating func change(
        printers wanted: Set<PrinterID>, anew: Set<PrinterID>, in hall: Hall
    ) -> [Action] {
        let gone = printers.filter { !wanted.contains($0.key) }.sorted { $0.key < $1.key }
        let new = wanted.subtracting(printers.keys)
        for (id, _) in gone { printers[id] = nil }
        for id in new { printers[id] = Printer() }
        for id in anew { printers[id]?.condition = nil }
        let left = gone.flatMap { id, printer in printer.waiting.flatMap { want($0, on: id) } }
        let due = hall.tickets.values.filter { ticket in
            ticket.isPaperDue && ticket.printer.map(new.contains) ?? false
        }
        return left + due.sorted { $0.place < $1.place }.flatMap { want($0) }
    }

    private mutating func want(_ ticket: Ticket) -> [Action] {
        guard let printer = ticket.printer, !isInWork(ticket.id, on: printer) else { return [] }
        return want(ticket.id, on: printer)
    }

    private func isInWork(_ ticket: TicketID, on printer: PrinterID) -> Bool {
        guard let printer = printers[printer] else { return false }
        switch printer.work {
        case .asked(ticket): return true
        case .sent(let attempt) where attempt.ticket == ticket: return true
        default: return printer.waiting.contains(ticket)
        }
    }

    private mutating func want(_ ticket: TicketID, on printer: PrinterID) -> [Action] {
        guard printers[printer] != nil else {
            return [
                .tell(
                    Facts.PrintOutcome(
                        ticket: ticket, attempt: 0, result: .held, reason: "no-printer"),
                    printer)
            ]
        }
        printers[printer]?.waiting.append(ticket)
        return heldBack(ticket, printer) + next(printer)
    }

    /// The hall answered: the attempt that is durable now, or nil when no paper is due any more.
    package mutating func granted(
        _ attempt: Attempt?, for ticket: TicketID, on printer: PrinterID
    ) -> [Action] {
        if printers[printer] == nil, let attempt {
            // Taken out of the hall while leave was asked: nothing was sent.
            return [.tell(Facts.PrintOutcome(attempt, .failed(.cancelled)), printer)]
        }
        guard case .asked(ticket) = printers[printer]?.work else { return [] }
        guard let attempt else {
            printers[printer]?.work = .idle
            return next(printer)
        }
        printers[printer]?.work = .sent(attempt)
        return [.send(ticket, attempt: attempt.attempt, printer)]
    }

    /// The hall could not write; the ticket keeps its place.
    package mutating func deferred(_ ticket: TicketID, on printer: PrinterID) {
        guard case .asked(ticket) = printers[printer]?.work else { return }
        printers[printer]?.work = .idle
        printers[printer]?.waiting.insert(ticket, at: 0)
    }

    /// Takes up a printer whose ticket was deferred.
    package mutating func retry(_ printer: PrinterID) -> [Action] { next(printer) }

    /// The printer changed its condition.
    package mutating func condition(
        _ condition: PrinterCondition, of printer: PrinterID
    ) -> [Action] {
        printers[printer]?.condition = condition
        let waiting = printers[printer]?.waiting ?? []
        return waiting.flatMap { heldBack($0, printer) } + next(printer)
    }

    /// The driver said what became of a slip.
    package mutating func outcome(
        _ outcome: Devices.PrintOutcome, of job: String, on printer: PrinterID
    ) -> [Action] {
        guard let attempt = Attempt(job) else { return [] }
        let told = Action.tell(Facts.PrintOutcome(attempt, outcome), printer)
        if case .held = outcome { return [told] }
        if case .sent(attempt) = printers[printer]?.work { printers[printer]?.work = .idle }
        return [told] + next(printer)
    }

    private mutating func next(_ printer: PrinterID) -> [Action] {
        guard case .idle = printers[printer]?.work,
            printers[printer]?.condition?.prints == true,
            let ticket = printers[printer]?.waiting.first
        else { return [] }
        printers[printer]?.waiting.removeFirst()
        printers[printer]?.work = .asked(ticket)
        return [.ask(ticket, printer)]
    }

    /// A ticket whose printer is known not to work waits with a reason.
    private func heldBack(_ ticket: TicketID, _ printer: PrinterID) -> [Action] {
        guard let condition = printers[printer]?.condition, !condition.prints else { return [] }
        return [
            .tell(
                Facts.PrintOutcome(
                    ticket: ticket, attempt: 0, result: .held, reason: condition.rawValue),
                printer)
        ]
    }
}

extension Facts.PrintOutcome {
    fileprivate init(_ attempt: PrintDesk.Attempt, _ outcome: Devices.PrintOutcome) {
        let (result, reason): (Result, String?) =
            switch outcome {
            case .confirmed: (.confirmed, nil)
            case .unconfirmed(let doubt): (.unconfirmed, doubt.rawValue)
            case .held(let condition, _): (.held, condition.rawValue)
            case .failed(let refusal): (.failed, refusal.rawValue)
            }
        self.init(
            ticket: attempt.ticket, attempt: attempt.attempt, result: result, reason: reason)
    }
}
