// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing

/// The pair when all goes well.
struct BusWireTests {
    private typealias Wire = BusWire<PlainUnit>
    private let second: Int64 = 1_000_000_000

    @Test(arguments: [9600, 19_200, 115_200])
    func `each byte takes ten bits, and no rounding adds up`(baud: Int) {
        var wire = Wire(units: 1, baud: baud)
        // Ten seconds of bytes, in frames of twenty.
        let count = baud * 10 / 10
        wire.send((0..<count).map { $0 % 20 == 19 ? 0 : 0x55 })
        #expect(wire.collect(until: 10 * second).isEmpty)
        #expect(wire.nodes[0].allHeard.count == count)
        #expect(wire.nodes[0].heard.last?.at == 10 * second)
        for (index, piece) in wire.nodes[0].heard.enumerated() {
            #expect(piece.at == Int64(index + 1) * 200 * second / Int64(baud))
        }
        #expect(wire.use.busy == 10 * second)
    }

    @Test func `a byte is not heard before its last bit has passed`() {
        var wire = Wire(units: 1)
        wire.send([1, 2, 0])
        _ = wire.advance(to: 2 * byteTime(9600) - 1000)
        #expect(wire.nodes[0].allHeard == [1])
        _ = wire.advance(to: 2 * byteTime(9600) + 1000)
        #expect(wire.nodes[0].allHeard == [1, 2])
        #expect(wire.nextDeadline == 3_125_000)
    }

    @Test func `a unit answers a byte time after the frame, and all but itself hear it`() {
        var wire = Wire(units: 3)
        wire.send([2, 7, 0])
        let deliveries = wire.collect(until: second)
        #expect(deliveries.map(\.bytes) == [[0xFD, 7, 0]])
        #expect(deliveries.first?.at == 3_125_000 + byteTime(9600) + 3_125_000)
        #expect(wire.nodes[0].allHeard == [2, 7, 0, 0xFD, 7, 0])
        #expect(wire.nodes[1].allHeard == [2, 7, 0])
        #expect(wire.nodes[2].allHeard == [2, 7, 0, 0xFD, 7, 0])
        #expect(wire.bytesSent(by: .controller) == 3 && wire.bytesSent(by: .unit(1)) == 3)
        #expect(wire.use.collisions == 0)
        #expect(wire.nextDeadline == nil)
    }

    @Test func `the answer to a frame begins while the next frame is on its way`() {
        var wire = Wire(units: 1)
        wire.send([1, 5, 0, 9, 9, 9, 9, 9, 0])
        _ = wire.collect(until: second)
        #expect(wire.use.collisions == 1)
        #expect(wire.use.garbled >= 6)
    }

    @Test func `an echoing adapter hands back what it sends, and others don't`() {
        var wire = Wire(units: 1)
        wire.send([9, 9, 0])
        #expect(wire.collect(until: second).isEmpty)
        wire.adapter.echoes = true
        wire.send([9, 9, 0])
        #expect(wire.collect(until: 2 * second).flatMap(\.bytes) == [9, 9, 0])
    }

    @Test(arguments: [Int64(1), 16])
    func `an adapter with a timer hands over clumps at its ticks`(milliseconds: Int64) {
        var wire = Wire(units: 1, baud: 115_200)
        wire.adapter.latency = milliseconds * 1_000_000
        let frame: [UInt8] = [1] + Array(repeating: 5, count: 38) + [0]
        wire.send(frame)
        let deliveries = wire.collect(until: second)
        #expect(deliveries.flatMap(\.bytes) == [0xFE] + frame.dropFirst())
        #expect(deliveries.allSatisfy { $0.at % wire.adapter.latency == 0 })
        // The answer is on the wire from 3.56 ms to 7.03 ms.
        #expect(deliveries.count == (milliseconds == 1 ? 5 : 1))
        #expect(deliveries.first?.at == (milliseconds == 1 ? 4_000_000 : 16_000_000))
    }

    @Test func `a full packet does not wait for the timer`() {
        var wire = Wire(units: 1, baud: 115_200)
        wire.adapter.latency = 200_000_000
        wire.say(Array(repeating: 5, count: 100), by: 0)
        let deliveries = wire.collect(until: second)
        #expect(deliveries.map(\.bytes.count) == [62, 38])
        #expect(deliveries.map { $0.at / 1_000_000 } == [5, 200])
    }

    @Test func `bytes of the controller wait for its adapter`() {
        var wire = Wire(units: 1)
        wire.adapter.sendDelay = 3_000_000
        wire.send([9, 0])
        _ = wire.advance(to: second)
        #expect(wire.nodes[0].heard.last?.at == 3_000_000 + 2 * 10 * second / 9600)
    }

    @Test func `a unit whose clock is a little off is understood`() {
        var wire = Wire(
            [PlainUnit(1, baud: 117_647), PlainUnit(2, baud: 115_200)], controllerBaud: 115_200,
            seed: 1)
        wire.send([1, 5, 0])
        #expect(wire.collect(until: second).flatMap(\.bytes) == [0xFE, 5, 0])
    }

    @Test func `what passed is written down in frames, if that is asked for`() {
        var wire = Wire(units: 2)
        wire.send([1, 5, 0])
        _ = wire.collect(until: second)
        #expect(wire.trace.passages.isEmpty)
        wire.trace.limit = 10
        wire.send([2, 6, 7, 0])
        // Looking in the middle of the frame cuts nothing in two.
        _ = wire.advance(to: second + 2 * byteTime(9600))
        _ = wire.collect(until: 2 * second)
        let passages = wire.trace.take()
        #expect(passages.map(\.end) == [.controller, .unit(1)])
        #expect(passages.map(\.sent) == [[2, 6, 7, 0], [0xFD, 6, 7, 0]])
        #expect(passages.map(\.heard) == passages.map(\.sent))
        #expect(passages.first?.began == second)
        #expect(passages.first?.ended == second + 4 * 10 * second / 9600)
    }
}
