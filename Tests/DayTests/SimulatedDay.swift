// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall
import Simulators

/// Days of a hall made from one seed, on a clock that only the simulation moves.
///
/// After every step the promises of the house are held against the journal, the state and what
/// clients were told.
struct SimulatedDay {
    /// Where and how a promise was broken.
    struct Failure: Error, CustomStringConvertible {
        var seed: UInt64
        var step: Int
        var broken: Broken

        var description: String {
            """
            seed \(seed), step \(step): \(broken)
            again: HALLKEEPER_DAY_SEED=\(seed) HALLKEEPER_DAYS=\(SimulatedDay.daysPerSeed) \
            swift test --filter DayTests
            """
        }
    }

    static let daysPerSeed = 3
    private static let stepsByDay = 160
    private static let stepsByNight = 12
    /// Requests are repeated within the time a key is promised to be known.
    private static let repeatedWithin: Int64 = 23 * 3_600_000
    private static let requestsRemembered = 30

    private(set) var spine: Spine
    /// How often each fact was recorded and each refusal given.
    var tally: [String: Int] = [:]
    /// Printer, signs and keypads, if the days have them.
    var park: DevicePark?
    var random: SeededRandom
    private(set) var witness = Witness()
    private let seed: UInt64
    private var crowd: Crowd
    private var witnessed = 0
    private var step = 0
    private var asked = 0
    private var sent: [(wish: Wish, wall: Int64)] = []
    /// A Monday in November, half past eight in Beijing.
    var moment = Moment(
        wall: CivilDate(daysSince1970: 20_780).start(utcOffset: 28_800) + 30_600_000,
        monotonic: 1000, utcOffset: 28_800)

    /// - Parameter devices: whether the days have devices, and what is wrong with their drivers.
    init(
        seed: UInt64, policy: any CallingPolicy = RulesInForce(),
        sabotage: Spine.Sabotage = .none, devices: DevicePark.Sabotage? = nil
    ) {
        self.seed = seed
        spine = Spine(policy: policy, sabotage: sabotage)
        random = SeededRandom(seed: seed)
        crowd = Crowd(seed: seed &+ 1 << 32, prints: devices == nil)
        park = devices.map { DevicePark(seed: seed, sabotage: $0) }
    }

    /// Lives through the days; throws at the first broken promise.
    mutating func run(days: Int = daysPerSeed) throws(Failure) {
        do {
            try start()
            for step in 1...(days * (Self.stepsByDay + Self.stepsByNight)) {
                self.step = step
                try passTime()
                try turn()
            }
        } catch {
            throw Failure(seed: seed, step: step, broken: error)
        }
    }

    private mutating func start() throws(Broken) {
        try post([Wish(actor: .controller, command: .controllerStarted(boot: "b0"))])
        let configuration = Command.applyConfiguration(
            digest: "v0", structure: DayHall.structures[0])
        try post([Wish(actor: .controller, command: configuration)])
        try park?.restart(spine.hall)
        try obey()
    }

    private mutating func passTime() throws(Broken) {
        let open = spine.hall.businessDate ?? moment.date
        switch step % (Self.stepsByDay + Self.stepsByNight) {
        case Self.stepsByDay:
            try calm()
            try wait(until: open.next.start(utcOffset: moment.utcOffset) - 60_000)
        case (Self.stepsByDay + 1)...: try pass(random.number(1...20))
        case 0: try wait(until: open.start(utcOffset: moment.utcOffset) + 30_600_000)
        default: try pass(random.number(0...(park == nil ? 200 : 15)))
        }
        guard random.one(in: 40) else { return }
        moment.wall += Int64(random.number(-7200...7200)) * 1000
        tally["clock step", default: 0] += 1
    }

    private mutating func pass(_ seconds: Int) throws(Broken) {
        guard park != nil else { return elapse(Int64(seconds) * 1000) }
        try live(Int64(seconds) * 1000, calmly: false)
    }

    /// The lights are out for as long: no device says anything.
    private mutating func wait(until wall: Int64) throws(Broken) {
        park?.unplugAll()
        try obey()
        elapse(max(0, wall - moment.wall))
        park?.plugAll()
        try obey()
    }

    mutating func elapse(_ milliseconds: Int64) {
        moment.wall += milliseconds
        moment.monotonic += milliseconds
    }

