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
    private static let stepsByNight = 12
    /// Requests are repeated within the time a key is promised to be known.
    private static let repeatedWithin: Int64 = 23 * 3_600_000
    private static let requestsRemembered = 30

    var spine: Spine
    /// How often each fact was recorded and each refusal given.
    var tally: [String: Int] = [:]
    /// Printer, signs and keypads, if the days have them.
    var park: DevicePark?
    var random: SeededRandom
    var witness = Witness()
    var crowd: Crowd
    var witnessed = 0
    /// What a restore would find.
    var backup: Backup?
    /// The blocks of a day's numbers that are used, as those who restore know.
    var blocks: [CivilDate: Int] = [:]
    private let seed: UInt64
    /// Fewer where a wire is asked dozens of times a second.
    private let stepsByDay: Int
    private let hall: DayHall
    private(set) var step = 0
    private var asked = 0
    private var sent: [(wish: Wish, wall: Int64)] = []
    var moment: Moment

    /// - Parameters:
    ///   - bend: the fault planted in the rules, if there is one.
    ///   - devices: whether the days have devices, and what is wrong with their drivers.
    ///   - hasUnits: whether half of the windows have window units.
    init(
        seed: UInt64, policy: any CallingPolicy = RulesInForce(),
        sabotage: Spine.Sabotage = .none, bend: BentHall.Bend? = nil,
        devices: DevicePark.Sabotage? = nil, hasUnits: Bool = false
    ) {
        self.seed = seed
        hall = DayHall(seed: seed)
        spine = Spine(policy: policy, sabotage: sabotage, bend: bend)
        random = SeededRandom(seed: seed)
        crowd = Crowd(
            seed: seed &+ 1 << 32, structures: hall.structures, prints: devices == nil)
        park = devices.map { DevicePark(seed: seed, sabotage: $0, hasUnits: hasUnits) }
        stepsByDay = hasUnits ? 40 : 160
        moment = Moment(
            wall: hall.firstDay.start(utcOffset: 28_800) + 30_600_000, monotonic: 1000,
            utcOffset: 28_800)
    }

    /// Lives through the days; throws at the first broken promise.
    mutating func run(days: Int = daysPerSeed) throws(Failure) {
        do {
            try start()
            for step in 1...(days * (stepsByDay + Self.stepsByNight)) {
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
            digest: "v0", structure: hall.structures[0])
        try post([Wish(actor: .controller, command: configuration)])
        try park?.restart(spine.hall)
        try obey()
    }

    private mutating func passTime() throws(Broken) {
        let open = spine.hall.businessDate ?? moment.date
        switch step % (stepsByDay + Self.stepsByNight) {
        case stepsByDay:
            try calm()
            try wait(until: open.next.start(utcOffset: moment.utcOffset) - 60_000)
        case (stepsByDay + 1)...: try pass(random.number(1...20))
        case 0: try wait(until: open.start(utcOffset: moment.utcOffset) + 30_600_000)
        default:
            let isLong = park == nil && random.one(in: 25)
            try pass(random.number(0...(isLong ? 2400 : park == nil ? 150 : 15)))
        }
        try disturbClock()
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
        forgetRequests()
        for _ in 0..<count {
            let isRepeated = random.one(in: 8)
            if isRepeated, let earlier = random.pick(sent) {
                wishes.append(crowd.repeated(earlier.wish))
            } else {
                let wish = crowd.wish(in: spine.hall, at: moment)
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

    /// Nobody repeats what may be forgotten by now, even if the clock is set back afterwards.
    mutating func forgetRequests() {
        sent.removeAll { abs($0.wall - moment.wall) > Self.repeatedWithin }
    }

    /// - Returns: the answers, or nil if nobody was told.
    @discardableResult
    mutating func post(
        _ wishes: [Wish], given conditions: Conditions = Conditions(),
        fate: Spine.Fate = .completes
    ) throws(Broken) -> [Answer<BentHall>]? {
        let inputs = wishes.enumerated().map { index, wish in
            Input(
                id: InputID("i\(asked + index)"), actor: wish.actor, moment: moment,
                key: wish.key, command: wish.command)
        }
        asked += wishes.count
        let answers = spine.turn(inputs, at: moment, given: conditions, fate: fate)
        guard fate != .cutBeforeCommit else { return nil }
        let before = witnessed
        guard let answers else {
            try check()
            return nil
        }
        guard answers.count == inputs.count else { throw Broken("an input was not answered") }
        for (input, answer) in zip(inputs, answers) {
            try judge(answer, to: input, given: conditions)
        }
        try check()
        try sayWhatIsDue()
        try park?.follow(Array(spine.disk[before...]), in: spine.hall)
        return answers
    }

    /// As the waiting loop does, whose deadline is now, or with the next second, if the last input
    /// left something to say.
    private mutating func sayWhatIsDue() throws(Broken) {
        let deadline = spine.engine.state.nextDeadline(after: moment)
        if let deadline, deadline - moment.monotonic <= 1000 {
            elapse(max(0, deadline - moment.monotonic))
            _ = spine.turn([], at: moment)
            try check()
            guard spine.engine.state.due(at: moment).isEmpty else {
                throw Broken("something was due and was not said")
            }
        }
        let now = Tick(
            wall: moment.wall, monotonic: moment.monotonic, boot: spine.boot, row: .max)
        for rule in witness.structure.tidal ?? [] where witness.isOverdue(rule, at: now) {
            throw Broken("rule \(rule.id) should have proposed help")
        }
    }

    /// Reads what was recorded since and holds it against the state.
    mutating func check() throws(Broken) {
        try readOn()
        try witness.compare(spine.hall)
        let differences = spine.hall.differences(from: spine.replayed)
        guard differences.isEmpty else {
            throw Broken("replay gives other \(differences.joined(separator: ", "))")
        }
    }

    mutating func readOn() throws(Broken) {
        while witnessed < spine.disk.count { try readNext() }
    }

    private mutating func readNext() throws(Broken) {
        let record = spine.disk[witnessed]
        witnessed += 1
        try witness.read(record)
        try park?.account.judge(record.fact, witness.tickets)
        tally[type(of: record.fact.payload).name, default: 0] += 1
    }

    /// What a client was told must be what the journal holds, and a refusal must have its reason.
    private mutating func judge(
        _ answer: Answer<BentHall>, to input: Input<Command>, given conditions: Conditions
    ) throws(Broken) {
        let earlier = input.key.flatMap { witness.answers[$0.text] }
        while witnessed < spine.disk.count,
            spine.disk[witnessed].envelope.cause.input == input.id
        { try readNext() }
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
            if earlier == nil, !records.isEmpty { try witness.allow(input, given: conditions) }
        case .keyReused:
            guard let earlier, earlier.digest != input.key?.digest else {
                throw Broken("a key was called used and was not")
            }
            tally["key reused", default: 0] += 1
        case .refused(let refusal):
            guard earlier == nil else { throw Broken("a repeated request was refused") }
            try witness.judge(refusal, input, crowd.lost, given: conditions)
            tally[refusal.kind.rawValue, default: 0] += 1
        case .storageFailed, .busy: throw Broken("the engine has no such answer")
        }
    }
}
