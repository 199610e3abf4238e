// SPDX-License-Identifier: Apache-2.0

import Devices
import Machine
import Simulators
package import Wire

// What the technician sees and does at the bench.
extension VirtualHall {
    private static let path = "/api/v1/bench"

    /// Everything the bench page shows but the pictures.
    package func overview() -> BenchView {
        let lines = look(\.self)
        return BenchView(
            glyphs: hasGlyphs,
            printers: lines.all.compactMap(printer),
            signs: layout.signs.compactMap { sign($0, lines) },
            keypads: layout.keypads.compactMap { keypad($0, lines) },
            units: layout.units.compactMap { unit($0, lines) },
            lines: lines.all.filter { $0.line.kind != .escPos }.map {
                BenchView.Line(
                    id: $0.line.id, kind: $0.line.kind.rawValue, unplugged: $0.isUnplugged,
                    noise: $0.noise)
            })
    }

    /// All devices, as if all had changed.
    var everything: BenchChange {
        BenchChange(
            printers: Set(layout.lines.filter { $0.kind == .escPos }.map(\.id)),
            signs: Set(layout.signs.map(\.id)), keypads: Set(layout.keypads.map(\.id)),
            units: Set(layout.units.map(\.id)))
    }

    /// A slip as a bitmap file; nil when there is no such printer or the slip is not kept.
    package func slip(_ index: Int, of printer: String) -> [UInt8]? {
        let device = look { $0[line: printer]?.device as? VirtualPrinter }
        return device?.slips.first { $0.number == index }?.picture.bmp()
    }

    /// What a passer-by sees of a sign now, as a bitmap file; nil when there is no such sign.
    package func picture(ofSign id: String) -> [UInt8]? {
        guard let place = layout.signs.first(where: { $0.id == id }) else { return nil }
        let now = MonotonicClock.now()
        let device = look { $0[line: place.line]?.device }
        if let rack = device as? UnitRack {
            return rack.picture(at: place.address, now: now)?.lampBitmap
        }
        return (device as? VirtualSignBus)?.signs[place.address]?.picture(now: now).lampBitmap
    }

    /// Does something to a printer; false when there is none of that name.
    package func change(_ wish: PrinterWish, ofPrinter id: String) -> Bool {
        let now = MonotonicClock.now()
        return handle { lines in
            lines.change(line: id) { line in
                line.change(wish, now: now)
            }
        }
    }

    /// Does something to a line, a printer's too; false when there is none of that name.
    package func change(_ wish: LineWish, ofLine id: String) -> Bool {
        handle { lines in
            lines.change(line: id) { line in
                line.change(wish)
                return true
            }
        }
    }

    /// Presses a key of a keypad; false when there is none of that name.
    package func press(_ press: KeypadPress, onKeypad id: String) -> Bool {
        guard let place = layout.keypads.first(where: { $0.id == id }) else { return false }
        let now = MonotonicClock.now()
        return handle { lines in
            lines.change(line: place.line) { line in
                if let key = BusKeyCode(press.key), line.device is UnitRack {
                    let digits =
                        press.digits.isEmpty
                        ? nil : press.digits.reduce(0) { $0 * 10 + Int($1) }
                    return line.handle { (rack: inout UnitRack) in
                        rack.press(key, digits: digits, at: place.address, now: now)
                    } ?? false
                }
                return line.handle { (bus: inout VirtualKeypadBus) in
                    let isThere = bus.press(press, at: place.address, now: now)
                    return (bus.tick(now: now), isThere)
                } ?? false
            }
        }
    }

    /// Does something to a window unit; false when there is none of that name.
    package func change(_ wish: UnitWish, ofUnit id: String) -> Bool {
        guard let place = layout.units.first(where: { $0.id == id }) else { return false }
        let now = MonotonicClock.now()
        return handle { lines in
            let spare = wish.swap ? lines.takeSpare(for: place) : nil
            return lines.change(line: place.line) { line in
                line.handle { (rack: inout UnitRack) in
                    rack.change(wish, at: place.address, now: now, spare: spare)
                } ?? false
            }
        }
    }

