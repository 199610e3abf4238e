// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators
import Views
import Wire

@testable import Controller

extension DevicePark {
    private func paper(_ id: PrinterID) -> VirtualPrinter? {
        printers[id]?.wire.device as? VirtualPrinter
    }

    private func isBroken(_ id: PrinterID) -> Bool {
        guard let line = printers[id], line.isUp, line.wire.noise == 0, let paper = paper(id)
        else { return true }
        return paper.isMute || paper.isCutterJammed || paper.status.paperEnd
            || paper.status.coverOpen
    }

    private var isBroken: Bool {
        let isQuiet = signs.wire.noise == 0 && keypads.wire.noise == 0
        return !isQuiet || !signs.isUp || !keypads.isUp
            || Self.printerIDs.contains(where: isBroken)
    }

    /// What may happen to devices at any moment; mended sooner than broken.
    mutating func suffer(_ random: inout SeededRandom) throws(Broken) {
        if isBroken, now > brokenAt + 4000, random.one(in: 25) { return mend() }
        if random.one(in: 40) { press(&random) }
        guard random.one(in: 60) else { return }
        let id = random.pick(Self.printerIDs) ?? "p1"
        guard !printersOff.contains(id) else { return }
        brokenAt = now
        faults += 1
        switch random.number(0...10) {
        case 0: wish(PrinterWish(paperOut: true), id)
        case 1: wish(PrinterWish(coverOpen: true), id)
        case 2: wish(PrinterWish(cutterJam: true), id)
        case 3: wish(PrinterWish(mute: true), id)
        case 4, 5:
            let time = now
            printers[id]?.unplug(now: time)
        case 6: signs.unplug(now: now)
        case 7: keypads.unplug(now: now)
        case 8: spoil(0.02)
        case 9 where spoilsPaper:
            printers[id]?.change { $0.change(LineWish(noise: 0.003)) }
            account.distrust()
        default: switchPrinter(id, on: false)
        }
    }

    /// A printer without power says nothing and forgets all it is sent; it is off for longer than
    /// a slip takes on the wire.
    private mutating func switchPrinter(_ id: PrinterID, on isOn: Bool) {
        if isOn { printersOff.remove(id) } else { printersOff.insert(id) }
        let time = now
        printers[id]?.change { line in
            _ = line.handle { (printer: inout VirtualPrinter) in
                printer.loseThePower()
                _ = printer.cause(isOn ? .coverClosed : .coverOpened, now: time)
                return (printer.cause(isOn ? .unmuted : .muted, now: time), ())
            }
        }
    }

    /// Everything is well again.
    mutating func mend() {
        plugAll()
        spoil(0)
        for id in Self.printerIDs { mend(id) }
        units?.mend()
    }

    private mutating func mend(_ id: PrinterID) {
        printers[id]?.change { $0.change(LineWish(noise: 0)) }
        if printersOff.contains(id) { switchPrinter(id, on: true) }
        guard let paper = paper(id) else { return }
        if paper.status.paperEnd { wish(PrinterWish(paperOut: false), id) }
        if paper.status.coverOpen { wish(PrinterWish(coverOpen: false), id) }
        if paper.isCutterJammed || paper.status.cutterError {
            wish(PrinterWish(cutterJam: false), id)
        }
        if paper.isMute { wish(PrinterWish(mute: false), id) }
    }

    private mutating func spoil(_ noise: Double) {
        signs.change { $0.change(LineWish(noise: noise)) }
        keypads.change { $0.change(LineWish(noise: noise)) }
    }

    private mutating func wish(_ wish: PrinterWish, _ id: PrinterID) {
        let time = now
        printers[id]?.change { _ = $0.change(wish, now: time) }
    }

    private mutating func press(_ random: inout SeededRandom) {
        let keys: [KeypadKey] = [
            .call, .call, .call, .recall, .noShow, .hold, .pause, .transfer, .startRating, .rating,
            .rating, .callBack,
        ]
        let key = random.pick(keys) ?? .call
        let digits = key == .transfer || key == .rating ? [UInt8(random.number(1...5))] : []
        let address = random.pick(strips.keys.sorted()) ?? 2
        let time = now
        keypads.change { line in
            _ = line.handle { (bus: inout VirtualKeypadBus) in
                let known = bus.press(KeypadPress(key, digits: digits), at: address, now: time)
                return (bus.tick(now: time), known)
            }
        }
    }

    /// Windows that have a strip and a keypad.
    private var strips: [UInt8: WindowID] {
        Self.windows.filter { units == nil || UnitPark.windows[$0.key] == nil }
    }

    /// Signs show the last call and keypads the right digits, once the wires are quiet.
    func agree(with hall: Hall) throws(Broken) {
        guard let signs = signs.wire.device as? VirtualSignBus,
            let keypads = keypads.wire.device as? VirtualKeypadBus
        else { throw Broken("another device hangs on the wire") }
        try units?.agree(with: hall)
        for (address, id) in strips {
            guard let window = hall.windows[id] else { continue }
            let face = SignText(window, in: hall).face(Self.strip) { _ in Self.phrases }
            guard let sign = signs.signs[address], sign.text == face.text, !sign.isFlashing else {
                throw Broken(
                    "the sign of \(id) shows \(signs.signs[address]?.text ?? ""), not \(face.text)")
            }
            var fresh = VirtualKeypadBus(addresses: [address])
            let digits = KeypadFrame.show(
                address: address,
                waiting: window.state == .closed ? nil : hall.waiting(for: window),
                number: window.ticket.flatMap { hall.tickets[$0]?.ordinal })
            _ = fresh.receive(digits.bytes, now: 0)
            let display = keypads.keypads[address]?.display
            guard display == fresh.keypads[address]?.display else {
                throw Broken("the keypad of \(id) shows \(display ?? "")")
            }
        }
    }
}
