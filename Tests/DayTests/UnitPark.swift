// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Simulators
import Views
import Wire

@testable import Controller

/// Window units over some windows of the hall, on one wire with its driver, and one more unit in a
/// drawer. Time is milliseconds of the devices' clock; the wire lives in nanoseconds.
struct UnitPark {
    /// A press that the driver told of.
    struct Heard {
        var window: WindowID
        var name: BusEventName
        var press: PadPress
    }

    static let lineID = "units"
    static let windows: [UInt8: WindowID] = [1: "w1", 3: "w3", 4: "w4"]
    static let addresses = windows.keys.sorted()
    static let shape = SignShape(columns: 16)
    /// How often somebody looks at the signs, and something may befall them.
    static let step: Int64 = 500
    /// After so long nothing blinks any more.
    private static let rest: Int64 = 5000

    var line: DeviceLine<BusDriver>
    private(set) var now: Int64
    /// Milliseconds for which the wire was left alone.
    private var slept: Int64 = 0
    /// When something last happened by the wire's clock.
    private var stirredAt: Int64
    var random: SeededRandom
    var presses = PressAccount()
    /// Which unit of the wire hangs over each window, and which lies in the drawer.
    var places: [UInt8: Int]
    var spare: Int
    /// Units without power.
    var dark: Set<Int>
    var trouble: Trouble?
    /// From when on all should be well again.
    var wellAt: Int64
    var isCalm = false
    /// The controller is not running.
    private var isForgotten = false
    var faults: [String: Int] = [:]
    /// The number in hand at each window.
    private(set) var called: [WindowID: String] = [:]
    private(set) var asked: [WindowID: (reference: UInt8, ticket: TicketID)] = [:]
    private var pads = UnitPads()
    private var heard: [Heard] = []
    private var nextLook: Int64
    /// Numbers on signs that are not in hand there, and since when.
    var stale: [UInt8: (number: String, since: Int64)] = [:]
    private let sabotage: DevicePark.Sabotage
    let baud: Int
    private var spareSeed: UInt64

    init(seed: UInt64, now: Int64, sabotage: DevicePark.Sabotage) {
        var random = SeededRandom(seed: seed &+ 3 << 32)
        let rates: [BusBaud] = [.baud9600, .baud9600, .baud19200, .baud38400]
        let rate = random.pick(rates) ?? .baud9600
        baud = rate.rate
        let blank = GlyphSource { Glyph(isWide: !$0.isASCII, rows: []) }
        let units = (Self.addresses + [0]).enumerated().map { index, address in
            VirtualUnit(
                UnitModel(BusUID(seed << 8 | UInt64(index + 1)), charset: .gb2312, glyphs: blank),
                address: address, baud: rate, seed: seed &+ UInt64(index))
        }
        let settings = HallConfiguration.Line(
            id: Self.lineID, kind: .windowBus, wiring: .virtual, serial: .init())
        var bus = VirtualUnitBus(units, baud: baud, seed: seed)
        let habits = BusAdapter(
            echoes: random.one(in: 3), latency: random.one(in: 2) ? 16_000_000 : 0)
        _ = bus.change(now: now) { wire in
            wire.adapter = habits
            wire.unplug(.unit(units.count - 1))
        }
        line = DeviceLine(
            Self.driver(baud: baud, random.next()), VirtualLine(settings, bus, seed: seed))
        places = Dictionary(
            uniqueKeysWithValues: Self.addresses.enumerated().map { ($1, $0) })
        spare = units.count - 1
        dark = [spare]
        spareSeed = random.next()
        self.random = random
        self.now = now
        self.sabotage = sabotage
        wellAt = now + Self.settling
        nextLook = now
        stirredAt = now
    }

    private static func driver(baud: Int, _ number: UInt64) -> BusDriver {
        BusDriver(
            baud: baud, mounts: addresses.map { BusMount($0) }, holdsEvents: true,
            glyphs: GlyphSource { Glyph(isWide: !$0.isASCII, rows: []) }, random: { number })
    }

    /// The wire's own time.
    var clock: Int64 { now - slept }

    var bus: VirtualUnitBus? { line.wire.device as? VirtualUnitBus }

    // MARK: - What the controller does

    /// The controller's program began anew and knows nothing of the units.
    mutating func forget() {
        hinder()
        pads = UnitPads()
        heard = []
        isForgotten = true
        sortUnits()
        line.forget(Self.driver(baud: baud, random.next()))
    }

    mutating func plug() {
        isForgotten = false
        guard !line.isUp else { return }
        hinder()
        line.plug(now: clock)
    }

    mutating func unplug() {
        hinder()
        line.unplug(now: clock)
    }

