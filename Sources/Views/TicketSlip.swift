// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall
package import Wire

/// A ticket on paper.
package struct TicketSlip {
    private let ticket: Ticket
    private let hall: Hall
    private let phrases: Phrases

    package init(_ ticket: Ticket, in hall: Hall, _ phrases: Phrases) {
        self.ticket = ticket
        self.hall = hall
        self.phrases = phrases
    }

    /// The slip as of a moment.
    ///
    /// - Parameters:
    ///   - reprint: says that there may be another slip of this number.
    ///   - status: where the ticket can be followed; a QR code only when there is one.
    ///   - demo: says on the paper that it is worth nothing.
    package func slip(at moment: Moment, status: String?, reprint: Bool = false, demo: Bool) -> Slip
    {
        let centred = Slip.Style(alignment: .centre)
        var elements: [Slip.Element] = [
            .text(hall.structure.name.zhHans, Slip.Style(alignment: .centre, height: 2)),
            .text(ticket.number, Slip.Style(alignment: .centre, width: 6, height: 6, bold: true)),
            .text(phrases("slip.service", ["service": serviceName]), centred),
        ]
        elements += middle.map { .text($0, centred) }
        let time = "\(moment.date) \(moment.clockText)"
        elements.append(.text(phrases("slip.time", ["time": time]), centred))
        elements += tips.map { .text(phrases($0), centred) }
        if let status { elements.append(.qr(status, module: 5)) }
        if reprint { elements.insert(.text(phrases("slip.reprint"), centred), at: 1) }
        if demo { elements.append(.text(phrases("slip.demo"), centred)) }
        return Slip(elements)
    }

    private var serviceName: String {
        hall.services[ticket.service]?.definition.name.zhHans ?? ticket.service.text
    }

    /// Where the holder stands; on another day's slip, that they go first then.
    private var middle: [String] {
        if ticket.state == .deferred { return [phrases("slip.deferred")] }
        let appointment = ticket.appointmentAt.map { wall in
            let moment = Moment(wall: wall, monotonic: 0, utcOffset: hall.utcOffset)
            return phrases("slip.appointment", ["time": moment.clockText])
        }
        return [appointment, ahead, wait].compactMap(\.self)
    }

    private var tips: [String] {
        ticket.state == .deferred
            ? ["slip.deferred.tip"] : ["slip.tip.listen", "slip.tip.missed"]
    }

    private var ahead: String {
        let ahead = hall.ahead(of: ticket)
        return ahead == 0
            ? phrases("slip.ahead.none") : phrases("slip.ahead", ["ahead": String(ahead)])
    }

    private var wait: String? {
        let ahead = hall.ahead(of: ticket)
        guard let wait = hall.waitEstimate(for: ticket.service, ahead: ahead), wait.high > 0
        else { return nil }
        let low = wait.low / 60
        let high = (wait.high + 59) / 60
        return low == 0
            ? phrases("slip.wait.within", ["high": String(high)])
            : phrases("slip.wait", ["low": String(low), "high": String(high)])
    }
}
