// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    mutating func applyToDevices(_ fact: HallFact, at wall: Int64) {
        switch fact {
        case .printStarted(let fact):
            tickets[fact.ticket]?.paper.begin(fact)
            openPrints.insert(fact.ticket)
        case .printOutcome(let fact): apply(fact)
        case .printAsked(let fact):
            tickets[fact.ticket]?.paper.ask(on: fact.printer)
            followPaper(of: fact.ticket)
        case .paperSettled(let fact):
            tickets[fact.ticket]?.paper.settled = fact.way
            followPaper(of: fact.ticket)
        case .rollChanged(let fact): rolls[fact.printer] = Roll(since: wall)
        case .testSlipPrinted(let fact):
            tests[fact.printer] = PrintTest(printed: fact, at: wall)
            feed(fact.printer, fact.millimetres)
        case .deviceChanged(let fact):
            devices[fact.device] =
                fact.state == .removed ? nil : Device(changed: fact, since: wall)
            let printer = PrinterID(fact.device.text)
            if fact.kind == .printer, fact.saysPaperIsLow {
                rolls[printer, default: Roll(since: nil)].isLow = true
            }
        default: break
        }
    }

    private mutating func apply(_ fact: PrintOutcome) {
        let id = fact.ticket
        let isUnderWay = openPrints.contains(id)
        if !fact.isOpen, fact.attempt == tickets[id]?.attempts { openPrints.remove(id) }
        if let printer = tickets[id]?.paper.printsOn { feed(printer, fact.millimetres) }
        tickets[id]?.paper.end(fact, isUnderWay: isUnderWay)
        followPaper(of: id)
    }

    private mutating func feed(_ printer: PrinterID, _ millimetres: Int?) {
        guard let millimetres else { return }
        rolls[printer, default: Roll(since: nil)].feed(millimetres)
    }

    mutating func followPaper(of id: TicketID) {
        if tickets[id]?.lacksPaper == true {
            paperless.insert(id)
        } else {
            paperless.remove(id)
        }
    }
}
