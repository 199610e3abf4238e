// SPDX-License-Identifier: Apache-2.0

import BusScene
import Devices
import Simulators
import Testing
import Wire

/// Units with keys.
struct BusSealTests {
    private let key = BusKey(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)

    @Test func `a unit with the right key works sealed, also after it restarted`() {
        var hall = busHall(2, key: key) { $0.key = key }
        hall.plug()
        hall.show("A001", at: 1)
        #expect(hall.untilAgreed([0: "A001"], atMost: 2000) != nil)
        hall.happen(to: 0) { unit, _ in unit.press(.callNext) }
        hall.pass(1000)
        hall.wire.restart(0)
        #expect(hall.untilAgreed([0: "A001"], atMost: 2000) != nil)
        let presses = hall.takeReports().count { if case .event = $0 { true } else { false } }
        #expect(presses == 1)
        #expect(hall.wire.nodes[0].done.contains { $0.code == .open })
    }

    @Test func `a unit with another key, or none, is not used and told of`() {
        for other in [BusKey(1, 2), nil] {
            var hall = busHall(1, key: key) { $0.key = other }
            hall.plug()
            hall.show("A001", at: 1)
            hall.pass(5000)
            #expect(hall.sign(0) == nil)
            let isTold = hall.takeReports().contains { report in
                if case .unit(1, let state) = report { state.condition == .unproven } else { false }
            }
            #expect(isTold)
        }
    }

    @Test func `a unit with a key that the hall does not know is told of`() {
        var hall = busHall(1) { $0.key = key }
        hall.plug()
        hall.pass(3000)
        let isTold = hall.takeReports().contains { report in
            if case .unit(1, let state) = report { state.condition == .unproven } else { false }
        }
        #expect(isTold)
    }
}
