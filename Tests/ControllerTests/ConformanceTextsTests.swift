// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Testing
import Web
import Wire

@testable import Controller

private func result(
    _ name: String, _ outcome: ConformanceResult.Outcome
) throws -> ConformanceResult {
    let check = try #require(Checks.all.first { $0.name == name })
    return ConformanceResult(check, outcome)
}

@Suite struct ConformanceTextsTests {
    private let texts = ConformanceTexts(
        Sentences(pages: TestHall.pages, environment: ["HALLKEEPER_LANG": "en"]))

    @Test func `every check, hint and finding has a sentence in every language`() throws {
        let locales = try Locales(directory: TestHall.pages + "/locales")
        let keys =
            Checks.all.flatMap { ["check.\($0.name)", "hint.\($0.hint)"] }
            + ConformanceFinding.Kind.allCases.map { "found.\($0.rawValue)" }
            + ConformanceSkip.allCases.map { "skip.\($0.rawValue)" }
            + ConformancePrompt.allCases.map { "prompt.\($0.rawValue)" }
            + ConformanceCheck.Part.allCases.flatMap {
                ["part.\($0.rawValue)", "extra.\($0.rawValue)"]
            }
        for language in Language.allCases {
            let missing = keys.filter { locales.sentence("conform.\($0)", in: language) == nil }
            #expect(missing == [])
        }
    }

    @Test func `no check has the name of another, and each names a section`() {
        let names = Checks.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.count > 100)
        #expect(Checks.all.allSatisfy { $0.section.first?.isNumber ?? false })
    }

    @Test func `a failure says what was said, what is wrong and where to look`() throws {
        let finding = ConformanceFinding(
            kind: .differs, values: ["what": "shown", "expected": "0", "got": "39"])
        let lines = texts.lines(try result("keep", .failed(finding)))
        #expect(lines.count == 5)
        #expect(lines[0].hasPrefix("FAILED  §7  keep: "))
        #expect(lines[1].hasSuffix("shown: expected 0, got 39."))
        #expect(lines[3].hasSuffix("nothing"))
        #expect(lines[4].contains("SPEC.md section 7."))
    }

    @Test func `the last line names the level and what is beyond it`() throws {
        var capabilities = BusCapabilities()
        capabilities.level = 2
        capabilities.features = [.bitmaps]
        let report = ConformanceReport(
            results: [
                try result("contact", .passed), try result("start", .passed),
                try result("dotsRaw", .passed), try result("keep", .skipped(.absent)),
                try result("ratingSecond", .skipped(.absent)),
            ],
            identity: nil, capabilities: capabilities)
        #expect(
            texts.summary(report).last
                == "Level reached: L2 with bitmaps. 0 of 3 checks failed.")
        #expect(report.isSound)
    }

    @Test func `a report for programs is JSON with the same level`() throws {
        let report = ConformanceReport(
            results: [
                try result("contact", .failed(ConformanceFinding(kind: .noAnswer)))
            ],
            identity: nil, capabilities: nil)
        let json = try JSONSerialization.jsonObject(with: Data(ConformanceJSON(report).text.utf8))
        let fields = try #require(json as? [String: Any])
        #expect(fields["level"] as? Int == 0)
        #expect(fields["isSound"] as? Bool == false)
        let checks = try #require(fields["checks"] as? [[String: Any]])
        #expect(checks.first?["reason"] as? String == "noAnswer")
    }

    @Test func `makers are named by the file that the repository keeps`() {
        #expect(BusVendors.names[0] == "Hallkeeper reference units")
        #expect(BusVendors.names[0xFFFF] != nil)
    }
}
