// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: SHOW, and what becomes of a face

extension Checks {
    static let faces = [
        ConformanceCheck("show", "8.5", .sign, hint: "tags", show),
        ConformanceCheck("showValues", "8.5", .sign, hint: "values", showValues),
        ConformanceCheck("lines", "8.5", .sign, hint: "values", lines),
        ConformanceCheck("pages", "7", .sign, hint: "pages", pages),
        ConformanceCheck("pagesOutOfOrder", "8.5", .sign, hint: "pages", pagesOutOfOrder),
        ConformanceCheck("pagesInterrupted", "8.5", .sign, hint: "pages", pagesInterrupted),
        ConformanceCheck("tooManyPages", "12", .sign, hint: "pages", tooManyPages),
        ConformanceCheck("keep", "7", .sign, hint: "keep", keep),
        ConformanceCheck("kept", "7", .sign, hint: "keep", kept),
        ConformanceCheck("clearStays", "8.6", .sign, hint: "keep", clearStays),
    ]

    private static func show(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        for (tag, text) in [(21, "A001"), (0x0100, "A002"), (65535, "A"), (65535, "A")] {
            try talk.ok(.show(talk.page(UInt16(tag), text)))
            try talk.shows(UInt16(tag))
            try talk.equal("flags 1", expected: false, talk.status().flags.contains(.silence))
        }
        var page = talk.page(22, "A003")
        page.look.turn = 255
        page.look.blink = 255
        page.look.scroll = 255
        page.look.keep = 255
        page.look.colour = .white
        try talk.ok(.show(page))
        try talk.shows(22)
    }

    private static func showValues(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        try talk.ok(.show(talk.page(23, "A001")))
        try talk.refused(.show(talk.page(0, "A002")), .value(offset: 0))
        var endless = talk.page(24, "A002")
        endless.look.keep = 0
        try talk.refused(.show(endless), .value(offset: 6))
        if talk.pageLimit > 1 {
            var first = talk.page(24, "A002", 0, of: 2)
            first.look.turn = 0
            try talk.refused(.show(first), .value(offset: 3))
        }
        try talk.shows(23)
    }

    private static func lines(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        let count = Int(talk.capabilities?.lines ?? 1)
        let whole = [String](repeating: "A", count: count).joined(separator: "\n")
        try talk.ok(.show(talk.page(25, whole)))
        try talk.shows(25)
        try talk.refused(.show(talk.page(26, whole + "\nA")), .value(offset: 8))
        try talk.shows(25)
    }

    /// Nothing of a face appears before its last page.
    private static func pages(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needPages()
        let count = UInt8(min(talk.pageLimit, 3))
        try talk.ok(.show(talk.page(27, "A001")))
        for index in 0..<count {
            try talk.shows(27)
            try talk.ok(.show(talk.page(28, "A002", index, of: count)))
            // An answer that was lost: the page comes again.
            try talk.ok(.show(talk.page(28, "A002", index, of: count)))
        }
        try talk.shows(28)
    }

    private static func pagesOutOfOrder(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needPages()
        try talk.ok(.show(talk.page(29, "A001")))
        try talk.refused(.show(talk.page(30, "A002", 1, of: 2)), .page(expected: nil))
        try talk.refused(.show(talk.page(30, "A002", 1)), .page(expected: nil))
        try talk.ok(.show(talk.page(30, "A002", 0, of: 2)))
        try talk.refused(.show(talk.page(31, "A002", 1, of: 2)), .page(expected: nil))
        try talk.shows(29)
        // Page 0 begins anew whatever was there.
        try talk.ok(.show(talk.page(30, "A003", 0, of: 2)))
        try talk.ok(.show(talk.page(32, "A003", 0, of: 2)))
        try talk.shows(29)
        try talk.ok(.show(talk.page(32, "A003", 1, of: 2)))
        try talk.shows(32)
    }

    private static func pagesInterrupted(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needPages()
        try talk.ok(.show(talk.page(33, "A001", 0, of: 2)))
        try talk.ok(.clear(tag: 34))
        try talk.refused(.show(talk.page(33, "A001", 1, of: 2)), .page(expected: nil))
        try talk.shows(34)
        try talk.ok(.show(talk.page(35, "A001", 0, of: 2)))
        try talk.ok(.show(talk.page(36, "A002")))
        try talk.refused(.show(talk.page(35, "A001", 1, of: 2)), .page(expected: nil))
        try talk.shows(36)
        try talk.ok(.show(talk.page(35, "A001", 0, of: 2)))
        try talk.ok(.identify, sequence: 0)
        try talk.refused(.show(talk.page(35, "A001", 1, of: 2)), .page(expected: nil))
        try talk.ok(.show(talk.page(35, "A001", 0, of: 2)))
        try talk.refused(.show(talk.page(0, "A001", 1, of: 2)), .value(offset: 0))
        try talk.ok(.show(talk.page(35, "A001", 1, of: 2)))
        try talk.shows(35)
    }

    private static func tooManyPages(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        guard talk.pageLimit < 16 else { throw .skipped(.absent) }
        let count = UInt8(talk.pageLimit + 1)
        try talk.ok(.clear(tag: 37))
        let page = talk.page(38, "A", 0, of: count)
        try talk.refused(.show(page), .page(expected: nil))
        try talk.shows(37)
    }

    /// While others are spoken to and broken frames come, a face must come down.
    private static func keep(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        var page = talk.page(39, "A001")
        page.look.keep = 1
        try talk.ok(.show(page))
        var broken = talk.frame(.status(ack: 0)).wire
        broken[3] ^= 1
        try talk.wait(milliseconds: 1000)
        try talk.say(broken)
        try talk.wait(milliseconds: 1000)
        let status = try talk.status()
        try talk.equal("shown", expected: 0, status.shown)
        try talk.equal("flags 1", expected: true, status.flags.contains(.silence))
        try talk.ok(.clear(tag: 40))
        try talk.equal("flags 1", expected: false, talk.status().flags.contains(.silence))
        try talk.shows(40)
    }

    /// Whoever is spoken to keeps its face.
    private static func kept(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        var page = talk.page(41, "A001")
        page.look.keep = 1
        try talk.ok(.show(page))
        for _ in 0..<5 {
            try talk.wait(milliseconds: 500)
            try talk.shows(41)
        }
        page.look.keep = 3
        page.tag = 42
        try talk.ok(.show(page))
        try talk.wait(milliseconds: 2500)
        try talk.shows(42)
    }

    private static func clearStays(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.needText()
        var page = talk.page(43, "A001")
        page.look.keep = 1
        try talk.ok(.show(page))
        try talk.ok(.clear(tag: 44))
        try talk.wait(milliseconds: 2200)
        let status = try talk.status()
        try talk.equal("shown", expected: 44, status.shown)
    }
}

extension BusTalk {
    var pageLimit: Int { Int(capabilities?.pages ?? 1) }

    func needPages() throws(ConformanceStop) {
        try needText()
        guard pageLimit > 1 else { throw .skipped(.absent) }
    }

    /// A page of text that stays long enough for any check.
    func page(
        _ tag: UInt16, _ text: String, _ index: UInt8 = 0, of count: UInt8 = 1
    ) -> BusPage {
        var page = BusPage(tag: tag, text: text)
        page.number = BusPageNumber(index, of: count)
        page.look.keep = 60
        page.look.turn = count > 1 ? 10 : 0
        return page
    }
}
