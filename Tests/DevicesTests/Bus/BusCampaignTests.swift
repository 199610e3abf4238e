// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Wires on which everything goes wrong; `HALLKEEPER_BUS_FRAMES` says how many frames pass,
/// `HALLKEEPER_BUS_SEED` where to begin.
struct BusCampaignTests {
    private static let framesPerSeed = 100_000

    @Test
    func `whatever happens on a wire, each press arrives once and each sign is right in the end`()
        async
    {
        let environment = ProcessInfo.processInfo.environment
        let frames = environment["HALLKEEPER_BUS_FRAMES"].flatMap { Int($0) }
        let first = environment["HALLKEEPER_BUS_SEED"].flatMap { UInt64($0) } ?? 1
        let seeds = frames.map { max(1, $0 / Self.framesPerSeed) } ?? 8
        let perSeed = frames == nil ? 3000 : Self.framesPerSeed
        var sum = BusCampaign.Figures()
        await withTaskGroup(of: (UInt64, BusCampaign.Figures).self) { group in
            for seed in first..<first + UInt64(seeds) {
                group.addTask {
                    var campaign = BusCampaign(seed: seed)
                    campaign.run(frames: perSeed)
                    return (seed, campaign.figures)
                }
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
}
