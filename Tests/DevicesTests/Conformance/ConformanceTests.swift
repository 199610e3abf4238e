// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Testing
import Wire

private func talk(
    with unit: PracticeUnit, baud: Int = 9600
) -> (BusTalk, WireLine<PracticeUnit>) {
    let line = WireLine([unit], baud: baud)
    let talk = BusTalk(
        line, address: unit.address, patience: 0, random: SeededRandom(seed: 5))
    return (talk, line)
}

/// What it says of a unit, everything tried that needs nobody's hand.
private func report(
    on unit: PracticeUnit, checks: [ConformanceCheck] = Checks.all, isSlow: Bool = false,
    key: BusKey? = BusKey(0x0123_4567, 0x89AB_CDEF)
) throws -> ConformanceReport {
    var (talk, line) = talk(with: unit)
    talk.options.key = key
    talk.options.isSlow = isSlow
    let report = try ConformanceRun.run(&talk, checks: checks)
    withExtendedLifetime(line) {}
    return report
}

/// The failures in words, for whoever reads a test's output.
private func words(_ report: ConformanceReport) -> [String] {
    report.failures.map { result in
        guard case .failed(let finding) = result.outcome else { return "" }
        let values = finding.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let sent = hexadecimal(result.last?.sent ?? [])
        let heard = hexadecimal(result.last?.heard ?? [])
        return "\(result.name): \(finding.kind) \(values) \(sent) > \(heard)"
    }
}

@Suite struct ConformanceTests {
    @Test func `a unit that does everything reaches the third level but for its firmware`() throws {
        let report = try report(on: PracticeUnit(address: 7) { _ in }, isSlow: true)
        #expect(words(report) == [])
        #expect(report.level == 2)
        #expect(report.extras == [.bitmaps, .authentication])
        #expect(report.made > 70)
    }

    @Test func `a sign without anything else reaches the first level`() throws {
        let unit = PracticeUnit(address: 1) {
            $0.level = 1
            $0.features = []
            $0.body = 80
            $0.charset = .ascii
            $0.pages = 1
            ($0.memory, $0.presence, $0.queue) = (0, 0, 0)
        }
        let report = try report(on: unit)
        #expect(words(report) == [])
        #expect(report.level == 1)
        #expect(report.extras == [])
        #expect(report.untried == [])
        #expect(report.isSound)
    }

    @Test func `a small sign with bitmaps is of the second level with bitmaps`() throws {
        let unit = PracticeUnit(address: 250) {
            $0.level = 2
            $0.features = [.rating, .bitmaps]
            $0.body = 80
            $0.presence = 0
        }
        let report = try report(on: unit)
        #expect(words(report) == [])
        #expect(report.level == 2)
        #expect(report.extras == [.bitmaps])
    }

    @Test(arguments: [9600, 115_200]) func `a port that echoes and holds back does not matter`(
        baud: Int
    ) throws {
        var unit = PracticeUnit(address: 7) { _ in }
        unit.baud = baud
        let line = WireLine([unit], baud: baud)
        line.wire.adapter = BusAdapter(echoes: true, latency: 16_000_000, sendDelay: 1_000_000)
        var talk = BusTalk(
            line, address: 7, patience: 20_000_000, random: SeededRandom(seed: 5))
        let report = try ConformanceRun.run(&talk)
        #expect(words(report) == [])
        #expect(report.made > 70)
    }

    @Test(arguments: Mistake.allCases) func `a mistake is found by the check that is made for it`(
        mistake: Mistake
    ) throws {
        var unit = PracticeUnit(address: 7, mistakes: [mistake]) { _ in }
        if [.partsAfterLength, .absentIsUnknown].contains(mistake) {
            unit.capabilities.features.remove(.light)
        }
        let checks = Checks.all.filter { $0.isFirst || $0.name == mistake.check }
        let report = try report(on: unit, checks: checks)
        #expect(
            report.failures.contains { $0.name == mistake.check }, "\(words(report))")
    }
}

@Suite struct ReferenceConformanceTests {
    @Test(arguments: [9600, 115_200]) func `the C reference reaches the third level`(
        baud: Int
    ) throws {
        let model = UnitModel(
            BusUID(0x02_4F_00_81_C3_5B), presence: [.supervisedContact, .radar],
            charset: .gb2312, glyphs: GlyphSource { _ in nil })
        let unit = VirtualUnit(
            model, address: 9, baud: try #require(BusBaud(rate: baud)), seed: 3)
        let line = WireLine([unit], baud: baud)
        var talk = BusTalk(line, address: 9, patience: 0, random: SeededRandom(seed: 5))
        talk.options.key = BusKey(0x0123_4567, 0x89AB_CDEF)
        talk.options.firmware = (0..<700).map { UInt8($0 & 0xFF) }
        talk.options.isSlow = true
        let report = try ConformanceRun.run(&talk)
        #expect(words(report) == [])
        #expect(report.level == 3)
        #expect(report.isSound)
    }
}
