// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing

/// The pair when something is wrong with it or with those on it.
struct BusWireTroubleTests {
    private typealias Wire = BusWire<PlainUnit>
    private let second: Int64 = 1_000_000_000

    @Test func `two that send at once garble each other for everybody`() {
        for seed in UInt64(0)..<50 {
            var wire = Wire(units: 3, seed: seed)
            for unit in 0..<3 { wire.happen(to: unit) { unit, _ in unit.isMute = true } }
            wire.say(Array(repeating: 0x31, count: 20), by: 0)
            _ = wire.advance(to: 300_000)
            wire.say(Array(repeating: 0x4C, count: 20), by: 1)
            let heard = wire.collect(until: second).flatMap(\.bytes)
            #expect(heard == wire.nodes[2].allHeard, "seed \(seed)")
            #expect(heard.count < 40, "seed \(seed)")
            #expect(wire.use.garbled == 40, "seed \(seed)")
            #expect(wire.use.collisions == 1, "seed \(seed)")
            // Those that talk are deaf meanwhile.
            #expect(wire.nodes[0].allHeard.count <= 1, "seed \(seed)")
            #expect(wire.nodes[1].allHeard.isEmpty, "seed \(seed)")
        }
    }

    @Test func `only the bytes that overlap are garbled`() {
        var wire = Wire(units: 2)
        wire.say(Array(repeating: 0x31, count: 20), by: 0)
        _ = wire.collect(until: 10 * byteTime(9600) + 300_000)
        wire.say([0x4C], by: 1)
        _ = wire.collect(until: second)
        #expect(wire.use.garbled == 3)
        #expect(wire.use.collisions == 1)
    }

    @Test func `two units at one address answer over each other`() {
        var wire = Wire([PlainUnit(4), PlainUnit(4)], controllerBaud: 9600, seed: 3)
        wire.send([4, 5, 0])
        let heard = wire.collect(until: second).flatMap(\.bytes)
        #expect(heard != [0xFB, 5, 0])
        #expect(wire.use.collisions == 1)
    }

    @Test func `bits are turned about as often as is said`() {
        var wire = Wire(units: 1, baud: 115_200, seed: 7)
        wire.noiseToUnits.bitErrors = 100
        let bytes = 1_000_000
        var turned = 0
        var missing = bytes
        for _ in 0..<(bytes / 1000) {
            wire.send(Array(repeating: 0xFF, count: 1000))
            _ = wire.advance(to: wire.now + second)
            let heard = wire.nodes[0].allHeard
            missing -= heard.count
            turned += heard.map { (~$0).nonzeroBitCount }.reduce(0, +)
            wire.happen(to: 0) { unit, _ in unit.heard = [] }
        }
        // Eight data bits a byte are turned, two framing bits lose it.
        #expect(abs(turned - bytes * 8 / 10_000) < 100)
        #expect(abs(missing - bytes * 2 / 10_000) < 50)
        #expect(abs(wire.use.disturbed - turned - missing) < 10)
    }

    @Test func `bytes are lost and invented, each way by itself`() {
        var wire = Wire(units: 1, seed: 5)
        wire.noiseToController = BusNoise(losses: 500_000)
        wire.noiseToUnits = BusNoise(inserts: 500_000)
        let frame = Array(repeating: UInt8(7), count: 999) + [0]
        wire.send(frame)
        _ = wire.advance(to: 10 * second)
        #expect((1400...1600).contains(wire.nodes[0].allHeard.count))
        wire.say(frame, by: 0)
        let heard = wire.collect(until: 20 * second).flatMap(\.bytes)
        #expect((400...600).contains(heard.count))
    }

    @Test func `a wire that loses everything loses everything`() {
        var wire = Wire(units: 1)
        wire.noiseToUnits.losses = 1_000_000
        wire.send([1, 2, 3, 0])
        _ = wire.advance(to: second)
        #expect(wire.nodes[0].allHeard.isEmpty)
        #expect(wire.use.disturbed == 4)
    }

