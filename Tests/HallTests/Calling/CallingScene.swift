// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

/// A hall made of facts alone, so that who is next can be asked of any queue there could be.
struct CallingScene {
    private(set) var hall = Hall()
    private(set) var moment: Moment
    private var applied: Int64 = 0
    private var taken = 0

    /// Nine o'clock.
    static let morning = Moment(
        wall: CivilDate(daysSince1970: 20_780).start(utcOffset: 28_800) + 9 * 3_600_000,
        monotonic: 5000, utcOffset: 28_800)

    static let rules: [String: CallingRules] = [
        "oldest": CallingRules(classes: .oldest),
        "two-to-one": CallingRules(classes: .ratio, normalTurns: 2, priorityTurns: 1),
        "alternate": CallingRules(classes: .ratio, normalTurns: 1, priorityTurns: 1),
        "balanced": CallingRules(classes: .priority, agingMinutes: 30),
        "head-start": CallingRules(classes: .oldest, priorityHeadStartSeconds: 600),
    ]

    /// Services `a`, `b` and `c`.
    init(
        _ windows: [HallStructure.Window] = [.init(id: "w1", number: "1", services: ["a"])],
        standard: String? = nil, appointments: AppointmentRules? = nil
    ) {
        var structure = HallStructure(
            name: LocalizedText(zhHans: "政务服务中心"),
            services: ["a", "b", "c"].map {
                .init(id: ServiceID($0), name: LocalizedText(zhHans: $0), prefix: $0)
            }, windows: windows, kiosks: [])
        structure.appointments = appointments
        structure.calling = standard.map { standard in
            CallingStructure(
                policies: Self.rules.sorted { $0.key < $1.key }.map {
                    .init(id: $0.key, name: LocalizedText(zhHans: $0.key), rules: $0.value)
                }, standard: standard)
        }
        self.init(structure)
    }

    init(_ structure: HallStructure) {
        moment = Self.morning
        apply(
            .configurationApplied(
                ConfigurationApplied(revision: 1, digest: "d", structure: structure)))
        apply(.dayOpened(DayOpened(date: moment.date, utcOffset: moment.utcOffset)))
    }

    mutating func apply(_ fact: HallFact) {
        applied += 1
        hall.apply(
            fact,
            Envelope(
                epoch: "e1", sequence: applied, moment: moment, boot: "b1", date: moment.date,
                actor: .controller, cause: Cause(input: "i")))
    }

    /// Makes rules of no name those of the hall.
    mutating func choose(_ rules: CallingRules) {
        var structure = hall.structure
        structure.calling = CallingStructure(
            policies: [.init(id: "tried", name: LocalizedText(zhHans: "tried"), rules: rules)],
            standard: "tried")
        apply(
            .configurationApplied(
                ConfigurationApplied(revision: 2, digest: "e", structure: structure)))
    }

    mutating func pass(minutes: Int) {
        moment.wall += Int64(minutes) * 60_000
        moment.monotonic += Int64(minutes) * 60_000
    }

    /// Numbers count through all services, so that a number tells who came first.
    @discardableResult
    mutating func take(
        _ service: ServiceID, _ priority: PriorityClass = .normal,
        appointment: AppointmentID? = nil
    ) -> TicketID {
        taken += 1
        let id = TicketID("t\(taken)")
        apply(
            .ticketIssued(
                TicketIssued(
                    ticket: id, number: "\(service.text)\(taken)", prefix: service.text,
                    ordinal: taken, service: service, priority: priority, kiosk: nil,
                    printer: nil, appointment: appointment)))
        return id
    }

    /// Somebody comes who has an appointment in so many minutes.
    @discardableResult
    mutating func take(
        _ service: ServiceID, _ priority: PriorityClass = .normal, dueIn minutes: Int
    ) -> TicketID {
        let appointment = AppointmentID("p\(taken)")
        apply(
            .appointmentBooked(
                AppointmentBooked(
                    appointment: appointment, service: service,
                    at: moment.wall + Int64(minutes) * 60_000, priority: priority)))
        return take(service, priority, appointment: appointment)
    }

    /// Sends somebody who waits to one window or officer.
    mutating func send(
        _ ticket: TicketID, to service: ServiceID, window: WindowID? = nil,
        officer: OfficerID? = nil
    ) {
        guard let from = hall.tickets[ticket]?.service else { return }
        apply(
            .ticketTransferred(
                TicketTransferred(
                    ticket: ticket, window: "w1", from: from, to: service, toWindow: window,
                    toOfficer: officer)))
    }

    /// Calls the next at a window and serves them; says who it was.
    @discardableResult
    mutating func serve(_ window: WindowID = "w1") -> TicketID? {
        guard let next = next(window) else { return nil }
        apply(
            .ticketCalled(
                TicketCalled(ticket: next.ticket, window: window, officer: nil, why: next.why)))
        apply(
            .ticketFinished(
                TicketFinished(
                    ticket: next.ticket, window: window, startAssumed: true, serviceSeconds: 60)))
        return next.ticket
    }

    /// Serves until nobody waits; gives the order.
    mutating func serveAll(_ window: WindowID = "w1") -> [TicketID] {
        var order: [TicketID] = []
        while let ticket = serve(window) { order.append(ticket) }
        return order
    }

    func next(_ window: WindowID = "w1", by rules: CallingRules? = nil) -> Choice? {
        hall.windows[window].flatMap { hall.choice(for: $0, by: rules, at: moment) }
    }

    func order(_ window: WindowID = "w1", by rules: CallingRules? = nil) -> [TicketID] {
        guard let window = hall.windows[window] else { return [] }
        return hall.order(for: window, by: rules, most: .max, at: moment).map(\.ticket)
    }

    /// Why the next one is next.
    func why(_ window: WindowID = "w1") -> Why.Rule? { next(window)?.why.rule }
}
