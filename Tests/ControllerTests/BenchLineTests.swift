// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

@testable import Controller

/// Virtual lines on virtual time.
struct BenchLineTests {
    private func lines() -> VirtualLines {
        VirtualLines(
            VirtualLayout(BenchScene.configuration), glyphs: BenchScene.glyphs)
    }

    @Test func `bytes arrive at the line's speed`() {
        var wire = SlowWire(baud: 9600)
        wire.put(Array(repeating: 1, count: 100), now: 1000)
        #expect(wire.takeAll(now: 1000).isEmpty)
        #expect(wire.takeAll(now: 1050).count == 48)
        #expect(wire.takeAll(now: 1050).isEmpty)
        #expect(wire.takeAll(now: 1104).count == 51)
        #expect(wire.nextDeadline == 1105)
        #expect(wire.takeAll(now: 1105).count == 1)
        #expect(wire.nextDeadline == nil)
    }

    @Test func `a long silence does not make the next bytes faster`() {
        var wire = SlowWire(baud: 9600)
        wire.put([1], now: 0)
        #expect(wire.takeAll(now: 2) == [1])
        wire.put([2], now: 60_000)
        #expect(wire.takeAll(now: 60_000).isEmpty)
        #expect(wire.takeAll(now: 60_002) == [2])
    }

    @Test func `every byte arrives at each deadline's round, whatever the speed`() {
        for baud in [1, 300, 9600, 115_200, 4_000_000, 100_000_000] {
            var wire = SlowWire(baud: baud)
            let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
            wire.put(bytes, now: 5)
            var arrived: [UInt8] = []
            var rounds = 0
            while let deadline = wire.nextDeadline, rounds < 1000 {
                arrived += wire.takeAll(now: deadline)
                rounds += 1
            }
            #expect(arrived == bytes, "\(baud) baud")
            #expect(rounds <= 300, "\(baud) baud")
        }
    }

    @Test func `a line full of bytes takes no more until some have arrived`() {
        var wire = SlowWire(baud: 9600)
        wire.put(Array(repeating: 0, count: SlowWire.roomBytes), now: 0)
        #expect(!wire.hasRoom)
        _ = wire.takeAll(now: 10)
        #expect(wire.hasRoom)
    }

    @Test func `a device looked after late does not take that for silence on its line`() throws {
        var lines = lines()
        let index = try #require(lines.all.firstIndex { $0.line.id == "signs" })
        let text = String(repeating: "A", count: 100)
        let frame = QTStrip.frame(address: 1, text: text, mode: .immediate, charset: .ascii)
        lines.all[index].put(frame.bytes, now: 1000)
        lines.all[index].work(now: 1003)
        // Meanwhile the machine had something else to do.
        lines.all[index].work(now: 61_000)
        #expect((lines.all[index].device as? VirtualSignBus)?.signs[1]?.text == text)
    }

    @Test func `through noise nothing arrives whole, and without it everything does`() throws {
        var lines = lines()
        let index = try #require(lines.all.firstIndex { $0.line.id == "signs" })
        func send(_ text: String, at time: Int64) -> String? {
            let frame = QTStrip.frame(address: 1, text: text, mode: .immediate, charset: .ascii)
            lines.all[index].put(frame.bytes, now: time)
            lines.all[index].work(now: time + 100)
            lines.all[index].work(now: time + 200)
            return (lines.all[index].device as? VirtualSignBus)?.signs[1]?.text
        }
        lines.all[index].change(LineWish(noise: 1))
        for round in 0..<20 { #expect(send("A001", at: Int64(round) * 1000) == "") }
        lines.all[index].change(LineWish(noise: 0))
        #expect(send("A002", at: 20_000) == "A002")
    }

    @Test func `what a device says to nobody is forgotten beyond a limit`() throws {
        var lines = lines()
        let index = try #require(lines.all.firstIndex { $0.line.id == "P1" })
        for time in 0..<10_000 {
            lines.all[index].put(EscPos.realTimeStatus(1), now: Int64(time))
            lines.all[index].work(now: Int64(time))
        }
        #expect(lines.all[index].outgoing.count == 4096)
    }

    @Test func `changes after a quiet time are told at once, and then gathered`() throws {
        var lines = lines()
        let index = try #require(lines.all.firstIndex { $0.line.id == "signs" })
        lines.all[index].change(LineWish(noise: 0.5))
        #expect(lines.takeDueChange(now: 10) == BenchChange(signs: ["sign-W01", "sign-W02"]))
        lines.all[index].change(LineWish(noise: 0))
        #expect(lines.takeDueChange(now: 20) == nil)
        #expect(lines.nextDeadline(now: 20) == 110)
        lines.all[0].change(LineWish(unplugged: true))
        #expect(
            lines.takeDueChange(now: 110)
                == BenchChange(printers: ["P1"], signs: ["sign-W01", "sign-W02"]))
        #expect(lines.nextDeadline(now: 111) == nil)
    }

    @Test func `a lamp is three dots wide and dark all round`() {
        var picture = Picture(width: 2, height: 1)
        picture[0, 0] = true
        #expect(
            picture.asLamps.textArt == """
                 ▄▄▄
                 ███

                """)
    }
}

extension SlowWire {
    /// All that has arrived by now.
    fileprivate mutating func takeAll(now: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = take(now: now) { bytes += piece.bytes }
        return bytes
    }
}