    private mutating func turn() throws(Broken) {
        let count = random.pick([0, 1, 1, 1, 1, 2, 3, 6]) ?? 1
        var wishes: [Wish] = []
        sent.removeAll { abs($0.wall - moment.wall) > Self.repeatedWithin }
        for _ in 0..<count {
            let isRepeated = random.one(in: 8)
            if isRepeated, let earlier = random.pick(sent) {
                wishes.append(crowd.repeated(earlier.wish))
            } else {
                let wish = crowd.wish(in: spine.hall)
                wishes.append(wish)
                if wish.key != nil { sent.append((wish, moment.wall)) }
            }
        }
        sent = sent.suffix(Self.requestsRemembered)
        let fates: [Spine.Fate] = [.cutBeforeCommit, .cutBeforeAnswer]
        let fate = random.one(in: 50) ? random.pick(fates) ?? .completes : .completes
        let conditions = Conditions(storageLow: random.one(in: 30))
        try post(wishes, given: conditions, fate: fate)
        if fate == .completes { try obey() }
        if fate != .completes || random.one(in: 60) { try cutPower() }
    }

    mutating func cutPower() throws(Broken) {
        tally["power cut", default: 0] += 1
        let dark = Int64(random.number(1...900)) * 1000
        try park?.losePower(for: dark)
        moment.wall += dark
        moment.monotonic = Int64(random.number(1...60_000))
        let restored = random.one(in: 4)
        if restored { tally["restore", default: 0] += 1 }
        spine.restart(restored: restored)
        try check()
        try post([Wish(actor: .controller, command: .controllerStarted(boot: "b\(step)"))])
        guard spine.hall.openPrints.isEmpty else {
            throw Broken("an attempt is open after a restart")
        }
        try park?.restart(spine.hall)
        try obey()
    }

    /// - Returns: the answers, or nil if nobody was told.
    @discardableResult
    mutating func post(
        _ wishes: [Wish], given conditions: Conditions = Conditions(),
        fate: Spine.Fate = .completes
    ) throws(Broken) -> [Answer<Hall>]? {
        let inputs = wishes.enumerated().map { index, wish in
            Input(
                id: InputID("i\(asked + index)"), actor: wish.actor, moment: moment,
                key: wish.key, command: wish.command)
        }
        asked += wishes.count
        var known = witness.answers
        let answers = spine.turn(inputs, at: moment, given: conditions, fate: fate)
        guard fate != .cutBeforeCommit else { return nil }
        let before = witnessed
        try check()
        guard spine.hall.due(at: moment).isEmpty else {
            throw Broken("something was due and was not said")
        }
        guard let answers else { return nil }
        try park?.follow(Array(spine.disk[before...]), in: spine.hall)
        guard answers.count == inputs.count else { throw Broken("an input was not answered") }
        for (input, answer) in zip(inputs, answers) {
            try judge(answer, to: input, known: known)
            if let key = input.key, case .done(let records) = answer, !records.isEmpty {
                known[key.text] = (key.digest, records)
            }
        }
        return answers
    }

    /// Reads what was recorded since and holds it against the state.
    private mutating func check() throws(Broken) {
        for record in spine.disk[witnessed...] {
            try witness.read(record)
            try park?.account.judge(record.fact, witness.tickets)
            tally[type(of: record.fact.payload).name, default: 0] += 1
        }
        witnessed = spine.disk.count
        try witness.compare(spine.hall)
        let differences = spine.hall.differences(from: spine.replayed)
        guard differences.isEmpty else {
            throw Broken("replay gives other \(differences.joined(separator: ", "))")
        }
    }

    /// What a client was told must be what the journal holds.
    ///
    /// - Parameter known: what was recorded for each key before the input.
    private mutating func judge(
        _ answer: Answer<Hall>, to input: Input<Command>,
        known: [String: (digest: String, records: [Recorded<HallFact>])]
    ) throws(Broken) {
        let earlier = input.key.flatMap { known[$0.text] }
        switch answer {
        case .done(let records):
            if let earlier {
                guard earlier.digest == input.key?.digest, earlier.records == records else {
                    throw Broken("a repeated request was answered otherwise: \(input.command)")
                }
                tally["repeated", default: 0] += 1
            }
            for record in records {
                guard let row = witness.rows[record.envelope.id], spine.disk[row] == record
                else { throw Broken("a client was told what the journal has not") }
            }
        case .keyReused:
            guard let earlier, earlier.digest != input.key?.digest else {
                throw Broken("a key was called used and was not")
            }
            tally["key reused", default: 0] += 1
        case .refused(let refusal):
            guard earlier == nil else { throw Broken("a repeated request was refused") }
            tally[refusal.kind.rawValue, default: 0] += 1
        case .storageFailed, .busy: throw Broken("the engine has no such answer")
        }
    }
}
