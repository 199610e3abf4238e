// SPDX-License-Identifier: Apache-2.0

import BusScene
import Devices
import Simulators
import Testing
import Wire

/// The controller and units that have the C reference inside.
struct BusVirtualUnitTests {
    private typealias Hall = BusScene<BusDriver, VirtualUnit>

    private func hall(_ count: UInt8 = 3, key: BusKey? = nil) -> Hall {
        let units = (1...count).map { address in
            var model = UnitModel(
                BusUID(0xC0FFEE_000000 + UInt64(address)), lines: 2, charset: .gb2312,
                glyphs: boxes)
            model.identity.name = "Unit \(address)"
            return VirtualUnit(model, address: address, key: key ?? .none)
        }
        let driver = BusDriver(
            baud: 9600, mounts: (1...count).map { BusMount($0) }, glyphs: boxes,
            key: { _ in key }, random: { 0x1234_5678_9ABC_DEF0 })
        var hall = Hall(
            driver, BusWire(units, controllerBaud: 9600, seed: 1, startingAt: 1_000_000_000))
        hall.plug()
        hall.pass(8000)
        return hall
    }

    private func seen(_ hall: Hall, _ unit: Int) -> VirtualUnit.Seen {
        hall.wire.nodes[unit].seen(at: hall.wire.now)
    }

    @Test func `a face of two lines is shown and blinks`() {
        var hall = hall()
        let face = SignFace(
            pages: [.init(lines: ["请 A012", "到 3 号"])], flashMilliseconds: 3000)
        hall.perform(.show(address: 3, face))
        #expect(hall.pass(atMost: 500) { $0 == .shown(address: 3, face) } != nil)
        #expect(seen(hall, 2) == .text(["请 A012", "到 3 号"]))
        #expect(hall.wire.nodes[2].nextChange(after: hall.wire.now) != nil)
    }

    @Test func `a character that the unit says it lacks goes as dots`() {
        var hall = hall()
        hall.perform(.show(address: 1, SignFace(text: "㐀A012")))
        hall.pass(3000)
        guard case .dots(let picture) = seen(hall, 0) else {
            Issue.record("\(seen(hall, 0))")
            return
        }
        #expect(picture.width == 128 && picture.height == 32)
        hall.perform(.show(address: 1, SignFace(text: "A013")))
        hall.pass(500)
        #expect(seen(hall, 0) == .text(["A013"]))
    }

    @Test func `keys, ratings and sensors are heard, pads and lights obey`() {
        var hall = hall()
        _ = hall.takeReports()
        var pad = BusPadFace()
        (pad.waiting, pad.number) = (12, "A012")
        hall.perform(.pad(address: 2, pad))
        hall.perform(.light(address: 2, .fast, .red))
        hall.perform(.beep(address: 2, times: 2, length: 10))
        hall.perform(.rate(address: 2, ref: 9, seconds: 30))
        hall.pass(1000)
        let hardware = hall.wire.nodes[1].hardware
        #expect(hardware.pad == pad)
        #expect(hardware.light == .fast)
        #expect(hardware.beeps == 2 && hardware.isRatingOpen)
        #expect(hall.happen(to: 1) { $0.rate(5, at: $1) })
        #expect(hall.happen(to: 1) { $0.press(.transfer, digits: 4, at: $1) })
        hall.happen(to: 1) { $0.sense(.somebody, at: $1) }
        hall.pass(1500)
        let heard = hall.takeReports().compactMap { report -> BusEventMeaning? in
            if case .event(2, _, let meaning, _) = report { meaning } else { nil }
        }
        #expect(heard.contains(.rating(grade: 5, ref: 9)))
        #expect(heard.contains(.key(.transfer, digits: 4)))
        #expect(heard.contains(.presence(channel: 0, .somebody, quality: 100, .none)))
        hall.wire.restart(1)
        hall.pass(2000)
        #expect(hall.wire.nodes[1].hardware.pad == pad)
        #expect(hall.wire.nodes[1].hardware.light == .fast)
        #expect(!hall.wire.nodes[1].hardware.isRatingOpen)
    }

    @Test func `a pad that went dark in silence is told again, though the face is another now`() {
        var hall = hall()
        var pad = BusPadFace()
        pad.waiting = 12
        hall.perform(.pad(address: 2, pad))
        hall.perform(.show(address: 2, SignFace(text: "A012")))
        hall.pass(1000)
        hall.wire.unplug(.unit(1))
        hall.pass(30_000)
        #expect(hall.wire.nodes[1].hardware.pad == BusPadFace())
        hall.perform(.show(address: 2, SignFace(text: "A013")))
        hall.wire.plug(.unit(1))
        hall.pass(15_000)
        #expect(seen(hall, 1) == .text(["A013"]))
        #expect(hall.wire.nodes[1].hardware.pad == pad)
    }

    @Test func `a unit that hears and cannot be heard keeps no number that is not called any more`()
    {
        var hall = hall()
        hall.perform(.show(address: 2, SignFace(text: "A012")))
        hall.pass(1000)
        hall.wire.set(.hung, at: 1)
        hall.pass(20_000)
        #expect(seen(hall, 1) == .text(["A012"]))
        hall.perform(.show(address: 2, SignFace(text: "A013")))
        hall.pass(20_000)
        #expect(seen(hall, 1) == .dark)
        hall.wire.set(.none, at: 1)
        hall.pass(12_000)
        #expect(seen(hall, 1) == .text(["A013"]))
    }

    @Test func `a controller that falls silent leaves no number, and is believed when it is back`()
    {
        var hall = hall()
        let face = SignFace(text: "A012")
        hall.perform(.show(address: 1, face))
        hall.pass(1000)
        hall.unplug()
        hall.pass(Int64(BusTiming.keep(units: 3, baud: 9600)) * 1000 + 1000)
        #expect(seen(hall, 0) == .silence)
        hall.plug()
        // Meanwhile the units try all baud rates, two seconds each.
        hall.pass(12_000)
        #expect(seen(hall, 0) == .text(["A012"]))
    }

    @Test func `units with keys work sealed, a restart and a stranger's OPEN included`() {
        let key = BusKey(1, 2)
        var hall = hall(key: key)
        hall.perform(.show(address: 1, SignFace(text: "A012")))
        hall.pass(1000)
        #expect(seen(hall, 0) == .text(["A012"]))
        hall.wire.send(BusFrame(.open(nonce: 7), to: 1, sequence: 0).wire)
        hall.pass(500)
        hall.wire.restart(0)
        hall.pass(2000)
        #expect(seen(hall, 0) == .text(["A012"]))
    }

    @Test func `a unit with its neighbour's address is given the one that is missing`() {
        var hall = hall()
        for address in UInt8(1)...3 {
            hall.perform(.show(address: address, SignFace(text: "A\(address)")))
        }
        hall.pass(1000)
        hall.happen(to: 2) { $0.restart(withAddress: 1, at: $1) }
        hall.pass(40_000)
        for unit in 0..<3 { #expect(seen(hall, unit) == .text(["A\(unit + 1)"])) }
    }
}
