// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: The commands of level 1

extension Checks {
    static let sign = [
        ConformanceCheck("unknownCommand", "12", .sign, hint: "errors", unknownCommand),
        ConformanceCheck("tooShortPayload", "12", .sign, hint: "length", tooShortPayload),
        ConformanceCheck("errorOrder", "12", .sign, hint: "errors", errorOrder),
        ConformanceCheck("unkeyed", "11.2", .sign, hint: "head", unkeyed),
        ConformanceCheck("statusFlags", "8.3", .sign, hint: "payload", statusFlags),
        ConformanceCheck("clear", "8.6", .sign, hint: "tags", clear),
        ConformanceCheck("brightness", "8.7", .sign, hint: "values", brightness),
        ConformanceCheck("glyphs", "8.4", .sign, hint: "glyphs", glyphs),
        ConformanceCheck("charset", "8.2", .sign, hint: "glyphs", charset),
        ConformanceCheck("glyphsLimit", "8.4", .sign, hint: "glyphs", glyphsLimit),
        ConformanceCheck("glyphsText", "12", .sign, hint: "text", glyphsText),
    ]

    private static func unknownCommand(_ talk: inout BusTalk) throws(ConformanceStop) {
        for command: UInt8 in [0x00, 0x05, 0x0F, 0x13, 0x6F, 0x7F, 0x80, 0xFF] {
            try talk.refused(talk.frame(command, []), .unknownCommand)
            try talk.refused(talk.frame(command, [1, 2, 3, 4]), .unknownCommand)
        }
    }

    private static func tooShortPayload(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 9))
        for payload: [UInt8] in [[], [1]] {
            try talk.refused(talk.frame(BusCommand.clear.rawValue, payload), .length)
        }
        try talk.refused(talk.frame(BusCommand.brightness.rawValue, []), .length)
        if talk.hasSign {
            let page = BusRequest.show(BusPage(tag: 10, text: "")).payload
            for count in 0..<8 {
                try talk.refused(
                    talk.frame(BusCommand.show.rawValue, Array(page.prefix(count))), .length)
            }
        }
        if talk.level > 1 {
            for payload: [UInt8] in [[], [1]] {
                try talk.refused(talk.frame(BusCommand.status.rawValue, payload), .length)
            }
        }
        try talk.shows(9)
    }

    /// Length before values, values from first to last.
    private static func errorOrder(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needSign()
        let show = BusCommand.show.rawValue
        try talk.refused(talk.frame(show, [0, 0, 0, 0, 0, 0, 0]), .length)
        try talk.refused(talk.frame(show, [0, 0, 0, 0, 0, 0, 0, 0, 0xFF]), .value(offset: 0))
        try talk.refused(talk.frame(show, [1, 0, 0, 0, 0, 0, 0, 0, 0xFF]), .value(offset: 6))
    }

    /// A seal that nobody can have made must not be taken for a longer payload.
    private static func unkeyed(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 11))
        var frame = talk.frame(.clear(tag: 12))
        frame.seal = BusFrame.Seal(counter: 1, mac: 0x1122_3344_5566_7788)
        if talk.has(.authentication) {
            try talk.refused(frame, .refused)
        } else if try !talk.exchange(frame.wire).heard.isEmpty, let turn = talk.last {
            let answer = try talk.answer(in: turn, to: frame)
            try talk.isTrue(answer.status != 0, "status", expected: "≠ 0", answer.status)
        }
        try talk.shows(11)
    }

    private static func statusFlags(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 13))
        let payload = try talk.ok(.status(ack: 0))
        if talk.level == 1 {
            try talk.equal("payload", expected: 3, payload.count)
        }
        let flags = payload.first ?? 0
        try talk.equal("flags 6, 7", expected: 0, flags & 0xC0)
        try talk.equal("flags 1", expected: 0, flags & 2)
    }

    private static func clear(_ talk: inout BusTalk) throws(ConformanceStop) {
        for tag: UInt16 in [1, 0x1234, 65535, 65535] {
            try talk.ok(.clear(tag: tag))
            try talk.shows(tag)
        }
        try talk.refused(.clear(tag: 0), .value(offset: 0))
        try talk.shows(65535)
    }

    private static func brightness(_ talk: inout BusTalk) throws(ConformanceStop) {
        for percent: UInt8 in [1, 50, 0, 100] { try talk.ok(.brightness(percent)) }
        for percent: UInt8 in [101, 128, 255] {
            try talk.refused(.brightness(percent), .value(offset: 0))
        }
        try talk.ok(.brightness(100))
    }

    private static func glyphs(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.equal("missing", expected: [], talk.missing(of: ""))
        // Private use, which no font of the three has.
        guard let none = Unicode.Scalar(0xE123 as UInt32), talk.charset != .other else {
            throw .skipped(.absent)
        }
        let lacking = try talk.missing(of: "A\(none)1\(none)")
        let expected: [UInt32] = talk.charset == .none ? [0x41, 0xE123, 0x31] : [0xE123]
        try talk.equal("missing", expected: expected, lacking)
    }

    private static func charset(_ talk: inout BusTalk) throws(ConformanceStop) {
        guard [.ascii, .gb2312, .gbk].contains(talk.charset) else { throw .skipped(.absent) }
        let ascii = String(
            String.UnicodeScalarView((0x20...0x7E).compactMap { Unicode.Scalar($0) }))
        for start in stride(from: 0, to: 95, by: 60) {
            let some = String(ascii.dropFirst(start).prefix(60))
            try talk.equal("missing", expected: [], talk.missing(of: some))
        }
        // Of the first and the second level of GB 2312, then of GBK alone.
        if talk.charset != .ascii {
            try talk.equal("missing", expected: [], talk.missing(of: "\u{7A97}\u{53E3}\u{9F37}"))
        }
        if talk.charset == .gbk {
            try talk.equal("missing", expected: [], talk.missing(of: "\u{9555}\u{55B0}"))
        }
    }

    private static func glyphsLimit(_ talk: inout BusTalk) throws(ConformanceStop) {
        guard talk.charset != .other else { throw .skipped(.absent) }
        let many = (0..<20).compactMap { Unicode.Scalar(0xE100 + UInt32($0)) }
        let text = String(String.UnicodeScalarView(many))
        try talk.equal(
            "missing", expected: many.prefix(16).map(\.value), talk.missing(of: text))
    }

    private static func glyphsText(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.refused(
            talk.frame(BusCommand.glyphs.rawValue, [0x41, 0xFF]), .text(offset: 1))
        try talk.refused(
            talk.frame(BusCommand.glyphs.rawValue, [0xC0, 0x80]), .text(offset: 0))
    }
}

extension BusTalk {
    var level: UInt8 { capabilities?.level ?? 1 }
    var charset: BusCapabilities.Charset { capabilities?.charset ?? .other }
    var hasSign: Bool { (capabilities?.width ?? 0) > 0 }

    func needSign() throws(ConformanceStop) {
        guard hasSign else { throw .skipped(.absent) }
    }

    /// Goes on only with a sign that can show a few letters.
    func needText() throws(ConformanceStop) {
        try needSign()
        guard charset != .none else { throw .skipped(.absent) }
    }

    /// The characters that the unit says it lacks.
    mutating func missing(of text: String) throws(ConformanceStop) -> [UInt32] {
        let payload = try ok(.glyphs(text))
        try equal("payload % 3", expected: 0, payload.count % 3)
        return stride(from: 0, to: payload.count, by: 3).map {
            UInt32(payload[$0]) | UInt32(payload[$0 + 1]) << 8 | UInt32(payload[$0 + 2]) << 16
        }
    }
}
