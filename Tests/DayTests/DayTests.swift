// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Hall
import Testing

/// `HALLKEEPER_DAY_SEED` names the first seed, `HALLKEEPER_DAYS` how many days are lived in all.
private let seeds: Range<UInt64> = {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["HALLKEEPER_DAY_SEED"].flatMap(UInt64.init) ?? 1
    let days = environment["HALLKEEPER_DAYS"].flatMap(UInt64.init) ?? 60
    let perSeed = UInt64(SimulatedDay.daysPerSeed)
    return first..<(first + max(1, (days + perSeed - 1) / perSeed))
}()

/// Devices live in milliseconds, so there are fewer days of them.
private let deviceSeeds = seeds.prefix(max(1, seeds.count / 4))

/// Window units live in bits, so there are still fewer days of them.
private let unitSeeds = seeds.prefix(max(2, seeds.count / 10))
private let unitDays =
    ProcessInfo.processInfo.environment["HALLKEEPER_DAYS"] == nil ? 1 : SimulatedDay.daysPerSeed

/// Calls whoever came last: what no hall may do.
private struct NewestFirst: CallingPolicy {
    func next(for window: Window, in hall: Hall, at moment: Moment) -> Choice? {
        let queues = window.definition.services.compactMap { hall.services[$0]?.queue }
        guard let newest = queues.compactMap({ $0.line(.normal).places.last?.ticket }).first else {
            return nil
        }
        let why = Why(rule: .oldestFirst, waiting: 1, waitedSeconds: 0, passedOver: 0)
        return Choice(ticket: newest, why: why)
    }
}

struct DayTests {
    @Test(arguments: seeds)
    func `days of citizens, officers and power cuts break no promise`(seed: UInt64) {
        var day = SimulatedDay(seed: seed)
        #expect(throws: Never.self) { try day.run() }
    }

    @Test(arguments: deviceSeeds)
    func `days with a printer, signs and keypads on bad wires break no promise`(seed: UInt64) {
        var day = SimulatedDay(seed: seed, devices: DevicePark.Sabotage.none)
        #expect(throws: Never.self) { try day.run() }
        #expect(day.tally["calm", default: 0] >= 2)
    }

    @Test(arguments: unitSeeds)
    func `days with window units on one bad wire break no promise`(seed: UInt64) {
        var day = SimulatedDay(seed: seed, devices: DevicePark.Sabotage.none, hasUnits: true)
        #expect(throws: Never.self) { try day.run(days: unitDays) }
        #expect(day.tally["calm", default: 0] >= unitDays)
    }

    @Test func `a seed gives the same days again`() throws {
        var first = SimulatedDay(seed: 7)
        var second = SimulatedDay(seed: 7)
        try first.run(days: 1)
        try second.run(days: 1)
        #expect(first.spine.disk == second.spine.disk)
        var other = SimulatedDay(seed: 8)
        try other.run(days: 1)
        #expect(first.spine.disk != other.spine.disk)
    }

    @Test func `the days meet every fact and every refusal`() throws {
        var met: Set<String> = []
        for seed in 1...60 as ClosedRange<UInt64> {
            var day = SimulatedDay(seed: seed)
            try day.run()
            met.formUnion(day.tally.keys)
        }
        let refusals = Refusal.Kind.allCases.map(\.rawValue)
        let events = [
            "power cut", "restore", "clock step", "zone change", "repeated", "key reused",
        ]
        // An id drawn at random never comes twice.
        let never = [Refusal.Kind.ticketExists.rawValue]
        let wanted = Set(HallFact.names + refusals + events).subtracting(never)
        #expect(wanted.subtracting(met).isEmpty)
        #expect(met.subtracting(wanted).isEmpty)
    }

