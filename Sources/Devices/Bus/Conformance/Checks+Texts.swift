// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: What stands in a SHOW

extension Checks {
    static let texts = [
        ConformanceCheck("badText", "8.5", .sign, hint: "text", badText),
        ConformanceCheck("controlCharacters", "8.5", .sign, hint: "text", controlCharacters),
        ConformanceCheck("noGlyph", "8.5", .sign, hint: "glyphs", noGlyph),
        ConformanceCheck("longText", "8.5", .sign, hint: "buffer", longText),
    ]

    /// Each behind one good letter.
    private static func badText(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        try talk.ok(.show(talk.page(51, "A001")))
        let faults: [[UInt8]] = [
            [0xFF], [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE7, 0xAA, 0x41],
            [0xE7, 0xAA], [0xC3],
        ]
        for fault in faults {
            try talk.refused(talk.shown(52, [0x41] + fault), .text(offset: 9))
        }
        try talk.shows(51)
    }

    private static func controlCharacters(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        try talk.ok(.show(talk.page(53, "A001")))
        for control: UInt8 in [0x00, 0x01, 0x09, 0x0D, 0x1B, 0x7F] {
            try talk.refused(talk.shown(54, [0x41, 0x41, control, 0x41]), .text(offset: 10))
        }
        try talk.shows(53)
    }

    private static func noGlyph(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        guard talk.charset != .other, let none = Unicode.Scalar(0xE123 as UInt32) else {
            throw .skipped(.absent)
        }
        try talk.ok(.show(talk.page(55, "A001")))
        try talk.refused(.show(talk.page(56, "A\(none)B\u{E124}")), .noGlyph(0xE123))
        try talk.shows(55)
    }

    /// As long as fits into the longest body; far wider than the sign.
    private static func longText(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        let room = Int(talk.capabilities?.body ?? 80) - BusFrame.requestOverhead - BusPage.overhead
        try talk.ok(.show(talk.page(57, String(repeating: "A", count: room))))
        try talk.shows(57)
        var page = talk.page(58, String(repeating: "1", count: room))
        page.look.scroll = 30
        try talk.ok(.show(page))
        try talk.shows(58)
    }
}

extension BusTalk {
    /// A SHOW of bytes that may be no text.
    fileprivate mutating func shown(_ tag: UInt16, _ text: [UInt8]) -> BusFrame {
        frame(BusCommand.show.rawValue, BusRequest.show(page(tag, "")).payload + text)
    }
}
