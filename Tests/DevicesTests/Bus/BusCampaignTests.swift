// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Simulators
import Testing
import Wire

/// Wires on which everything goes wrong; `HALLKEEPER_BUS_FRAMES` says how many frames pass,
/// `HALLKEEPER_BUS_SEED` where to begin.
struct BusCampaignTests {
    private static let framesPerSeed = 50_000

    @Test
    func `whatever happens on a wire, each press arrives once and each sign is right in the end`()
        async
    {
        let environment = ProcessInfo.processInfo.environment
        let frames = environment["HALLKEEPER_BUS_FRAMES"].flatMap { Int($0) }
        let first = environment["HALLKEEPER_BUS_SEED"].flatMap { UInt64($0) } ?? 1
        let seeds = frames.map { max(1, $0 / Self.framesPerSeed) } ?? 6
        let perSeed = frames == nil ? 3000 : Self.framesPerSeed
        var sum = BusCampaignFigures()
        await withTaskGroup(of: (UInt64, BusCampaignFigures).self) { group in
            for seed in first..<first + UInt64(seeds) {
                group.addTask { (seed, Self.figures(seed, frames: perSeed)) }
            }
            for await (seed, figures) in group {
                let name: Comment = "HALLKEEPER_BUS_SEED=\(seed) \(figures)"
                #expect(figures.lost == 0, name)
                #expect(figures.doubled == 0 && figures.invented == 0, name)
                #expect(figures.wrongSigns == 0, name)
                sum = sum + figures
            }
        }
        #expect(sum.heard > sum.presses / 2)
        guard frames != nil else { return }
        FileHandle.standardError.write(Data("\(sum)\n".utf8))
    }

    /// Half of the wires have units with the C reference inside.
    private static func figures(_ seed: UInt64, frames: Int) -> BusCampaignFigures {
        if seed.isMultiple(of: 2) {
            var campaign = BusCampaign<PlainUnit>(seed: seed) { uid, address, baud, key, random in
                var unit = PlainUnit(uid.number, address, baud: baud.rate)
                unit.turnAround = Double.random(
                    in: 20_000 / Double(baud.rate)...9, using: &random)
                (unit.key, unit.keepsDone) = (key, false)
                return unit
            }
            campaign.run(frames: frames)
            return campaign.figures
        }
        var campaign = BusCampaign<VirtualUnit>(seed: seed) { uid, address, baud, key, random in
            VirtualUnit(
                UnitModel(uid, lines: 2, charset: .gb2312, glyphs: boxes), address: address,
                baud: baud, key: key ?? .none, seed: random.next())
        }
        campaign.run(frames: frames)
        return campaign.figures
    }
}