    @Test(arguments: [
        (Spine.Sabotage.loseFact, "told what the journal has not"), (.repeatFact, "after fact"),
        (.forgetKeys, "a repeated request"), (.sameBlock, "is on a paper from before a restore"),
    ])
    func `a journal that breaks its promise is caught`(
        sabotage: Spine.Sabotage, complaint: String
    ) {
        let isCaught = complains(complaint) { seed in
            var day = SimulatedDay(seed: seed, sabotage: sabotage)
            try day.run()
        }
        #expect(isCaught)
    }

    @Test(arguments: PlantedFault.all)
    func `a fault in the rules is caught by its name`(fault: PlantedFault) {
        let isCaught = complains(fault.complaint) { seed in
            var day = SimulatedDay(seed: seed, bend: fault.bend)
            try day.run()
        }
        #expect(isCaught)
    }

    @Test(arguments: [
        (DevicePark.Sabotage.believeInPaper, "is called printed and no slip came out"),
        (.hushDoubt, "an open print was forgotten"), (.printAgain, "was sent twice"),
        (.keepSignsAsTheyAre, "the sign of"),
    ])
    func `devices that break a promise are caught`(
        sabotage: DevicePark.Sabotage, complaint: String
    ) {
        let isCaught = complains(complaint) { seed in
            var day = SimulatedDay(seed: seed, devices: sabotage)
            try day.run(days: 1)
        }
        #expect(isCaught)
    }

    @Test(arguments: [
        (DevicePark.Sabotage.keepUnitsAsTheyAre, "the unit of"), (.keepNumbers, "still shows"),
        (.loseAPress, "was never heard"), (.mixWindows, "acted at"),
        (.forgetPresses, "was obeyed twice"), (.forgetAges, "was obeyed too late"),
        (.mixRatings, "was counted for another"),
    ])
    func `window units that break a promise are caught`(
        sabotage: DevicePark.Sabotage, complaint: String
    ) {
        let isCaught = complains(complaint) { seed in
            var day = SimulatedDay(seed: seed, devices: sabotage, hasUnits: true)
            try day.run(days: 1)
        }
        #expect(isCaught)
    }

    /// Whether some seed's days fail with this complaint; others may fail with another before.
    private func complains(_ complaint: String, _ days: (UInt64) throws -> Void) -> Bool {
        (1...60 as ClosedRange<UInt64>).contains { seed in
            do {
                try days(seed)
            } catch let failure as SimulatedDay.Failure {
                return failure.broken.description.contains(complaint)
            } catch {}
            return false
        }
    }

    @Test func `a policy that passes somebody over is caught, and the failure can be repeated`()
        throws
    {
        func failure(_ seed: UInt64) -> SimulatedDay.Failure? {
            var day = SimulatedDay(seed: seed, policy: NewestFirst())
            do { try day.run() } catch { return error }
            return nil
        }
        let seed = try #require(
            (1...24 as ClosedRange<UInt64>).first {
                failure($0)?.broken.description.contains("was called before") == true
            })
        let (first, second) = (failure(seed), failure(seed))
        #expect(first?.step == second?.step)
        #expect(first?.broken.description == second?.broken.description)
        #expect(first?.description.contains("HALLKEEPER_DAY_SEED=\(seed)") == true)
    }

    @Test func `with a fault for every tenth ticket, each number is accounted for`() throws {
        var faults = 0
        var tickets = 0
        var printed = 0
        for seed in 1...8 as ClosedRange<UInt64> {
            var day = SimulatedDay(
                seed: seed, devices: DevicePark.Sabotage.none)
            try day.run(days: 1)
            faults += day.park?.faults ?? 0
            tickets += day.tally["ticketIssued"] ?? 0
            printed += day.tally["printStarted"] ?? 0
        }
        #expect(tickets > 100)
        #expect(printed > tickets / 4)
        #expect(faults * 10 > tickets)
    }

    @Test func `every field of the hall but its policy is compared with its replay`() {
        let hall = Hall()
        let fields = Mirror(reflecting: hall).children.compactMap(\.label)
        let compared = hall.comparisons(with: hall).map(\.field)
        #expect(Set(fields).subtracting(["policy"]) == Set(compared))
    }
}
