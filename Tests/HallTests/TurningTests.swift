// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

struct TurningTests {
    private struct Offer: Equatable {
        var refusal: Refusal?
        var left: LimitLeft?
        var isLate: Bool
    }

    /// Each minute of some days, what a tap would come to, and when the hall says it turns next.
    private func turns(
        days: Int, _ change: (inout HallStructure) -> Void = { _ in }
    ) throws -> [(minute: Int, offered: [Offer], next: Int64?)] {
        var structure = HoursTests.structure
        change(&structure)
        var scene = try TestHall(structure: structure)
        scene.pass(seconds: -540 * 60)
        return (0..<days * 1440).map { minute in
            scene.tick()
            let hall = scene.hall
            let offered = hall.structure.services.map { service in
                Offer(
                    refusal: hall.refusal(toTake: service.id, at: scene.moment),
                    left: hall.left(of: service.id, at: scene.moment),
                    isLate: hall.closingWarning(for: service.id, at: scene.moment) != nil)
            }
            let next = hall.nextTurn(after: scene.moment).map { ($0 - scene.moment.wall) / 60_000 }
            defer { scene.pass(seconds: 60) }
            return (minute % 1440, offered, next)
        }
    }

    @Test func `whatever a kiosk offers turns at the minute the hall named before, or at midnight`()
        throws
    {
        let all = try turns(days: 3) { structure in
            structure.services[0].limits = [
                .init(band: TimeBand(from: 540, to: 600), tickets: 3),
                .init(band: TimeBand(from: 840, to: 900), tickets: 2),
            ]
            structure.services[0].typicalSeconds = 600
        }
        var turned = 0
        for (before, after) in zip(all, all.dropFirst()) {
            if after.minute != 0, before.offered != after.offered {
                turned += 1
                #expect(before.next == 1, "\(after.minute)")
            }
            if let next = before.next, next > 1 { #expect(after.next == next - 1) }
        }
        #expect(turned > 15, "\(turned)")
        #expect(all.last?.next == nil)
    }

    @Test func `a hall without hours never turns by itself`() throws {
        #expect(try turns(days: 1) { $0.hours = nil }.allSatisfy { $0.next == nil })
    }
}
