// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators

/// Counts paper: what was sent, and what came out.
struct PaperAccount {
    /// Slips that came out, by the ticket whose id is on them.
    private(set) var slips: [TicketID: PrintedSlip] = [:]
    /// While the wire spoils bytes, paper proves nothing: numbers and cuts may be anything.
    private var isTrusted = true
    private var jobs: [[UInt8]: String] = [:]
    private var sent: Set<String> = []
    /// Slips seen of each printer.
    private var seen: [PrinterID: Int] = [:]
    /// How many slips a ticket may have: one more each time it is put off to the next day
    /// or asked for.
    private var allowed: [TicketID: Int] = [:]
    private var count: [TicketID: Int] = [:]

    mutating func distrust() { isTrusted = false }

    mutating func trust() { isTrusted = true }

    /// The controller lets the printer have a slip.
    mutating func note(job: String, bytes: [UInt8]) { jobs[bytes] = job }

    func bytes(of job: String) -> [UInt8]? { jobs.first { $0.value == job }?.key }

    /// Bytes went to the printer: no slip may go twice.
    mutating func note(sent bytes: [UInt8]) throws(Broken) {
        guard let job = jobs[bytes] else { return }
        guard sent.insert(job).inserted else { throw Broken("slip \(job) was sent twice") }
    }

    /// What is called confirmed is on paper, with its number.
    mutating func judge(_ fact: HallFact, _ tickets: [TicketID: Witness.Entry]) throws(Broken) {
        switch fact {
        case .ticketDeferred(let fact) where fact.printer != nil:
            allowed[fact.ticket, default: 1] += 1
        case .printAsked(let fact): allowed[fact.ticket, default: 1] += 1
        default: break
        }
        guard isTrusted, case .printOutcome(let outcome) = fact, outcome.result == .confirmed
        else { return }
        let number = tickets[outcome.ticket]?.number ?? outcome.ticket.text
        guard let slip = slips[outcome.ticket] else {
            throw Broken("\(number) is called printed and no slip came out")
        }
        guard slip.lines.contains(number) else {
            throw Broken("the slip of \(number) says \(slip.lines)")
        }
    }

    /// Takes the slips that were cut since.
    mutating func note(_ printer: VirtualPrinter, called id: PrinterID) throws(Broken) {
        let new = printer.slips.suffix(printer.slipCount - (seen[id] ?? 0))
        seen[id] = printer.slipCount
        for slip in new where isTrusted {
            // Half a slip, and the whole one after it, may share a paper.
            for line in slip.lines where line.hasPrefix("t") {
                let ticket = TicketID(line)
                slips[ticket] = slip
                count[ticket, default: 0] += 1
                guard count[ticket] ?? 0 <= allowed[ticket] ?? 1 else {
                    throw Broken("one slip too many came out for \(ticket)")
                }
            }
        }
    }

    /// Nobody is told that nothing of a slip was sent while one lies there.
    func agree(with hall: Hall) throws(Broken) {
        guard isTrusted else { return }
        for id in count.keys {
            guard let ticket = hall.tickets[id], ticket.paper.slips == 0 else { continue }
            throw Broken("the slip of \(ticket.number) lies there, and the hall knows of none")
        }
    }
}
