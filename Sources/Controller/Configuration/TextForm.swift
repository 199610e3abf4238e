// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation

/// A text with a shape of its own in `hall.yaml`: how it is read, and how editors are told of it.
struct TextForm<Value: Sendable>: Sendable {
    /// A regular expression each such text matches; it may let more through than `read`.
    var pattern: String
    /// What people are told when a text is not of this form.
    var expected: String
    /// A text of this form.
    var example: String
    /// Whether an unquoted number is such a text too.
    var takesNumbers = false
    /// Nil for a text that means nothing.
    var read: @Sendable (String) -> Value?
}

extension TextForm<String> {
    static let anything = TextForm(pattern: ".", expected: "", example: "x") { $0 }

    /// A name people and files use.
    static let identifier = TextForm(
        pattern: "^[A-Za-z0-9_.-]{1,40}$", expected: "A-Z a-z 0-9 - _ .", example: "x",
        takesNumbers: true
    ) { text in
        text.count <= 40 && text.utf8.allSatisfy(isIdentifierByte) ? text : nil
    }

    /// A file's whole path: nobody can be sure from where the program was started.
    static let absolutePath = TextForm(
        pattern: "^/", expected: "/…", example: "/x"
    ) { text in
        text.hasPrefix("/") && text.utf8.count <= 1024 && !text.utf8.contains(0) ? text : nil
    }

    static let prefix = TextForm(
        pattern: "^[A-Z]{1,3}$", expected: "A–ZZZ", example: "A"
    ) { text in
        let letters = text.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
        return letters && text.count <= 3 ? text : nil
    }

    static let zone = TextForm(
        pattern: ".", expected: "Asia/Shanghai …", example: "Asia/Shanghai"
    ) { TimeZone(identifier: $0) == nil ? nil : $0 }

    private static func isIdentifierByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension TextForm<Int> {
    /// A time of the day, in minutes since midnight; 24:00 is its end.
    static let time = TextForm(
        pattern: "^\(timePattern)$", expected: "09:00", example: "09:00", read: minutes)

    fileprivate static let timePattern = "(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)"

    @Sendable fileprivate static func minutes(_ text: String) -> Int? {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(isDigit) }),
            let hour = Int(Substring(parts[0])), let minute = Int(Substring(parts[1])), minute < 60,
            hour * 60 + minute <= 24 * 60
        else { return nil }
        return hour * 60 + minute
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}

extension TextForm<TimeBand> {
    /// Two times of the day, the second later than the first.
    static let band = TextForm(
        pattern: "^\(TextForm<Int>.timePattern)-\(TextForm<Int>.timePattern)$",
        expected: "09:00-12:00", example: "09:00-12:00"
    ) { text in
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            .map { TextForm<Int>.minutes(String($0)) }
        guard ends.count == 2, let from = ends[0], let to = ends[1], from < to else { return nil }
        return TimeBand(from: from, to: to)
    }
}

extension TextForm<CivilDate> {
    static let date = TextForm(
        pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", expected: "2026-10-01", example: "2026-10-01"
    ) { CivilDate($0) }
}

extension TextForm<ClosedRange<Int>> {
    private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// Days of the week, 1 for Monday: `sat`, `mon-fri`.
    static let weekdays = TextForm(
        pattern: "^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$",
        expected: "mon-fri, sat", example: "mon-fri"
    ) { text in
        let days = text.split(separator: "-", omittingEmptySubsequences: false)
            .map { names.firstIndex(of: String($0)) }
        guard days.count <= 2, let first = days.first ?? nil, let last = days.last ?? nil,
            first <= last
        else { return nil }
        return first + 1...last + 1
    }
}
