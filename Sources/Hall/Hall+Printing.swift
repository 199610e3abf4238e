// SPDX-License-Identifier: Apache-2.0

package import Facts

extension Hall {
    func decidingOnPaper(_ command: Command) throws(Refusal) -> [HallFact] {
        switch command {
        case .startPrint(let ticket, let printer): startingPrint(of: ticket, on: printer)
        case .reportPrint(let outcome): reporting(outcome)
        case .reprint(let ticket, let printer): try reprinting(ticket, on: printer)
        case .settlePaper(let ticket, let way): try settling(ticket, way)
        case .changeRoll(let printer): [try changingRoll(of: printer)]
        case .reportTestSlip(let printed): [.testSlipPrinted(printed)]
        case .reportDevice(let changed): reporting(changed)
        default: []
        }
    }

    /// Leave to begin an attempt, for a ticket whose paper is still to come and wanted.
    ///
    /// An attempt that ended unconfirmed is not begun again by itself: there may be a slip.
    private func startingPrint(of id: TicketID, on printer: PrinterID) -> [HallFact] {
        guard let ticket = tickets[id], ticket.isPaperDue, !openPrints.contains(id) else {
            return []
        }
        return [
            .printStarted(
                PrintStarted(
                    ticket: id, attempt: ticket.attempts + 1, printer: printer,
                    reprint: ticket.paper.slips > 0 ? true : nil))
        ]
    }

    /// Takes an outcome if it is news about the attempt it names. A late confirmation of an
    /// attempt given up as unconfirmed is news; anything else after an end is not.
    private func reporting(_ outcome: PrintOutcome) -> [HallFact] {
        guard let ticket = tickets[outcome.ticket] else { return [] }
        guard outcome.attempt == ticket.attempts else {
            let isLate =
                outcome.result == .confirmed && outcome.attempt < ticket.attempts
                && outcome.attempt > 0 && !ticket.paper.certain.contains(outcome.attempt)
            return isLate ? [.printOutcome(outcome)] : []
        }
        let isOpen = openPrints.contains(outcome.ticket)
        let isNews =
            switch (ticket.print, outcome.result) {
            case (.printing, _): true
            case (.held, .held):
                ticket.printReason != outcome.reason || isOpen && !outcome.isOpen
            // What is said of a slip in a printer is said of the attempt before.
            case (.queued, .held):
                outcome.inPrinter == nil && ticket.printReason != outcome.reason
            case (.held, _): isOpen
            case (_, .confirmed):
                outcome.attempt > 0 && !ticket.paper.certain.contains(outcome.attempt)
            default: false
            }
        return isNews ? [.printOutcome(outcome)] : []
    }

    /// A slip once more, or at another printer. What a printer keeps in its memory is given up
    /// first; the new slip says that there may be another.
    private func reprinting(
        _ id: TicketID, on printer: PrinterID?
    ) throws(Refusal) -> [HallFact] {
        let ticket = try onPaper(id)
        let usual = printers(for: ticket).first(where: structure.knows) ?? ticket.printer
        guard let printer = printer ?? usual else {
            throw Refusal(.printerRequired, field: "printer")
        }
        let asked = HallFact.printAsked(PrintAsked(ticket: id, printer: try known(printer)))
        guard openPrints.contains(id) else { return [asked] }
        guard ticket.print == .held else {
            throw Refusal(.printUnderWay, values: ["number": ticket.number])
        }
        return [givingUpPrint(of: id, "discarded"), asked]
    }

    private func settling(
        _ id: TicketID, _ way: PaperSettled.Way
    ) throws(Refusal) -> [HallFact] {
        let ticket = try onPaper(id)
        guard ticket.paper.settled != way else { return [] }
        return [.paperSettled(PaperSettled(ticket: id, way: way))]
    }

    private func onPaper(_ id: TicketID) throws(Refusal) -> Ticket {
        guard let ticket = tickets[id] else { throw Refusal(.unknownTicket) }
        guard ticket.needsPaper else {
            throw Refusal(.paperNotNeeded, values: ["number": ticket.number])
        }
        return ticket
    }

    /// Ends an open attempt of whose slip nothing will be heard any more.
    func givingUpPrint(of id: TicketID, _ reason: String) -> HallFact {
        .printOutcome(
            PrintOutcome(
                ticket: id, attempt: tickets[id]?.attempts ?? 0, result: .unconfirmed,
                reason: reason))
    }

    /// Printers that had begun a slip when the controller stopped.
    package var printersCutShort: Set<PrinterID> {
        let doubted = tickets.values.filter {
            $0.print == .unconfirmed && $0.printReason == Self.restarted
        }
        return Set(doubted.compactMap(\.paper.printsOn))
    }

    /// The reason of what a restart left in doubt.
    static let restarted = "restart"

    /// Who may print a ticket's slip, the first that can: where it was asked for or, if that is
    /// gone, its kiosk's printer of now, then the others of its kiosk.
    package func printers(for ticket: Ticket) -> [PrinterID] {
        guard let first = ticket.printer else { return [] }
        let kiosk = ticket.kiosk.flatMap { kiosks[$0] }
        let instead = structure.knows(first) ? nil : kiosk?.printer
        let all = [first] + (instead.map { [$0] } ?? []) + (kiosk?.others ?? [])
        var seen: Set<PrinterID> = []
        return all.filter { seen.insert($0).inserted }
    }
}
