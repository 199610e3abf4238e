// SPDX-License-Identifier: Apache-2.0

import BusScene
import Devices
import Simulators
import Testing

/// Asks the units of a pair one after the other, and waits 20 ms for each answer.
private struct AskingDriver: LineDriver {
    enum Report: Sendable, Equatable {
        case up, lost
        case answered([UInt8])
        case silent(UInt8)
    }

    let units: UInt8
    private(set) var nextDeadline: Int64?
    private var asked: UInt8 = 0
    private var heard: [UInt8] = []

    init(units: UInt8) { self.units = units }

    mutating func lineUp(now: Int64) -> [LineAction<Report>] { [.report(.up)] + ask(now) }

    mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Report>] {
        nextDeadline = nil
        return [.report(.lost)]
    }

    mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Report>] {
        heard += bytes
        guard heard.last == 0 else { return [] }
        return [.report(.answered(heard))] + ask(now)
    }

    mutating func perform(_ command: [UInt8], now: Int64) -> [LineAction<Report>] {
        [.send(command)]
    }

    mutating func deadlineReached(now: Int64) -> [LineAction<Report>] {
        [.report(.silent(asked))] + ask(now)
    }

    private mutating func ask(_ now: Int64) -> [LineAction<Report>] {
        heard = []
        asked = asked % units + 1
        nextDeadline = now + 20
        return [.send([asked, 0])]
    }
}

/// Says its address and how often it was asked.
private struct CountingUnit: BusNode {
    let baud = 9600
    let address: UInt8
    private(set) var nextDeadline: Int64?
    private var frame: [UInt8] = []
    private(set) var count: UInt8 = 0

    init(_ address: UInt8) { self.address = address }

    mutating func hear(_ bytes: ArraySlice<UInt8>, at time: Int64) {
        frame += bytes
        guard frame.last == 0 else { return }
        if frame.first == address { nextDeadline = time + 1_000_000 }
        frame = []
    }

    mutating func act(at time: Int64) -> [UInt8] {
        nextDeadline = nil
        count += 1
        return [address | 0x80, count, 0]
    }

    mutating func restart(at time: Int64) { count = 0 }
}

/// A driver and a pair of wires, each with its own clock.
struct BusSceneTests {
    private func scene(units: UInt8) -> BusScene<AskingDriver, CountingUnit> {
        let nodes = (1...units).map { CountingUnit($0) }
        return BusScene(
            AskingDriver(units: units),
            BusWire(nodes, controllerBaud: 9600, seed: 1, startingAt: 5_000_000_000))
    }

    @Test func `a driver asks and hears its units in turn`() {
        var scene = scene(units: 2)
        scene.plug()
        // Two bytes there, a millisecond, three bytes back: 6.2 ms at 9600 baud.
        scene.pass(13)
        #expect(
            scene.reports.map(\.report) == [
                .up, .answered([0x81, 1, 0]), .answered([0x82, 1, 0]),
            ])
        #expect(scene.reports.map { $0.at / 1000 } == [5_000_000, 5_006_208, 5_012_416])
        #expect(scene.now == 5013)
    }

    @Test func `a deadline is kept to the millisecond and counts from the last work`() {
        var scene = scene(units: 2)
        scene.wire.set(.hung, at: 1)
        scene.plug()
        scene.pass(30)
        #expect(
            scene.takeReports() == [
                .up, .answered([0x81, 1, 0]), .silent(2),
            ])
        scene.pass(3)
        // Asked again at 26.2 ms, as a port's thread waits for whole milliseconds.
        #expect(scene.reports.map { $0.at / 1000 } == [5_032_416])
    }

    @Test func `a pulled adapter is told, and all is well when it is back`() {
        var scene = scene(units: 1)
        scene.plug()
        // Pulled after the second question, before its answer.
        scene.pass(9)
        scene.unplug()
        scene.pass(1000)
        #expect(scene.takeReports() == [.up, .answered([0x81, 1, 0]), .lost])
        scene.plug()
        scene.pass(7)
        #expect(scene.takeReports() == [.up, .answered([0x81, 3, 0])])
        scene.wire.restart(0)
        #expect(scene.pass(atMost: 100) { $0 == .answered([0x81, 1, 0]) } != nil)
    }

    @Test func `what was awaited is told with its moment`() {
        var scene = scene(units: 1)
        scene.plug()
        let moment = scene.pass(atMost: 100) { $0 == .answered([0x81, 2, 0]) }
        #expect(moment.map { $0 / 1000 } == 5_012_416)
        #expect(scene.wire.now == moment)
    }

    @Test func `a driver that wants to be woken always is woken each millisecond`() {
        var scene = BusScene(
            RestlessDriver(), BusWire([CountingUnit(1)], controllerBaud: 9600, seed: 1))
        scene.plug()
        scene.pass(100)
        scene.unplug()
        #expect(scene.takeReports() == [100])
    }
}
