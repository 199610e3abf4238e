// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Testing

/// What people are told of printers, in every language.
struct PrinterSentenceTests {
    @Test(arguments: ["zh-Hans", "zh-Hant", "en"])
    func `every condition, doubt and refusal has a sentence, and every fault says what to do`(
        _ language: String
    ) throws {
        let file = try Data(contentsOf: URL(filePath: "kiosk/locales/\(language).json"))
        let sentences = try JSONDecoder().decode([String: String].self, from: file)
        let faults = PrinterCondition.allCases.filter { $0 != .ok }.map(\.rawValue)
        let doubts = PrintDoubt.allCases.map(\.rawValue)
        for reason in faults + doubts + PrintRefusal.allCases.map(\.rawValue) {
            #expect(sentences["reason.\(reason)"] != nil, "\(reason)")
        }
        for fault in faults { #expect(sentences["mend.\(fault)"] != nil, "\(fault)") }
    }
}
