// SPDX-License-Identifier: Apache-2.0

import BusScene
import Devices
import Simulators
import Wire

/// The true driver and virtual units on a paced pair, all in virtual time: brought up, and then
/// used. What comes of it is the same each time.
struct BusHall {
    /// A face that was wanted. Times are nanoseconds.
    struct Call {
        var address: UInt8
        var wantedAt: Int64
        var litAt: Int64
        var acknowledgedAt: Int64
    }

    let baud: Int
    let units: Int
    var scene: BusScene<BusDriver, WatchedUnit>
    private(set) var traffic = BusTraffic()
    private(set) var calls: [Call] = []
    /// Nanoseconds from a key to its report.
    private(set) var keyDelays: [Int64] = []
    /// Reports of keys that nobody pressed, or that were told before.
    private(set) var strayKeys = 0
    private var beganAt: Int64 = 0
    private var busyBefore: Int64 = 0
    private var wanted: [UInt8: Int64] = [:]
    private var pressed: [Int: Int64] = [:]

    /// - Parameter adapter: what is between the program and the pair.
    init(
        units: Int, baud: BusBaud, lines: Int = 1, glyphs: GlyphSource, seed: UInt64,
        adapter: BusAdapter = BusAdapter()
    ) throws {
        self.units = units
        self.baud = baud.rate
        var random = SeededRandom(seed: seed)
        let nodes = (1...UInt8(units)).map { address in
            var model = UnitModel(
                BusUID(random.next() >> 16 | 1), lines: lines, charset: .font(.gb2312),
                glyphs: glyphs)
            model.capabilities.charset = .gb2312
            return WatchedUnit(VirtualUnit(model, address: address, baud: baud, seed: seed))
        }
        let number = random.next()
        let driver = BusDriver(
            baud: baud.rate, mounts: (1...UInt8(units)).map { BusMount($0) }, glyphs: glyphs,
            random: { number })
        var wire = BusWire(
            nodes, controllerBaud: baud.rate, seed: seed, startingAt: 1_000_000_000)
        wire.adapter = adapter
        wire.trace.limit = 1 << 20
        scene = BusScene(driver, wire)
        try bringUp()
    }

    private mutating func bringUp() throws {
        scene.plug()
        var live: Set<UInt8> = []
        for _ in 0..<120 where live.count < units {
            scene.pass(1000)
            for case .unit(let address, let state) in scene.takeReports()
            where state.condition == .live {
                live.insert(address)
            }
        }
        guard live.count == units else {
            throw BenchFailure("only units \(live.sorted()) of \(units) came up")
        }
        scene.pass(5000)
        _ = scene.takeReports()
        _ = scene.wire.trace.take()
        beganAt = scene.wire.now
        busyBefore = scene.wire.use.busy
    }

    /// Nanoseconds since it is used, and those in which somebody spoke.
    var elapsed: Int64 { scene.wire.now - beganAt }
    var busy: Int64 { scene.wire.use.busy - busyBefore }

    /// Whether the sign does not yet show what it should.
    func isCalling(_ address: UInt8) -> Bool { wanted[address] != nil }

    /// Wants another face over a window.
    mutating func call(_ address: UInt8, _ face: SignFace) {
        wanted[address] = scene.wire.now
        scene.perform(.show(address: address, face))
    }

    /// An officer presses a key that can be told from all others.
    mutating func press(_ address: UInt8) {
        let digits = (keyDelays.count + pressed.count) % 10_000
        let isTaken = scene.happen(to: Int(address) - 1) { $0.press(digits, at: $1) }
        if isTaken { pressed[digits] = scene.wire.now }
    }

    mutating func pass(_ milliseconds: Int64) {
        scene.pass(milliseconds)
        for (at, report) in scene.reports { take(report, at) }
        _ = scene.takeReports()
        traffic.take(from: &scene.wire.trace)
    }

    /// Lets time pass until so long after it was brought up.
    mutating func pass(to milliseconds: Int64) {
        pass(max(0, milliseconds - elapsed / 1_000_000))
    }

    /// Waits for what is under way, but not for ever.
    mutating func settle() {
        for _ in 0..<60 where !wanted.isEmpty || !pressed.isEmpty { pass(1000) }
    }

    /// What never came to its end.
    var lostCalls: Int { wanted.count }
    var lostKeys: Int { pressed.count }

    private mutating func take(_ report: BusDriver.Report, _ at: Int64) {
        switch report {
        case .shown(let address, _), .unshowable(let address, _, _):
            guard let wantedAt = wanted.removeValue(forKey: address) else { return }
            calls.append(
                Call(
                    address: address, wantedAt: wantedAt,
                    litAt: scene.wire.nodes[Int(address) - 1].litAt, acknowledgedAt: at))
        case .event(_, _, .key(_, let digits?), _):
            guard let pressedAt = pressed.removeValue(forKey: digits) else {
                strayKeys += 1
                return
            }
            keyDelays.append(at - pressedAt)
        default: break
        }
    }
}
