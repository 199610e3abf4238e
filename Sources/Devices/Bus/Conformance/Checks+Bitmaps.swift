// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: Pictures

extension Checks {
    static let bitmaps = [
        ConformanceCheck("dotsRaw", "14.1", .bitmaps, hint: "bitmaps", dotsRaw),
        ConformanceCheck("dotsPacked", "14.1", .bitmaps, hint: "packBits", dotsPacked),
        ConformanceCheck("dotsPages", "14.1", .bitmaps, hint: "bitmaps", dotsPages),
        ConformanceCheck("dotsValues", "14.1", .bitmaps, hint: "values", dotsValues),
        ConformanceCheck("dotsOrder", "14.1", .bitmaps, hint: "blocks", dotsOrder),
        ConformanceCheck("dotsTooMuch", "14.1", .bitmaps, hint: "blocks", dotsTooMuch),
        ConformanceCheck("drawWrong", "14.2", .bitmaps, hint: "draw", drawWrong),
        ConformanceCheck("drawUnfinished", "14.2", .bitmaps, hint: "draw", drawUnfinished),
        ConformanceCheck("drawAgain", "14.2", .bitmaps, hint: "draw", drawAgain),
        ConformanceCheck("drawForgotten", "14.2", .bitmaps, hint: "draw", drawForgotten),
        ConformanceCheck("drawKeep", "7", .bitmaps, hint: "keep", drawKeep),
    ]

