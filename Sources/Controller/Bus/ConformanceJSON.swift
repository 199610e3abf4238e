// SPDX-License-Identifier: Apache-2.0

package import Devices
import Foundation
import Wire

/// A conformance report for programs.
package struct ConformanceJSON: Encodable {
    private struct Check: Encodable {
        var name: String
        var section: String
        var part: String
        var outcome: String
        /// Present if it was tried again.
        var isSecondTry: Bool?
        /// Why it was skipped, or what kind of failure it is.
        var reason: String?
        var values: [String: String]?
        var sent: String?
        var heard: String?
    }

    private struct Unit: Encodable {
        var uid: String
        var vendor: UInt16
        var model: UInt16
        var hardware: UInt8
        var firmware: String
        var name: String
    }

    private var unit: Unit?
    private var claimed: Int
    /// Absent unless all there is was to be tried.
    private var level: Int?
    private var extras: [String]
    private var untried: [String]
    private var made: Int
    private var failed: Int
    private var isSound: Bool
    private var checks: [Check]

    package init(_ report: ConformanceReport) {
        unit = report.identity.map {
            Unit(
                uid: "\($0.uid)", vendor: $0.vendor, model: $0.model, hardware: $0.hardware,
                firmware: "\($0.firmware)", name: $0.name)
        }
        claimed = report.claimed
        level = report.isWhole ? report.level : nil
        extras = report.extras.map(\.rawValue)
        untried = report.untried.map(\.rawValue)
        made = report.made
        failed = report.failures.count
        isSound = report.isSound
        checks = report.results.map(Self.check)
    }

    /// The document, its keys in the order of the alphabet.
    package var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func check(_ result: ConformanceResult) -> Check {
        var check = Check(
            name: result.name, section: result.section, part: result.part.rawValue,
            outcome: "passed", isSecondTry: result.isSecondTry ? true : nil)
        switch result.outcome {
        case .passed: break
        case .skipped(let reason):
            check.outcome = "skipped"
            check.reason = reason.rawValue
        case .failed(let finding):
            check.outcome = "failed"
            check.reason = finding.kind.rawValue
            check.values = finding.values
            check.sent = hexadecimal(result.last?.sent ?? [])
            check.heard = hexadecimal(result.last?.heard ?? [])
        }
        return check
    }
}
