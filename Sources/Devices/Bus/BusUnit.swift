// SPDX-License-Identifier: Apache-2.0

import Wire

/// One address of the wire: who is there, what it should show, and what it is asked next.
struct BusUnit: Sendable {
    enum Stage: Equatable {
        /// Nobody answers; asked again at `tryAt`, and after that ever more rarely.
        case away(tryAt: Int64, pause: Int64)
        /// Its capabilities come next.
        case identified
        /// A session comes next.
        case opening
        /// START comes next.
        case starting
        case live
        /// Another unit than the one known here: is that one still on the wire?
        case stranger(BusIdentity)
        /// Left alone until then.
        case shunned(BusCondition, until: Int64)
    }

    /// What a request is for.
    enum Work: Equatable {
        case identify, capabilities, open, start
        /// Takes down what may be an old face.
        case clear
        case face
        case wish(BusWishes.Kind)
        case statistics, presence
        case poll
    }

    /// Who goes first.
    enum Rank: Int, Comparable {
        case call, wish, meeting, poll

        static func < (one: Rank, other: Rank) -> Bool { one.rawValue < other.rawValue }
    }

    struct Job: Equatable {
        var work: Work
        var rank: Rank
        /// Since when it could be done, or when it can.
        var at: Int64
        /// Among those of the same moment.
        var place = 0

        /// Whether it goes ahead of another that can be done as well.
        func precedes(_ other: Job) -> Bool {
            (rank, at, place) < (other.rank, other.at, other.place)
        }
    }

    /// A request that is repeated until it is answered.
    struct Pending: Sendable {
        let work: Work
        let request: BusRequest
        let frame: BusFrame
        let wire: [UInt8]
        var sendings = 0
        /// When it last had left.
        var endsAt: Int64?
    }

    /// What units have in common.
    struct Shared: Sendable {
        let timing: BusTiming
        let glyphs: GlyphSource
        let key: @Sendable (BusUID) -> BusKey?
        /// Seconds a face lives.
        var keep: UInt8
        /// Events are acknowledged once somebody says that they are safe.
        let holdsEvents: Bool
    }

    let address: UInt8
    /// The unit that belongs here, if the hall says so.
    var expected: BusUID?
    var stage = Stage.away(tryAt: .min, pause: 0)
    var identity: BusIdentity?
    var capabilities: BusCapabilities?
    var font = BusFont(.none)
    var session: BusSession?
    var nonce: UInt64 = 0
    var ledger = BusEventLedger()
    var sign = BusSign()
    var wishes = BusWishes()
    var pending: Pending?
    /// Requests in a row that nobody answered, and how many of them something broken came for.
    var misses = 0
    var garbles = 0
    var pollAt: Int64 = .min
    var statisticsAt: Int64 = .max
    var presenceAt: Int64 = .max
    /// It was busy with what it should do beside its sign; its polls go on until it is not.
    var wishAt: Int64 = .min
    var hasFault = false
    var lostEvents = false
    /// It said that it heard nothing for too long.
    var wasSilent = false
    /// When it last came up, since one that never stays up must not fill the wire.
    var startedAt: Int64?
    /// It has been asked at least once since the line is up.
    var isTried = false
    /// Two seem to answer as one.
    var isSuspect = false
    var proofFailures = 0
    private var sequence: UInt8
    private var told: BusUnitState?

    /// - Parameter seed: any number; the first sequence comes from it.
    init(_ address: UInt8, seed: UInt8) {
        self.address = address
        sequence = seed
    }

    static let statisticsPeriod: Int64 = 600_000
    private static let firstPause: Int64 = 250
    private static let longestPause: Int64 = 10_000
    /// Requests in a row without any answer, or without a good one, after which a unit is away.
    private static let silenceLimit = 3
    private static let missLimit = 6

    /// Whether its level is enough.
    func has(level: UInt8) -> Bool { (capabilities?.level ?? 0) >= level }

    var features: BusCapabilities.Features { capabilities?.features ?? [] }

    /// Keys and ratings must not wait as long as what is only shown.
    var hasInputs: Bool { !features.isDisjoint(with: [.keypad, .rating, .presence]) }

    var isLive: Bool { stage == .live }

    /// Nobody answered there, though it was tried.
    var isMissing: Bool {
        guard case .away = stage else { return false }
        return isTried && misses > 0
    }

    // MARK: What is next

    /// The most urgent of what can be done now, or the first of what can be done later.
    func job(_ now: Int64) -> Job? {
        if let pending { return Job(work: pending.work, rank: rank(of: pending.work), at: .min) }
        switch stage {
        case .away(let tryAt, let pause):
            // One that was only just lost has a sign that may be wrong; the dead must not keep the
            // others waiting.
            let isOnlyJust = startedAt != nil && pause <= 2 * Self.firstPause
            let isMeeting = isOnlyJust || !isTried || misses == 0
            return Job(work: knock, rank: isMeeting ? .meeting : .poll, at: tryAt)
        case .shunned(_, let until): return Job(work: knock, rank: .poll, at: until)
        case .identified: return Job(work: .capabilities, rank: .meeting, at: .min)
        case .opening: return Job(work: .open, rank: .meeting, at: .min)
        case .starting: return Job(work: .start, rank: .meeting, at: .min)
        case .stranger: return nil
        case .live: return liveJob(now)
        }
    }