    private static func dotsRaw(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 80))
        let picture = try talk.picture()
        try talk.send(picture, tag: 81, .raw, block: 200)
        try talk.shows(80)
        try talk.ok(.draw(talk.drawing([picture], tag: 81)))
        try talk.shows(81)
    }

    /// Runs over the ends of rows, and blocks that end anywhere.
    private static func dotsPacked(_ talk: inout BusTalk) throws(ConformanceStop) {
        for (tag, block) in [(82, 200), (83, 7), (84, 1)] as [(UInt16, Int)] {
            let picture = try talk.picture(runs: true)
            try talk.send(picture, tag: tag, .packBits, block: block)
            try talk.ok(.draw(talk.drawing([picture], tag: tag)))
            try talk.shows(tag)
        }
    }

    private static func dotsPages(_ talk: inout BusTalk) throws(ConformanceStop) {
        let pages = [try talk.picture(runs: true), try talk.picture(runs: true)]
        let room = Int(talk.capabilities?.memory ?? 0)
        guard pages[0].bytes.count * 2 <= room, talk.pageLimit > 1 else {
            throw .skipped(.absent)
        }
        try talk.ok(.clear(tag: 85))
        for (index, picture) in pages.enumerated() {
            try talk.send(
                picture, tag: 86, .packBits, block: 60, BusPageNumber(UInt8(index), of: 2))
            try talk.shows(85)
        }
        try talk.refused(.draw(talk.drawing([pages[1], pages[0]], tag: 86)), .page(expected: nil))
        try talk.ok(.draw(talk.drawing(pages, tag: 86)))
        try talk.shows(86)
    }

    private static func dotsValues(_ talk: inout BusTalk) throws(ConformanceStop) {
        let dots = BusCommand.dots.rawValue
        try talk.refused(talk.frame(dots, [0, 0, 0, 0, 0, 8, 0, 0, 1]), .value(offset: 0))
        try talk.refused(talk.frame(dots, [1, 0, 0, 0, 0, 0, 0, 0, 1]), .value(offset: 5))
        try talk.refused(talk.frame(dots, [1, 0, 0, 0, 0, 1, 4, 0, 1]), .value(offset: 5))
        try talk.refused(talk.frame(dots, [1, 0, 0, 0, 0, 8, 0, 2, 1]), .value(offset: 7))
        try talk.refused(talk.frame(dots, [1, 0, 0, 0, 0, 8, 0, 0]), .length)
        try talk.refused(talk.frame(dots, [1, 0, 0, 0, 0]), .length)
        var draw = talk.drawing([try talk.picture()], tag: 0)
        try talk.refused(.draw(draw), .value(offset: 0))
        draw.tag = 1
        draw.pages = 17
        try talk.refused(.draw(draw), .value(offset: 2))
        draw.pages = 1
        draw.look.keep = 0
        try talk.refused(.draw(draw), .value(offset: 6))
        try talk.refused(talk.frame(BusCommand.draw.rawValue, [1, 0, 1]), .length)
    }

    /// A block that is not the next is refused with the offset that is, and nothing is lost by it.
    private static func dotsOrder(_ talk: inout BusTalk) throws(ConformanceStop) {
        let picture = try talk.picture()
        let data = picture.bytes
        guard data.count > 6 else { throw .skipped(.absent) }
        let start = BusDots.Start(width: UInt16(picture.width), encoding: .raw)
        try talk.ok(.dots(BusDots(tag: 87, start: start, data: Array(data.prefix(4)))))
        for offset: UInt16 in [3, 5, 0x0104, 0xFFFF] {
            let wrong = BusDots(tag: 87, offset: offset, data: [0xAA])
            try talk.refused(.dots(wrong), .page(expected: 4))
        }
        let other = BusDots(tag: 86, offset: 4, data: [0xAA])
        try talk.refused(.dots(other), .page(expected: 0))
        try talk.sendRest(of: data, from: 4, tag: 87, block: 50)
        let end = UInt16(data.count)
        let behind = BusDots(tag: 87, offset: end, data: [0xAA])
        try talk.refused(.dots(behind), .page(expected: UInt32(end)))
        try talk.ok(.draw(talk.drawing([picture], tag: 87)))
        try talk.shows(87)
    }

    private static func dotsTooMuch(_ talk: inout BusTalk) throws(ConformanceStop) {
        let picture = try talk.picture()
        try talk.ok(.clear(tag: 88))
        try talk.send(picture, tag: 89, .raw, block: 200)
        let end = picture.bytes.count
        let more = BusDots(tag: 89, offset: UInt16(end), data: [1])
        try talk.refused(.dots(more), .page(expected: nil))
        // A block over the page's end takes the whole picture with it.
        let start = BusDots.Start(width: UInt16(picture.width), encoding: .raw)
        try talk.ok(.dots(BusDots(tag: 89, start: start, data: [picture.bytes[0]])))
        try talk.sendRest(of: picture.bytes.dropLast(), from: 1, tag: 89, block: 50)
        let over = BusDots(tag: 89, offset: UInt16(end - 1), data: [picture.bytes[end - 1], 1])
        try talk.refused(.dots(over), .page(expected: nil))
        try talk.refused(.draw(talk.drawing([picture], tag: 89)), .page(expected: nil))
        try talk.isTrue(
            endlessRunsRefused(&talk, picture), "status", expected: "6 page", "0")
        try talk.shows(88)
    }

    /// Runs of 128 bytes until they are too many.
    private static func endlessRunsRefused(
        _ talk: inout BusTalk, _ picture: Picture
    ) throws(ConformanceStop) -> Bool {
        let run: [UInt8] = [129, 0xFF]
        for index in 0...picture.bytes.count / 128 {
            var dots = BusDots(tag: 90, offset: UInt16(2 * index), data: run)
            if index == 0 {
                dots.start = BusDots.Start(width: UInt16(picture.width), encoding: .packBits)
            }
            let answer = try talk.answer(to: talk.frame(.dots(dots)))
            if answer.status == BusError.page(expected: nil).status { return true }
            try talk.equal("status", expected: 0, answer.status)
        }
        return false
    }

    private static func drawWrong(_ talk: inout BusTalk) throws(ConformanceStop) {
        let picture = try talk.picture()
        try talk.ok(.clear(tag: 91))
        try talk.send(picture, tag: 92, .raw, block: 200)
        let right = talk.drawing([picture], tag: 92)
        var wrong = right
        wrong.sum ^= 0x0100_0000
        try talk.refused(.draw(wrong), .page(expected: nil))
        wrong = right
        wrong.tag = 93
        try talk.refused(.draw(wrong), .page(expected: nil))
        wrong = right
        wrong.pages = 2
        wrong.look.turn = 10
        try talk.refused(.draw(wrong), .page(expected: nil))
        try talk.shows(91)
        try talk.ok(.draw(right))
        try talk.shows(92)
    }

    private static func drawUnfinished(_ talk: inout BusTalk) throws(ConformanceStop) {
        let picture = try talk.picture()
        try talk.ok(.clear(tag: 94))
        let start = BusDots.Start(width: UInt16(picture.width), encoding: .raw)
        let part = Array(picture.bytes.prefix(picture.bytes.count - 1).prefix(50))
        try talk.ok(.dots(BusDots(tag: 95, start: start, data: part)))
        try talk.refused(.draw(talk.drawing([picture], tag: 95)), .page(expected: nil))
        try talk.shows(94)
    }

    private static func drawAgain(_ talk: inout BusTalk) throws(ConformanceStop) {
        let picture = try talk.picture()
        try talk.send(picture, tag: 96, .raw, block: 200)
        let draw = talk.drawing([picture], tag: 96)
        for _ in 0..<3 {
            try talk.ok(.draw(draw))
            try talk.shows(96)
        }
    }

    private static func drawForgotten(_ talk: inout BusTalk) throws(ConformanceStop) {
        let picture = try talk.picture()
        try talk.send(picture, tag: 97, .raw, block: 200)
        let draw = talk.drawing([picture], tag: 97)
        try talk.ok(.draw(draw))
        try talk.ok(.clear(tag: 98))
        try talk.refused(.draw(draw), .page(expected: nil))
        try talk.shows(98)
    }

    private static func drawKeep(_ talk: inout BusTalk) throws(ConformanceStop) {
        let picture = try talk.picture()
        try talk.send(picture, tag: 99, .raw, block: 200)
        var draw = talk.drawing([picture], tag: 99)
        draw.look.keep = 1
        try talk.ok(.draw(draw))
        try talk.wait(milliseconds: 2100)
        let status = try talk.status()
        try talk.equal("shown", expected: 0, status.shown)
        try talk.equal("flags 1", expected: true, status.flags.contains(.silence))
    }
}
