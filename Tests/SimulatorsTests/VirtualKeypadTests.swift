// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct VirtualKeypadTests {
    private let call = KeypadPress(.call).frame(address: 3)

    @Test func `a press is sent once when the host acknowledges it`() {
        var bus = VirtualKeypadBus(addresses: [1, 3])
        let isThere = bus.press(KeypadPress(.call), at: 3, now: 10)
        #expect(isThere)
        #expect(bus.tick(now: 10) == call.bytes)
        _ = bus.receive(call.acknowledgement.bytes, now: 50)
        #expect(bus.tick(now: 1_000) == [])
        #expect(bus.nextDeadline == nil)
        #expect(bus.keypads[3]?.acknowledged == 1)
    }

    @Test func `a press nobody acknowledges is sent three times and given up`() {
        var bus = VirtualKeypadBus(addresses: [3])
        _ = bus.press(KeypadPress(.call), at: 3, now: 0)
        var sentAt: [Int64] = []
        while let next = bus.nextDeadline {
            if bus.tick(now: next) == call.bytes { sentAt.append(next) }
        }
        #expect(sentAt == [0, 200, 400])
        #expect(bus.keypads[3]?.lost == 1)
    }

    @Test func `the next press waits for the one before`() {
        var bus = VirtualKeypadBus(addresses: [3])
        _ = bus.press(KeypadPress(.call), at: 3, now: 0)
        _ = bus.press(KeypadPress(.noShow), at: 3, now: 0)
        #expect(bus.tick(now: 0) == call.bytes)
        let next = bus.receive(call.acknowledgement.bytes, now: 20)
        #expect(next == KeypadPress(.noShow).frame(address: 3).bytes)
    }

    @Test func `an acknowledgement for another keypad counts for nothing`() {
        var bus = VirtualKeypadBus(addresses: [1, 3])
        _ = bus.press(KeypadPress(.call), at: 3, now: 0)
        _ = bus.tick(now: 0)
        _ = bus.receive(KeypadPress(.call).frame(address: 1).bytes, now: 20)
        #expect(bus.tick(now: 200) == call.bytes)
    }

    @Test func `a rating is acknowledged as a key`() {
        var bus = VirtualKeypadBus(addresses: [3])
        _ = bus.receive(KeypadFrame(address: 3, function: 1, data: [0x0B]).bytes, now: 0)
        #expect(bus.keypads[3]?.isRatingOpen == true)
        let rating = KeypadPress(.rating, digits: [2])
        _ = bus.press(rating, at: 3, now: 0)
        #expect(bus.tick(now: 0) == rating.frame(address: 3).bytes)
        _ = bus.receive(rating.frame(address: 3).acknowledgement.bytes, now: 20)
        #expect(bus.keypads[3]?.acknowledged == 1)
        #expect(bus.keypads[3]?.isRatingOpen == false)
    }

    @Test func `people waiting and the number in hand are shown, and it beeps`() {
        var bus = VirtualKeypadBus(addresses: [3])
        _ = bus.receive(KeypadFrame.show(address: 3, waiting: 7, number: 12).bytes, now: 0)
        _ = bus.receive(KeypadFrame.beep(address: 3).bytes, now: 0)
        #expect(bus.keypads[3]?.display == "  7012")
        #expect(bus.keypads[3]?.beeps == 1)
    }

    @Test func `a key of no keypad is refused`() {
        var bus = VirtualKeypadBus(addresses: [3])
        let isThere = bus.press(KeypadPress(.call), at: 4, now: 0)
        #expect(!isThere)
    }

    @Test func `a host that never answers cannot fill the keypad`() {
        var bus = VirtualKeypadBus(addresses: [3])
        for _ in 0..<1_000 { _ = bus.press(KeypadPress(.call), at: 3, now: 0) }
        #expect(bus.keypads[3]?.lost == 984)
    }
}

struct LineFaultsTests {
    private let bytes = (0..<20_000).map { UInt8($0 & 0xFF) }

    @Test func `a good line passes everything as it came`() {
        var line = LineFaults(seed: 1)
        #expect(line.pass(bytes) == [bytes])
    }

    @Test func `an unplugged line passes nothing`() {
        var line = LineFaults(seed: 1)
        line.unplugged = true
        #expect(line.pass(bytes).isEmpty)
    }

    @Test func `the same seed spoils the same bytes`() {
        var one = LineFaults(seed: 7)
        (one.drops, one.flips, one.inserts, one.splits) = (100, 100, 100, true)
        var other = one
        #expect(one.pass(bytes) == other.pass(bytes))
    }

    @Test func `about as many bytes are lost as asked for`() {
        var line = LineFaults(seed: 3)
        line.drops = 1_000
        #expect((17_500...18_500).contains(line.pass(bytes).joined().count))
        line.drops = 0
        line.inserts = 1_000
        #expect((21_500...22_500).contains(line.pass(bytes).joined().count))
    }

    @Test func `a flipped byte differs in one bit`() {
        var line = LineFaults(seed: 4)
        line.flips = 10_000
        let passed = line.pass(bytes).joined()
        #expect(zip(bytes, passed).allSatisfy { ($0 ^ $1).nonzeroBitCount == 1 })
    }

    @Test func `splitting loses nothing`() {
        var line = LineFaults(seed: 5)
        line.splits = true
        let pieces = line.pass(bytes)
        #expect(Array(pieces.joined()) == bytes)
        #expect(pieces.count > 1_000)
    }
}
