// SPDX-License-Identifier: Apache-2.0

package import Wire

/// The controller of a Window Bus (`firmware-protocol/SPEC.md`): finds the units of one line, keeps
/// their signs showing what they should, and takes each event of theirs once.
///
/// Several parts think: a `BusUnit` for each address knows what it is to be asked next,
/// `BusExchange` is the request under way, `BusSearch` looks for units that are missing or too many,
/// `BusUnrest` notices who speaks unasked. What goes first is in `BusDriver+Schedule`.
package struct BusDriver: LineDriver {
    package enum Command: Sendable, Equatable {
        /// The addresses of the hall. What is not among them is left alone; what is new is looked
        /// for.
        case mounts([BusMount])
        /// The face a sign should show from now on; the face it already has changes nothing.
        case show(address: UInt8, SignFace)
        /// The sign's face blinks again, as for a recall.
        case flashAgain(address: UInt8)
        case pad(address: UInt8, BusPadFace)
        case light(address: UInt8, BusLight, BusColour)
        /// 1 to 100 per cent; 0 as the unit thinks right.
        case brightness(address: UInt8, UInt8)
        /// So many times, 1 to 9, of so many hundredths of a second, 1 to 100. Forgotten if it
        /// cannot be done within two seconds.
        case beep(address: UInt8, times: UInt8, length: UInt8)
        /// Opens the rating pad for so many seconds, 0 closes it. Forgotten if the unit is not
        /// reached in that time.
        case rate(address: UInt8, ref: UInt8, seconds: UInt8)
        /// Tells all units the time: seconds since 1970 UTC, minutes east of it.
        case time(seconds: UInt32, offsetMinutes: Int)
        /// Looks for all units of the line.
        case discover
        /// Gives a unit an address, or takes it away (`BusFrame.nobody`).
        case assign(BusUID, address: UInt8)
        /// An event that was told of is safe: only now is it acknowledged, if the driver holds
        /// events.
        case settled(BusEventName)
    }

    package enum Report: Sendable, Equatable {
        case unit(address: UInt8, BusUnitState)
        /// Another unit than before, or than the hall says, is at this address now.
        case replaced(address: UInt8, old: BusUID, new: BusUID)
        /// The unit has confirmed that it shows the face; once for each time that it is wanted, and
        /// again when it had been lost.
        case shown(address: UInt8, SignFace)
        /// The sign shows what it can of the face; these characters it has no shape for.
        case unshowable(address: UInt8, SignFace, missing: [Character])
        /// Happened so many milliseconds ago, 25,500 for all that is longer. Told once for each name.
        case event(address: UInt8, BusEventName, BusEventMeaning, age: Int64)
        case statistics(address: UInt8, BusStatistics)
        case presence(address: UInt8, [BusChannel])
        /// All units of the line that answer searches, with their addresses.
        case found([BusUID: UInt8])
        /// At every change, and with new figures every ten seconds.
        case line(BusLineState)
    }

    let timing: BusTiming
    var shared: BusUnit.Shared
    let random: @Sendable () -> UInt64
    /// By address.
    var units: [BusUnit] = []
    var exchange: BusExchange?
    var decoder = BusFrameDecoder()
    var patience = BusPatience()
    var search = BusSearch()
    var unrest = BusUnrest()
    /// The last requests, whose answers may come late.
    var recent: [BusFrame] = []
    var isUp = false
    var upAt: Int64 = 0
    /// The wire is free; polls may go.
    var freeAt: Int64 = .min
    var pollFreeAt: Int64 = .min
    /// Since when no request is open, and how long what comes then belongs to the last.
    var idleSince: Int64 = .min
    var excusedUntil: Int64 = .min
    var sentAt: Int64 = .min
    /// When the driver was last at work.
    var now: Int64 = .min
    var clock: BusRequest?
    var line = BusLineState()
    var lineReportAt: Int64 = .max
    private var toldLine: BusLineState?
    private var lastTag: UInt16
    private var facesWanted = 0
    /// The last event taken of each unit, by whoever drove the line.
    var lastEvents: [BusUID: BusEventName]

    /// - Parameters:
    ///   - baud: the line's rate.
    ///   - lastEvents: the last event that was taken of each unit, by an earlier driver or program;
    ///     what a unit tells again up to there is not reported.
    ///   - holdsEvents: whether a unit is to keep each event until `settled` names it, so that one
    ///     is told again if this program ends before it is safe.
    ///   - glyphs: shapes of the characters that a unit's own font lacks.
    ///   - key: the key of a unit; nil for one that needs none. A unit with a key here is used only
    ///     if it proves that it has it.
    ///   - random: any number, not to be guessed, another each time.
    package init(
        baud: Int, mounts: [BusMount] = [], lastEvents: [BusUID: BusEventName] = [:],
        holdsEvents: Bool = false, glyphs: GlyphSource,
        key: @escaping @Sendable (BusUID) -> BusKey? = { _ in nil },
        random: @escaping @Sendable () -> UInt64
    ) {
        timing = BusTiming(baud: baud)
        shared = BusUnit.Shared(
            timing: timing, glyphs: glyphs, key: key, keep: 15, holdsEvents: holdsEvents)
        self.random = random
        self.lastEvents = lastEvents
        lastTag = UInt16(truncatingIfNeeded: random())
        mount(mounts)
    }

    package var nextDeadline: Int64? {
        guard isUp else { return nil }
        var next = min(lineReportAt, unrest.deadline ?? .max)
        if let exchange { return min(next, deadline(of: exchange)) }
        next = min(next, max(nextWork, freeAt))
        return next
    }

    package mutating func lineUp(now: Int64) -> [LineAction<Report>] {
        isUp = true
        self.now = now
        upAt = now
        freeAt = now
        pollFreeAt = now
        idleSince = now
        sentAt = now
        forgetLine()
        lineReportAt = now + Self.lineReportPeriod
        search = BusSearch()
        return units.indices.flatMap { tell(at: $0) } + sendNext()
    }

    package mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Report>] {
        isUp = false
        self.now = now
        forgetLine()
        return units.indices.flatMap { tell(at: $0) }
    }

    package mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Report>] {
        guard isUp else { return [] }
        self.now = now
        return hear(bytes) + sendNext()
    }

    package mutating func deadlineReached(now: Int64) -> [LineAction<Report>] {
        guard isUp else { return [] }
        self.now = now
        var actions: [LineAction<Report>] = []
        if let exchange, deadline(of: exchange) <= now {
            actions = unanswered(exchange)
        }
        unrest.look(now)
        return actions + tellLine() + sendNext()
    }

    package mutating func perform(_ command: Command, now: Int64) -> [LineAction<Report>] {
        self.now = now
        switch command {
        case .mounts(let mounts): mount(mounts)
        case .show(let address, let face):
            let index = place(address)
            guard units[index].sign.face != face else { return [] }
            show(face, at: index)
        case .flashAgain(let address):
            guard let index = index(of: address), let face = units[index].sign.face else {
                return []
            }
            show(face, at: index)
        case .pad(let address, let face): units[place(address)].wishes.pad(face)
        case .light(let address, let light, let colour):
            units[place(address)].wishes.light(light, colour)
        case .brightness(let address, let percent):
            units[place(address)].wishes.brightness(percent)
        case .beep(let address, let times, let length):
            units[place(address)].wishes.beep(times: times, length: length, now: now)
        case .rate(let address, let ref, let seconds):
            units[place(address)].wishes.rate(ref: ref, seconds: seconds, now: now)
        case .time(let seconds, let offset):
            clock = .time(seconds: seconds, offsetMinutes: offset)
        case .discover: search.isWanted = true
        case .assign(let uid, let address):
            search.moves.append(BusSearch.Move(uid: uid, address: address))
        case .settled(let event):
            for index in units.indices { units[index].ledger.settle(event) }
        }
        return sendNext()
    }

    // MARK: Places

    func index(of address: UInt8) -> Int? { units.firstIndex { $0.address == address } }

    /// Where the unit of an address is kept; a place is made for it if need be.
    private mutating func place(_ address: UInt8) -> Int {
        if let index = index(of: address) { return index }
        let index = units.firstIndex { $0.address > address } ?? units.endIndex
        units.insert(
            BusUnit(address, seed: UInt8(truncatingIfNeeded: random())), at: index)
        shared.keep = BusTiming.keep(units: units.count, baud: timing.baud)
        return index
    }

    private mutating func mount(_ mounts: [BusMount]) {
        units.removeAll { unit in !mounts.contains { $0.address == unit.address } }
        for mount in mounts where BusFrame.addresses.contains(mount.address) {
            units[place(mount.address)].expected = mount.uid
        }
        if let exchange, case .unit(let address) = exchange.asker, index(of: address) == nil {
            // Its answer is nobody's; the wire is busy until it has come.
            self.exchange?.asker = .nobody
        }
    }

    private mutating func show(_ face: SignFace, at index: Int) {
        lastTag = max(lastTag &+ 1, 1)
        facesWanted += 1
        units[index].show(face, tag: lastTag, place: facesWanted, shared, now: now)
    }

    private mutating func forgetLine() {
        exchange = nil
        recent = []
        decoder.reset()
        unrest = BusUnrest()
        line = BusLineState()
        for index in units.indices { units[index].lineChanged(now) }
    }

    // MARK: Telling

    static let lineReportPeriod: Int64 = 10_000

    /// What is new of a unit.
    mutating func tell(at index: Int) -> [LineAction<Report>] {
        units[index].news().map { [.report($0)] } ?? []
    }

    /// What is new of the line.
    mutating func tellLine() -> [LineAction<Report>] {
        line.isBabbling = unrest.isBabbling
        let isDue = lineReportAt <= now
        let isChanged =
            line.isBabbling != toldLine?.isBabbling || line.hasEcho != toldLine?.hasEcho
        guard isDue || isChanged else { return [] }
        if isDue { lineReportAt = now + Self.lineReportPeriod }
        line.figures.elapsed = now - upAt
        toldLine = line
        return [.report(.line(line))]
    }
}
