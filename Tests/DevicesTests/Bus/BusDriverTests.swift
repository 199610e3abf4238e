// SPDX-License-Identifier: Apache-2.0

import BusScene
import Devices
import Simulators
import Testing
import Wire

typealias BusHall = BusScene<BusDriver, PlainUnit>

/// A hall of plain units at the addresses 1 to `count`, looked for by the driver.
func busHall(
    _ count: UInt8, baud: Int = 9600, seed: UInt64 = 1, key: BusKey? = nil,
    holdsEvents: Bool = false, change: (inout PlainUnit) -> Void = { _ in }
) -> BusHall {
    let nodes = (1...count).map { address in
        var unit = PlainUnit(0x1000 + UInt64(address) * 0x1_0001, address, baud: baud)
        change(&unit)
        return unit
    }
    let driver = BusDriver(
        baud: baud, mounts: (1...count).map { BusMount($0) }, holdsEvents: holdsEvents,
        glyphs: boxes, key: { _ in key },
        random: { seed &* 0x9E37_79B9_7F4A_7C15 })
    return BusHall(
        driver, BusWire(nodes, controllerBaud: baud, seed: seed, startingAt: 5_000_000_000))
}

extension BusHall {
    var liveAddresses: Set<UInt8> {
        var live: Set<UInt8> = []
        for case .unit(let address, let state) in reports.map(\.report) {
            if state.condition == .live { live.insert(address) } else { live.remove(address) }
        }
        return live
    }
}

/// The controller of a Window Bus and units that do what they are told.
struct BusDriverTests {
    @Test func `every unit comes up and says what it is`() {
        for baud in [9600, 115200] {
            var hall = busHall(8, baud: baud)
            hall.plug()
            hall.pass(15_000)
            #expect(hall.liveAddresses == Set(1...8))
            let found = hall.reports.compactMap { report -> [BusUID: UInt8]? in
                if case .found(let roster) = report.report { roster } else { nil }
            }
            #expect(found.last?.count == 8, "baud \(baud)")
        }
    }

    @Test func `a face is shown, and again in the language of its second page`() {
        var hall = busHall(2)
        hall.plug()
        hall.pass(2000)
        let face = SignFace(pages: [.init(lines: ["请 A012", "到 3 号"]), .init(lines: ["A012"])])
        hall.perform(.show(address: 2, face))
        let shown = hall.pass(atMost: 1000) { $0 == .shown(address: 2, face) }
        #expect(shown != nil)
        #expect(hall.wire.nodes[1].text == ["请 A012\n到 3 号", "A012"])
        #expect(hall.wire.nodes[0].text == nil)
    }

    @Test func `a character that the font lacks comes as dots`() {
        var hall = busHall(1)
        hall.plug()
        hall.pass(2000)
        let face = SignFace(text: "𠮷A1")
        hall.perform(.show(address: 1, face))
        hall.pass(2000)
        #expect(hall.wire.nodes[0].dots.count == 1)
        #expect(
            hall.reports.last { if case .unshowable = $0.report { true } else { false } }
                .map { $0.report } == .unshowable(address: 1, face, missing: ["1", "A", "𠮷"]))
    }

    @Test func `a press arrives once, with its name`() {
        var hall = busHall(4)
        hall.plug()
        hall.pass(3000)
        _ = hall.takeReports()
        for _ in 0..<3 { hall.happen(to: 2) { unit, _ in unit.press(.callNext, digits: 7) } }
        hall.pass(2000)
        let names = hall.takeReports().compactMap { report -> UInt16? in
            guard case .event(3, let name, .key(.callNext, digits: 7), age: 0) = report else {
                return nil
            }
            return name.number
        }
        #expect(names == [1, 2, 3])
        #expect(hall.wire.nodes[2].waiting == 0)
    }

    @Test func `a unit keeps a press until it is said to be safe`() throws {
        var hall = busHall(1, holdsEvents: true)
        hall.plug()
        hall.pass(3000)
        _ = hall.takeReports()
        for _ in 0..<3 { hall.happen(to: 0) { unit, _ in unit.press(.callNext, digits: 7) } }
        hall.pass(2000)
        let names = hall.takeReports().compactMap { report -> BusEventName? in
            guard case .event(_, let name, _, _) = report else { return nil }
            return name
        }
        #expect(names.map(\.number) == [1, 2, 3], "each is told once")
        #expect(hall.wire.nodes[0].waiting == 3)
        hall.perform(.settled(names[1]))
        hall.pass(2000)
        #expect(hall.wire.nodes[0].waiting == 3, "the first is not safe yet")
        hall.perform(.settled(names[0]))
        hall.pass(2000)
        #expect(hall.wire.nodes[0].waiting == 1)
        hall.perform(.settled(names[2]))
        hall.pass(2000)
        #expect(hall.wire.nodes[0].waiting == 0)
        #expect(hall.takeReports().allSatisfy { if case .event = $0 { false } else { true } })
    }
}