    @Test func `at another baud rate garbage is heard, both ways`() {
        for (own, other) in [(9600, 115_200), (115_200, 9600)] {
            var wire = Wire([PlainUnit(1, baud: other)], controllerBaud: own, seed: 2)
            let frame = Array(repeating: UInt8(1), count: 200)
            wire.send(frame)
            _ = wire.collect(until: second)
            let heard = wire.nodes[0].allHeard
            #expect(!heard.isEmpty && heard.count != frame.count)
            wire.say(frame, by: 0)
            let back = wire.collect(until: 2 * second).flatMap(\.bytes)
            #expect(!back.isEmpty && back.count != frame.count)
        }
    }

    @Test func `a unit that changes its baud rate is understood when the controller follows`() {
        var wire = Wire(units: 1)
        wire.happen(to: 0) { unit, _ in unit.baud = 38_400 }
        wire.send([1, 5, 0])
        _ = wire.collect(until: second)
        wire.setControllerBaud(38_400)
        wire.send([0, 1, 5, 0])
        #expect(wire.collect(until: 2 * second).flatMap(\.bytes) == [0xFE, 5, 0])
    }

    @Test func `pulling a plug in the middle of a frame cuts it there`() {
        var wire = Wire(units: 2)
        wire.say(Array(repeating: 0x31, count: 20), by: 0)
        let half = wire.collect(until: 10 * byteTime(9600) + 300_000)
        wire.unplug(.unit(0))
        #expect(half.flatMap(\.bytes).count == 10)
        #expect(wire.collect(until: second).isEmpty)
        #expect(wire.nodes[1].allHeard.count == 10)
        #expect(wire.bytesSent(by: .unit(0)) == 10)
        wire.send([1, 5, 0])
        #expect(wire.collect(until: 2 * second).isEmpty)
        #expect(wire.nodes[0].allHeard.isEmpty)
        wire.plug(.unit(0))
        wire.send([1, 5, 0])
        #expect(wire.collect(until: 3 * second).flatMap(\.bytes) == [0xFE, 5, 0])
    }

    @Test func `a unit put back in the middle of a frame hears the rest of it`() {
        var wire = Wire(units: 1)
        wire.unplug(.unit(0))
        wire.send([1, 2, 3, 4, 5, 0])
        _ = wire.advance(to: 3 * byteTime(9600) + 100_000)
        wire.plug(.unit(0))
        _ = wire.advance(to: second)
        #expect(wire.nodes[0].allHeard == [4, 5, 0])
    }

    @Test func `a controller that is pulled out leaves half a frame behind`() {
        var wire = Wire(units: 1)
        wire.send([9, 2, 3, 4, 5, 0])
        _ = wire.advance(to: 3 * byteTime(9600) + 100_000)
        wire.unplug(.controller)
        wire.send([1, 5, 0])
        _ = wire.advance(to: second)
        #expect(wire.nodes[0].allHeard == [9, 2, 3])
        wire.plug(.controller)
        wire.send([0, 1, 5, 0])
        #expect(wire.collect(until: 2 * second).flatMap(\.bytes) == [0xFE, 5, 0])
    }

    @Test func `what a pulled adapter had heard and not handed over is gone`() {
        var wire = Wire(units: 1)
        wire.adapter.latency = 16_000_000
        wire.send([1, 5, 0])
        _ = wire.advance(to: 10_000_000)
        wire.unplug(.controller)
        wire.plug(.controller)
        #expect(wire.collect(until: second).isEmpty)
    }

    @Test func `a byte stays garbled when the one that garbled it is cut off`() {
        var wire = Wire(units: 2)
        wire.say([0x31, 0x31], by: 0)
        _ = wire.collect(until: 300_000)
        wire.say([0x4C], by: 1)
        _ = wire.collect(until: 600_000)
        wire.unplug(.unit(1))
        _ = wire.collect(until: second)
        #expect(wire.use.garbled == 1)
        #expect(wire.bytesSent(by: .unit(1)) == 0)
    }

