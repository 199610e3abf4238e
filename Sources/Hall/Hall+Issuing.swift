// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// A number for somebody who takes a ticket.
    func issuing(
        _ id: TicketID, service: ServiceID, priority: PriorityClass, at kiosk: KioskID?,
        _ details: TicketDetails, _ moment: Moment
    ) throws(Refusal) -> HallFact {
        guard !tickets.keys.contains(id) else { throw Refusal(.ticketExists) }
        if let refusal = refusal(toTake: service, at: moment) { throw refusal }
        try mayTake(details.person, service)
        var issued = try numbered(id, service: service, priority: priority, at: kiosk)
        issued.person = details.person
        issued.visit = details.visit
        issued.caseNumber = details.caseNumber
        issued.holder = details.holder
        return .ticketIssued(issued)
    }

    /// The next number of the service's prefix, with nothing known of who gets it.
    func numbered(
        _ id: TicketID, service: ServiceID, priority: PriorityClass, at kiosk: KioskID?
    ) throws(Refusal) -> TicketIssued {
        guard let prefix = services[service]?.definition.prefix else {
            throw Refusal(.unknownService, field: "service", values: ["service": service.text])
        }
        guard let ordinal = nextOrdinal(of: prefix) else {
            throw refusalWithoutNumbers(prefix)
        }
        return TicketIssued(
            ticket: id, number: Ticket.number(prefix: prefix, ordinal: ordinal),
            prefix: prefix, ordinal: ordinal, service: service, priority: priority,
            kiosk: kiosk, printer: try printer(of: kiosk))
    }

    func printer(of kiosk: KioskID?) throws(Refusal) -> PrinterID? {
        guard let kiosk else { return nil }
        guard let known = kiosks[kiosk] else {
            throw Refusal(.unknownKiosk, field: "kiosk", values: ["kiosk": kiosk.text])
        }
        return known.printer
    }

    private func mayTake(_ person: String?, _ id: ServiceID) throws(Refusal) {
        guard let service = services[id], let limit = service.definition.perPerson else {
            return
        }
        guard let person else {
            throw Refusal(.personRequired, field: "person", values: service.nameValues)
        }
        guard (taken[person]?[id] ?? 0) < limit else {
            throw Refusal(
                .personLimit,
                values: service.nameValues.merging(["limit": String(limit)]) { $1 })
        }
    }
}

// MARK: - Numbers

extension Hall {
    /// The ordinals every prefix has today. A restored hall goes on in a block of its own, for
    /// papers newer than the backup are in people's hands; a new size of blocks does not move it.
    var ordinals: ClosedRange<Int> {
        let today = restored.flatMap { $0.fact.date == businessDate ? $0.gaps.last : nil }
        let first = today?.first ?? 1
        return first...(first + structure.block - 1)
    }

    func firstOrdinal(ofBlock block: Int) -> Int {
        min(max(0, block), 1_000_000) * structure.block + 1
    }

    /// The next number nobody alive holds; nil when the prefix has none left today.
    func nextOrdinal(of prefix: String) -> Int? {
        let ordinals = ordinals
        var ordinal = max((lastOrdinals[prefix] ?? 0) + 1, ordinals.lowerBound)
        while carriedNumbers.contains(Ticket.number(prefix: prefix, ordinal: ordinal)) {
            ordinal += 1
        }
        return ordinals.contains(ordinal) ? ordinal : nil
    }
}
