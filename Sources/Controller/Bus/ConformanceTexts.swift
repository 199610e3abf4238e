// SPDX-License-Identifier: Apache-2.0

package import Devices
import Wire

/// A conformance run in words a maker can act on.
package struct ConformanceTexts {
    private let say: Sentences

    package init(_ say: Sentences) {
        self.say = say
    }

    /// One check: a line, and after a failure what was said, what it means and where to look.
    package func lines(_ result: ConformanceResult) -> [String] {
        let title = say("conform.check.\(result.name)")
        var values = ["section": "§\(result.section)", "name": result.name, "title": title]
        switch result.outcome {
        case .passed:
            values["mark"] = say("conform.passed")
            return [say("conform.row", values)]
        case .skipped(let reason):
            values["mark"] = say("conform.skipped")
            values["reason"] = say("conform.skip.\(reason.rawValue)")
            return [say("conform.row.skipped", values)]
        case .failed(let finding):
            values["mark"] = say("conform.failed")
            return [say("conform.row", values)] + details(finding, result)
        }
    }

    private func details(
        _ finding: ConformanceFinding, _ result: ConformanceResult
    ) -> [String] {
        let found = say("conform.found.\(finding.kind.rawValue)", finding.values)
        let look = [
            "section": result.section, "hint": say("conform.hint.\(result.hint)"),
        ]
        return [
            say("conform.found", ["finding": found]),
            say("conform.sent", ["bytes": bytes(result.last?.sent ?? [])]),
            say("conform.heard", ["bytes": bytes(result.last?.heard ?? [])]),
            say("conform.look", look),
        ]
    }

    /// What it comes to: a line for each part, and the level last.
    package func summary(_ report: ConformanceReport) -> [String] {
        var lines: [String] = []
        for part in ConformanceCheck.Part.allCases {
            let results = report.results.filter {
                $0.part == part && $0.outcome != .skipped(.absent)
            }
            guard !results.isEmpty else { continue }
            let passed = results.count { $0.outcome == .passed }
            let failed = results.count(where: \.hasFailed)
            lines.append(
                say(
                    "conform.summary",
                    [
                        "part": say("conform.part.\(part.rawValue)"), "passed": String(passed),
                        "failed": String(failed),
                        "skipped": String(results.count - passed - failed),
                    ]))
        }
        if !report.seconds.isEmpty {
            let names = report.seconds.map(\.name).joined(separator: say("bus.comma"))
            lines.append(say("conform.seconds", ["checks": names]))
        }
        if let schema = report.capabilities?.schema, schema != BusCapabilities.knownSchema {
            lines.append(say("conform.schema.other", ["schema": String(schema, radix: 16)]))
        }
        if report.claimed > 0 {
            lines.append(say("conform.claimed", ["level": String(report.claimed)]))
        }
        let counts = ["failed": String(report.failures.count), "made": String(report.made)]
        guard report.isWhole else { return lines + [say("conform.partial", counts)] }
        if !report.untried.isEmpty {
            lines.append(say("conform.untried", ["parts": names(report.untried)]))
        }
        lines.append(
            say("conform.level", counts.merging(["level": level(report)]) { $1 }))
        return lines
    }

    /// "L2 with bitmaps"
    private func level(_ report: ConformanceReport) -> String {
        let level = report.level == 0 ? say("conform.level.none") : "L\(report.level)"
        guard !report.extras.isEmpty else { return level }
        return say("conform.level.with", ["level": level, "extras": names(report.extras)])
    }

    private func names(_ parts: [ConformanceCheck.Part]) -> String {
        parts.map { say("conform.extra.\($0.rawValue)") }.joined(separator: say("bus.comma"))
    }

    /// Long frames are cut: what is wrong with them stands at one of their ends.
    private func bytes(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return say("conform.nothing") }
        guard bytes.count > 96 else { return hexadecimal(bytes) }
        return "\(hexadecimal(bytes.prefix(64))) … \(hexadecimal(bytes.suffix(16)))"
            + " (\(bytes.count))"
    }
}