    @Test func `a power cut ends what a unit was saying`() {
        var wire = Wire(units: 1)
        wire.say(Array(repeating: 0x31, count: 20), by: 0)
        _ = wire.collect(until: 10 * byteTime(9600) + 300_000)
        let cut = wire.now
        wire.restart(0)
        #expect(wire.collect(until: second).isEmpty)
        #expect(wire.nodes[0].restarts == [cut])
    }

    @Test func `a babbler fills the wire and garbles what others say until it is pulled`() {
        var wire = Wire(units: 2)
        wire.set(.babbling, at: 1)
        wire.send([1, 5, 0])
        let heard = wire.collect(until: second)
        #expect(wire.use.collisions >= 1)
        #expect(wire.nodes[0].allHeard.count > 900)
        #expect(heard.map(\.bytes.count).reduce(0, +) > 900)
        #expect(wire.use.busy > second * 99 / 100)
        wire.unplug(.unit(1))
        wire.send([0, 1, 5, 0])
        #expect(wire.collect(until: 2 * second).flatMap(\.bytes) == [0xFE, 5, 0])
        wire.plug(.unit(1))
        #expect(!wire.collect(until: 3 * second).isEmpty)
        wire.set(.none, at: 1)
        #expect(wire.collect(until: 4 * second).isEmpty)
    }

    @Test func `a hung unit hears and says nothing, a late one answers late`() {
        var wire = Wire(units: 1)
        wire.set(.hung, at: 0)
        wire.send([1, 5, 0])
        #expect(wire.collect(until: second).isEmpty)
        #expect(wire.nodes[0].allHeard == [1, 5, 0])
        wire.set(.late(50_000_000), at: 0)
        wire.send([1, 5, 0])
        let late = wire.collect(until: 2 * second)
        #expect(late.flatMap(\.bytes) == [0xFE, 5, 0])
        let prompt = second + 7 * 10 * second / 9600
        #expect(abs((late.last?.at ?? 0) - prompt - 50_000_000) <= 2)
    }

    @Test func `looking more often changes nothing`() {
        func heard(step: Int64) -> [[UInt8]] {
            var wire = Wire(
                [PlainUnit(1), PlainUnit(2, baud: 19_200), PlainUnit(3, baud: 4800), PlainUnit(4)],
                controllerBaud: 9600, seed: 9)
            wire.noiseToUnits = BusNoise(bitErrors: 5000, losses: 5000, inserts: 5000)
            wire.noiseToController = wire.noiseToUnits
            var heard: [UInt8] = []
            for round in 0..<60 {
                wire.send([1, UInt8(round), 3, 0, 7, 7, 7, 0])
                if round == 30 { wire.set(.babbling, at: 3) }
                let end = Int64(round + 1) * 12_000_000
                while wire.now < end {
                    heard += wire.collect(until: min(end, wire.now + step)).flatMap(\.bytes)
                }
            }
            return [heard] + wire.nodes.map(\.allHeard)
        }
        let once = heard(step: 12_000_000)
        #expect(once.allSatisfy { $0.count > 100 })
        #expect(heard(step: 50_000) == once)
        #expect(heard(step: 777_777) == once)
    }

    @Test func `the same seed makes the same trouble, another seed makes other`() {
        func run(_ seed: UInt64) -> [BusPassage] {
            var wire = Wire(units: 4, seed: seed)
            wire.trace.limit = 10_000
            wire.noiseToUnits = BusNoise(bitErrors: 2000, losses: 3000, inserts: 3000)
            wire.noiseToController = BusNoise(bitErrors: 2000, losses: 3000, inserts: 3000)
            for step in 0..<200 {
                wire.send([UInt8(step % 4 + 1), UInt8(step), 3, 0])
                if step == 100 { wire.set(.babbling, at: 2) }
                if step == 110 { wire.set(.none, at: 2) }
                _ = wire.collect(until: wire.now + 7_000_000)
            }
            return wire.trace.take()
        }
        #expect(run(1) == run(1))
        #expect(run(1) != run(2))
    }
}
