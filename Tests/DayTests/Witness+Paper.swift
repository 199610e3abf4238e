// SPDX-License-Identifier: Apache-2.0

import Facts

/// What becomes of slips: none is begun that nobody asked for, and one that may not be the only one
/// says so.
extension Witness {
    struct Slips: Equatable {
        /// A slip is to be printed and was not begun since.
        var isAsked = false
        /// An attempt was begun and its end is not said.
        var isOpen = false
        var attempt = 0
        /// Attempts of which something may be on paper.
        var begun = 0
        var isSettled = false
        /// Attempts of which it is known whether a slip is out.
        var certain: Set<Int> = []
    }

    mutating func takePaper(_ fact: HallFact) throws(Broken) {
        switch fact {
        case .printStarted(let fact): try begin(fact)
        case .printOutcome(let fact): try end(fact)
        case .printAsked(let fact):
            guard tickets[fact.ticket]?.paper.isOpen == false else {
                throw Broken("\(number(fact.ticket)) was asked for while it was printed")
            }
            try askForPaper(fact.ticket)
        case .paperSettled(let fact):
            try change(fact.ticket) { $0.paper.isSettled = true }
        default: break
        }
    }

    mutating func askForPaper(_ ticket: TicketID) throws(Broken) {
        try change(ticket) {
            $0.paper.isAsked = true
            $0.paper.isSettled = false
        }
    }

    private mutating func begin(_ fact: PrintStarted) throws(Broken) {
        guard let entry = tickets[fact.ticket] else {
            throw Broken("a slip was begun for \(fact.ticket), which nobody has")
        }
        let paper = entry.paper
        guard paper.isAsked, !paper.isOpen, !paper.isSettled else {
            throw Broken("the slip of \(entry.number) was begun and nobody asked for it")
        }
        guard fact.attempt == paper.attempt + 1 else {
            throw Broken("attempt \(fact.attempt) of \(entry.number) came after \(paper.attempt)")
        }
        guard (fact.reprint == true) == (paper.begun > 0) else {
            throw Broken("the slip of \(entry.number) does not say whether it is the only one")
        }
        try change(fact.ticket) {
            $0.paper.isAsked = false
            $0.paper.isOpen = true
            $0.paper.attempt = fact.attempt
            $0.paper.begun += 1
        }
    }

    private mutating func end(_ fact: PrintOutcome) throws(Broken) {
        guard let entry = tickets[fact.ticket] else {
            throw Broken("a print of \(fact.ticket) ended, which nobody has")
        }
        if fact.result == .confirmed {
            guard (1...max(1, entry.paper.attempt)).contains(fact.attempt), entry.paper.attempt > 0,
                !entry.paper.certain.contains(fact.attempt)
            else { throw Broken("\(entry.number) was confirmed and nothing was sent, or twice") }
        }
        try change(fact.ticket) { $0.paper.take(fact) }
    }
}

extension Witness.Slips {
    fileprivate mutating func take(_ fact: PrintOutcome) {
        if fact.result == .confirmed {
            certain.insert(fact.attempt)
            // Whoever has a slip after all needs no other.
            if !isOpen { isAsked = false }
        }
        guard fact.attempt == attempt, attempt > 0, isOpen else { return }
        switch fact.result {
        case .held where fact.inPrinter == false:
            isOpen = false
            isAsked = true
            begun -= 1
            certain.insert(fact.attempt)
        case .held: break
        case .failed:
            isOpen = false
            begun -= 1
            certain.insert(fact.attempt)
        case .confirmed, .unconfirmed: isOpen = false
        }
    }
}
