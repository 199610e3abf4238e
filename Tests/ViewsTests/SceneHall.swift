// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Views

/// A hall brought about fact by fact: two services, two windows, one kiosk with a printer.
struct SceneHall {
    private(set) var hall = Hall()
    private(set) var moment = Moment(
        wall: CivilDate(daysSince1970: 20_780).start(utcOffset: 28_800) + 9 * 3_600_000,
        monotonic: 0, utcOffset: 28_800)
    private var sequence: Int64 = 0

    init(_ change: (inout HallStructure) -> Void = { _ in }) {
        var structure = HallStructure(
            name: LocalizedText(zhHans: "政务服务中心"),
            services: [
                .init(
                    id: "tax", name: LocalizedText(zhHans: "税务"), prefix: "A", typicalSeconds: 600),
                .init(id: "deed", name: LocalizedText(zhHans: "不动产"), prefix: "B"),
            ],
            windows: [
                .init(id: "w1", number: "1", services: ["tax"]),
                .init(id: "w2", number: "2", services: ["tax", "deed"]),
            ],
            kiosks: [.init(id: "door", name: LocalizedText(zhHans: "大门"), printer: "p1")])
        change(&structure)
        apply(.configurationApplied(.init(revision: 1, digest: "d", structure: structure)))
        apply(.dayOpened(.init(date: moment.date, utcOffset: moment.utcOffset)))
    }

    mutating func apply(_ fact: HallFact) {
        sequence += 1
        hall.apply(
            fact,
            Envelope(
                epoch: "e", sequence: sequence, moment: moment, boot: "b", date: moment.date,
                actor: .controller, cause: Cause(input: "i")))
    }

    mutating func pass(seconds: Int64) { moment.wall += seconds * 1000 }

    mutating func issue(
        _ id: TicketID, _ ordinal: Int, _ service: ServiceID = "tax",
        _ priority: PriorityClass = .normal, printer: PrinterID? = nil
    ) {
        apply(
            .ticketIssued(
                .init(
                    ticket: id, number: Ticket.number(prefix: "A", ordinal: ordinal), prefix: "A",
                    ordinal: ordinal, service: service, priority: priority, kiosk: nil,
                    printer: printer)))
    }

    mutating func open(_ window: WindowID) {
        apply(.windowOpened(.init(window: window, officer: OfficerID("officer-\(window)"))))
    }

    mutating func call(_ id: TicketID, to window: WindowID) {
        let why = Why(rule: .oldestFirst, waiting: 1, waitedSeconds: 0, passedOver: 0)
        apply(.ticketCalled(.init(ticket: id, window: window, officer: nil, why: why)))
    }
}

/// Shows the key and the values, so that a test sees which sentence was asked for.
let keysAndValues = Phrases { key, values in
    ([key] + values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        .joined(separator: " ")
}
