// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// A number for somebody who takes a ticket.
    func issuing(
        _ id: TicketID, service: ServiceID, priority: PriorityClass, at kiosk: KioskID?,
        _ details: TicketDetails, _ moment: Moment
    ) throws(Refusal) -> HallFact {
        guard !tickets.keys.contains(id) else { throw Refusal(.ticketExists) }
        guard let prefix = services[service]?.definition.prefix else {
            throw Refusal(.unknownService, field: "service", values: ["service": service.text])
        }
        let ordinal = nextOrdinal(of: prefix)
        return .ticketIssued(
            TicketIssued(
                ticket: id, number: Ticket.number(prefix: prefix, ordinal: ordinal),
                prefix: prefix, ordinal: ordinal, service: service, priority: priority,
                kiosk: kiosk, printer: try printer(of: kiosk), person: details.person,
                visit: details.visit, caseNumber: details.caseNumber, holder: details.holder))
    }

    func printer(of kiosk: KioskID?) throws(Refusal) -> PrinterID? {
        guard let kiosk else { return nil }
        guard let known = kiosks[kiosk] else {
            throw Refusal(.unknownKiosk, field: "kiosk", values: ["kiosk": kiosk.text])
        }
        return known.printer
    }

    /// The next number nobody alive holds.
    func nextOrdinal(of prefix: String) -> Int {
        var ordinal = (lastOrdinals[prefix] ?? 0) + 1
        while carriedNumbers.contains(Ticket.number(prefix: prefix, ordinal: ordinal)) {
            ordinal += 1
        }
        return ordinal
    }
}
