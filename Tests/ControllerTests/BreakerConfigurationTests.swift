// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Controller
@testable import Web

struct BreakerConfigurationTests {
    private let more = """
        lines:
          - {id: signs, kind: qt-strip, device: /dev/ttyUSB7}
          - {id: keys, kind: keypad-ff68, device: DEVICE}

        """

    @Test func `one device on two lines is refused`() throws {
        var hall = HallText()
        hall.more = more.replacingOccurrences(of: "DEVICE", with: "/dev/ttyUSB8")
        _ = try HallFile.parse(hall.text, named: "hall.yaml")
        hall.more = more.replacingOccurrences(of: "DEVICE", with: "/dev/ttyUSB7")
        let problems = try #require(throws: ConfigurationProblems.self) {
            try HallFile.parse(hall.text, named: "hall.yaml")
        }
        #expect(problems.problems.map(\.kind) == [.duplicate])
        #expect(problems.problems.first?.path == "lines[1].device")
    }

    @Test func `two windows with one number are refused`() throws {
        let text = HallText().text.replacingOccurrences(of: #"number: "2""#, with: #"number: "1""#)
        let problems = try #require(throws: ConfigurationProblems.self) {
            try HallFile.parse(text, named: "hall.yaml")
        }
        #expect(problems.problems.map(\.path) == ["windows[1].number"])
    }

    @Test(arguments: ["1:30", "9999999999:59:59:59:59:59:59:59:59:59", "922337203685477580:59"])
    func `what other readers take for a number in sixties is refused`(value: String) throws {
        var hall = HallText()
        hall.more = "listen: {port: '\(value)'}\n"
        for text in [hall.text, hall.text.replacingOccurrences(of: "'", with: "")] {
            let problems = try #require(throws: ConfigurationProblems.self) {
                try HallFile.parse(text, named: "hall.yaml")
            }
            #expect(problems.problems.map(\.path) == ["listen.port"])
            let isQuoted = text.contains("'")
            #expect(problems.problems.first?.kind == (isQuoted ? .quoted : .wrongType))
        }
    }

    @Test func `a missing locale is named with what to do`() throws {
        let files = try TemporaryDirectory()
        try files.write("{}", to: "zh-Hans.json")
        let missing = try #require(throws: Locales.Unreadable.self) {
            try Locales(directory: files.path)
        }
        #expect(missing.description.hasSuffix("name the directory of the pages with --pages"))
    }

    @Test func `a file begun with a byte order mark, as editors on Windows do, is read`() throws {
        let hall = try HallFile.parse("\u{FEFF}" + HallText().text, named: "hall.yaml")
        #expect(hall.structure == (try HallFile.parse(HallText().text, named: "-").structure))
    }
}
