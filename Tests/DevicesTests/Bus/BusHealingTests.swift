// SPDX-License-Identifier: Apache-2.0

import BusScene
import Devices
import Simulators
import Testing
import Wire

extension BusHall {
    /// What stands on the sign of a unit, first page.
    func sign(_ unit: Int) -> String? { wire.nodes[unit].text?.first }

    mutating func show(_ text: String, at address: UInt8) {
        perform(.show(address: address, SignFace(text: text)))
    }

    /// Lets time pass until all signs show what they should; milliseconds, nil if they do not.
    mutating func untilAgreed(_ signs: [Int: String], atMost limit: Int64 = 60_000) -> Int64? {
        let start = now
        while now - start < limit {
            if signs.allSatisfy({ sign($0.key) == $0.value }) { return now - start }
            pass(10)
        }
        return nil
    }
}

/// What is pulled out, put back, changed or broken becomes right by itself.
struct BusHealingTests {
    private func running(_ count: UInt8 = 4, baud: Int = 9600, seed: UInt64 = 1) -> BusHall {
        var hall = busHall(count, baud: baud, seed: seed)
        hall.plug()
        for address in 1...count { hall.show("A00\(address)", at: address) }
        hall.pass(12_000)
        _ = hall.takeReports()
        return hall
    }

    @Test func `a unit that restarts shows its face again and tells its events anew`() {
        var hall = running()
        hall.happen(to: 1) { unit, _ in unit.press(.callNext) }
        hall.pass(500)
        hall.wire.restart(1)
        #expect(hall.sign(1) == nil)
        hall.happen(to: 1) { unit, _ in unit.press(.recall) }
        #expect(hall.untilAgreed([1: "A002"], atMost: 1500) != nil)
        hall.pass(500)
        let names = hall.takeReports().compactMap { report -> BusEventName? in
            if case .event(2, let name, _, _) = report { name } else { nil }
        }
        #expect(names.map(\.boot) == [1, 2])
        #expect(names.map(\.number) == [1, 1])
    }

    @Test func `a unit that was unplugged is called away, and is right when it is back`() {
        var hall = running()
        hall.wire.unplug(.unit(2))
        hall.pass(1000)
        let away = hall.takeReports().contains { report in
            if case .unit(3, let state) = report { state.condition == .away } else { false }
        }
        #expect(away)
        hall.show("B012", at: 3)
        hall.show("B013", at: 1)
        #expect(hall.untilAgreed([0: "B013"], atMost: 500) != nil)
        hall.pass(30_000)
        #expect(hall.sign(2) == nil)
        hall.wire.plug(.unit(2))
        #expect(hall.untilAgreed([2: "B012"], atMost: 11_000) != nil)
    }

    @Test func `another unit at an address is taken up and told of`() {
        var hall = running()
        hall.wire.unplug(.unit(3))
        hall.pass(5000)
        hall.happen(to: 3) { unit, time in
            unit.uid = BusUID(0xABCD)
            unit.restart(at: time)
        }
        hall.wire.plug(.unit(3))
        #expect(hall.untilAgreed([3: "A004"], atMost: 10_000) != nil)
        #expect(
            hall.takeReports().contains(
                .replaced(address: 4, old: BusUID(0x1000 + 4 * 0x1_0001), new: BusUID(0xABCD))))
    }

    @Test func `a unit changed within a second for another is noticed`() {
        var hall = running()
        hall.happen(to: 3) { unit, time in
            unit.uid = BusUID(0xABCD)
            unit.restart(at: time)
        }
        #expect(hall.untilAgreed([3: "A004"], atMost: 10_000) != nil)
    }

    @Test func `a unit put in with another's address gets the address that is missing`() {
        for seed in UInt64(1)...10 {
            var hall = running(seed: seed)
            hall.wire.unplug(.unit(3))
            hall.pass(3000)
            hall.happen(to: 3) { unit, time in
                unit.uid = BusUID(0xFF00_1234_5678)
                unit.address = 2
                unit.restart(at: time)
            }
            hall.wire.plug(.unit(3))
            let healed = hall.untilAgreed([0: "A001", 1: "A002", 2: "A003", 3: "A004"])
            #expect(healed != nil, "seed \(seed)")
            #expect(hall.wire.nodes[3].address == 4, "seed \(seed)")
            #expect(hall.wire.nodes[1].address == 2, "seed \(seed)")
        }
    }

    @Test func `a new unit without an address gets the one that is missing`() {
        var hall = running()
        hall.wire.unplug(.unit(0))
        hall.pass(20_000)
        hall.happen(to: 0) { unit, time in
            unit.uid = BusUID(0x42)
            unit.address = 0
            unit.restart(at: time)
        }
        hall.wire.plug(.unit(0))
        #expect(hall.untilAgreed([0: "A001"]) != nil)
    }

    @Test func `two units nobody knows with one address are told of and show nothing`() {
        var hall = busHall(2)
        hall.happen(to: 1) { unit, _ in unit.address = 1 }
        hall.plug()
        hall.show("A001", at: 1)
        hall.pass(60_000)
        let uids = hall.wire.nodes.map(\.uid).sorted()
        let isTold = hall.takeReports().contains { report in
            if case .unit(1, let state) = report {
                state.condition == .duplicate(uids)
            } else {
                false
            }
        }
        #expect(isTold)
        #expect(hall.sign(0) == nil || hall.sign(1) == nil)
    }

    @Test func `a unit that hangs does not keep the others waiting`() {
        var hall = running()
        hall.wire.set(.hung, at: 1)
        hall.show("C001", at: 2)
        hall.show("C002", at: 3)
        #expect(hall.untilAgreed([2: "C002"], atMost: 400) != nil)
        hall.pass(20_000)
        hall.wire.set(.none, at: 1)
        #expect(hall.untilAgreed([1: "C001"], atMost: 11_000) != nil)
    }

    @Test func `a wire that somebody fills is told of, and is well when it ends`() {
        var hall = running()
        hall.wire.set(.babbling, at: 0)
        hall.pass(5000)
        let isTold = hall.takeReports().contains { report in
            if case .line(let state) = report { state.isBabbling } else { false }
        }
        #expect(isTold)
        hall.show("D001", at: 4)
        hall.wire.set(.none, at: 0)
        #expect(hall.untilAgreed([3: "D001", 0: "A001"], atMost: 20_000) != nil)
        hall.pass(10_000)
        var last: Bool?
        for case .line(let state) in hall.takeReports() { last = state.isBabbling }
        #expect(last == false)
    }

    @Test func `after the adapter was pulled all is as it should be`() {
        var hall = running()
        hall.happen(to: 2) { unit, _ in unit.press(.callNext) }
        hall.unplug()
        hall.pass(60_000)
        hall.show("E001", at: 1)
        hall.plug()
        #expect(
            hall.untilAgreed([0: "E001", 1: "A002", 2: "A003", 3: "A004"], atMost: 5000) != nil)
        hall.pass(1000)
        let presses = hall.takeReports().count { if case .event = $0 { true } else { false } }
        #expect(presses == 1)
    }
}
