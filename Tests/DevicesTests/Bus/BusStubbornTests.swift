// SPDX-License-Identifier: Apache-2.0

import BusScene
import Devices
import Simulators
import Testing
import Wire

/// Units that do not keep their word: the others must not suffer.
struct BusStubbornTests {
    private func show(_ text: String, at address: UInt8, in hall: inout BusHall) {
        hall.perform(.show(address: address, SignFace(text: text)))
    }

    /// Asked so often, and still answered, are the others' keys.
    private func takesPress(at place: Int, in hall: inout BusHall) -> Bool {
        hall.happen(to: place) { unit, _ in unit.press(.callNext) }
        return hall.pass(atMost: 1000) { report in
            if case .event = report { true } else { false }
        } != nil
    }

    /// A hall in which the first unit refuses, and how often it was asked in ten seconds.
    private func asked(
        _ refusal: @escaping @Sendable (BusRequest) -> BusError?,
        after commands: [BusDriver.Command] = [], of kind: (BusRequest) -> Bool
    ) -> (times: Int, othersAreWell: Bool) {
        var hall = busHall(3)
        hall.happen(to: 0) { unit, _ in unit.refusal = refusal }
        hall.plug()
        hall.pass(3000)
        for command in commands { hall.perform(command) }
        let before = hall.wire.nodes[0].done.count { kind($0) }
        hall.pass(10_000)
        let times = hall.wire.nodes[0].done.count { kind($0) } - before
        return (times, takesPress(at: 1, in: &hall))
    }

    @Test func `one that is always busy does not keep others from being asked`() {
        let (times, othersAreWell) = asked(
            { if case .rate = $0 { .busy } else { nil } },
            after: [.rate(address: 1, ref: 1, seconds: 60)],
            of: { if case .rate = $0 { true } else { false } })
        #expect(times > 10 && times <= 100)
        #expect(othersAreWell)
    }

    @Test func `one that says to be another than it says is not asked without end`() {
        let (times, othersAreWell) = asked(
            { if case .start = $0 { .wrongUnit(nil) } else { nil } },
            of: { if case .start = $0 { true } else { false } })
        #expect(times > 1 && times <= 11)
        #expect(othersAreWell)
    }

    @Test func `one that lacks what it was not sent is given up`() {
        let (times, othersAreWell) = asked(
            { if case .show = $0 { .noGlyph(0x4E00) } else { nil } },
            after: [.show(address: 1, SignFace(text: "A001"))],
            of: { if case .show = $0 { true } else { false } })
        #expect(times == 1)
        #expect(othersAreWell)
    }

    @Test func `one that answers as somebody else each time does not keep the search for ever`() {
        var hall = busHall(3, baud: 115200)
        hall.happen(to: 0) { unit, _ in unit.isCrowd = true }
        hall.plug()
        hall.pass(60_000)
        let found = hall.takeReports().compactMap { report -> Int? in
            if case .found(let roster) = report { roster.count } else { nil }
        }
        #expect(found.allSatisfy { $0 <= 260 })
        let ends = hall.wire.nodes[1].done.count { request in
            if case .discover(begin: true, _, _) = request { true } else { false }
        }
        #expect(ends > 2)
        #expect(takesPress(at: 1, in: &hall))
    }

    @Test func `a face that other faces overtook is not held against the unit`() {
        var hall = busHall(1)
        hall.plug()
        hall.pass(3000)
        _ = hall.takeReports()
        for number in 0..<12 {
            show("A10\(number)", at: 1, in: &hall)
            hall.pass(25)
        }
        hall.pass(500)
        #expect(hall.wire.nodes[0].text == ["A1011"])
        let isLost = hall.takeReports().contains { report in
            if case .unit(1, let state) = report { state.condition != .live } else { false }
        }
        #expect(!isLost)
    }

    @Test(arguments: [false, true])
    func `a sign that was out of sight is told to agree again`(restarts: Bool) {
        var hall = busHall(2)
        hall.plug()
        hall.pass(2000)
        show("A001", at: 1, in: &hall)
        hall.pass(3000)
        _ = hall.takeReports()
        if restarts {
            hall.wire.restart(0)
        } else {
            hall.happen(to: 0) { unit, _ in unit.isDeaf = true }
            hall.pass(3000)
            hall.happen(to: 0) { unit, _ in unit.isDeaf = false }
        }
        let told = hall.pass(atMost: 11_000) { $0 == .shown(address: 1, SignFace(text: "A001")) }
        #expect(told != nil)
    }
}
