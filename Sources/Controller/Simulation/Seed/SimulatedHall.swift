// SPDX-License-Identifier: Apache-2.0

import Engine
package import Facts
import Hall
import Simulators

/// A hall full of people made of one seed, day after day, on a clock that only it moves.
///
/// It knows nothing of the rules: citizens and officers ask for what they want, look at what became
/// of it, and live with refusals. Two runs of one seed, structure and release are the same.
package struct SimulatedHall {
    /// What a run is made of.
    package struct Recipe: Sendable {
        package var seed: UInt64
        package var structure: HallStructure
        /// The first day; those on which the hall does not work are left out.
        package var from: CivilDate
        /// About how many people come on a day; nil: as many as keep the windows busy.
        package var ticketsPerDay: Int?
        /// Seconds the zone is ahead of UTC on a day.
        package var utcOffset: @Sendable (CivilDate) -> Int

        package init(
            seed: UInt64, structure: HallStructure, from: CivilDate, ticketsPerDay: Int? = nil,
            utcOffset: @escaping @Sendable (CivilDate) -> Int = { _ in 28_800 }
        ) {
            self.seed = seed
            self.structure = structure
            self.from = from
            self.ticketsPerDay = ticketsPerDay
            self.utcOffset = utcOffset
        }

        /// More days than any hall is shut in a row.
        private static let longestHoliday = 60

        /// The first working day from a day on; nil when the hall never opens.
        func plan(from first: CivilDate) -> SimulatedDayPlan? {
            var date = first
            for _ in 0..<Self.longestHoliday {
                let plan = SimulatedDayPlan(date, utcOffset: utcOffset(date), in: structure)
                if let plan { return plan }
                date = date.next
            }
            return nil
        }

        /// The last of so many working days; nil when the hall never opens.
        func lastDay(of count: Int) -> CivilDate? {
            var last: CivilDate?
            for _ in 0..<count {
                guard let next = plan(from: last?.next ?? from) else { break }
                last = next.date
            }
            return last
        }
    }

    enum Event {
        case comes(SimulatedCitizen)
        case givesUp(TicketID)
        case comesBack(TicketID)
        case checksIn(TicketID)
        case post(Int, wake: Int)
        case prints(TicketID, PrinterID)
        case printed(TicketID, PrinterID)
        case paperBack(PrinterID)
        case hallPause(minutes: Int)
        case hallResume
        case supervisor
        case tideEnds(WindowID, ServiceID)
    }

    private static let batch = 2048
    static let boot = "simulated"

    let recipe: Recipe
    var random: SeededRandom
    var engine: Engine<Hall>
    var events = EventQueue<Event>()
    var posts: [SimulatedPost]
    var paper: [PrinterID: Int] = [:]
    /// How much each service is asked for.
    var demand: [Double]
    var deferred: [TicketID] = []
    private(set) var figures = SimulatedFigures()
    var now: Int64 = 0
    private(set) var utcOffset = 0
    private(set) var day: SimulatedDayPlan?
    private var nextDate: CivilDate
    private var hasStarted = false
    private var records: [Recorded<HallFact>] = []
    private let keep: ([Recorded<HallFact>]) throws -> Void

    /// - Parameters:
    ///   - epoch: of the journal the facts go to, if any.
    ///   - keep: takes the facts in batches; what it throws ends the run.
    package init(
        _ recipe: Recipe, epoch: EpochID = "simulated",
        keep: @escaping ([Recorded<HallFact>]) throws -> Void = { _ in }
    ) {
        self.recipe = recipe
        self.keep = keep
        random = SeededRandom(seed: recipe.seed)
        engine = Engine(state: Hall(), epoch: epoch, boot: Self.boot)
        posts = recipe.structure.windows.map { SimulatedPost($0.id) }
        nextDate = recipe.from
        demand = []
        demand = recipe.structure.services.map { service in
            let windows = recipe.structure.windows.count { $0.services.contains(service.id) }
            return Double(windows) / Self.caseSeconds(service) * (0.8 + 0.4 * random.part())
        }
    }

    /// Lives through the next working day; nil when the hall never opens.
    package mutating func nextDay() throws -> SimulatedFigures.Day? {
        guard let plan = recipe.plan(from: nextDate) else { return nil }
        day = plan
        nextDate = plan.date.next
        utcOffset = plan.utcOffset
        now = plan.start
        figures.begin(plan.date)
        start()
        planDay(plan)
        while let (time, event) = events.next() {
            guard time <= plan.ends else { continue }
            now = max(now, time)
            happen(event)
            try hand(over: records.count >= Self.batch)
        }
        goHome()
        try hand(over: true)
        return figures.end()
    }

    private mutating func hand(over isDue: Bool) throws {
        guard isDue, !records.isEmpty else { return }
        try keep(records)
        records.removeAll(keepingCapacity: true)
    }

    private mutating func start() {
        guard !hasStarted else { return }
        hasStarted = true
        ask(.controllerStarted(boot: Self.boot), by: .controller)
        ask(
            .applyConfiguration(digest: "simulated", structure: recipe.structure),
            by: .controller)
    }

    private mutating func happen(_ event: Event) {
        switch event {
        case .comes(let citizen): come(citizen)
        case .givesUp(let ticket):
            if hall.tickets[ticket]?.state == .waiting { ask(.giveUp(ticket), by: Self.guide) }
        case .comesBack(let ticket): ask(.reactivate(ticket), by: Self.guide)
        case .checksIn(let ticket): ask(.checkIn(ticket), by: Self.guide)
        case .post(let index, let wake): if posts[index].wake == wake { act(index) }
        case .prints, .printed, .paperBack: handlePaper(event)
        case .hallPause, .hallResume, .supervisor, .tideEnds: supervise(event)
        }
    }
}

