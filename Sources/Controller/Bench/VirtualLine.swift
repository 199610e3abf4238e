// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Simulators
import Wire

/// One virtual line as a value: its wire with the wire's faults, and what hangs at its far end.
struct VirtualLine: Sendable {
    /// What anybody could notice of a device; another look means that the device changed.
    enum Look: Equatable {
        case printer(slips: Int, BenchView.Faults)
        case sign(frames: Int, nextChange: Int64?)
        case keypad(display: String, beeps: Int, acknowledged: Int, lost: Int)
        case unit(UnitLook)
    }

    /// What a device may say while nobody listens; a real one forgets the rest, too.
    private static let outgoingLimit = 4096
    /// Milliseconds a technician has the cover open to mend the cutter: long enough to be noticed
    /// by a controller that looks once a second, which lets the printer go on after that.
    private static let mending: Int64 = 2500

    let line: HallConfiguration.Line
    private(set) var device: any VirtualDevice
    private(set) var isUnplugged = false
    /// The share of bytes that are spoilt on the way, 0 to 1.
    private(set) var noise = 0.0
    /// What waits for the controller to read it.
    private(set) var outgoing: [UInt8] = []

    private var incoming: SlowWire
    private var faultsIn: LineFaults
    private var faultsOut: LineFaults
    private var looks: [UInt8: Look] = [:]
    private var isNews = false
    private var coverClosesAt: Int64?

    /// - Parameter seed: repeats the same noise.
    init(_ line: HallConfiguration.Line, _ device: any VirtualDevice, seed: UInt64) {
        self.line = line
        self.device = device
        // A pair of window units keeps its own pace.
        incoming = SlowWire(baud: line.kind == .windowBus ? .max : line.serial.baud)
        faultsIn = LineFaults(seed: seed)
        faultsOut = LineFaults(seed: ~seed)
        looks = currentLooks(now: 0)
    }

    /// Whether bytes from the controller can be taken.
    var hasRoom: Bool {
        // A printer that says "wait" by a wire of its own holds the sender up.
        incoming.hasRoom && (device as? VirtualPrinter)?.isBusy != true
    }

    /// When `work` has something to do.
    func nextDeadline(now: Int64) -> Int64? {
        var deadlines = [incoming.nextDeadline, device.nextDeadline, coverClosesAt]
        if let bus = device as? VirtualSignBus {
            deadlines += bus.signs.values.map { $0.nextChange(after: now) }
        }
        return deadlines.compactMap(\.self).min()
    }

    /// When a window unit's sign next changes by itself.
    func nextUnitChange(after now: Int64) -> Int64? {
        (device as? UnitRack)?.nextChange(after: now)
    }

    /// The controller sent bytes.
    mutating func put(_ bytes: [UInt8], now: Int64) {
        incoming.put(bytes, now: now)
    }

    /// Lets everything happen that is due.
    mutating func work(now: Int64) {
        while let (bytes, arrival) = incoming.take(now: now) {
            for piece in faultsIn.pass(bytes) { say(device.receive(piece, now: arrival)) }
        }
        if let deadline = device.nextDeadline, deadline <= now { say(device.tick(now: now)) }
        if let deadline = coverClosesAt, deadline <= now {
            _ = change(PrinterWish(coverOpen: false), now: now)
        }
    }

    /// The controller was sent the first bytes of `outgoing`.
    mutating func sent(_ count: Int) {
        outgoing.removeFirst(min(count, outgoing.count))
    }

    /// Pulls the plug or puts it in again, and spoils bytes or stops doing so; nil changes nothing.
    mutating func change(_ wish: LineWish) {
        if let unplugged = wish.unplugged, unplugged != isUnplugged {
            isUnplugged = unplugged
            isNews = true
            incoming.cut()
            outgoing.removeAll()
        }
        guard let noise = wish.noise, noise != self.noise else { return }
        self.noise = min(max(noise, 0), 1)
        isNews = true
        // Half of the spoilt bytes are changed, a quarter lost and a quarter invented.
        let chances = Int(self.noise * 10_000)
        (faultsIn.flips, faultsIn.drops, faultsIn.inserts) = (chances / 2, chances / 4, chances / 4)
        (faultsOut.flips, faultsOut.drops, faultsOut.inserts) = (
            faultsIn.flips, faultsIn.drops, faultsIn.inserts
        )
    }

    /// Does something to the printer; false if here is none.
    mutating func change(_ wish: PrinterWish, now: Int64) -> Bool {
        guard let printer = device as? VirtualPrinter else { return false }
        var faults: [VirtualPrinter.Fault] = []
        if let isOut = wish.paperOut {
            let roll = printer.model.rollMillimetres
            faults.append(isOut ? .paperOut : .paperReloaded(millimetres: roll))
        }
        if let isMute = wish.mute { faults.append(isMute ? .muted : .unmuted) }
        if let isOpen = wish.coverOpen {
            faults.append(isOpen ? .coverOpened : .coverClosed)
            coverClosesAt = nil
        }
        if let isJammed = wish.cutterJam {
            faults.append(isJammed ? .cutterJammed : .cutterMended)
            if !isJammed, printer.status.cutterError {
                faults.append(.coverOpened)
                coverClosesAt = now + Self.mending
            }
        }
        if let fault = wish.fault { faults.append(fault) }
        return handle { (printer: inout VirtualPrinter) in
            (faults.flatMap { printer.cause($0, now: now) }, true)
        } ?? false
    }

    /// Has a hand on the device; what it says about that goes out. Nil if it is another kind.
    mutating func handle<Device: VirtualDevice, Result>(
        _ body: (inout Device) -> (said: [UInt8], result: Result)
    ) -> Result? {
        guard var device = device as? Device else { return nil }
        let (said, result) = body(&device)
        self.device = device
        say(said)
        return result
    }

    /// The addresses of devices that look different since the last call; a printer's is 0.
    mutating func takeChanges(now: Int64) -> [UInt8] {
        let looks = currentLooks(now: now)
        defer {
            self.looks = looks
            isNews = false
        }
        return looks.keys.filter { isNews || looks[$0] != self.looks[$0] }
    }

    private mutating func say(_ bytes: [UInt8]) {
        guard !isUnplugged else { return }
        for piece in faultsOut.pass(bytes) {
            outgoing += piece.prefix(Self.outgoingLimit - outgoing.count)
        }
    }

    private func currentLooks(now: Int64) -> [UInt8: Look] {
        switch device {
        case let printer as VirtualPrinter:
            return [0: .printer(slips: printer.slipCount, BenchView.Faults(printer))]
        case let bus as VirtualSignBus:
            return bus.signs.mapValues {
                .sign(frames: $0.frames, nextChange: $0.nextChange(after: now))
            }
        case let bus as VirtualKeypadBus:
            return bus.keypads.mapValues {
                .keypad(
                    display: $0.display, beeps: $0.beeps, acknowledged: $0.acknowledged,
                    lost: $0.lost)
            }
        case let rack as UnitRack:
            return rack.looks(now: now).mapValues { .unit($0) }
        default:
            return [:]
        }
    }
}
