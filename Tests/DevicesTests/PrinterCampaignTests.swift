// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Testing
import Wire

/// Slips with random faults at every step; `HALLKEEPER_SLIPS` says how many, `HALLKEEPER_SLIP_SEED`
/// where to begin.
struct PrinterCampaignTests {
    private static let slipsPerSeed = 10

    private static var kinds: [(name: String, is: PrinterProfile, told: PrinterProfile)] {
        func kind(_ change: (inout PrinterProfile) -> Void) -> PrinterProfile {
            var profile = PrinterProfile.generic80
            change(&profile)
            return profile
        }
        let naming = kind { $0.completion = .processID }
        let nameless = kind { $0.completion = .paperStatus }
        let polite = kind {
            ($0.completion, $0.flowControl, $0.bufferBytes) = (.processID, .xonxoff, 512)
        }
        let asked = kind { $0.completion = .probe }
        return [
            ("process ID", naming, naming), ("paper status", nameless, nameless),
            ("asked", naming, asked), ("asked, no process ID", nameless, asked),
            ("XON/XOFF, 512 bytes", polite, polite),
            ("told process ID, has none", nameless, naming),
        ]
    }

    @Test func `whatever happens to a printer, no number is lost and none comes out twice`() {
        let environment = ProcessInfo.processInfo.environment
        let slips = environment["HALLKEEPER_SLIPS"].flatMap { Int($0) } ?? 300
        let first = environment["HALLKEEPER_SLIP_SEED"].flatMap { UInt64($0) } ?? 1
        var all: [String: PrinterCampaign.Figures] = [:]
        for index in 0..<(slips / Self.slipsPerSeed) {
            let seed = first + UInt64(index)
            let kind = Self.kinds[Int(seed) % Self.kinds.count]
            var campaign = PrinterCampaign(seed: seed, profile: kind.is, told: kind.told)
            for number in 0..<Self.slipsPerSeed { campaign.print("\(seed)-\(number)") }
            let figures = campaign.figures
            #expect(figures.lost == 0, "\(kind.name), HALLKEEPER_SLIP_SEED=\(seed)")
            #expect(figures.doubled == 0, "\(kind.name), HALLKEEPER_SLIP_SEED=\(seed)")
            all[kind.name] = (all[kind.name] ?? .init()) + figures
        }
        let sum = all.values.reduce(.init(), +)
        #expect(sum.confirmed > sum.slips * 3 / 4)
        #expect(sum.confirmed + sum.found + sum.unknown + sum.lost == sum.slips)
        guard environment["HALLKEEPER_SLIPS"] != nil else { return }
        for (name, figures) in all.sorted(by: { $0.key < $1.key }) + [("all", sum)] {
            FileHandle.standardError.write(Data("\(name): \(figures)\n".utf8))
        }
    }
}
