// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall
import Testing

/// A hall of three windows and three services, with its journal and a clock the test moves.
struct TestHall {
    private(set) var engine: Engine<Hall>
    private(set) var journal: [Recorded<HallFact>] = []
    var moment = Moment(
        wall: CivilDate(daysSince1970: 20_780).start(utcOffset: 28_800) + 9 * 3_600_000,
        monotonic: 5000, utcOffset: 28_800)
    var conditions = Conditions()
    private var asked = 0
    private var taken = 0

    static let structure = HallStructure(
        name: LocalizedText(zhHans: "政务服务中心"),
        services: [
            .init(id: "tax", name: LocalizedText(zhHans: "税务"), prefix: "A", typicalSeconds: 600),
            .init(id: "deed", name: LocalizedText(zhHans: "不动产"), prefix: "B"),
            .init(id: "stamp", name: LocalizedText(zhHans: "印章"), prefix: "C"),
        ],
        windows: [
            .init(id: "w1", number: "1", services: ["tax"]),
            .init(id: "w2", number: "2", services: ["tax", "deed"]),
            .init(id: "w3", number: "3", services: ["deed", "stamp"]),
        ],
        kiosks: [
            .init(id: "door", name: LocalizedText(zhHans: "大门"), printer: "p1"),
            .init(id: "desk", name: LocalizedText(zhHans: "导办台")),
        ])

    /// Open at windows 1 and 2 by `li` and `wang`; window 3 is closed.
    init(_ change: (inout HallStructure) -> Void = { _ in }) throws {
        var structure = Self.structure
        change(&structure)
        try self.init(structure: structure)
        try ask(.atWindow("w1", .open("li")))
        try ask(.atWindow("w2", .open("wang")))
    }

    init(structure: HallStructure) throws {
        engine = Engine(state: Hall(), epoch: "e1", boot: "b1")
        try ask(.controllerStarted(boot: "b1"))
        try ask(.applyConfiguration(digest: "d1", structure: structure))
    }

    var hall: Hall { engine.state }
    var facts: [HallFact] { journal.map(\.fact) }

    /// What was recorded since the journal had `count` facts.
    func facts(since count: Int) -> [HallFact] { facts.suffix(facts.count - count) }

    mutating func pass(seconds: Int) {
        moment.wall += Int64(seconds) * 1000
        moment.monotonic += Int64(seconds) * 1000
    }

    /// Moves the wall clock alone, as somebody who sets it does.
    mutating func stepClock(seconds: Int) { moment.wall += Int64(seconds) * 1000 }

    @discardableResult
    mutating func ask(_ command: Command, by actor: Actor = .controller) throws -> [HallFact] {
        asked += 1
        let input = Input(
            id: InputID("i\(asked)"), actor: actor, moment: moment, command: command)
        let turn = engine.turn([input], given: conditions)
        journal += turn.records
        switch turn.answers.first {
        case .done(let records): return records.map(\.fact)
        case .refused(let refusal): throw refusal
        default:
            Issue.record("\(command) was not answered")
            return []
        }
    }

    /// Says what the clock makes due.
    @discardableResult
    mutating func tick() -> [HallFact] {
        let turn = engine.turn(at: moment, cause: "tick")
        journal += turn.records
        return turn.records.map(\.fact)
    }

    /// Why a command is refused; also proves that it then records nothing.
    mutating func refusal(_ command: Command, by actor: Actor = .controller) -> Refusal.Kind? {
        refused(command, by: actor)?.kind
    }

    /// The same with what its sentence says.
    mutating func refused(_ command: Command, by actor: Actor = .controller) -> Refusal? {
        tick()
        let before = journal.count
        do {
            try ask(command, by: actor)
            return nil
        } catch let refusal as Refusal {
            #expect(journal.count == before, "a refusal changes nothing")
            return refusal
        } catch {
            Issue.record("\(error) is no refusal")
            return nil
        }
    }

    @discardableResult
    mutating func take(
        _ service: ServiceID, _ priority: PriorityClass = .normal, at kiosk: KioskID? = nil
    ) throws -> Ticket {
        taken += 1
        let id = TicketID("t\(taken)")
        try ask(.takeTicket(ticket: id, service: service, priority: priority, kiosk: kiosk))
        return try ticket(id)
    }

    /// Calls the next one; nil when nobody waits.
    @discardableResult
    mutating func call(_ window: WindowID) throws -> Ticket? {
        try ask(.atWindow(window, .call))
        return try hall.windows[window]?.ticket.map(ticket)
    }

    mutating func at(_ window: WindowID, _ action: WindowAction) throws {
        try ask(.atWindow(window, action))
    }

    func ticket(_ id: TicketID) throws -> Ticket { try #require(hall.tickets[id]) }
    func window(_ id: WindowID) throws -> Window { try #require(hall.windows[id]) }

    /// The machine is off for a while and starts from the journal, its steady clock anew.
    mutating func restart(boot: String, monotonic: Int64, off seconds: Int) {
        let epoch = engine.epoch
        let last = journal.lastIndex { if case .dayClosed = $0.fact { true } else { false } } ?? 0
        engine = Engine(state: Hall(), epoch: epoch, boot: boot, sequence: Int64(last))
        for record in journal[last...] { engine.replay(record) }
        moment.wall += Int64(seconds) * 1000
        moment.monotonic = monotonic
        #expect(throws: Never.self) { try ask(.controllerStarted(boot: boot)) }
    }

    /// The hall goes on from a copy of its journal, in a block of numbers of its own.
    mutating func restore(block: Int, backedUpAt: Int64? = nil) {
        let last = journal.lastIndex { if case .dayClosed = $0.fact { true } else { false } } ?? 0
        engine = Engine(state: Hall(), epoch: EpochID("restored-\(block)"), boot: "b1")
        for record in journal[last...] { engine.replay(record) }
        let restored = JournalRestored(
            fromEpoch: "e1", fromSequence: Int64(journal.count),
            backedUpAt: backedUpAt ?? moment.wall,
            date: moment.date, block: block)
        let envelope = Envelope(
            epoch: engine.epoch, sequence: 1, moment: moment, boot: "b1",
            date: hall.businessDate, actor: .controller, cause: Cause(input: "restore"))
        let record = Recorded(envelope: envelope, fact: HallFact.journalRestored(restored))
        engine.replay(record)
        journal.append(record)
    }

    /// A new hall from the journal's last closed day on, as a start makes it.
    func replayed() -> Hall {
        let last = journal.lastIndex { if case .dayClosed = $0.fact { true } else { false } } ?? 0
        var engine = Engine(state: Hall(), epoch: "e1", boot: "b2", sequence: Int64(last))
        for record in journal[last...] { engine.replay(record) }
        return engine.state
    }
}
