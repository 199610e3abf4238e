// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall
package import Wire

/// A ticket on paper.
package struct TicketSlip {
    /// What the slip needs to know beside the hall.
    package struct Circumstances: Sendable {
        /// Where the ticket can be followed; a QR code only when there is such a place.
        package var status: String?
        /// The masked name of who holds it, if it was given and not yet erased.
        package var holder: String?
        /// Whether it comes in place of a paper that may be somewhere too.
        package var isReprint = false
        /// Says on the paper that it is worth nothing.
        package var isDemo = false

        package init(
            status: String? = nil, holder: String? = nil, isReprint: Bool = false,
            isDemo: Bool = false
        ) {
            self.status = status
            self.holder = holder
            self.isReprint = isReprint
            self.isDemo = isDemo
        }
    }

    private let ticket: Ticket
    private let hall: Hall
    private let template: SlipTemplate
    private let phrases: (SlipTemplate.Language) -> Phrases

    /// - Parameter phrases: the sentences of each language the template asks for.
    package init(
        _ ticket: Ticket, in hall: Hall, _ template: SlipTemplate = .standard,
        _ phrases: @escaping (SlipTemplate.Language) -> Phrases
    ) {
        self.ticket = ticket
        self.hall = hall
        self.template = template
        self.phrases = phrases
    }

    /// The slip as of a moment. That it is a reprint or a demonstration stands on it whatever the
    /// template says.
    package func slip(at moment: Moment, _ circumstances: Circumstances) -> Slip {
        let sentences = phrases(.zhHans)
        var elements = template.elements.flatMap { lines($0, at: moment, circumstances) }
        if circumstances.isReprint {
            let style = Slip.Style(alignment: .centre, width: 2, height: 2, bold: true)
            elements.insert(.text(sentences("slip.reprint"), style), at: 0)
        }
        if circumstances.isDemo {
            elements.append(.text(sentences("slip.demo"), Slip.Style(alignment: .centre)))
        }
        return Slip(elements)
    }

    private func lines(
        _ element: SlipTemplate.Element, at moment: Moment, _ circumstances: Circumstances
    ) -> [Slip.Element] {
        switch element.kind {
        // Below a code, too, there must be white for phones to find it.
        case .qr:
            return circumstances.status.map {
                [.qr($0, module: element.module), .feed(lines: 1)]
            } ?? []
        case .feed: return [.feed(lines: element.lines)]
        // What fits on the narrowest paper; bars of that length join into one.
        case .rule: return [.text(String(repeating: "─", count: 16), element.style)]
        case .number: return [.text(ticket.number, element.style)]
        default: break
        }
        return element.languages.flatMap { language in
            texts(element, phrases(language), language, at: moment, circumstances)
                .map { .text($0, element.style) }
        }
    }

    private func texts(
        _ element: SlipTemplate.Element, _ phrases: Phrases, _ language: SlipTemplate.Language,
        at moment: Moment, _ circumstances: Circumstances
    ) -> [String] {
        let service = hall.services[ticket.service]?.definition
        switch element.kind {
        case .hall: return [hall.structure.name.text(in: language)].compactMap(\.self)
        case .zone: return [service?.zone?.text(in: language)].compactMap(\.self)
        case .service:
            let name = service?.name.text(in: language) ?? service?.name.zhHans
            return [phrases("slip.service", ["service": name ?? ticket.service.text])]
        case .appointment: return appointment(phrases)
        case .ahead: return [ahead(phrases)]
        case .wait: return wait(phrases)
        case .time:
            return [phrases("slip.time", ["time": "\(moment.date) \(moment.clockText)"])]
        case .holder:
            return circumstances.holder.map { [phrases("slip.holder", ["name": $0])] } ?? []
        case .tips: return tips.map { phrases($0) }
        case .text: return [element.text?.text(in: language)].compactMap(\.self)
        case .number, .qr, .rule, .feed: return []
        }
    }

    private var tips: [String] {
        ticket.state == .deferred
            ? ["slip.deferred.tip"] : ["slip.tip.listen", "slip.tip.missed"]
    }

    private func appointment(_ phrases: Phrases) -> [String] {
        guard ticket.state != .deferred, let wall = ticket.appointmentAt else { return [] }
        let moment = Moment(wall: wall, monotonic: 0, utcOffset: hall.utcOffset)
        return [phrases("slip.appointment", ["time": moment.clockText])]
    }

    /// Where the holder stands; on another day's slip, that they go first then.
    private func ahead(_ phrases: Phrases) -> String {
        guard ticket.state != .deferred else { return phrases("slip.deferred") }
        let ahead = hall.ahead(of: ticket)
        return ahead == 0
            ? phrases("slip.ahead.none") : phrases("slip.ahead", ["ahead": String(ahead)])
    }

    private func wait(_ phrases: Phrases) -> [String] {
        guard ticket.state != .deferred,
            let wait = hall.waitEstimate(for: ticket.service, ahead: hall.ahead(of: ticket)),
            wait.high > 0
        else { return [] }
        let low = wait.low / 60
        let high = (wait.high + 59) / 60
        return low == 0
            ? [phrases("slip.wait.within", ["high": String(high)])]
            : [phrases("slip.wait", ["low": String(low), "high": String(high)])]
    }
}