    mutating func perform(_ action: SignDesk.Action) {
        stirredAt = clock
        switch (sabotage, action.what) {
        case (.keepUnitsAsTheyAre, _): return
        case (.keepNumbers, .show(let face)) where face.numbers.isEmpty: return
        default: line.perform(BusDriver.Command(action), now: clock)
        }
    }

    mutating func perform(_ action: KeypadDesk.Action) {
        stirredAt = clock
        for command in pads.commands(for: action) { line.perform(command, now: clock) }
    }

    /// What the hall has in hand at the windows now.
    mutating func look(at hall: Hall) {
        for window in Self.windows.values {
            let standing = hall.windows[window]
            called[window] = standing?.ticket.flatMap { hall.tickets[$0]?.number }
            if let rating = standing?.rating, rating.state == .open {
                asked[window] = (rating.reference, rating.ticket)
            }
        }
    }

    /// A press needs no unit to remember it any more.
    mutating func settle(_ name: BusEventName) { line.perform(.settled(name), now: clock) }

    mutating func takeHeard() -> [Heard] {
        defer { heard = [] }
        return heard
    }

    // MARK: - Time

    /// Lives until then, or until a press was heard. Returns when that was, and nil if it never was.
    mutating func live(until end: Int64) throws(Broken) -> Int64? {
        while now < end {
            if isAtRest {
                sleep(until: end)
                continue
            }
            let due = min(line.nextDeadline(now: clock) ?? .max, nextLook) + slept
            now = min(max(due, now + 1), end)
            line.work(now: clock)
            if nextLook <= clock { try lookAround() }
            for report in line.takeReports() { try take(report) }
            if !heard.isEmpty { return now }
        }
        return nil
    }

    /// Lives until then, whatever is heard.
    mutating func work(at time: Int64) throws(Broken) {
        while try live(until: time) != nil {}
    }

    /// All is well, and nothing has happened for so long that nothing would.
    private var isAtRest: Bool {
        trouble == nil && stale.isEmpty && !presses.isWaiting
            && clock >= max(wellAt, stirredAt + Self.rest)
    }

    /// A wire is asked dozens of times a second, so a quiet hour of it is left out: for driver and
    /// units no time passes.
    private mutating func sleep(until end: Int64) {
        let next = isCalm ? end : min(end, now + Int64(random.number(1...20)) * 1000)
        slept += next - now
        now = next
        stirredAt = clock
    }

    private mutating func take(_ report: BusDriver.Report) throws(Broken) {
        guard case .event(let address, let name, let meaning, let age) = report,
            let window = Self.windows[address]
        else { return }
        let press = PadPress(meaning, age: age, identity: name.identity)
        guard press != nil || meaning.isPress else { return settle(name) }
        if sabotage == .loseAPress, name.number % 7 == 0 { return settle(name) }
        let acting = sabotage == .mixWindows ? "w3" : window
        try presses.hear(meaning, name, at: acting)
        guard let press else { return settle(name) }
        heard.append(Heard(window: acting, name: name, press: press))
    }

    private mutating func lookAround() throws(Broken) {
        nextLook = clock + Self.step
        if trouble != nil || !line.isUp || !isSorted { hinder() }
        try presses.check(now: clock)
        for (place, unit) in (bus?.units ?? []).enumerated() {
            presses.forget(
                unit.model.identity.uid, isDark: dark.contains(place), boot: unit.boot,
                now: clock)
        }
        try watchSigns()
        guard !isCalm, !isForgotten else { return }
        suffer()
        if random.one(in: 8) { press() }
        rate()
    }

    /// Nobody can count on what was pressed a moment ago.
    private mutating func hinder() {
        presses.excuse()
        wellAt = max(wellAt, clock + Self.settling)
    }

    // MARK: - The wire

    mutating func happen<Result>(
        to unit: Int, _ event: (inout VirtualUnit, _ time: Int64) -> Result
    ) -> Result {
        let now = clock
        var result: Result?
        line.change { line in
            result = line.handle { (bus: inout VirtualUnitBus) in
                let (said, result) = bus.happen(to: unit, now: now, event)
                return (said, result)
            }
        }
        guard let result else { preconditionFailure("another device hangs on the wire") }
        return result
    }

    mutating func change(_ body: (inout BusWire<VirtualUnit>) -> Void) {
        let now = clock
        line.change { line in
            _ = line.handle { (bus: inout VirtualUnitBus) in (bus.change(now: now, body), ()) }
        }
    }
}

extension BusEventMeaning {
    /// Somebody pressed something, though it may mean nothing to the hall.
    fileprivate var isPress: Bool {
        switch self {
        case .key, .rating(.some, _): true
        case .rating(nil, _), .presence, .fault, .faultGone: false
        }
    }
}
