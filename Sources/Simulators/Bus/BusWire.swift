// SPDX-License-Identifier: Apache-2.0

/// One RS-485 pair in virtual time: a controller at one end, any number of units, one talking at
/// a time. Time is nanoseconds of a clock that never steps.
///
/// Bytes travel in runs that end with a frame, so that an undisturbed frame costs one call to each
/// hearer; a run is cut wherever anything else happens, and overlapping bytes go one by one.
package struct BusWire<Node: BusNode>: Sendable {
    /// How far the pair has run, in nanoseconds.
    package private(set) var now: Int64
    /// The units, to look at; `happen(to:)` changes them.
    package internal(set) var nodes: [Node]
    /// How the controller is connected; may be changed at any moment.
    package var adapter = BusAdapter()
    /// What passed, if `trace.limit` asks for it.
    package var trace = BusTrace()
    /// What the pair was used for until now.
    package private(set) var use = BusUse()
    /// The controller's transmitter, then those of the units.
    var stations: [BusStation]
    private var toUnits = BusDisturber(BusNoise())
    private var toController = BusDisturber(BusNoise())
    /// Stations with bytes to send.
    private var senders: [Int] = []
    /// When each station has something to do.
    private var deadlines: [Int64]
    /// What the adapter heard and has not handed over, and since when.
    private var inbox: [UInt8] = []
    private var inboxDue: Int64 = .max
    private var random: SeededRandom
    private var scratch: [UInt8] = []
    private let frameEnd: UInt8?

    /// A pair with `nodes` on it. A node must not answer before it heard `frameEnd`, the byte that
    /// ends each frame; without one every byte is handed over by itself.
    package init(
        _ nodes: [Node], controllerBaud: Int, seed: UInt64, startingAt now: Int64 = 0,
        frameEnd: UInt8? = 0
    ) {
        self.nodes = nodes
        self.now = now
        self.frameEnd = frameEnd
        random = SeededRandom(seed: seed)
        var seeds = SeededRandom(seed: ~seed)
        stations = ([controllerBaud] + nodes.map(\.baud)).map {
            BusStation(baud: $0, seed: seeds.next())
        }
        deadlines = [.max] + nodes.map { $0.nextDeadline ?? .max }
    }

    /// What befalls the bytes of the controller.
    package var noiseToUnits: BusNoise {
        get { toUnits.noise }
        set { toUnits = BusDisturber(newValue) }
    }

    /// What befalls the bytes of the units.
    package var noiseToController: BusNoise {
        get { toController.noise }
        set { toController = BusDisturber(newValue) }
    }

    /// When something next happens, in nanoseconds, possibly in the past; nil while the pair is at rest.
    package var nextDeadline: Int64? {
        let next = senders.reduce(min(soonest, inboxDue)) { min($0, stations[$1].endsAt) }
        return next == .max ? nil : next
    }

    /// Hands bytes to the controller's adapter, which sends them in order.
    package mutating func send(_ bytes: [UInt8]) {
        say(bytes, by: 0, delay: adapter.sendDelay)
    }

    /// Runs until something reaches the controller's program, which is returned and is the moment
    /// at which `now` stands then, or until `time`. Call it again until it returns nil.
    package mutating func advance(to time: Int64) -> BusDelivery? {
        while true {
            let due = soonest
            let sender = soonestSender
            var horizon = min(time, due, inboxDue)
            if let sender, sender > 0 || adapter.echoes {
                horizon = min(horizon, adapter.tick(after: now))
            }
            if let sender, stations[sender].endsAt <= horizon {
                pass(sender, until: horizon)
                if !inbox.isEmpty, inboxDue <= now { return handOver() }
                continue
            }
            now = max(now, horizon)
            if due <= now {
                act()
            } else if inboxDue <= now {
                return handOver()
            } else if now >= time {
                return nil
            }
        }
    }

    private var soonest: Int64 { deadlines.min() ?? .max }

    private var soonestSender: Int? {
        senders.min { stations[$0].endsAt < stations[$1].endsAt }
    }

    private mutating func handOver() -> BusDelivery {
        defer {
            inbox = []
            inboxDue = .max
        }
        return BusDelivery(bytes: inbox, at: now)
    }
}

// MARK: Sending

extension BusWire {
    /// Has a station send, now or after a delay.
    mutating func say(_ bytes: [UInt8], by station: Int, delay: Int64) {
        guard !bytes.isEmpty, stations[station].isPlugged else { return }
        if delay > 0 {
            stations[station].hold(bytes, until: now + delay)
            deadlines[station] = min(deadlines[station], stations[station].nextDue)
        } else {
            if stations[station].isSilent { senders.append(station) }
            stations[station].send(bytes, now: now)
        }
    }

    /// Ends what a station is sending, in the middle of a byte if need be.
    mutating func silence(_ station: Int) {
        if stations[station].isSending(at: now) {
            for other in senders where stations[other].isSending(at: now) {
                stations[other].isGarbled = true
            }
        }
        stations[station].cut()
        senders.removeAll { $0 == station }
        if station == 0 {
            inbox = []
            inboxDue = .max
        }
        refresh(station)
    }