    private func unit(_ place: VirtualLayout.Place, _ lines: VirtualLines) -> BenchView.Unit? {
        let rack = lines[line: place.line]?.device as? UnitRack
        return rack?.look(at: place.address, now: MonotonicClock.now()).map {
            BenchView.Unit(
                id: place.id, line: place.line, address: place.address, window: place.window,
                uid: $0.uid.description, unplugged: !$0.isPlugged, stuck: $0.isStuck,
                babbling: $0.isBabbling, rating: $0.isRatingOpen, waiting: $0.waiting,
                restarts: $0.powerUps - 1)
        }
    }

    private func printer(_ line: VirtualLine) -> BenchView.Printer? {
        guard let device = line.device as? VirtualPrinter else { return nil }
        let id = line.line.id
        return BenchView.Printer(
            id: id, name: id, line: id, faults: BenchView.Faults(device),
            unplugged: line.isUnplugged, noise: line.noise,
            paperMillimetres: device.paperMillimetres,
            slips: device.slips.map {
                BenchView.Slip(
                    index: $0.number, text: $0.lines,
                    href: "\(Self.path)/printers/\(id)/slips/\($0.number).bmp")
            })
    }

    private func sign(_ place: VirtualLayout.Place, _ lines: VirtualLines) -> BenchView.Sign? {
        let device = lines[line: place.line]?.device
        if let rack = device as? UnitRack {
            return rack.look(at: place.address, now: MonotonicClock.now()).map {
                BenchView.Sign(
                    id: place.id, line: place.line, address: place.address,
                    window: place.window, text: $0.text, flashing: $0.isBlinking,
                    href: "\(Self.path)/signs/\(place.id).bmp")
            }
        }
        return (device as? VirtualSignBus)?.signs[place.address].map {
            BenchView.Sign(
                id: place.id, line: place.line, address: place.address, window: place.window,
                text: $0.text, flashing: $0.isFlashing,
                href: "\(Self.path)/signs/\(place.id).bmp")
        }
    }

    private func keypad(
        _ place: VirtualLayout.Place, _ lines: VirtualLines
    ) -> BenchView.Keypad? {
        if let rack = lines[line: place.line]?.device as? UnitRack {
            return rack.look(at: place.address, now: MonotonicClock.now()).map {
                BenchView.Keypad(
                    id: place.id, line: place.line, address: place.address,
                    window: place.window, waiting: $0.pad.waiting.map(Int.init),
                    number: $0.pad.number.isEmpty ? nil : $0.pad.number, beeps: $0.beeps,
                    lost: 0)
            }
        }
        let bus = lines[line: place.line]?.device as? VirtualKeypadBus
        guard let device = bus?.keypads[place.address] else { return nil }
        let number = device.display.suffix(3).filter(\.isNumber)
        return BenchView.Keypad(
            id: place.id, line: place.line, address: place.address, window: place.window,
            waiting: Int(device.display.prefix(3).filter(\.isNumber)),
            number: number.isEmpty ? nil : number, beeps: device.beeps, lost: device.lost)
    }
}

extension VirtualLines {
    /// Changes one line; false when there is none of that name.
    fileprivate mutating func change(
        line id: String, _ body: (inout VirtualLine) -> Bool
    ) -> Bool {
        guard let index = all.firstIndex(where: { $0.line.id == id }) else { return false }
        return body(&all[index])
    }
}

extension BusKeyCode {
    /// The same key of a unit's keypad; nil for what is no key of an officer's.
    fileprivate init?(_ key: KeypadKey) {
        switch key {
        case .call: self = .callNext
        case .recall: self = .recall
        case .noShow: self = .noShow
        case .hold: self = .hold
        case .callBack: self = .callBack
        case .pause: self = .pause
        case .transfer: self = .transfer
        case .startRating: self = .askForRating
        case .oneMetreLine, .rating: return nil
        }
    }
}