    /// What one that does not answer is asked. Whoever hears a question and cannot be heard keeps
    /// its face for it, and perhaps that shows a number that is no longer called.
    private var knock: Work { sign.mayBeOld && misses > 0 ? .clear : .identify }

    private func liveJob(_ now: Int64) -> Job {
        var best = Job(work: .poll, rank: .poll, at: pollAt)
        func offer(_ work: Work, _ at: Int64, place: Int = 0) {
            let job = Job(work: work, rank: rank(of: work), at: at, place: place)
            let isReady = at <= now
            if isReady == (best.at <= now)
                ? (isReady ? job.rank < best.rank : at < best.at) : isReady
            {
                best = job
            }
        }
        guard capabilities?.isCompatible == true else { return best }
        if sign.isWanted { offer(.face, max(sign.dueAt, sign.wantedAt), place: sign.place) }
        if let wish = wishes.next(features, now) { offer(.wish(wish), wishAt) }
        if presenceAt < .max { offer(.presence, presenceAt) }
        if statisticsAt < .max { offer(.statistics, statisticsAt) }
        return best
    }

    private func rank(of work: Work) -> Rank {
        switch work {
        case .face: .call
        case .wish: .wish
        case .identify, .capabilities, .open, .start, .clear, .presence, .statistics: .meeting
        case .poll: .poll
        }
    }

    /// The next number for a request; 0 is for those that are never repeats.
    mutating func nextSequence() -> UInt8 {
        sequence = sequence % 255 + 1
        return sequence
    }

    /// Live, or only asked in between whether it is still itself.
    private var isInUse: Bool { isLive || stage == .starting && told?.condition == .live }

    // MARK: How it fares

    /// No answer came, or a broken one.
    mutating func isMissed(garbled: Bool, _ now: Int64) {
        misses += 1
        if garbled { garbles += 1 }
        isTried = true
        if garbles >= Self.silenceLimit { isSuspect = true }
        if misses - garbles >= Self.silenceLimit || misses >= Self.missLimit || !isInUse {
            leave(now)
        } else if pending?.work == .poll {
            // Asked next, for it may have had a key to tell.
            pending = nil
            // Two may have answered. Only the right one answers START so, and before that nothing
            // is believed.
            if garbled, has(level: 2), capabilities?.isCompatible == true { stage = .starting }
        }
    }

    /// It is not there, or no longer what it was.
    mutating func leave(_ now: Int64) {
        var pause = Self.firstPause
        if case .away(_, let last) = stage, last > 0 {
            pause = min(2 * last, Self.longestPause)
        }
        isTried = true
        stage = .away(tryAt: now + pause, pause: pause)
        pending = nil
        session = nil
        // What it shows when it is back it will say itself.
        sign.interrupt(now)
    }

    /// It is to be asked who it is, at once, unless it was only just asked all that.
    mutating func meetAnew(_ now: Int64) {
        let pause = startedAt.map { max($0 + 1000 - now, 0) } ?? 0
        pending = nil
        misses = 0
        garbles = 0
        stage = .away(tryAt: now + pause, pause: 0)
        sign.interrupt(now)
    }

    mutating func shun(_ condition: BusCondition, until: Int64) {
        pending = nil
        session = nil
        sign.interrupt(until)
        stage = .shunned(condition, until: until)
    }

    /// The line is gone or new: nothing that was under way counts.
    mutating func lineChanged(_ now: Int64) {
        pending = nil
        session = nil
        misses = 0
        garbles = 0
        isTried = false
        isSuspect = false
        startedAt = nil
        stage = .away(tryAt: .min, pause: 0)
        sign.forget(now)
    }

    /// What is known of it, if that is news.
    mutating func news() -> BusDriver.Report? {
        let state = state
        guard state != told else { return nil }
        told = state
        return .unit(address: address, state)
    }

    private var state: BusUnitState {
        var state = BusUnitState()
        state.identity = identity
        state.capabilities = capabilities
        state.hasFault = hasFault
        state.lostEvents = lostEvents
        state.condition =
            switch stage {
            case .away: misses > 0 || told == nil || told?.condition == .away ? .away : .comingUp
            case .starting where isInUse: .live
            case .identified, .opening, .starting, .stranger: .comingUp
            case .live: capabilities?.isCompatible == true ? .live : .incompatible
            case .shunned(let condition, _): condition
            }
        return state
    }
}