    /// Random bytes of a babbler, some at a time.
    mutating func babble(by station: Int) {
        say((0..<16).map { _ in noiseByte() }, by: station, delay: 0)
    }

    /// Looks anew at what a station waits for and how fast it is.
    mutating func refresh(_ station: Int, notBefore: Int64 = .min) {
        let due = stations[station].nextDue
        guard station > 0 else {
            deadlines[0] = due
            return
        }
        let deadline = nodes[station - 1].nextDeadline ?? .max
        deadlines[station] = min(due, max(deadline, notBefore))
        stations[station].change(baud: nodes[station - 1].baud)
    }

    /// All whose time has come do what they waited for.
    private mutating func act() {
        for station in stations.indices where deadlines[station] <= now {
            if stations[station].nextDue <= now {
                say(stations[station].release(now: now), by: station, delay: 0)
            }
            if station > 0, let deadline = nodes[station - 1].nextDeadline, deadline <= now {
                answer(nodes[station - 1].act(at: now), by: station)
            }
            refresh(station, notBefore: now + 1000)
        }
    }

    private mutating func answer(_ bytes: [UInt8], by station: Int) {
        switch stations[station].mischief {
        case .none: say(bytes, by: station, delay: 0)
        case .late(let delay): say(bytes, by: station, delay: delay)
        case .hung, .babbling: break
        }
    }

    private mutating func noiseByte() -> UInt8 { UInt8(truncatingIfNeeded: random.next()) }
}

// MARK: Passing

extension BusWire {
    /// Lets the next bytes of a sender pass, at least one, and no further than `horizon`.
    private mutating func pass(_ sender: Int, until horizon: Int64) {
        let end = stations[sender].endsAt
        var clear = horizon
        for other in senders where other != sender {
            clear = min(clear, stations[other].startsAt)
        }
        if clear < end || stations[sender].isGarbled {
            passGarbled(sender)
        } else {
            passRun(sender, until: clear)
        }
        if stations[sender].isSilent {
            senders.removeAll { $0 == sender }
            if stations[sender].mischief == .babbling { babble(by: sender) }
        }
    }

    private mutating func passRun(_ sender: Int, until time: Int64) {
        let room = adapter.latency > 0 ? BusAdapter.packet - inbox.count : BusStation.longestRun
        let bytes = stations[sender].run(
            endingBy: time, frameEnd: frameEnd, limit: max(1, room))
        let disturber = sender == 0 ? toUnits : toController
        now = stations[sender].end(after: bytes.count)
        if disturber.isQuiet {
            hear(bytes, bytes, from: sender)
        } else {
            var heard = scratch
            scratch = []
            heard.removeAll(keepingCapacity: true)
            use.disturbed += disturber.pass(bytes, into: &heard, &random)
            hear(bytes, heard[...], from: sender)
            scratch = heard
        }
        stations[sender].pass(bytes.count)
    }

    /// One byte over which others sent: it is lost, or mixed with one of theirs, or anything.
    private mutating func passGarbled(_ sender: Int) {
        let byte = stations[sender].current
        let end = stations[sender].endsAt
        var other: UInt8 = noiseByte()
        for rival in senders where rival != sender && stations[rival].startsAt < end {
            stations[rival].isGarbled = true
            other = stations[rival].current
        }
        now = end
        use.countGarbled(from: stations[sender].startsAt, to: end)
        let heard: [UInt8] =
            switch random.next() % 4 {
            case 0: []
            case 1: [byte & other]
            case 2: [byte | other]
            default: [noiseByte()]
            }
        hear([byte], heard[...], from: sender)
        stations[sender].pass(1)
    }

    /// Everybody who listens hears what is left of the bytes that were sent.
    private mutating func hear(
        _ sent: ArraySlice<UInt8>, _ heard: ArraySlice<UInt8>, from sender: Int
    ) {
        let start = stations[sender].startsAt
        use.count(bytes: sent.count, from: start, to: now)
        trace.add(
            BusPassage(
                end: sender == 0 ? .controller : .unit(sender - 1), began: start, ended: now,
                sent: Array(sent), heard: Array(heard)),
            frameEnd: frameEnd)
        let baud = stations[sender].baud
        for station in stations.indices where station != sender || sender == 0 {
            guard listens(station, to: sender) else { continue }
            if stations[station].understands(baud) {
                take(heard, at: station)
            } else {
                take(stations[station].mishear(sent.count, at: baud)[...], at: station)
            }
        }
    }

    /// A transmitter turns its receiver off, unless it is an adapter that echoes.
    private func listens(_ station: Int, to sender: Int) -> Bool {
        guard stations[station].isPlugged else { return false }
        if station == 0, adapter.echoes { return true }
        return station != sender && !stations[station].isSending(at: now)
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, at station: Int) {
        guard !bytes.isEmpty else { return }
        if station == 0 {
            if inbox.isEmpty { inboxDue = adapter.latency > 0 ? adapter.tick(after: now) : now }
            inbox += bytes
            if inbox.count >= BusAdapter.packet { inboxDue = now }
        } else {
            nodes[station - 1].hear(bytes, at: now)
            refresh(station)
        }
    }
}