// MARK: - Asking the engine

extension SimulatedHall {
    static let guide = Actor(.officer, "guide-desk")
    static let supervisor = Actor(.supervisor, "supervisor")

    var hall: Hall { engine.state }

    var moment: Moment {
        let start = recipe.from.start(utcOffset: utcOffset)
        return Moment(wall: now, monotonic: now - start, utcOffset: utcOffset)
    }

    /// - Returns: whether it was done.
    @discardableResult
    mutating func ask(_ command: Command, by actor: Actor) -> Bool {
        let input = Input(
            id: InputID(random.id(characters: 12)), actor: actor, moment: moment,
            command: command)
        let turn = engine.turn([input])
        for record in turn.records {
            figures.take(record, in: hall)
            follow(record.fact)
        }
        records += turn.records
        guard case .refused(let refusal)? = turn.answers.first else { return true }
        figures.refused(refusal)
        return false
    }

    /// What people and printers do because of a fact.
    private mutating func follow(_ fact: HallFact) {
        switch fact {
        case .ticketIssued(let issued):
            wake(for: issued.ticket)
            if let printer = issued.printer { sendPaper(issued.ticket, on: printer) }
        case .ticketTransferred(let fact): wake(for: fact.ticket)
        case .ticketReactivated(let fact): wake(for: fact.ticket)
        case .ticketReturned(let fact): wake(for: fact.ticket)
        case .ticketReleased(let fact): wake(for: fact.ticket)
        case .ticketCheckedIn(let fact): wake(for: fact.ticket)
        case .ticketFinished(let fact) where fact.next != nil: wake(for: fact.ticket)
        case .ticketDeferred(let fact):
            deferred.append(fact.ticket)
            if let printer = fact.printer { sendPaper(fact.ticket, on: printer) }
        default: break
        }
    }

    /// A case with the way to the window and the moment after it.
    static func caseSeconds(_ service: HallStructure.Service) -> Double {
        Double(seconds(service) + 50)
    }

    static func seconds(_ service: HallStructure.Service) -> Int {
        min(max(30, service.typicalSeconds ?? 600), 14_400)
    }
}
