// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct VirtualSignTests {
    private func bus() -> VirtualSignBus {
        let sign = VirtualSign(characters: 4, charset: tinyGB, glyphs: tinyFont)
        return VirtualSignBus(signs: [1: sign, 2: sign])
    }

    private func frame(_ address: UInt8, _ text: String, _ mode: QTStrip.Mode = .immediate)
        -> [UInt8]
    {
        QTStrip.frame(address: address, text: text, mode: mode, charset: tinyGB).bytes
    }

    @Test func `a frame reaches the sign it names and no other`() {
        var bus = bus()
        #expect(bus.receive(frame(2, "A01") + frame(9, "A"), now: 0) == [])
        #expect(bus.signs[1]?.text == "")
        #expect(bus.signs[2]?.text == "A01")
        #expect(bus.strayFrames == 1)
    }

    @Test func `a frame for everyone reaches everyone`() {
        var bus = bus()
        _ = bus.receive(frame(QTStrip.broadcast, "中"), now: 0)
        #expect(bus.signs.values.map(\.text) == ["中", "中"])
    }

    @Test func `a broken frame changes nothing and is counted`() {
        var bus = bus()
        var broken = frame(1, "A01")
        broken[12] ^= 1
        _ = bus.receive(frame(1, "A"), now: 0)
        _ = bus.receive(broken, now: 100)
        #expect(bus.signs[1]?.text == "A")
        #expect(bus.badFrames == 1)
    }

    @Test func `a frame cut off is given up after a silence`() {
        var bus = bus()
        _ = bus.receive(Array(frame(1, "A01").dropLast(4)), now: 0)
        #expect(bus.nextDeadline == 50)
        _ = bus.tick(now: 50)
        #expect(bus.nextDeadline == nil)
        _ = bus.receive(frame(1, "0"), now: 60)
        #expect(bus.signs[1]?.text == "0")
    }

    @Test func `the rest of a frame counts though it is handed over late`() {
        var bus = bus()
        _ = bus.receive(Array(frame(1, "A01").dropLast(4)), now: 0)
        _ = bus.receive(Array(frame(1, "A01").suffix(4)), now: 500)
        #expect(bus.signs[1]?.text == "A01")
        #expect(bus.badFrames == 0)
    }

    @Test func `a flashing text is bright and dark by turns`() {
        var bus = bus()
        _ = bus.receive(frame(1, "A01", .flash), now: 1_000)
        let lit = [1_000, 1_499, 1_500, 1_999, 2_000].map { time in
            bus.signs[1]?.picture(now: time).bytes.contains { $0 != 0 }
        }
        #expect(lit == [true, true, false, false, true])
        #expect(bus.signs[1]?.isFlashing == true)
    }

    @Test func `a text that fits runs in from the right and stands`() {
        var bus = bus()
        _ = bus.receive(frame(1, "A", .left), now: 0)
        let sign = bus.signs[1]
        #expect(sign?.picture(now: 0).bytes.allSatisfy { $0 == 0 } == true)
        #expect(sign?.picture(now: 640) == sign?.picture(now: 99_999))
        #expect(sign?.picture(now: 640).bytes.contains { $0 != 0 } == true)
    }

    @Test func `a text that does not fit runs round in a ring`() {
        var bus = bus()
        _ = bus.receive(frame(1, "A01A01A01A01", .left), now: 0)
        let sign = bus.signs[1]
        let ring: Int64 = (12 * 8 + 64) * 10
        #expect(sign?.picture(now: 700) == sign?.picture(now: 700 + ring))
        #expect(sign?.picture(now: 700) != sign?.picture(now: 900))
    }

    @Test(arguments: [QTStrip.Mode.flash, .left, .immediate])
    func `the picture changes when it was said to, and not before`(mode: QTStrip.Mode) throws {
        var bus = bus()
        _ = bus.receive(frame(1, "A01", mode), now: 1_003)
        let sign = try #require(bus.signs[1])
        var next = sign.nextChange(after: 1_003)
        for time in Int64(1_004)...4_000 {
            let isNew = sign.picture(now: time) != sign.picture(now: time - 1)
            #expect(!isNew || time == next, "at \(time)")
            if time == next { next = sign.nextChange(after: time) }
        }
        #expect((next == nil) == (mode != .flash))
    }

    @Test func `a sign switched off is dark until switched on`() {
        var bus = bus()
        _ = bus.receive(frame(1, "A"), now: 0)
        _ = bus.receive(QTStrip.Frame(address: 1, .off).bytes(), now: 1)
        #expect(bus.signs[1]?.picture(now: 1).bytes.allSatisfy { $0 == 0 } == true)
        _ = bus.receive(QTStrip.Frame(address: 1, .on).bytes(), now: 2)
        #expect(bus.signs[1]?.picture(now: 2).bytes.contains { $0 != 0 } == true)
    }
}
